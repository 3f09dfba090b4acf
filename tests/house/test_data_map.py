"""Every column is classed, and what is personal is sealed."""

import pytest
from django.apps import apps

from config import data_map
from foundation.fields import SealedField
from foundation.privacy import DataClass


@pytest.mark.asvs("14.2.4")
def test_every_column_is_classed_personal_or_plain() -> None:
    assert data_map.unclassed() == []


@pytest.mark.asvs("14.2.4")
def test_a_personal_column_holds_sealed_bytes_only() -> None:
    fields = {f"{model._meta.label}.{name}": model._meta.get_field(name) for model in apps.get_models() for name in data_map.columns(model)}
    personal = {f"{label}.{name}" for label, names in data_map.declared().items() for name, (kind, _) in names.items() if kind is DataClass.PERSONAL}
    sealed = {label for label, field in fields.items() if isinstance(field, SealedField)}
    assert personal == sealed
    assert len(personal) > 3
