"""The way in: what is taken is sealed and counted once, what is not is refused with a reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ProgrammingError

from audit.access import console_actor
from audit.events import Event
from foundation.keys import NoRight
from foundation.models import Job
from foundation.roles import DbRole
from redaction import intake, manifest, store, vault
from redaction.intake import AlreadyTaken, Refused
from redaction.models import Link, Project, Recording
from tests.redaction import lines
from tests.redaction.lines import ACCOUNT, FIRST, LAST, SERIAL


@pytest.fixture(autouse=True)
def at_the_door(db: str, acting_as: Callable[[DbRole], None]) -> None:
    acting_as(DbRole.INTAKE)


@pytest.fixture
def project() -> Project:
    return intake.open_project("demo", by=console_actor())


def take(project: Project, audio: bytes | None = None, **changes: Any) -> Recording:
    line = manifest.read(json.dumps(lines.line(**changes)))
    return intake.take(line, lines.wav() if audio is None else audio, project=project, by=console_actor())


def rows(superuser: psycopg.Connection, table: str) -> list[tuple[Any, ...]]:
    return superuser.execute(f'SELECT * FROM "{table}"'.encode()).fetchall()


def test_a_recording_carries_its_description_and_a_job_follows_it(project: Project, superuser: psycopg.Connection) -> None:
    taken = take(project, batch="b1", session_id="s1", turn=3, wake_word=0.25, intent="lights", device_model="m", firmware="f", asr_confidence=0.5)
    found = superuser.execute("SELECT batch, turn, wake_word, intent, captured_on::text, consent_scope, state FROM redaction_recording").fetchall()
    assert found == [("b1", 3, 0.25, "lights", "2026-11-20", "review", "received")]
    assert Job.objects.filter(kind=intake.JOB, subject=taken.pk, queue="redaction").count() == 1
    events = superuser.execute("SELECT action, subject FROM audit_entry ORDER BY seq DESC LIMIT 1").fetchall()
    assert events == [(Event.RECORDING_RECEIVED.value, taken.pk)]


@pytest.mark.asvs("5.3.2", "14.2.6")
def test_nothing_of_the_person_lies_in_the_tables_or_the_store(project: Project, superuser: psycopg.Connection) -> None:
    audio = lines.wav()
    take(project, audio, session_id="session-of-zephyrine", hypothesis=f"i am {FIRST} {ACCOUNT}")
    tables = [row[0] for row in superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()]
    dumped = "".join(
        bytes(value).decode("latin1") if isinstance(value, bytes) else str(value)
        for table in tables
        for row in rows(superuser, table)
        for value in row
    )
    stored = [path for path in (settings.DATA / "clips").rglob("*") if path.is_file()]
    for value in (FIRST, LAST, ACCOUNT, SERIAL, "rec-0001-a", "session-of", "09:15"):
        assert value not in dumped
        assert value.lower() not in dumped
    assert all(path.stat().st_mode & 0o077 == 0 for path in [*stored, *(path.parent for path in stored)])
    assert all(audio[44:200] not in path.read_bytes() and b"RIFF" not in path.read_bytes() for path in stored)


def test_who_takes_it_in_cannot_open_it_again(project: Project, superuser: psycopg.Connection) -> None:
    from foundation import seal
    from foundation.keys import Ring, Wrapped, provider

    taken = take(project)
    version, wrapped = superuser.execute("SELECT version, wrapped FROM foundation_datakey WHERE ring = 'originals'").fetchall()[0]
    with pytest.raises(NoRight):
        provider().unwrap(Ring.ORIGINALS, Wrapped(version, wrapped), info=b"")
    with pytest.raises(ProgrammingError, match="permission denied"):
        seal.open_key(Ring.ORIGINALS, object_id=taken.pk, purpose=vault.ORIGINAL)


def test_a_second_sending_changes_nothing(project: Project) -> None:
    take(project)
    with pytest.raises(AlreadyTaken):
        take(project, hypothesis="something else")
    assert Recording.objects.values("id").count() == 1


def test_one_account_is_one_random_subject_and_two_controllers_are_two(project: Project, superuser: psycopg.Connection) -> None:
    for number, changes in enumerate([{}, {}, {"controller": "Another Voice"}]):
        take(project, recording_id=f"r{number}", **changes)
    subjects = [row[0] for row in superuser.execute("SELECT subject FROM redaction_recording ORDER BY received_at").fetchall()]
    assert subjects[0] == subjects[1] != subjects[2]
    assert ACCOUNT not in "".join(subjects)
    assert Link.objects.filter(kind="account").count() == 2


def test_turns_of_a_session_belong_together_and_none_comes_twice(project: Project, superuser: psycopg.Connection) -> None:
    for turn in (1, 2):
        take(project, recording_id=f"r{turn}", session_id="s", turn=turn)
    assert len({row[0] for row in superuser.execute("SELECT session_id FROM redaction_recording").fetchall()}) == 1
    before = {path for path in (settings.DATA / "clips").rglob("*") if path.is_file()}
    with pytest.raises(Refused, match="number the turns"):
        take(project, recording_id="r3", session_id="s", turn=2)
    assert {path for path in (settings.DATA / "clips").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("changes", "audio", "code"),
    [
        ({"locale": "fr-FR"}, None, "locale"),
        ({"locale": "es-ES"}, None, "locale"),
        ({}, b"", "audio"),
        ({}, bytes(range(256)) * 8, "audio"),
        ({}, b"#EXTM3U\nhttp://127.0.0.1/a.ts\n", "audio"),
    ],
    ids=["an unmeasured locale", "a locale that is not released", "no bytes", "random bytes", "a playlist"],
)
def test_what_cannot_be_redacted_is_refused_at_the_door(project: Project, changes: dict[str, Any], audio: bytes | None, code: str) -> None:
    with pytest.raises(Refused) as refused:
        take(project, audio, **changes)
    assert refused.value.code == code
    assert not Recording.objects.values("id").exists()


def is_drawn(project: Project, number: int) -> bool:
    with suppress(Refused):
        take(project, recording_id=f"r{number}")
        return True
    return False


def test_a_project_takes_its_share_and_always_the_same_one(project: Project, superuser: psycopg.Connection) -> None:
    superuser.execute("UPDATE redaction_project SET sampling_ppm = 300000")
    project = Project.objects.get()
    drawn = [number for number in range(200) if is_drawn(project, number)]
    assert 20 < len(drawn) < 100  # six times the deviation: whose records are drawn hangs on a key of this run
    for number in drawn:
        with pytest.raises(AlreadyTaken):
            take(project, recording_id=f"r{number}")


def test_what_the_store_kept_is_taken_away_when_the_row_fails(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_args: object, **_kwargs: object) -> None:
        raise OSError("disk full")

    before = {path for path in (settings.DATA / "clips").rglob("*") if path.is_file()}
    monkeypatch.setattr(intake.jobs, "enqueue", no_room)
    with pytest.raises(OSError, match="disk full"):
        take(project)
    assert {path for path in (settings.DATA / "clips").rglob("*") if path.is_file()} == before
    assert not Recording.objects.values("id").exists()


# -- the command ------------------------------------------------------------------------------------


def ingest(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """(what it printed, its error)."""
    error = ""
    try:
        call_command("ingest", str(path), project="demo")
    except CommandError as raised:
        error = str(raised)
    return capsys.readouterr().out, error


def test_a_manifest_is_taken_once_and_its_bad_lines_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], superuser: psycopg.Connection
) -> None:
    path = lines.manifest(
        tmp_path,
        lines.line(recording_id="a"),
        "not json",
        lines.line(recording_id="b", consent=None),
        lines.line(recording_id="c", locale="xx-XX", audio="deep/er/two.wav"),
        lines.line(recording_id="a", hypothesis="again"),
        lines.line(recording_id="d", audio="deep/er/two.wav"),
    )
    with path.open("a") as file:
        file.write("\n" + json.dumps(lines.line(recording_id="e", audio="gone.wav")) + "\n")
    said, error = ingest(path, capsys)
    assert "taken 2, refused 4 (audio 1, line 2, locale 1), skipped 1" in said
    assert [line.split(":")[0] for line in said.splitlines()[:-1]] == ["line 2", "line 3", "line 4", "line 8"]
    assert "some lines were refused" in error
    again, _ = ingest(path, capsys)
    assert "taken 0, refused 4 (audio 1, line 2, locale 1), skipped 3" in again
    counts = superuser.execute(
        "SELECT body::jsonb -> 'details' ->> 'taken' FROM audit_entry WHERE action = 'manifest.ingested' ORDER BY seq"
    ).fetchall()
    assert counts == [("2",), ("0",)]
    assert not any(value in said + error for value in (FIRST, LAST, ACCOUNT, SERIAL))


def test_a_clean_manifest_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said, error = ingest(lines.manifest(tmp_path, lines.line()), capsys)
    assert (said.strip(), error) == ("taken 1, refused 0, skipped 0 (already here)", "")
    assert Project.objects.get().sampling_ppm == 1_000_000


def test_a_line_without_end_is_one_refused_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = lines.manifest(tmp_path, lines.line())
    whole = path.read_text()
    path.write_text("x" * 3_000_000 + "\n" + whole)
    said, _ = ingest(path, capsys)
    assert said.splitlines() == [
        "line 1: refused: longer than 1000000 bytes: split the manifest, one recording a line",
        "taken 1, refused 1 (line 1), skipped 0 (already here)",
    ]


def test_a_manifest_that_is_not_there_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is no file" in ingest(tmp_path / "none.jsonl", capsys)[1]


def test_the_store_knows_only_names_of_ours() -> None:
    with pytest.raises(ValueError, match="named by an id"):
        store.get("../../etc/hostname")
