"""Rules about keys: what was opened, against what came of it and against an independent count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext_noop as _

from audit.rules import allowances
from audit.rules.registry import Found, Limits, Window, rule

# Originals opened by a time, and nothing made of them since; a look at the other recordings of a person makes nothing.
_IN_VAIN: Final = """
    SELECT n.id, n.subject, n.recorded_at FROM audit_entries n
    WHERE n.action = 'original.opened' AND n.outcome = 'granted' AND n.recorded_at > %(first)s AND n.recorded_at <= %(last)s
        AND NOT EXISTS (
            SELECT 1 FROM audit_entries e WHERE e.subject = n.subject AND e.subject <> '' AND e.recorded_at >= n.recorded_at
                AND e.action IN ('recording.ready', 'recording.held', 'recording.released', 'desk.copy_made')
        )
        AND NOT EXISTS (
            SELECT 1 FROM audit_entries e WHERE e.action = 'recording.siblings_looked_at'
                AND e.recorded_at BETWEEN n.recorded_at AND n.recorded_at + make_interval(mins => %(job)s)
        )
"""


@rule(
    "original_in_vain",
    _("An original was opened, and nothing was made of it"),
    _("The original of %(subject)s was opened, and %(minutes)s minutes later there was neither a safe copy nor a hold."),
    blind=_("Originals opened while the recordings of a person are looked through for missed words: those make nothing by themselves."),
    minutes=120,
    job=16,
)
def original_in_vain(window: Window, limits: Limits) -> Iterator[Found]:
    """Decryption without play, of the redactor: no recording ready, held or released within `minutes`."""
    first, last = window.due(minutes=limits["minutes"])
    for entry, recording, at in window.rows(_IN_VAIN, first=first, last=last, job=limits["job"]):
        yield Found(f"{recording}:{at:%Y-%m-%d}", at, subject=recording, details={"minutes": limits["minutes"]}, entries=(entry,))


_NO_FILE: Final = """
    SELECT n.id, n.actor, n.subject, n.recorded_at, (n.body::jsonb -> 'details' ->> 'clips')::bigint FROM audit_entries n
    WHERE n.action = 'export.copies_opened' AND n.outcome = 'granted' AND n.recorded_at > %(first)s AND n.recorded_at <= %(last)s
        AND (n.body::jsonb -> 'details' ->> 'clips')::bigint > 0
        AND NOT EXISTS (
            SELECT 1 FROM audit_entries e WHERE e.subject = n.subject AND e.subject <> '' AND e.action = 'export.made' AND e.actor = n.actor
                AND e.recorded_at >= n.recorded_at
        )
"""


@rule(
    "export_in_vain",
    _("Training copies were opened, and no export came of it"),
    _("%(person)s had %(clips)s training copies of project %(subject)s opened for an export that was not made within %(hours)s hours."),
    blind=_("A copy of the files beside a finished export."),
    hours=12,
)
def export_in_vain(window: Window, limits: Limits) -> Iterator[Found]:
    first, last = window.due(hours=limits["hours"])
    for entry, person, project, at, clips in window.rows(_NO_FILE, first=first, last=last):
        yield Found(entry, at, person, project, {"clips": clips, "hours": limits["hours"]}, (entry,))


_COUNTED: Final = """
    SELECT day, ring, purpose, sum(count)::bigint FROM foundation_unwraps
    WHERE day BETWEEN %(first)s AND %(last)s AND counted_at <= %(known)s GROUP BY 1, 2, 3
"""
_LOGGED: Final = "SELECT day, what, count FROM audit_tally WHERE day BETWEEN %(first)s AND %(last)s AND person = ''"


@rule(
    "vault_count",
    _("More was decrypted than the log says"),
    _("On %(day)s, %(count)s keys %(ring)s/%(purpose)s were opened; the entries of the log allow for %(allowed)s."),
    blind=_(
        "A program that was changed so that it does not count either, keys that were copied out of the house, and the work of a process that was "
        "killed within a minute. Drafts, accounts and guidance are not reconciled: no entry stands for each of their openings."
    ),
    margin=5,
    late_minutes=10,
)
def vault_count(window: Window, limits: Limits) -> Iterator[Found]:
    """The count of unwrapped keys, kept below the log, against the entries: day by day, and with the day before for work over midnight."""
    last = window.until.date()
    first = last - timedelta(days=2)
    known = window.until - timedelta(minutes=limits["late_minutes"])
    counted = {(day, ring, purpose): count for day, ring, purpose, count in window.rows(_COUNTED, first=first, last=last, known=known)}
    logged: dict[date, Counter[str]] = {}
    for day, what, count in window.rows(_LOGGED, first=first, last=last):
        logged.setdefault(day, Counter())[what] = count
    for (day, ring, purpose), count in counted.items():
        allowed = allowances.of(ring, purpose, logged.get(day, Counter()))
        if day == first or allowed is None or count <= allowed + limits["margin"]:
            continue
        before = day - timedelta(days=1)
        both = allowed + (allowances.of(ring, purpose, logged.get(before, Counter())) or 0)
        if count + counted.get((before, ring, purpose), 0) > both + limits["margin"]:
            details: dict[str, int | str] = {"day": day.isoformat(), "ring": ring, "purpose": purpose, "count": count, "allowed": allowed}
            yield Found(f"{ring}:{purpose}:{day}", _end_of(day, window.until), details=details)


def _end_of(day: date, at_most: datetime) -> datetime:
    return min(datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=at_most.tzinfo), at_most)
