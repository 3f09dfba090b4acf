from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig, apps
from django.core.signals import request_finished
from django.db import connections, transaction
from django.db.models.signals import post_migrate
from django.urls import register_converter

from foundation import unwraps
from foundation.ids import IdConverter
from foundation.roles import Grants


class FoundationConfig(AppConfig):
    """Keys, seals, jobs, clock, database roles: what every other room stands on."""

    name = "foundation"

    def ready(self) -> None:
        import_module("foundation.tasks")
        register_converter(IdConverter, "id")
        request_finished.connect(unwraps.keep_if_due, dispatch_uid="foundation.unwraps")
        # The signal comes once for each app that has models; the last one comes when every table stands.
        last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
        post_migrate.connect(apply_rights, sender=last, dispatch_uid="foundation.rights")


def apply_rights(using: str, **_kwargs: Any) -> None:
    """After each migration: grants and policies become exactly what the code says, in one step for those who are at work."""
    from foundation import policies, roles

    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        roles.apply(cursor, all_grants())
        policies.apply(cursor)


def all_grants() -> list[Grants]:
    """The GRANTS of every app that has a `grants.py`."""
    names = [f"{config.name}.grants" for config in apps.get_app_configs()]
    return [import_module(name).GRANTS for name in names if find_spec(name) is not None]
