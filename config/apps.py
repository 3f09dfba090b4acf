from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class HouseConfig(AppConfig):
    """Wires the house; as an app it brings the grants, the data map and the checks of third-party tables."""

    name = "config"
    label = "house"

    def ready(self) -> None:
        """Whoever enqueues rings the bell of our Celery app, not of a nameless one. The pages of the log get the two documents of the house."""
        import_module("config.celery")
        sections = import_module("audit.pages.sections")
        files = frozenset(f"governance:{name}" for name in ("record-of-processing-file", "impact-assessment", "impact-assessment-file"))
        sections.TABS.append(sections.Tab("governance:record-of-processing", gettext_lazy("Record and assessment"), files))
