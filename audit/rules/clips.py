"""Rules about clips that were not this person's to hear at that moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_noop as _

from audit.rules.registry import NEW, Found, Limits, Window, rule

_DEALS: Final = ["clip.dealt", "clip.dealt_again"]
_ENDS: Final = [
    "clip.submitted",
    "clip.skipped",
    "clip.escalated",
    "clip.second_ear_asked",
    "clip.sent_to_desk",
    "clip.not_meant",
    "clip.lease_expired",
]

# Each new fetch of sound for the work itself, with the last word of the log about this person and this clip before it.
_LAST_WORD: Final = f"""
    SELECT n.id, n.actor, n.subject, n.recorded_at, w.id FROM audit_entries n LEFT JOIN LATERAL (
        SELECT e.id, e.action FROM audit_entries e
        WHERE e.subject = n.subject AND e.subject <> '' AND e.recorded_at <= n.recorded_at
            AND e.recorded_at > n.recorded_at - make_interval(hours => %(hours)s)
            AND (
                (e.action = ANY(%(deals)s) AND e.actor = n.actor)
                OR (e.action = ANY(%(ends)s) AND e.recorded_at <= n.recorded_at - make_interval(secs => %(grace_s)s)
                    AND (e.actor = n.actor OR (e.body::jsonb -> 'details' ->> 'person') = n.actor))
            )
        ORDER BY e.recorded_at DESC, e.seq DESC LIMIT 1
    ) w ON true
    WHERE {NEW} AND n.action = 'clip.fetched' AND n.outcome = 'granted' AND (n.body::jsonb ->> 'purpose') = 'task'
        AND (w.action IS NULL OR w.action <> ALL(%(deals)s))
"""  # noqa: S608 - our own words only


@rule(
    "outside_lease",
    _("Sound outside a lease"),
    _("%(person)s fetched the sound of %(subject)s without having it in hand."),
    blind=_("A lease that the program gave to the wrong person: then the log says that it was dealt."),
    hours=24,
    grace_s=5,
)
def outside_lease(window: Window, limits: Limits) -> Iterator[Found]:
    """The clip was never dealt to this person within `hours`, or the last lease had ended more than `grace_s` before."""
    for entry, person, clip, at, last in window.rows(_LAST_WORD, **limits, deals=_DEALS, ends=_ENDS):
        yield Found(f"{person}:{clip}:{at:%Y-%m-%d}", at, person, clip, {}, tuple(filter(None, (entry, last))))


_STATES: Final = {
    "clip.escalated": "escalated",
    "case.closed": "open",
    "clip.sent_to_desk": "sealed",
    "clip.not_meant": "sealed",
    "clip.not_meant_undone": "open",
    "clip.back": "open",
    "clip.shredded": "sealed",
}
# Each new fetch of sound, with the last thing that changed who may hear the clip, and who took its case on since.
_STANDING: Final = f"""
    SELECT n.id, n.actor, n.subject, n.recorded_at, n.body::jsonb ->> 'purpose', w.id, w.action, t.id, t.actor
    FROM audit_entries n CROSS JOIN LATERAL (
        SELECT e.id, e.action, e.recorded_at FROM audit_entries e
        WHERE e.subject = n.subject AND e.subject <> '' AND e.action = ANY(%(changes)s)
            AND e.recorded_at <= n.recorded_at - make_interval(secs => %(grace_s)s)
        ORDER BY e.recorded_at DESC, e.seq DESC LIMIT 1
    ) w LEFT JOIN LATERAL (
        SELECT e.id, e.actor FROM audit_entries e
        WHERE e.subject = n.subject AND e.subject <> '' AND e.action = 'case.taken' AND e.recorded_at BETWEEN w.recorded_at AND n.recorded_at
        ORDER BY e.recorded_at DESC LIMIT 1
    ) t ON true
    WHERE {NEW} AND n.action = 'clip.fetched' AND n.outcome = 'granted'
"""  # noqa: S608


def _in_state(window: Window, limits: Limits, state: str) -> Iterator[tuple[str, Found, str]]:
    """Purpose, finding, and who has the case, of each new fetch of a clip that is in this state."""
    for entry, person, clip, at, purpose, change, action, taking, keeper in window.rows(_STANDING, **limits, changes=list(_STATES)):
        if _STATES[action] == state:
            entries = tuple(filter(None, (entry, change, taking)))
            yield purpose, Found(f"{person}:{clip}:{at:%Y-%m-%d}", at, person, clip, {}, entries), keeper or ""


@rule(
    "escalated_clip",
    _("An escalated clip was fetched for ordinary work"),
    _("%(person)s fetched the sound of %(subject)s, which was escalated, and not for the escalation."),
    blind=_("What a person remembers of a clip that was in his hands before it was escalated."),
    grace_s=5,
)
def escalated_clip(window: Window, limits: Limits) -> Iterator[Found]:
    for purpose, found, _keeper in _in_state(window, limits, "escalated"):
        if purpose != "escalation":
            yield found


@rule(
    "case_of_another",
    _("An escalated clip was fetched by somebody who does not have its case"),
    _("%(person)s fetched the sound of %(subject)s, whose case %(keeper)s had taken on."),
    blind=_("Listening before anybody has taken the case on."),
    grace_s=5,
)
def case_of_another(window: Window, limits: Limits) -> Iterator[Found]:
    for purpose, found, keeper in _in_state(window, limits, "escalated"):
        if purpose == "escalation" and keeper not in ("", found.person):
            yield Found(found.key, found.at, found.person, found.subject, {"keeper": keeper}, found.entries)


@rule(
    "sealed_clip",
    _("A sealed clip was fetched"),
    _("%(person)s fetched the sound of %(subject)s while it was sealed: at the privacy desk, not meant for us, or destroyed."),
    blind=_("Desk copies: the privacy desk is there to open them."),
    grace_s=5,
)
def sealed_clip(window: Window, limits: Limits) -> Iterator[Found]:
    for _purpose, found, _keeper in _in_state(window, limits, "sealed"):
        yield found
