"""What each room says of itself in its `processing.py`: why it processes, whose data, for how long, what protects them, what remains.

The house makes the record of processing (GDPR 30) and the impact assessment (GDPR 35) of these statements, computed when they are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Gap(str):
    """What nobody has said, or what is not there: shown as such, and counted, never passed over."""

    __slots__ = ()
    is_gap: Final = True


Cell = str | tuple[str, ...]  # one line, or several
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Facts:
    """Names and what they are."""

    rows: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class Table:
    """none: what stands there when it has no rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    none: str = ""


@dataclass(frozen=True)
class Prose:
    """Markdown, without addresses."""

    markdown: str


Block = Facts | Table | Prose


class Place(StrEnum):
    """Where a room's blocks stand in the two documents."""

    RESPONSIBLE = "responsible"
    SCOPE = "scope"
    PURPOSES = "purposes"
    NECESSITY = "necessity"
    RECIPIENTS = "recipients"
    TRANSFERS = "transfers"
    SECURITY = "security"
    REMAINING = "remaining"


@dataclass(frozen=True)
class Clock:
    """How long something is kept, and counted from what. columns: of the data map (`app.Model.field`); what no clock names has no end."""

    what: str
    kept: str
    counted: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """What protects people. shown: the state that shows it now; requirements: of the OWASP ASVS, whose tests show it in the code."""

    key: str
    name: str
    does: str
    shown: tuple[str, ...]
    requirements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Risk:
    """To whose rights. against: keys of measures. remains: what is left now, in figures."""

    name: str
    harm: str
    against: tuple[str, ...]
    remains: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """name, purpose, subjects: of the processing in this room. Its categories of data are the personal columns of its tables."""

    name: str
    purpose: str
    subjects: tuple[str, ...]
    clocks: tuple[Clock, ...] = ()
    measures: tuple[Measure, ...] = ()
    risks: tuple[Risk, ...] = ()
    blocks: dict[Place, tuple[Block, ...]] = field(default_factory=dict)


def length(of: timedelta) -> str:
    """In the largest unit that says it exactly: 24 hours, 180 days."""
    seconds = int(of.total_seconds())
    if seconds % 86_400 == 0 and seconds > 86_400:
        return ngettext("%d day", "%d days", seconds // 86_400) % (seconds // 86_400)
    if seconds % 3_600 == 0:
        return ngettext("%d hour", "%d hours", seconds // 3_600) % (seconds // 3_600)
    return ngettext("%d minute", "%d minutes", seconds // 60) % (seconds // 60)


def percent(part: int, whole: int) -> str:
    """`3 of 4 (75 %)`."""
    share = f" ({100 * part / whole:.0f} %)" if whole else ""
    return _("%(part)d of %(whole)d") % {"part": part, "whole": whole} + share
