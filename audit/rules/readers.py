"""Rules about those who read the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_noop as _

from audit.rules.registry import NEW, Found, Limits, Window, rule

_READS: Final = [
    "log.searched", "log.person_shown", "log.subject_shown", "log.name_unmasked", "log.query_saved", "log.exported", "log.bundled", "breach.opened",
    "log.archive_searched",
]  # fmt: skip
_OWN: Final = f"""
    SELECT n.id, n.actor, n.recorded_at, '' FROM audit_entries n
    WHERE {NEW} AND n.action = ANY(%(reads)s) AND length(n.actor) = 32
        AND n.actor IN (n.subject, n.object, n.body::jsonb -> 'details' ->> 'actor')
    UNION ALL
    SELECT n.id, n.actor, n.recorded_at, e.id FROM audit_entries n JOIN audit_entries e ON e.id IN (n.subject, n.object)
    WHERE {NEW} AND n.action IN ('log.entry_opened', 'log.proof_given') AND length(n.actor) = 32 AND n.actor IN (e.actor, e.subject, e.object)
    ORDER BY 3
"""  # noqa: S608 - our own words only


@rule(
    "read_about_oneself",
    _("The log, read by the one it is about"),
    _("%(person)s looked up the own acts in the access log, %(times)s times on that day."),
    blind=_("Own lines seen in passing, in the whole list or in an export that names nobody; and a friend who looks instead."),
)
def read_about_oneself(window: Window, limits: Limits) -> Iterator[Found]:
    """One finding a person and day. Another officer judges it."""
    by_day: dict[str, Found] = {}
    for entry, person, at, opened in window.rows(_OWN, reads=_READS):
        key = f"{person}:{at:%Y-%m-%d}"
        before = by_day[key].entries if key in by_day else ()
        entries = (*before, *filter(None, (entry, opened)))
        times = int(by_day[key].details["times"]) + 1 if key in by_day else 1
        by_day[key] = Found(key, at, person, details={"times": times}, entries=entries)
    yield from by_day.values()
