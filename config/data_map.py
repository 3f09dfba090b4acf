"""Every column of the database and what protects it, from the apps' `privacy.py`."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db.models import Model

from config.generated import table
from foundation.privacy import DataClass, DataMap


def declared() -> DataMap:
    """All apps' lists in one. Raises ValueError when two class the same model."""
    found: DataMap = {}
    for app in apps.get_app_configs():
        name = f"{app.name}.privacy"
        fields: DataMap = import_module(name).FIELDS if find_spec(name) else {}
        if twice := found.keys() & fields.keys():
            raise ValueError(f"{name} classes again: {', '.join(sorted(twice))}")
        found |= fields
    return found


def columns(model: type[Model]) -> list[str]:
    return [field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)]


def unclassed() -> list[str]:
    """Columns that no list names, and lines that name no column."""
    known = declared()
    real = {model._meta.label: set(columns(model)) for model in apps.get_models()}
    missing = [f"{label}.{name}" for label, names in real.items() for name in names - known.get(label, {}).keys()]
    dead = [f"{label}.{name}" for label, names in known.items() for name in names.keys() - real.get(label, set())]
    return sorted(missing + dead)


def page() -> str:
    """docs/data-map.md."""
    rows: list[tuple[str, ...]] = []
    for label, fields in sorted(declared().items()):
        rows += [(label, name, f"**{kind}**" if kind is DataClass.PERSONAL else kind, control) for name, (kind, control) in fields.items()]
    head = "# Data map\n\nMade by `make docs`; a test fails when a column is missing. Personal columns hold sealed bytes only.\n\n"
    return head + table(("table", "column", "class", "why plain, or what protects it"), rows)
