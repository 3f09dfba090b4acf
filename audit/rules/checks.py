"""A threshold that nobody reads would be a rule that somebody believes in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from audit.rules.catalogue import RULES


def thresholds(**_more: Any) -> list[CheckMessage]:
    """What settings.AUDIT_RULES names must be there, and be a whole number from 0 on."""
    hint = "See docs/rules.md for the rules and their thresholds."
    return [Error(f"SOTTO_AUDIT_RULES: {what}", hint=hint, id="audit.E008") for what in _unfit()]


def _unfit() -> Iterator[str]:
    for name, limits in settings.AUDIT_RULES.items():
        if name not in RULES:
            yield f"there is no rule {name}"
            continue
        for limit, value in limits.items():
            if limit not in RULES[name].limits:
                yield f"the rule {name} has no threshold {limit}"
            elif value < 0:
                yield f"{name}.{limit} is {value}"
