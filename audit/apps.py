from django.apps import AppConfig
from django.core import checks as django_checks


class AuditConfig(AppConfig):
    """The gate and the book."""

    name = "audit"

    def ready(self) -> None:
        from audit import charts, checks, log, permits, refusals, watching
        from audit.access import process_actor
        from audit.events import Event
        from audit.rules.checks import thresholds
        from foundation import jobs
        from foundation.models import Job
        from foundation.periodic import periodic

        checks.register_all()
        django_checks.register(thresholds)
        watching.every(60, "counts")(charts.roll_up)
        watching.every(60, "permits")(permits.expire)
        periodic("audit.refusals", every_s=30)(refusals.sweep)

        @jobs.on_quarantine()
        def say_so(job: Job) -> None:
            """In the transaction that sets the job aside: without the entry it is tried again instead."""
            details: dict[str, int | str] = {"kind": job.kind, "attempts": job.attempts, "error": job.error_code}
            log.record(Event.JOB_QUARANTINED, by=process_actor("worker"), object=job.pk, details=details)
