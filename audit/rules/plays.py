"""Rules about sound: who fetched it how often, and whether any work came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_noop as _

from audit.events import Event
from audit.rules.registry import NEW, Found, Limits, Window, rule

_OFTEN: Final = f"""
    WITH new AS (
        SELECT n.actor, n.subject, n.action, max(n.recorded_at) AS at FROM audit_entries n
        WHERE {NEW} AND n.action = %(play)s AND n.outcome = 'granted' AND n.subject <> '' GROUP BY 1, 2, 3
    )
    SELECT new.actor, new.subject, new.at, c.plays, c.ids FROM new CROSS JOIN LATERAL (
        SELECT count(*) AS plays, array_agg(e.id ORDER BY e.recorded_at DESC) AS ids FROM audit_entries e
        WHERE e.subject = new.subject AND e.subject <> '' AND e.actor = new.actor AND e.action = new.action AND e.outcome = 'granted'
            AND e.recorded_at > new.at - make_interval(hours => %(hours)s) AND e.recorded_at <= new.at
    ) c WHERE c.plays > %(most)s
"""  # noqa: S608 - our own words only


@rule(
    "played_often",
    _("The same clip, again and again"),
    _("%(person)s fetched the sound of %(subject)s %(plays)s times within %(hours)s hours."),
    blind=_("How often a sound is listened to after it was fetched: the browser keeps it for as long as the page is open."),
    plays=6,
    desk_plays=30,
    hours=24,
)
def played_often(window: Window, limits: Limits) -> Iterator[Found]:
    """The same clip (or desk copy) fetched more than `plays` (`desk_plays`) times by one person in `hours`."""
    for event, most in ((Event.CLIP_FETCHED, limits["plays"]), (Event.DESK_COPY_FETCHED, limits["desk_plays"])):
        for person, clip, at, plays, ids in window.rows(_OFTEN, play=event.value, most=most, hours=limits["hours"]):
            details: dict[str, int | str] = {"plays": plays, "hours": limits["hours"]}
            yield Found(f"{person}:{clip}:{at:%Y-%m-%d}", at, person, clip, details, tuple(ids))


# Persons of whom something new is to be told, with all the clips they fetched in the hours before, and which of these `fit`.
_SHARE: Final = """
    WITH someone AS ({new})
    SELECT s.person, s.at, count(*) AS played, count(*) FILTER (WHERE c.fits) AS fit,
        array_agg(c.id ORDER BY c.recorded_at DESC) FILTER (WHERE c.fits) AS ids
    FROM someone s CROSS JOIN LATERAL (
        SELECT DISTINCT ON (e.subject) e.subject, e.id, e.recorded_at, ({fits}) AS fits FROM audit_entries e
        WHERE e.actor = s.person AND e.action = 'clip.fetched' AND e.outcome = 'granted' AND e.subject <> ''
            AND e.recorded_at > s.at - make_interval(hours => %(hours)s) AND e.recorded_at <= s.at - make_interval(mins => %(wait)s)
        ORDER BY e.subject, e.recorded_at DESC
    ) c GROUP BY s.person, s.at
    HAVING count(*) FILTER (WHERE c.fits) > %(clips)s AND count(*) FILTER (WHERE c.fits) * 100 > count(*) * %(percent)s
"""
_ENDED_BY: Final = "(x.actor = s.person OR (x.body::jsonb -> 'details' ->> 'person') = s.person)"
_AFTER: Final = "SELECT 1 FROM audit_entries x WHERE x.subject = e.subject AND x.subject <> '' AND x.recorded_at >= e.recorded_at"
_LEFT: Final = f"""
    EXISTS ({_AFTER} AND x.action IN ('clip.lease_expired', 'clip.skipped') AND {_ENDED_BY})
    AND NOT EXISTS ({_AFTER} AND x.actor = s.person
        AND x.action IN ('clip.submitted', 'clip.escalated', 'clip.second_ear_asked', 'clip.sent_to_desk', 'clip.not_meant'))
"""
_LEAVERS: Final = f"""
    SELECT CASE n.action WHEN 'clip.skipped' THEN n.actor ELSE n.body::jsonb -> 'details' ->> 'person' END AS person, max(n.recorded_at) AS at
    FROM audit_entries n WHERE {NEW} AND n.action IN ('clip.lease_expired', 'clip.skipped') GROUP BY 1
"""  # noqa: S608
_WITHOUT_ANSWER: Final = _SHARE.format(new=_LEAVERS, fits=_LEFT)


@rule(
    "played_without_answer",
    _("Listened, and did not answer"),
    _("%(person)s fetched %(played)s clips within %(hours)s hours and left %(clips)s of them without an answer."),
    blind=_("Answers without worth: somebody who submits a full stop has answered."),
    clips=10,
    percent=20,
    hours=24,
)
def played_without_answer(window: Window, limits: Limits) -> Iterator[Found]:
    """Leases that ran out, or clips given back, after their sound was fetched: more than `clips`, and than `percent` of a person's clips."""
    for person, at, played, left, ids in window.rows(_WITHOUT_ANSWER, **limits, wait=0):
        details: dict[str, int | str] = {"played": played, "clips": left, "hours": limits["hours"]}
        yield Found(f"{person}:{at:%Y-%m-%d}", at, person, details=details, entries=tuple(ids))


_FETCHERS: Final = """
    SELECT n.actor AS person, max(n.recorded_at) + make_interval(mins => %(wait)s) AS at FROM audit_entries n
    WHERE n.action = 'clip.fetched' AND n.recorded_at > %(first)s AND n.recorded_at <= %(last)s AND n.outcome = 'granted' GROUP BY 1
"""
_UNHEARD: Final = f"NOT EXISTS ({_AFTER} AND x.action = 'clip.heard' AND {_ENDED_BY})"
_NOT_HEARD: Final = _SHARE.format(new=_FETCHERS, fits=_UNHEARD)


@rule(
    "fetched_not_heard",
    _("Fetched sound, and played none of it"),
    _("%(person)s fetched %(played)s clips within %(hours)s hours; of %(clips)s of them the player reported nothing heard."),
    blind=_("A program that reports to have heard what it only saved."),
    clips=10,
    percent=20,
    hours=24,
    minutes=120,
)
def fetched_not_heard(window: Window, limits: Limits) -> Iterator[Found]:
    """Copies opened without play: sound fetched, and after `minutes` not a second of it reported as heard."""
    first, last = window.due(minutes=limits["minutes"])
    for person, at, played, unheard, ids in window.rows(_NOT_HEARD, **limits, first=first, last=last, wait=limits["minutes"]):
        details: dict[str, int | str] = {"played": played, "clips": unheard, "hours": limits["hours"]}
        yield Found(f"{person}:{at:%Y-%m-%d}", at, person, details=details, entries=tuple(ids))
