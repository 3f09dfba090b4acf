"""Rules about who may: roles that ended, suspensions, factors taken off, roles given to oneself."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from audit.rules.registry import NEW, Found, Limits, Window, rule

# The latest new act of each person under each set of roles.
_ACTS: Final = f"""
    SELECT DISTINCT ON (n.actor, roles) n.actor, coalesce(n.body::jsonb ->> 'roles', '') AS roles, n.id, n.recorded_at FROM audit_entries n
    WHERE {NEW} AND n.outcome = 'granted' AND length(n.actor) = 32 ORDER BY n.actor, roles, n.recorded_at DESC
"""  # noqa: S608 - our own words only
_RIGHTS: Final = """
    SELECT e.object, e.id, e.action, e.recorded_at, coalesce(e.body::jsonb ->> 'details', '{}') FROM audit_entries e
    WHERE e.object = ANY(%(persons)s) AND length(e.object) = 32 AND e.action = ANY(%(events)s) ORDER BY e.recorded_at, e.seq
"""


@dataclass(frozen=True)
class _Change:
    entry: str
    event: str
    at: datetime
    details: dict[str, Any]

    @property
    def what(self) -> tuple[str, str, str]:
        return str(self.details.get("role", "")), str(self.details.get("scope", "")), str(self.details.get("scope_id", ""))


def _changes(window: Window, persons: set[str], *events: str) -> dict[str, list[_Change]]:
    """What happened to each of these persons' rights, oldest first."""
    found: dict[str, list[_Change]] = defaultdict(list)
    for person, entry, event, at, details in window.rows(_RIGHTS, persons=sorted(persons), events=list(events)) if persons else ():
        found[person].append(_Change(entry, event, at, json.loads(details)))
    return found


@rule(
    "after_role_ended",
    _("Work after the role had ended"),
    _("%(person)s acted as %(role)s after this role had ended."),
    blind=_("A role that was given in a period of the log that was dropped, and organisations that were suspended as a whole."),
    grace_s=60,
)
def after_role_ended(window: Window, limits: Limits) -> Iterator[Found]:
    """No role of this name stands any more, and the last one ended more than `grace_s` before the act."""
    acts = list(window.rows(_ACTS))
    rights = _changes(window, {person for person, *_rest in acts}, "role.given", "role.ended")
    for person, roles, entry, at in acts:
        for role in roles.split():
            mine = [change for change in rights[person] if change.what[0] == role]
            ending = _ending(mine, at - timedelta(seconds=limits["grace_s"]))
            if ending is not None:
                yield Found(f"{person}:{role}:{ending.entry}", at, person, details={"role": role}, entries=(entry, ending.entry))


def _ending(changes: list[_Change], at: datetime) -> _Change | None:
    """What ended the last of these roles before `at`; None while one stands, or when none is known."""
    standing: dict[tuple[str, str, str], _Change] = {}
    last: _Change | None = None
    for change in changes:
        if change.event == "role.given":
            standing[change.what] = change
        elif change.at <= at:
            standing.pop(change.what, None)
            last = change
    over = [given for given in standing.values() if _is_over(given, at)]
    return (last or over[-1]) if len(over) == len(standing) and (last or over) else None


def _is_over(given: _Change, at: datetime) -> bool:
    """Past its last day (UTC)."""
    until = str(given.details.get("until", ""))
    return bool(until) and at.date().isoformat() > until


@rule(
    "after_suspension",
    _("Work while suspended"),
    _("%(person)s acted although suspended."),
    blind=_("People whose whole organisation was suspended."),
    grace_s=60,
)
def after_suspension(window: Window, limits: Limits) -> Iterator[Found]:
    acts = list(window.rows(_ACTS))
    rights = _changes(window, {person for person, *_rest in acts}, "person.suspended", "person.restored")
    for person, _roles, entry, at in acts:
        before = [change for change in rights[person] if change.at <= at - timedelta(seconds=limits["grace_s"])]
        if before and before[-1].event == "person.suspended" and not any(change.at <= at for change in rights[person][len(before) :]):
            yield Found(f"{person}:{before[-1].entry}", at, person, entries=(entry, before[-1].entry))


_RESETS: Final = f"""
    WITH someone AS (
        SELECT n.actor, (array_agg(n.id ORDER BY n.recorded_at))[1] AS id, min(n.recorded_at) AS at FROM audit_entries n
        WHERE {NEW} AND n.action = ANY(%(opens)s) AND n.outcome = 'granted' AND length(n.actor) = 32 GROUP BY n.actor
    )
    SELECT s.id, s.actor, s.at, r.id, r.actor FROM someone s CROSS JOIN LATERAL (
        SELECT e.id, e.actor FROM audit_entries e
        WHERE e.object = s.actor AND length(e.object) = 32 AND e.action = 'factor.removed' AND e.actor <> s.actor
            AND e.recorded_at BETWEEN s.at - make_interval(hours => %(hours)s) AND s.at
        ORDER BY e.recorded_at DESC LIMIT 1
    ) r
"""  # noqa: S608
_OPENS: Final = [
    "clip.dealt", "clip.fetched", "case.opened", "desk.copy_opened", "desk.copy_fetched", "export.copies_opened", "person.shown", "people.listed",
    "log.read", "log.searched", "log.entry_opened", "log.person_shown", "log.clip_shown", "log.name_unmasked", "log.exported", "log.bundled",
]  # fmt: skip


@rule(
    "factor_reset",
    _("Access after the second factor was reset"),
    _("%(person)s opened people's data within %(hours)s hours after %(resetter)s had removed the second factor."),
    blind=_("A reset whose new factor waits longer than these hours."),
    hours=24,
)
def factor_reset(window: Window, limits: Limits) -> Iterator[Found]:
    """Whoever removes a factor and issues the activation code could sit in that person's chair."""
    for entry, person, at, reset, resetter in window.rows(_RESETS, **limits, opens=_OPENS):
        details: dict[str, int | str] = {"hours": limits["hours"], "resetter": resetter}
        yield Found(f"{person}:{reset}", at, person, details=details, entries=(reset, entry))


_OWN_ROLES: Final = f"""
    SELECT n.id, n.actor, n.recorded_at, coalesce(n.body::jsonb -> 'details' ->> 'role', '') FROM audit_entries n
    WHERE {NEW} AND n.action = 'role.given' AND n.actor = n.object
"""  # noqa: S608


@rule(
    "role_to_oneself",
    _("A role given to oneself"),
    _("%(person)s gave himself or herself the role %(role)s."),
    blind=_("Two people who give each other roles, and roles given from the console of the machine."),
)
def role_to_oneself(window: Window, limits: Limits) -> Iterator[Found]:
    """The program refuses it; so an entry says that somebody went round the program."""
    for entry, person, at, role in window.rows(_OWN_ROLES):
        yield Found(entry, at, person, details={"role": role}, entries=(entry,))
