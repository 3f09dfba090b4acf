"""In the process of a peer: one save() a transaction, bare or kept. Everyone knows who acts and from where, as in a request."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing.connection import Connection
from typing import Any

from bench.writers import AGENT

ADDRESS = "2001:db8:85a3::8a2e:370:7334"


def serve(pipe: Connection) -> None:
    import django

    django.setup()
    with ExitStack() as stack:
        ways = _ways(os.environ["SOTTO_PEER"], stack)
        pipe.send([])
        while (asked := pipe.recv()) is not None:
            what, begin_at, seconds, _ = asked
            time.sleep(max(0.0, begin_at - time.monotonic()))
            done, end = 0, time.monotonic() + seconds
            while time.monotonic() < end:
                ways[what]()
                done += 1
            pipe.send([float(done)])


def _ways(peer: str, stack: ExitStack) -> dict[str, Callable[[], None]]:
    from django.core.management import call_command

    from bench.peers.models import Bare, Kept

    if peer == "ours":
        return {"bare": _save(Bare), "kept": _save(Kept, _record())}
    for syncdb in (False, True):  # the package's tables first: those of our two models point at them
        call_command("migrate", run_syncdb=syncdb, verbosity=0)
    _say_who_acts(peer, stack)
    return {"bare": _save(Bare), "kept": _save(Kept)}


def _save(model: Any, also: Callable[[], object] = lambda: None) -> Callable[[], None]:
    from django.db import transaction
    from django.utils.timezone import now

    def once() -> None:
        with transaction.atomic():
            model(name="a project", note="one sentence of some length", count=7, at=now()).save()
            also()

    return once


def _record() -> Callable[[], object]:
    from accounts.signing_in import FACTORS
    from audit.access import Actor, ActorKind, Role
    from audit.events import Event
    from audit.log import record
    from foundation.ids import new_id

    actor = Actor(new_id(), ActorKind.PERSON, frozenset({Role.SUPERVISOR}), FACTORS, new_id(), ADDRESS, AGENT)
    return lambda: record(Event.PROJECT_CHANGED, by=actor, object=new_id(), details={"changed": "name"})


def _say_who_acts(peer: str, stack: ExitStack) -> None:
    from django.contrib.auth.models import User
    from django.test import RequestFactory

    user = User.objects.create_user("rosa")
    request = RequestFactory().get("/", REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT)
    request.user = user
    if peer == "auditlog":
        from auditlog.context import set_actor

        stack.enter_context(set_actor(user, remote_addr=ADDRESS))
    elif peer == "easyaudit":
        from easyaudit.middleware import easyaudit

        easyaudit._thread_locals.request = request
    else:
        from simple_history.models import HistoricalRecords

        HistoricalRecords.context.request = request
