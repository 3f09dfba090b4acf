"""All rules, in the order in which they are shown. A file that is not named here has no rules."""

from __future__ import annotations

from collections.abc import Mapping

from audit.rules import amounts, clips, denials, places, plays, readers, rights, seals, vault
from audit.rules.registry import RULES, Rule

__all__ = ["FILES", "RULES", "described"]

FILES = (plays, clips, places, rights, amounts, vault, denials, readers, seals)


def described(name: str, values: Mapping[str, int | str]) -> tuple[str, str]:
    """Title and sentence of a finding; its name for both where this version has no such rule."""
    found: Rule | None = RULES.get(name)
    return (found.title, found.sentence(values)) if found else (name, name)
