from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The gate and the book."""

    name = "audit"

    def ready(self) -> None:
        from audit import checks, refusals
        from foundation.periodic import periodic

        checks.register_all()
        periodic("audit.refusals", every_s=30)(refusals.sweep)
