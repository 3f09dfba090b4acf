"""Rules about doors that stayed shut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_noop as _

from audit.rules.registry import NEW, Found, Limits, Window, rule

_DENIED: Final = f"""
    WITH someone AS (
        SELECT n.actor, max(n.recorded_at) AS at FROM audit_entries n
        WHERE {NEW} AND n.outcome <> 'granted' AND length(n.actor) = 32 GROUP BY n.actor
    )
    SELECT s.actor, s.at, c.times, c.ids FROM someone s CROSS JOIN LATERAL (
        SELECT count(*) AS times, array_agg(e.id ORDER BY e.recorded_at DESC) AS ids FROM audit_entries e
        WHERE e.actor = s.actor AND e.outcome <> 'granted' AND e.recorded_at > s.at - make_interval(mins => %(minutes)s) AND e.recorded_at <= s.at
    ) c WHERE c.times > %(most)s
"""  # noqa: S608 - our own words only


@rule(
    "repeated_denials",
    _("Refused again and again"),
    _("%(person)s was refused %(times)s times within %(minutes)s minutes."),
    blind=_("Tries spread over more time."),
    most=10,
    minutes=15,
)
def repeated_denials(window: Window, limits: Limits) -> Iterator[Found]:
    """One signed-in person: doors of other roles, ids that are not there, wrong codes."""
    for person, at, times, ids in window.rows(_DENIED, **limits):
        yield Found(f"{person}:{at:%Y-%m-%dT%H}", at, person, details={"times": times, "minutes": limits["minutes"]}, entries=tuple(ids))


_GUESSED: Final = f"""
    WITH target AS (
        SELECT n.object, max(n.recorded_at) AS at FROM audit_entries n WHERE {NEW} AND n.action = ANY(%(events)s) AND length(n.object) = 32 GROUP BY 1
    )
    SELECT t.object, t.at, c.times, c.ids FROM target t CROSS JOIN LATERAL (
        SELECT count(*) AS times, array_agg(e.id ORDER BY e.recorded_at DESC) AS ids FROM audit_entries e
        WHERE e.object = t.object AND length(e.object) = 32 AND e.action = ANY(%(events)s)
            AND e.recorded_at > t.at - make_interval(mins => %(minutes)s) AND e.recorded_at <= t.at
    ) c WHERE c.times > %(most)s
"""  # noqa: S608
_GUESSES: Final = ["session.sign_in_failed", "session.locked_out", "session.code_failed", "activation.failed"]


@rule(
    "guessed_sign_in",
    _("Somebody guesses a way in"),
    _("%(times)s failed sign-ins, codes or activations for the account of %(person)s within %(minutes)s minutes."),
    blind=_("Addresses that nobody here has: those are counted without a name (see the rule about strangers)."),
    most=10,
    minutes=60,
)
def guessed_sign_in(window: Window, limits: Limits) -> Iterator[Found]:
    """One account, from wherever: the lockout counts each address alone."""
    for person, at, times, ids in window.rows(_GUESSED, **limits, events=_GUESSES):
        yield Found(f"{person}:{at:%Y-%m-%dT%H}", at, person, details={"times": times, "minutes": limits["minutes"]}, entries=tuple(ids))


_STRANGERS: Final = f"""
    SELECT date_trunc('hour', n.recorded_at), sum((n.body::jsonb -> 'details' ->> 'count')::bigint)::bigint, array_agg(n.id ORDER BY n.seq DESC)
    FROM audit_entries n WHERE {NEW} AND n.action = 'access.refusals_counted' AND (n.body::jsonb -> 'details' ->> 'count')::bigint > %(a_minute)s
    GROUP BY 1
"""  # noqa: S608


@rule(
    "strangers_refused",
    _("Many requests without a session"),
    _("%(times)s requests without a session were refused, from addresses that sent more than %(a_minute)s in a minute."),
    blind=_("Requests spread over many addresses."),
    a_minute=120,
)
def strangers_refused(window: Window, limits: Limits) -> Iterator[Found]:
    """Counted by minute and address; the address is sealed beside the entry."""
    for at, times, ids in window.rows(_STRANGERS, **limits):
        yield Found(f"{at:%Y-%m-%dT%H}", at, details={"times": times, "a_minute": limits["a_minute"]}, entries=tuple(ids))
