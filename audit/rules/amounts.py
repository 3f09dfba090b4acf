"""Rules about how much: against the person's own month, and of what leaves the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_noop as _

from audit.rules.registry import MOST_ENTRIES, NEW, Found, Limits, Window, rule
from audit.rules.tally import VOLUMES

_MUCH: Final = """
    SELECT t.person, t.what, t.day, t.count, m.median FROM audit_tally t CROSS JOIN LATERAL (
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY b.count) AS median, count(*) AS days FROM audit_tally b
        WHERE b.person = t.person AND b.what = t.what AND b.day >= t.day - %(month)s AND b.day < t.day
    ) m
    WHERE t.day BETWEEN %(first)s AND %(last)s AND t.person <> '' AND t.what = ANY(%(volumes)s) AND t.count > %(least)s
        AND m.days >= %(days)s AND t.count * 100 > m.median * %(percent)s
"""
_LAST_OF: Final = """
    SELECT e.id, e.recorded_at FROM audit_entries e WHERE e.actor = %(person)s AND e.action = ANY(%(events)s)
        AND e.recorded_at >= %(day)s::timestamp AT TIME ZONE 'UTC' AND e.recorded_at < (%(day)s::timestamp + interval '1 day') AT TIME ZONE 'UTC'
    ORDER BY e.recorded_at DESC LIMIT %(most)s
"""


@rule(
    "volume",
    _("Much more than usual"),
    _("%(person)s: %(count)s %(what)s in a day, with a median of %(median)s over the last %(month)s days."),
    blind=_("Somebody who raises the own usual slowly, and the first days of somebody new."),
    percent=300,
    least=100,
    days=5,
    month=30,
)
def volume(window: Window, limits: Limits) -> Iterator[Found]:
    """More than `percent` of the own median over `month` days, and more than `least`, of somebody with at least `days` days of work."""
    last = window.until.date()
    first = max(window.since.date(), last - timedelta(days=1))
    for person, what, day, count, median in window.rows(_MUCH, **limits, first=first, last=last, volumes=list(VOLUMES)):
        ids = list(window.rows(_LAST_OF, person=person, events=list(VOLUMES[what]), day=day, most=MOST_ENTRIES))
        details: dict[str, int | str] = {"count": count, "median": round(median), "what": what, "month": limits["month"]}
        at = ids[0][1] if ids else window.until
        yield Found(f"{person}:{what}:{day}", at, person, details=details, entries=tuple(entry for entry, _at in ids))


_LEFT: Final = f"""
    SELECT n.id, n.actor, n.recorded_at, n.action, (n.body::jsonb -> 'details' ->> %(detail)s)::bigint FROM audit_entries n
    WHERE {NEW} AND n.action = ANY(%(events)s) AND (n.body::jsonb -> 'details' ->> %(detail)s)::bigint > %(most)s
"""  # noqa: S608 - our own words only
_WAYS_OUT: Final = (
    ("clips", "clips", ["export.made", "export.copies_opened"]),
    ("entries", "entries", ["log.exported", "log.bundled"]),
    ("openings", "entries with their sealed parts", ["log.bundled"]),
)


@rule(
    "large_export",
    _("A large export"),
    _("%(person)s took out %(count)s %(what)s at once."),
    blind=_("Many small exports: their volume is for the month's figures of the officer to see."),
    clips=5_000,
    entries=100_000,
    openings=10_000,
)
def large_export(window: Window, limits: Limits) -> Iterator[Found]:
    """More than `clips` with an export, `entries` of the log with a file of it, or `openings` entries whose sealed parts went along."""
    for detail, what, events in _WAYS_OUT:
        for entry, person, at, _event, count in window.rows(_LEFT, detail=detail, events=events, most=limits[detail]):
            yield Found(f"{entry}:{detail}", at, person, details={"count": count, "what": what}, entries=(entry,))


# Each new file of the log by a person, with more entries than the cap, for which no permit of theirs of at least this size was used up.
_ALONE: Final = f"""
    SELECT w.id, w.actor, w.recorded_at, w.entries FROM (
        SELECT n.id, n.actor, n.recorded_at, n.object, (n.body::jsonb -> 'details' ->> 'entries')::bigint AS entries
        FROM audit_entries n WHERE {NEW} AND n.action = ANY(%(events)s) AND length(n.actor) = 32
    ) w WHERE w.entries > %(most)s AND (
        NOT EXISTS (SELECT FROM audit_permit p WHERE p.id = w.object AND p.asked_by = w.actor AND p.state = 'used' AND p.size >= w.entries)
        OR EXISTS (
            SELECT FROM audit_entries e WHERE e.object = w.object AND length(e.object) = 32 AND e.action = ANY(%(events)s)
                AND e.id <> w.id AND e.recorded_at <= w.recorded_at
        )
    )
"""  # noqa: S608


@rule(
    "export_alone",
    _("A large export without a second officer"),
    _("%(person)s took out %(count)s entries of the log at once, and no other officer's approval was used; %(most)s are for one officer alone."),
    blind=_("What the console takes out, which needs nobody else; many exports below the cap; and two officers who agree."),
)
def export_alone(window: Window, limits: Limits) -> Iterator[Found]:
    """More entries than one officer takes away alone (SOTTO_EXPORT_MOST), without a permit that was used for this file and no other."""
    most = settings.AUDIT_EXPORT_MOST
    for entry, person, at, count in window.rows(_ALONE, events=["log.exported", "log.bundled"], most=most):
        yield Found(entry, at, person, details={"count": count, "most": most}, entries=(entry,))
