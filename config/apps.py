from importlib import import_module

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Wires the house; as an app it brings the grants, the data map and the checks of third-party tables."""

    name = "config"
    label = "house"

    def ready(self) -> None:
        """Whoever enqueues rings the bell of our Celery app, not of a nameless one."""
        import_module("config.celery")
