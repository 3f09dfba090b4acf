"""Who may open which door: every view of the house says so with one of three decorators."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from django.http import HttpRequest, HttpResponseBase

from audit.events import Event, Purpose

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Role(StrEnum):
    """What a person (or a machine's token) may do; always within a scope, which accounts keeps."""

    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    COMPLIANCE = "compliance"
    OPERATOR = "operator"
    MACHINE = "machine"


class ActorKind(StrEnum):
    PERSON = "person"
    CONSOLE = "console"
    MACHINE = "machine"
    PROCESS = "process"


@dataclass(frozen=True)
class Actor:
    """Who acts. `id` and `session` are random ids; address and agent end in a sealed part of the entry."""

    id: str
    kind: ActorKind
    roles: frozenset[Role] = frozenset()
    factor: str = ""
    session: str = ""
    address: str = ""
    agent: str = ""
    mfa_at: datetime | None = None


def console_actor() -> Actor:
    """Somebody at the console of the machine; the operating-system user goes to the sealed part."""
    return Actor(id="console", kind=ActorKind.CONSOLE, agent=_system_user())


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        return "unnamed"


def process_actor(name: str) -> Actor:
    """One of our own programs, by its name: `sealer`, `worker`, `sweeper`."""
    return Actor(id=name, kind=ActorKind.PROCESS)


class Denied(Exception):
    """A verb refuses: this actor may not do this to that object. The gate writes the refusal down."""


class Found(Protocol):
    """What a page is about; `subject_id` is what its entry names. It may have a `purpose` of its own, which then stands there too."""

    @property
    def subject_id(self) -> str: ...


Find = Callable[..., Found]
"""Gets the request, the actor and the URL's keywords; answers with what is theirs to see, or raises Http404 before anything is recorded as shown."""


class AccessKind(StrEnum):
    SHOWS = "shows"
    DOES = "does"
    PUBLIC = "public"


@dataclass(frozen=True)
class Access:
    """What a view declared; hangs on the view as `view.access`."""

    kind: AccessKind
    methods: frozenset[str]
    roles: frozenset[Role] = frozenset()
    event: Event | None = None
    subject: str | None = None
    purpose: Purpose | None = None
    find: Find | None = None

    @property
    def is_public(self) -> bool:
        return self.kind is AccessKind.PUBLIC

    def admits(self, actor: Actor) -> bool:
        return not self.roles.isdisjoint(actor.roles)


def shows(
    event: Event, *roles: Role, subject: str | None = None, purpose: Purpose | None = Purpose.TASK, find: Find | None = None
) -> Callable[[View], View]:
    """A page (GET, HEAD). The gate records `event` before the view runs and hands it the keyword `receipt`.

    subject: the name of the URL keyword that holds the id of what is shown; it stands in the entry.
    find: looks it up for this actor first; then the entry names what was found, and the view gets it as the keyword `found`.
    """
    return _declare(Access(AccessKind.SHOWS, frozenset({"GET", "HEAD"}), _some(roles), event, subject, purpose, find))


def does(*roles: Role) -> Callable[[View], View]:
    """A change (POST). The gate lets the roles pass; the verb that the view calls records."""
    return _declare(Access(AccessKind.DOES, frozenset({"POST"}), _some(roles)))


def public(*methods: str) -> Callable[[View], View]:
    """A door for everybody; without methods GET and HEAD. What it does, its verbs record."""
    return _declare(Access(AccessKind.PUBLIC, frozenset(methods or ("GET", "HEAD"))))


def quiet(view: View) -> View:
    """Write it below the declaration, on what a page polls by itself: asking for it is no sign that anybody is there."""
    setattr(view, "is_quiet", True)  # noqa: B010 - mypy knows no attribute of a plain function
    return view


def is_quiet(view: object) -> bool:
    return getattr(view, "is_quiet", False) is True


def access_of(view: object) -> Access | None:
    """What the view declared; None when it declared nothing (then the gate refuses it)."""
    declared = getattr(view, "access", None)
    return declared if isinstance(declared, Access) else None


def actor_of(request: HttpRequest) -> Actor | None:
    """The fully signed-in person or machine; the middleware of accounts puts it there."""
    actor = getattr(request, "actor", None)
    return actor if isinstance(actor, Actor) else None


def acting(request: HttpRequest) -> Actor:
    """Who acts, in a view that the gate lets nobody else into. Raises Denied where somebody called it without the gate."""
    actor = actor_of(request)
    if actor is None:
        raise Denied("nobody is signed in")
    return actor


def _some(roles: tuple[Role, ...]) -> frozenset[Role]:
    if not roles:
        raise ValueError("name at least one role, or say @public")
    return frozenset(roles)


def _declare(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        if access_of(view) is not None:
            raise ValueError(f"{view.__module__}.{view.__qualname__} declares its access twice")
        setattr(view, "access", access)  # noqa: B010 - mypy knows no attribute of a plain function
        return view

    return mark
