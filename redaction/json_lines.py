"""Lines of JSON as senders write them. Pure."""

from __future__ import annotations

import json
from typing import Any


class NoObject(ValueError):
    """The line is no JSON object; the message says what to do and holds nothing of it."""


def object_in(text: str | bytes) -> dict[str, Any]:
    """Raises NoObject."""
    try:
        raw = json.loads(text)
        json.dumps(raw, ensure_ascii=False).encode()  # half of a surrogate pair is JSON, and can be written and sealed nowhere
    except (ValueError, RecursionError) as error:
        raise NoObject("not JSON in UTF-8: write one object a line") from error
    if not isinstance(raw, dict):
        raise NoObject("not a JSON object: write one object a line")
    return raw
