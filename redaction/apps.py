from importlib import import_module

from django.apps import AppConfig


class RedactionConfig(AppConfig):
    """Originals in, safe copies out; and the privacy desk for what the pipeline is unsure of."""

    name = "redaction"

    def ready(self) -> None:
        from audit.names import SOURCES
        from redaction import tracing

        import_module("redaction.redactor")
        import_module("redaction.remaking")
        SOURCES.recordings_of, SOURCES.subjects_of = tracing.recordings_of, tracing.subjects_of
