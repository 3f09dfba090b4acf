"""The way in: password, then second factor; and the same second factor to unlock and to step up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NoReturn

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db import transaction
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from accounts import mfa, sessions, sites
from accounts.models import Assignment, Person, Session
from accounts.paths import AFTER
from accounts.presence import Presence, presence_of
from accounts.seals import email_index, seal_origin
from accounts.sessions import SessionStore, store_of
from audit.access import Actor, ActorKind, Role
from audit.events import Event, Outcome
from audit.log import count_refusal, record
from foundation.clock import now

BETWEEN_FACTORS = timedelta(minutes=10)
FACTORS = f"password+{mfa.FACTOR}"
NOBODY = "unknown"  # the actor of an entry before anybody has proved to be somebody


class NotIn(Exception):
    """The person does not get in. The answer never says whether the person exists."""


class WrongSignIn(NotIn):
    """Address or password is wrong, or the account is closed."""


class TooManyTries(NotIn):
    """This address has tried too often for this account; not even the right password is looked at."""


class Step(StrEnum):
    IN = "in"
    WRONG = "wrong"
    THROTTLED = "throttled"
    SITE = "site"
    GONE = "gone"  # the session ended meanwhile, or never got this far


@dataclass(frozen=True)
class Answer:
    step: Step
    wait_s: int = 0
    reason: str = ""


def nobody(request: HttpRequest, *, factor: str = "") -> Actor:
    presence = presence_of(request)
    return Actor(NOBODY, ActorKind.PERSON, factor=factor, address=presence.address, agent=presence.agent)


def somebody(request: HttpRequest, person: Person, *, factor: str = FACTORS, session: str = "") -> Actor:
    return replace(nobody(request, factor=factor), id=person.pk, session=session)


# -- the password ---------------------------------------------------------------------------------


def sign_in(request: HttpRequest, email: str, password: str) -> None:
    """The first step. Afterwards the session is the person's, but opens the code page only. Raises NotIn."""
    index = email_index(email)
    person = authenticate(request, username=index, password=password)
    if getattr(request, "axes_locked_out", False):
        count_refusal(request)
        raise TooManyTries
    if not isinstance(person, Person):
        _refuse(request, index, "password")
    obstacle = _obstacle(person)
    if obstacle:  # counted like a wrong password, or the count would tell that it was right
        user_login_failed.send(sender=__name__, credentials={"username": index}, request=request)
        _refuse(request, index, obstacle)
    user_logged_in.send(sender=Person, request=request, user=person)
    _begin(request, person)


def _obstacle(person: Person) -> str:
    if not person.may_enter(now()):
        return "suspended"
    return "" if mfa.has_factor(person) else "no factor"


def _refuse(request: HttpRequest, index: str, reason: str) -> NoReturn:
    by = nobody(request, factor="password")
    target = Person.objects.filter(email_index=index).values_list("pk", flat=True).first()
    if target is None:  # nobody's address: counted, or anybody could fill the log from outside
        count_refusal(request)
        raise WrongSignIn
    record(Event.SIGN_IN_FAILED, by=by, object=target, outcome=Outcome.FAILED, details={"reason": reason})
    tries = getattr(request, "axes_failures_since_start", 0) or 0
    if tries >= settings.AXES_FAILURE_LIMIT:
        record(Event.SIGN_IN_LOCKED_OUT, by=by, object=target, outcome=Outcome.DENIED, details={"tries": tries})
    raise WrongSignIn


@transaction.atomic
def _begin(request: HttpRequest, person: Person) -> None:
    """A new session, not the one that a visitor may have been given by somebody else."""
    store = store_of(request)
    after = store.get(AFTER)
    store.flush()
    store.create()
    if after:
        store[AFTER] = after
    rotate_token(request)
    row = _row(store)
    presence = presence_of(request)
    row.person, row.password_at, row.ends_at = person, now(), now() + BETWEEN_FACTORS
    _bind(row, presence)
    row.save()
    by = somebody(request, person, factor="password", session=row.pk)
    record(Event.PASSWORD_ACCEPTED, by=by, object=person.pk)


def _row(store: SessionStore) -> Session:
    assert store.row is not None
    return store.row


def _bind(row: Session, presence: Presence) -> None:
    seal_origin(row, address=presence.address, agent=presence.agent)
    row.network_index, row.agent_index = presence.network_index, presence.agent_index
    row.last_seen_at = now()


# -- the second factor ----------------------------------------------------------------------------


StepVerb = Callable[[HttpRequest, str], "Answer"]


def give_code(request: HttpRequest, code: str) -> Answer:
    """After the password: makes the session a full one."""
    return _with_code(request, code, Event.SIGNED_IN)


def unlock(request: HttpRequest, code: str) -> Answer:
    """Opens a locked session, from wherever the person is now, if the site admits it."""
    return _with_code(request, code, Event.SESSION_UNLOCKED)


def step_up(request: HttpRequest, code: str) -> Answer:
    """Proves again who sits there, for what asks for a fresh second factor."""
    return _with_code(request, code, Event.STEPPED_UP)


@transaction.atomic
def _with_code(request: HttpRequest, code: str, event: Event) -> Answer:
    """Nothing in here raises after a code was looked at: the failure and the used code must both stay."""
    store = store_of(request)
    held = store.row
    if held is None or held.person is None:
        return Answer(Step.GONE)
    person = Person.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=held.person_id)
    row = Session.objects.select_for_update(of=("self",)).filter(pk=held.pk).first()
    device = mfa.device_of(person)
    if row is None or device is None or not person.may_enter(now()) or not _fits(row, event):
        return Answer(Step.GONE)
    tried = mfa.verify(device, code, by=somebody(request, person, factor=mfa.FACTOR, session=row.pk))
    if not tried.is_right:
        return Answer(Step.THROTTLED if tried.wait_s else Step.WRONG, wait_s=tried.wait_s)
    presence = presence_of(request)
    place = sites.place(live_assignments(person, now()), presence.address, now())
    if place.refusal:
        return _refuse_site(request, person, row, place.refusal)
    row.site, row.mfa_at, row.locked_at = place.site, now(), None
    _bind(row, presence)
    if event is Event.SIGNED_IN:
        _complete(request, person, row)
    row.save()
    held.refresh_from_db()
    store.cycle_key()
    rotate_token(request)
    _record(event, request, person, row)
    return Answer(Step.IN)


def _fits(row: Session, event: Event) -> bool:
    """The session is at the step that this code is for."""
    if event is Event.SIGNED_IN:
        return row.password_at is not None and row.mfa_at is None
    is_locked = row.locked_at is not None
    return row.mfa_at is not None and is_locked == (event is Event.SESSION_UNLOCKED)


def _complete(request: HttpRequest, person: Person, row: Session) -> None:
    """The absolute limit runs from the password; a reviewer sits at one screen."""
    assert row.password_at is not None
    row.ends_at = row.password_at + sessions.ABSOLUTE
    roles = {assignment.role for assignment in live_assignments(person, now())}
    if Role.REVIEWER in roles:
        by = somebody(request, person, session=row.pk)
        sessions.end_all(person, by=by, reason="newer sign-in", but=row.pk)


def _refuse_site(request: HttpRequest, person: Person, row: Session, reason: str) -> Answer:
    by = somebody(request, person, session=row.pk)
    record(Event.SITE_REFUSED, by=by, object=person.pk, outcome=Outcome.DENIED, details={"reason": reason})
    if row.mfa_at is None:
        Session.objects.filter(pk=row.pk).delete()
    return Answer(Step.SITE, reason=reason)


def _record(event: Event, request: HttpRequest, person: Person, row: Session) -> None:
    details: dict[str, int | str] = {"factor": FACTORS if event is Event.SIGNED_IN else mfa.FACTOR}
    if event is Event.SIGNED_IN and row.site_id:
        details["site"] = row.site_id
    if event is Event.SIGNED_IN and row.site is not None:
        details["offset_min"] = row.site.offset_min(now())
    if event in (Event.SIGNED_IN, Event.SESSION_UNLOCKED):
        details["network"] = presence_of(request).network_mark(person.pk)
    if event is Event.SESSION_UNLOCKED:
        details["session"] = row.pk
    record(event, by=somebody(request, person, session=row.pk), object=person.pk, details=details)


# -- out ------------------------------------------------------------------------------------------


@transaction.atomic
def lock(request: HttpRequest, *, reason: str) -> None:
    """The session of a fully signed-in person waits for a code from now on."""
    row = store_of(request).row
    if row is not None and row.person is not None:
        sessions.lock(row, by=somebody(request, row.person, session=row.pk), reason=reason)


@transaction.atomic
def sign_out(request: HttpRequest) -> None:
    """Also from a locked or half-made session."""
    store = store_of(request)
    row = store.row
    store.flush()
    if row is not None and row.person is not None:
        record(Event.SIGNED_OUT, by=somebody(request, row.person, session=row.pk), object=row.person.pk)


def live_assignments(person: Person, at: datetime) -> list[Assignment]:
    """The roles that hold now, of organisations that are open."""
    held = person.assignments.filter(Assignment.live(at.date())).select_related("organisation", "site").order_by("given_at", "id")
    return [each for each in held if each.organisation is None or each.organisation.is_open(at)]
