"""Rules about sound: who fetched it how often, and whether any work came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_noop as _

from audit.events import Event
from audit.rules.registry import MOST_ENTRIES, NEW, Found, Limits, Window, rule

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
            AND e.recorded_at > s.at - make_interval(hours => %(hours)s) AND e.recorded_at <= s.at
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
    for person, at, played, left, ids in window.rows(_WITHOUT_ANSWER, **limits):
        details: dict[str, int | str] = {"played": played, "clips": left, "hours": limits["hours"]}
        yield Found(f"{person}:{at:%Y-%m-%d}", at, person, details=details, entries=tuple(ids))


# Each fetch that is old enough is counted once, heard or not; a person's day is then two numbers.
_DUE: Final = """
    WITH due AS (
        SELECT e.actor, (e.recorded_at AT TIME ZONE 'UTC')::date AS day, NOT EXISTS ({heard}) AS is_unheard FROM audit_entries e
        WHERE e.action = 'clip.fetched' AND e.recorded_at > %(first)s AND e.recorded_at <= %(last)s AND e.outcome = 'granted' AND length(e.actor) = 32
    ), counted AS (
        INSERT INTO audit_tally AS t (day, person, what, count)
        SELECT day, actor, 'fetched', count(*) FROM due GROUP BY 1, 2
        UNION ALL SELECT day, actor, 'unheard', count(*) FROM due WHERE is_unheard GROUP BY 1, 2
        ON CONFLICT (day, person, what) DO UPDATE SET count = t.count + EXCLUDED.count RETURNING day, person, what, count
    )
    SELECT u.person, u.day, f.count, u.count FROM counted u JOIN counted f ON f.person = u.person AND f.day = u.day AND f.what = 'fetched'
    WHERE u.what = 'unheard' AND u.count > %(clips)s AND u.count * 100 > f.count * %(percent)s
"""
_HEARD: Final = """
    SELECT 1 FROM audit_entries x WHERE x.subject = e.subject AND x.subject <> '' AND x.recorded_at >= e.recorded_at AND x.action = 'clip.heard'
        AND (x.actor = e.actor OR (x.body::jsonb -> 'details' ->> 'person') = e.actor)
"""
_COUNT_UNHEARD: Final = _DUE.format(heard=_HEARD)
_UNHEARD: Final = f"""
    SELECT e.id, e.recorded_at FROM audit_entries e WHERE e.actor = %(person)s AND e.action = 'clip.fetched' AND e.outcome = 'granted'
        AND e.recorded_at >= %(day)s::timestamp AT TIME ZONE 'UTC' AND e.recorded_at < (%(day)s::timestamp + interval '1 day') AT TIME ZONE 'UTC'
        AND e.recorded_at <= %(last)s AND NOT EXISTS ({_HEARD})
    ORDER BY e.recorded_at DESC LIMIT %(most)s
"""  # noqa: S608


@rule(
    "fetched_not_heard",
    _("Fetched sound, and played none of it"),
    _("%(person)s fetched %(played)s clips on %(day)s; of %(clips)s of them the player reported nothing heard."),
    blind=_("A program that reports to have heard what it only saved."),
    clips=10,
    percent=20,
    minutes=120,
)
def fetched_not_heard(window: Window, limits: Limits) -> Iterator[Found]:
    """Copies opened without play: of a person's fetches of a day, more than `clips` and `percent` had not a second heard `minutes` later."""
    first, last = window.due(minutes=limits["minutes"])
    for person, day, played, unheard in list(window.rows(_COUNT_UNHEARD, **limits, first=first, last=last)):
        rows = list(window.rows(_UNHEARD, person=person, day=day, last=last, most=MOST_ENTRIES))
        details: dict[str, int | str] = {"played": played, "clips": unheard, "day": day.isoformat()}
        yield Found(f"{person}:{day}", rows[0][1] if rows else last, person, details=details, entries=tuple(entry for entry, _at in rows))
