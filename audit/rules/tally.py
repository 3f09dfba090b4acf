"""Counts by day, kept as entries settle: a median of thirty days or a day's decryptions is then a question to a small table."""

from __future__ import annotations

from typing import Final

from audit.rules.registry import Window

# What counts toward a person's own volume: name of the tally -> the events.
VOLUMES: Final[dict[str, tuple[str, ...]]] = {
    "plays": ("clip.fetched", "desk.copy_fetched"),
    "reads": ("log.read", "log.searched", "log.entry_opened", "log.person_shown", "log.clip_shown", "log.subject_shown", "breach.opened"),
    "names": ("log.name_unmasked", "person.shown", "people.listed"),
}
# Events that stand for as many openings as one of their details says.
WEIGHED: Final[dict[str, str]] = {"export.copies_opened": "clips", "keys.rotated": "rows"}

_ADD: Final = "ON CONFLICT (day, person, what) DO UPDATE SET count = t.count + EXCLUDED.count"
_NEW: Final = "FROM audit_entries e WHERE e.period = %(period)s AND e.seq > %(after)s AND e.seq <= %(upto)s"
_DAY: Final = "(e.recorded_at AT TIME ZONE 'UTC')::date"
_WHOLE_HOUSE: Final = f"""
    INSERT INTO audit_tally AS t (day, person, what, count)
    SELECT {_DAY}, '', e.action, count(*) {_NEW} GROUP BY 1, e.action {_ADD} RETURNING 1
"""
_PERSONS: Final = f"""
    INSERT INTO audit_tally AS t (day, person, what, count)
    SELECT {_DAY}, e.actor, %(what)s, count(*) {_NEW} AND e.action = ANY(%(events)s) AND e.outcome = 'granted' AND length(e.actor) = 32
    GROUP BY 1, e.actor {_ADD} RETURNING 1
"""
_WEIGHTS: Final = f"""
    INSERT INTO audit_tally AS t (day, person, what, count)
    SELECT {_DAY}, '', e.action || ':' || coalesce(e.body::jsonb -> 'details' ->> 'ring', %(detail)s),
        sum((e.body::jsonb -> 'details' ->> %(detail)s)::bigint)
    {_NEW} AND e.action = %(event)s AND e.body::jsonb -> 'details' ? %(detail)s GROUP BY 1, 3 {_ADD} RETURNING 1
"""


def add(window: Window) -> None:
    """In the transaction that moves the mark: nothing is counted twice."""
    list(window.rows(_WHOLE_HOUSE))
    for what, events in VOLUMES.items():
        list(window.rows(_PERSONS, what=what, events=list(events)))
    for event, detail in WEIGHED.items():
        list(window.rows(_WEIGHTS, event=event, detail=detail))
