"""Columns of ours: random ids, and sealed bytes."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from foundation.ids import LENGTH, new_id

NONCE_BYTES = 12
TAG_BYTES = 16

if TYPE_CHECKING:  # Django's fields take type arguments in their stubs only
    _Text = models.CharField[str, str]
    _Bytes = models.BinaryField[bytes | None, bytes]
else:
    _Text, _Bytes = models.CharField, models.BinaryField


class IdField(_Text):
    """The primary key of everything of ours that can appear in an address or in the log."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LENGTH, "primary_key": True, "default": new_id, "editable": False, **kwargs})


class SealedField(_Bytes):
    """Holds what OpenKey.seal gave; refuses what is no bytes or too short to hold a nonce and a tag. Opens nothing by itself."""

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, bytes | memoryview) or len(value) < NONCE_BYTES + TAG_BYTES:
            raise ValidationError(f"{self.name}: this is not sealed; use OpenKey.seal first")
        return super().get_prep_value(value)
