"""Rules about when and from where: what the last sign-in says about the place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_noop as _

from audit.rules.registry import NEW, Found, Limits, Window, rule

_SENSITIVE: Final = (
    "'clip.dealt', 'clip.fetched', 'case.opened', 'desk.copy_opened', 'desk.copy_fetched', 'desk.held_listed', 'export.copies_opened',"
    " 'person.shown', 'people.listed', 'log.read', 'log.searched', 'log.entry_opened', 'log.name_unmasked', 'log.exported', 'log.bundled'"
)
# A person's first new act on people's data, and how far the clocks of the place of work are from UTC, as the sign-in says.
_OFF_HOURS: Final = f"""
    WITH someone AS (
        SELECT DISTINCT ON (n.actor, hour) n.actor, n.id, n.recorded_at, date_trunc('hour', n.recorded_at) AS hour FROM audit_entries n
        WHERE {NEW} AND n.action IN ({_SENSITIVE}) AND n.outcome = 'granted' AND length(n.actor) = 32 ORDER BY n.actor, hour, n.recorded_at
    ), placed AS (
        SELECT s.actor, s.id, s.recorded_at, w.id AS sign_in,
            (s.recorded_at AT TIME ZONE 'UTC') + make_interval(mins => w.offset_min) AS local
        FROM someone s CROSS JOIN LATERAL (
            SELECT e.id, (e.body::jsonb -> 'details' ->> 'offset_min')::integer AS offset_min FROM audit_entries e
            WHERE e.object = s.actor AND length(e.object) = 32 AND e.action = 'session.signed_in'
                AND e.recorded_at BETWEEN s.recorded_at - interval '24 hours' AND s.recorded_at
            ORDER BY e.recorded_at DESC LIMIT 1
        ) w WHERE w.offset_min IS NOT NULL
    )
    SELECT id, sign_in, actor, recorded_at, to_char(local, 'YYYY-MM-DD'), extract(hour FROM local)::integer, extract(isodow FROM local)::integer
    FROM placed WHERE extract(hour FROM local) < %(opens)s OR extract(hour FROM local) >= %(closes)s
        OR (extract(isodow FROM local) > 5 AND %(weekend)s = 0)
"""  # noqa: S608 - our own words only


@rule(
    "off_hours",
    _("Work at an unusual hour"),
    _("%(person)s opened people's data at %(hour)s o'clock of the place of work, on weekday %(weekday)s."),
    blind=_("People who signed in from no known site: where they are, and so what time it is there, is not known."),
    opens=6,
    closes=22,
    weekend=1,
)
def off_hours(window: Window, limits: Limits) -> Iterator[Found]:
    """Before `opens` or from `closes` on, by the clock of the site signed in from; at weekends too where `weekend` is 0."""
    for entry, sign_in, person, at, day, hour, weekday in window.rows(_OFF_HOURS, **limits):
        yield Found(f"{person}:{day}", at, person, details={"hour": hour, "weekday": weekday}, entries=(entry, sign_in))


_NETWORKS: Final = f"""
    SELECT n.id, n.object, n.recorded_at, b.times, b.networks
    FROM audit_entries n CROSS JOIN LATERAL (
        SELECT count(*) AS times, count(DISTINCT e.body::jsonb -> 'details' ->> 'network') AS networks,
            bool_or((e.body::jsonb -> 'details' ->> 'network') = (n.body::jsonb -> 'details' ->> 'network')) AS is_known
        FROM audit_entries e WHERE e.object = n.object AND length(e.object) = 32 AND e.action IN ('session.signed_in', 'session.unlocked')
            AND e.recorded_at BETWEEN n.recorded_at - make_interval(days => %(days)s) AND n.recorded_at
            AND e.id <> n.id AND (e.body::jsonb -> 'details' ->> 'network') <> ''
    ) b
    WHERE {NEW} AND n.action IN ('session.signed_in', 'session.unlocked') AND (n.body::jsonb -> 'details' ->> 'network') <> ''
        AND length(n.object) = 32 AND b.times >= %(after_times)s AND NOT b.is_known
"""  # noqa: S608


@rule(
    "new_network",
    _("A new network"),
    _("%(person)s came from a network that none of the %(times)s sign-ins of the last %(days)s days came from."),
    blind=_("A stranger in the same network; and one network in 65,536 times the known ones, because the mark of a network is kept that short."),
    after_times=5,
    days=90,
)
def new_network(window: Window, limits: Limits) -> Iterator[Found]:
    """A sign-in whose network's mark is not among those of the last `days`, of somebody with at least `after_times` of them."""
    for entry, person, at, times, networks in window.rows(_NETWORKS, **limits):
        details: dict[str, int | str] = {"times": times, "days": limits["days"], "networks": networks}
        yield Found(entry, at, person, details=details, entries=(entry,))
