"""Processes that write entries with one connection each: into the book, or plainly into tables of the same shape."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
OTHER_WORK_S = 0.005
LOOK_EVERY_S = 0.001

Once = Callable[[], object]

_PLAIN = "INSERT INTO plain_entry (id, recorded_at, actor, action, object, subject, outcome, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"


@dataclass(frozen=True)
class Writer:
    process: BaseProcess
    pipe: Connection

    def ask(self, what: str, begin_at: float, seconds: float, pause_s: float) -> None:
        self.pipe.send((what, begin_at, seconds, pause_s))

    def answer(self) -> list[float]:
        if not self.pipe.poll(120):
            raise TimeoutError(f"writer {self.process.pid} does not answer")
        found: list[float] = self.pipe.recv()
        return found


@contextmanager
def writers(count: int, *, role: str = "sotto_app") -> Iterator[list[Writer]]:
    """Interpreters of their own, as the processes of a house are; ready when this is entered."""
    with ExitStack() as stack:
        made = [_start(stack, role) for _ in range(count)]
        for writer in made:
            writer.answer()
        yield made


def _start(stack: ExitStack, role: str) -> Writer:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, role), daemon=True)
    os.environ["SOTTO_ROLE"] = role  # inherited: the settings are read as soon as anything of the house is imported there
    process.start()
    writer = Writer(process, ours)
    dismissed_with(stack, writer)
    return writer


def dismissed_with(stack: ExitStack, writer: Writer) -> None:
    stack.callback(writer.process.join, 10)
    stack.callback(_dismiss, writer.pipe)


def _dismiss(pipe: Connection) -> None:
    with suppress(BrokenPipeError):  # it has ended already, and said why
        pipe.send(None)


def together(team: list[Writer], what: str, seconds: float, *, pause_s: float = 0.0) -> list[list[float]]:
    """All at the same moment; what each answered."""
    begin_at = time.monotonic() + 0.1
    for writer in team:
        writer.ask(what, begin_at, seconds, pause_s)
    return [writer.answer() for writer in team]


def per_second(team: list[Writer], what: str, seconds: float) -> float:
    return sum(answer[0] for answer in together(team, what, seconds)) / seconds


# -- inside a writer ---------------------------------------------------------------------------------


def _serve(pipe: Connection, role: str) -> None:
    import django

    django.setup()
    ways = _ways() if role == "sotto_app" else {}
    pipe.send([])
    while (asked := pipe.recv()) is not None:
        what, begin_at, seconds, pause_s = asked
        time.sleep(max(0.0, begin_at - time.monotonic()))
        if what == "probe":
            pipe.send(_delays(ways["opened"], seconds))
        elif what == "seal":
            pipe.send(_seal_all())
        elif what == "settle":
            pipe.send(_seal_for(seconds))
        elif " of " in what and what.split(" of ")[1].isdigit():
            pipe.send(_proofs(what.split(" of ")[0], int(what.split(" of ")[1]), int(seconds)))
        else:
            pipe.send([float(_count(ways[what], seconds, pause_s))])


def _count(once: Once, seconds: float, pause_s: float) -> int:
    done, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        once()
        done += 1
        if pause_s:
            time.sleep(pause_s)
    return done


def _ways() -> dict[str, Once]:
    """bare: a process acts, nothing to seal. opened: a signed-in person, address and agent sealed. Each beside its plain twin."""
    from accounts.signing_in import FACTORS
    from audit.access import Actor, ActorKind, Role
    from audit.events import Event, Purpose
    from audit.log import record
    from foundation.ids import new_id

    bare = Actor(new_id(), ActorKind.PERSON, frozenset({Role.COMPLIANCE}), FACTORS, new_id())
    opened = Actor(bare.id, bare.kind, bare.roles, FACTORS, bare.session, "2001:db8:85a3::8a2e:370:7334", AGENT)

    def book(actor: Actor) -> Once:
        return lambda: record(Event.ENTRY_OPENED, by=actor, subject=new_id(), object="audit:entry", purpose=Purpose.LEGAL)

    ways = {"bare": book(bare), "opened": book(opened), "plain of bare": _plain(bare), "plain of opened": _plain(opened)}
    return ways | {f"{name} after work": _after_other_work(once) for name, once in ways.items()}


def _plain(actor: Any) -> Once:
    """The same values, made once; only id, subject and time are new in each row."""
    from audit import era
    from audit.entries import Fields, compose
    from audit.events import Event, Outcome, Purpose
    from foundation.clock import now
    from foundation.ids import new_id

    fields = Fields(new_id(), "audit:entry", Purpose.LEGAL, Outcome.GRANTED)
    sealed = era.seal_for("default", Event.ENTRY_OPENED, actor, fields, {}, now())
    row = compose(new_id(), Event.ENTRY_OPENED, actor, fields, {}, sealed.commitments)
    raw = _raw_cursor()

    def once() -> None:
        raw.execute(_PLAIN, [new_id(), now(), row.actor, row.action, row.object, new_id(), row.outcome, row.body], prepare=True)

    return once


def _after_other_work(once: Once) -> Once:
    """At the end of a transaction that has waited 5 ms for something else."""
    from django.db import transaction

    def later() -> None:
        with transaction.atomic():
            time.sleep(OTHER_WORK_S)
            once()

    return later


def _raw_cursor() -> Any:
    """The same driver on the same connection, without Django between."""
    import psycopg
    from django.db import connections

    connections["default"].ensure_connection()
    raw: Any = connections["default"].connection
    raw.prepare_threshold = 5  # under Django's default nothing is ever prepared
    return psycopg.RawCursor(raw)


def _delays(write: Once, seconds: float) -> list[float]:
    """Milliseconds from a commit until its leaf can be read, one entry after another."""
    raw, found, end = _raw_cursor(), [], time.monotonic() + seconds
    while time.monotonic() < end:
        entry: Any = write()
        committed_at = time.monotonic()
        while raw.execute("SELECT 1 FROM audit_leaf WHERE entry = $1", [entry.entry_id], prepare=True).fetchone() is None:
            if time.monotonic() - committed_at > 10:
                raise TimeoutError("no leaf within 10 s: does the sealer run?")
            time.sleep(LOOK_EVERY_S)
        found.append((time.monotonic() - committed_at) * 1000)
    return found


def _proofs(kind: str, size: int, count: int) -> list[float]:
    """For each proof the milliseconds it took and its bytes, one after the other."""
    import random

    from django.db import connections

    from audit.proof.tree import consistency_proof, inclusion_proof
    from audit.sealing import proving

    make = {"inclusion": inclusion_proof, "consistency": consistency_proof}[kind]
    found, chance = [], random.Random(7)
    with connections["default"].cursor() as cursor:
        for _ in range(count):
            at = chance.randrange(1, size)
            began = time.perf_counter()
            proof = make(at, size, proving.nodes(cursor, 1, size))
            found += [(time.perf_counter() - began) * 1000, float(sum(map(len, proof)))]
    return found


# -- inside a writer of the role sealer ----------------------------------------------------------------


@contextmanager
def _sealer() -> Iterator[Any]:
    from django.conf import settings
    from django.db import connections

    from audit.sealing.sealer import Sealer
    from audit.sealing.state import StateFile

    connections["default"].ensure_connection()
    file = StateFile(settings.SEALER_DIR).hold()
    yield Sealer(connections["default"].connection, file).start()  # type: ignore[arg-type]
    file.close()
    connections["default"].close()


def _seal_all() -> list[float]:
    """How many, in how many seconds."""
    with _sealer() as sealer:
        began, done = time.monotonic(), 0
        while sealed := sealer.seal_once():
            done += sealed
        return [float(done), time.monotonic() - began]


def _seal_for(seconds: float) -> list[float]:
    """Seal what is left and let the settled mark catch up."""
    with _sealer() as sealer:
        end = time.monotonic() + seconds
        while sealer.seal_once() or time.monotonic() < end:
            time.sleep(0.01)
    return []
