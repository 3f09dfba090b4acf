"""The published log: how fast entries get into files, how large they are there, how long a search of a period takes whose tables are gone.

SOTTO_BENCH_ENTRIES=2100000 for the figures of docs/decisions/0031; from 16.8 M on, indexes are merged.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from bench.house import data_folder, services
from bench.rows import Row
from config.env import ROOT
from config.services import Postgres

if TYPE_CHECKING:
    from audit.archive.files import Archive
    from audit.archive.search import Wanted

ENTRIES = int(os.environ.get("SOTTO_BENCH_ENTRIES", "200000"))
PER_SECOND = 231  # 20 M a day
PEOPLE = 4_000
CYCLE = ("recording.received", "original.opened", "recording.ready", "clip.opened", "clip.dealt", "clip.fetched", "clip.heard", "clip.submitted")
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
BODY = (
    '{{"actor":"{actor}","actor_kind":"person","at":"{at}","details":{{"heard_ms":4210}},"event":"{event}","factor":"totp","id":"{id:032x}",'
    '"object":"{object:032x}","outcome":"granted","private":{{"connection":"{commitment:064x}"}},"purpose":"task","roles":"reviewer",'
    '"session":"{session:032x}","subject":"{subject:032x}","version":1}}'
)
SEARCHES = 20
FROM_DATABASE = min(ENTRIES, 200_000)
FILL = """
    INSERT INTO audit_entry (id, recorded_at, actor, action, object, subject, outcome, body)
    SELECT id, now(), actor, 'clip.heard', id, id, 'granted', format('{"actor":"%%s","actor_kind":"person","at":"%%s",'
        '"details":{"heard_ms":4210},"event":"clip.heard","factor":"totp","id":"%%s","object":"%%s","outcome":"granted",'
        '"private":{"connection":"%%s%%s"},"purpose":"task","roles":"reviewer","session":"%%s","subject":"%%s","version":1}',
        actor, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'), id, id, id, id, actor, id)
    FROM (SELECT replace(gen_random_uuid()::text, '-', '') AS id, md5((n %% 4000)::text) AS actor FROM generate_series(1, %s) AS n) AS fresh
"""


def body(position: int) -> bytes:
    """Recordings in flight side by side: the eight entries of one lie some ten thousand positions apart."""
    lane, turn = position % 10_000, position // 10_000
    recording = (turn // len(CYCLE)) * 10_000 + lane
    one = random.Random(recording)
    who = one.randrange(PEOPLE)
    at = BEGAN + timedelta(microseconds=position * 1_000_000 // PER_SECOND)
    return BODY.format(
        actor=f"{random.Random(who).getrandbits(128):032x}",
        at=at.isoformat(timespec="microseconds"),
        event=CYCLE[turn % len(CYCLE)],
        id=one.getrandbits(128) ^ position,
        object=one.getrandbits(128),
        commitment=one.getrandbits(256),
        session=who << 64 | 7,
        subject=subject(recording),
    ).encode()


def subject(recording: int) -> int:
    return random.Random(recording + (1 << 40)).getrandbits(128)


def source(_period: int, start: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    from audit.proof.tree import leaf_hash

    for position in range(start, end):
        raw = body(position)
        yield leaf_hash(raw), raw


def run() -> list[Row]:
    with data_folder() as folder:
        done = subprocess.run([sys.executable, "-m", "bench.archive", str(folder)], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    files = [Row(one["what"], tuple(one["values"]), one["unit"], one["beside"], one["ratio"]) for one in json.loads(done.stdout)]
    return [*files, *_from_the_database()]


def _from_the_database() -> list[Row]:
    """The whole publisher over sealed rows, as a backlog of one signed checkpoint; then the reading of the whole archive before a drop."""
    with data_folder() as folder, services(folder) as env, Postgres(env).connect(env.database_name) as admin, _sealer(folder):
        admin.execute(FILL, [FROM_DATABASE])
        _wait(admin, "SELECT max(size) = (SELECT count(*) FROM audit_entry) FROM audit_checkpoint")
        published = _command("sotto_auditor", "publish", "--once")
        _command("sotto_retention", "close")
        _wait(admin, "SELECT (SELECT closed_at IS NOT NULL FROM audit_period WHERE n = 1) AND (SELECT count(*) > 0 FROM audit_checkpoint)")
        _command("sotto_auditor", "publish", "--once")
        checked = _command("sotto_retention", "drop", "1", "--only-check")
    return [
        Row(f"{what} {FROM_DATABASE:,}, {how}", (FROM_DATABASE / seconds,), "entries/s")
        for what, figures in (("publish from the database", published), ("read the archive before a drop", checked))
        for how, seconds in zip(("start included", "by processor time"), figures, strict=True)
    ]


def _wait(admin: psycopg.Connection, query: str) -> None:
    while admin.execute(query.encode()).fetchone() != (True,):
        time.sleep(0.5)


def _command(role: str, *words: str) -> tuple[float, float]:
    """Seconds that it took, and seconds of processor time."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, str(ROOT / "manage.py"), "log", *words]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "SOTTO_ROLE": role}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def _sealer(folder: Path) -> Iterator[None]:
    command = [sys.executable, str(ROOT / "manage.py"), "seal"]
    with (folder / "sealer.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "SOTTO_ROLE": "sotto_sealer"}, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def main(folder: Path) -> None:
    """In a process of its own: nothing but a folder as storage."""
    from django.conf import settings

    settings.configure(STORAGES={"log": {"BACKEND": "audit.storage.DurableFolder", "OPTIONS": {"location": folder}}}, USE_TZ=True)
    json.dump([row.as_dict() for row in (*_publishing(folder), *_searching())], sys.stdout)


def _publishing(folder: Path) -> list[Row]:
    from audit.archive import indexing
    from audit.archive.files import Archive
    from audit.publishing import writing
    from audit.publishing.signed import Signed

    made = sum(len(body(position)) for position in range(0, ENTRIES, 997)) / len(range(0, ENTRIES, 997))
    began = time.process_time()
    for _ in source(1, 0, 20_000):
        pass
    making_s = (time.process_time() - began) / 20_000 * ENTRIES * 2  # the bench makes each body twice; a database would send it
    archive, files_s, index_s = Archive(1, 0), 0.0, 0.0
    writing.root_of = lambda _archive, _size, _made: b"root"  # nothing was signed here
    while archive.size < ENTRIES:
        target = Signed(1, min(ENTRIES, archive.size + writing.STEP), b"root", "")
        began = time.monotonic()
        archive = writing.step(archive, target, source=source)
        files_s += time.monotonic() - began
        began = time.monotonic()
        indexing.bring_up_to_date(archive, is_final=archive.size == ENTRIES)
        index_s += time.monotonic() - began
    files_s = max(files_s - making_s, 0.001)
    stored, index = _bytes(folder), _bytes(folder / "0001" / "sotto")
    return [
        Row("publish: entry files and tiles", (ENTRIES / files_s,), "entries/s"),
        Row("publish: index", (ENTRIES / index_s,), "entries/s"),
        Row("archive: body", (made,), "bytes/entry"),
        Row("archive: all files", (stored / ENTRIES,), "bytes/entry", "body", stored / ENTRIES / made),
        Row("archive: index", (index / ENTRIES,), "bytes/entry"),
        Row("publish: memory", (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,), "MB"),
    ]


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _searching() -> list[Row]:
    from audit.archive.files import Archive
    from audit.archive.search import Wanted

    archive, rng = Archive(1, ENTRIES), random.Random(1)
    hour = timedelta(hours=1)

    def when() -> datetime:
        return BEGAN + timedelta(seconds=rng.randrange(ENTRIES) / PER_SECOND)

    def who() -> str:
        return f"{random.Random(rng.randrange(PEOPLE)).getrandbits(128):032x}"

    kinds: dict[str, Callable[[], Wanted]] = {
        "all of a subject": lambda: Wanted({"subject": [f"{subject(rng.randrange(ENTRIES // len(CYCLE))):032x}"]}),
        "nothing of a stranger": lambda: Wanted({"subject": [f"{rng.getrandbits(128):032x}"]}),
        "a person's newest 50": lambda: Wanted({"actor": [who()]}),
        "a person's newest 50 of two acts": lambda: Wanted({"actor": [who()], "event": CYCLE[:2]}),
        "an hour's first 50": lambda: Wanted(since=(since := when()), until=since + hour),
        "a person in an hour": lambda: Wanted({"actor": [who()]}, since=(since := when()), until=since + hour),
    }
    return [Row(f"search {ENTRIES:,} cold: {name}", tuple(_timed(archive, make) for _ in range(SEARCHES)), "ms") for name, make in kinds.items()]


def _timed(archive: Archive, make: Callable[[], Wanted]) -> float:
    from audit.archive.search import search

    wanted, began = make(), time.monotonic()
    search([archive], wanted)
    return (time.monotonic() - began) * 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]))
