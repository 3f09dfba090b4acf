from importlib import import_module

from django.apps import AppConfig


class AnnotationConfig(AppConfig):
    """Clips, queue, answers, escalations: the work of reviewers and supervisors."""

    name = "annotation"

    def ready(self) -> None:
        from annotation import leases, opening
        from foundation.periodic import periodic

        import_module("annotation.checking")
        import_module("annotation.recalling")
        periodic("annotation.leases", every_s=10)(leases.expire)
        periodic("annotation.opening", every_s=15)(opening.sweep)
