"""The redactor's job against the real database: what it opens, keeps, says and refuses."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.conf import settings

from audit.access import console_actor
from audit.events import Event
from audit.log import record_apart
from audit.receipts import NotSealed, NotWitnessed, WrongReceipt
from foundation import jobs
from foundation.keys import NoRight, Ring
from foundation.models import Job, JobState
from foundation.roles import DbRole
from foundation.seal import Erased
from redaction import distress, intake, news, vault
from redaction.audio.decode import decode
from redaction.demo import HERE
from redaction.holds import Hold
from redaction.models import Recording
from tests.redaction import lines
from tests.redaction.audio import files
from tests.redaction.recorded import copies, events, opened, redact, spoken, take_spoken

Act = Callable[[DbRole], None]


def test_a_recording_becomes_ready_with_its_copies_under_their_rings(take: Callable[..., str], acting_as: Act, superuser: psycopg.Connection) -> None:
    recording_id, line = take_spoken(take, training=True)
    recording = redact(recording_id)
    assert (recording.state, recording.held_for) == ("ready", [])
    made = copies(recording_id)
    assert made.keys() == {"listening", "transcript", "training"}
    acting_as(DbRole.APP)
    shape, audio = opened(made["listening"], Ring.LISTENING)
    about, _ = opened(made["transcript"], Ring.TRANSCRIPTS)
    assert shape["holes_s"] == about["holes_s"] != []
    assert decode(audio).rate_hz == 16_000
    assert recording.duration_ms == pytest.approx(1000 * decode(audio).duration_s, abs=1)
    assert "[ACCOUNT_1]" in about["text"]
    assert line["account_id"] not in about["text"]
    with pytest.raises(Erased):  # to another role the key is not there
        opened(made["training"], Ring.TRAINING)
    acting_as(DbRole.EXPORTER)
    assert decode(opened(made["training"], Ring.TRAINING)[1]).duration_s == pytest.approx(about["duration_s"])
    assert events(superuser, recording_id) == [event.value for event in (Event.RECORDING_RECEIVED, Event.ORIGINAL_OPENED, Event.RECORDING_READY)]


def test_a_second_run_of_the_job_changes_nothing(take: Callable[..., str], superuser: psycopg.Connection) -> None:
    recording_id, _ = take_spoken(take)
    redact(recording_id)
    before = events(superuser, recording_id), sorted(copies(recording_id))
    superuser.execute("UPDATE foundation_job SET state = 'queued', lease_until = NULL")
    redact(recording_id)
    assert (events(superuser, recording_id), sorted(copies(recording_id))) == before


BAD: dict[str, tuple[Callable[[], bytes], Hold]] = {
    "cut short": (lambda: lines.wav(2.0)[:30_000], Hold.AUDIO_TRUNCATED),
    "ten hours of silence": (lambda: files.silent_flac(36_000), Hold.AUDIO_TOO_LONG),
    "a film": (lambda: files.encoded(files.tone(1.0), "mp4", picture="mpeg4"), Hold.AUDIO_NOT_AUDIO_ONLY),
    "two sounds": (lambda: files.encoded(files.tone(1.0), "webm", streams=2), Hold.AUDIO_SEVERAL_STREAMS),
    "an absurd rate": (lambda: files.wav(bytes(32_000), rate_hz=4_000_000_000), Hold.AUDIO_BAD_HEADER),
    "a header and no sound": (lambda: files.wav(b""), Hold.AUDIO_NO_AUDIO),
}


@pytest.mark.asvs("16.5.3", "5.2.2")
@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_decoded_is_held_without_any_copy(case: str, take: Callable[..., str], superuser: psycopg.Connection) -> None:
    make, reason = BAD[case]
    recording_id = take(make())
    recording = redact(recording_id)
    assert (recording.state, recording.held_for) == ("held", [reason])
    assert copies(recording_id) == {}
    assert events(superuser, recording_id)[-1] == Event.RECORDING_HELD


def test_a_doubtful_recording_is_held_with_a_desk_copy_only(take: Callable[..., str], acting_as: Act) -> None:
    line = spoken()
    recording_id = take((HERE / line["audio"]).read_bytes(), **{**line, "hypothesis": "what will the weather be in the mountains on saturday"})
    recording = redact(recording_id)
    assert recording.state == "held"
    made = copies(recording_id)
    assert made.keys() == {"desk"}
    with pytest.raises(NoRight):  # it sees the key's row, to erase it, and cannot unwrap it
        opened(made["desk"], Ring.DESK)
    acting_as(DbRole.APP)
    with pytest.raises(Erased):  # to another role the key is not there
        opened(made["desk"], Ring.DESK)
    acting_as(DbRole.DESK)
    assert opened(made["desk"], Ring.DESK)[0]["holes_s"]


def test_turns_of_a_session_share_their_numbers(take: Callable[..., str], acting_as: Act) -> None:
    line = spoken()
    audio = (HERE / line["audio"]).read_bytes()
    ids = [take(audio, **{**line, "recording_id": f"turn-{turn}", "session_id": "s", "turn": turn}) for turn in (1, 2)]
    for recording_id in ids:
        assert redact(recording_id).state == "ready"
    acting_as(DbRole.APP)
    texts = [opened(copies(recording_id)["transcript"], Ring.TRANSCRIPTS)[0]["text"] for recording_id in ids]
    assert texts[0] == texts[1]


# -- fail closed ------------------------------------------------------------------------------------


def failed(recording_id: str) -> str:
    """The job was tried and did not take effect; the class of its error."""
    (job,) = Job.objects.filter(kind=intake.JOB, subject=recording_id)
    assert not jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert Recording.objects.get(pk=recording_id).state == "received"
    assert copies(recording_id) == {}
    return job.error_code


def test_no_original_is_opened_while_the_log_is_locked(
    take: Callable[..., str], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording_id = take()
    monkeypatch.setattr(vault.store, "get", lambda _name: pytest.fail("the audio was fetched"))
    with superuser.transaction():
        superuser.execute("LOCK TABLE audit_entry_0001 IN ACCESS EXCLUSIVE MODE")
        assert failed(recording_id) == "NothingRecorded"


def test_no_original_is_opened_before_its_entry_has_a_leaf(take: Callable[..., str], sealer_stopped: None, monkeypatch: pytest.MonkeyPatch) -> None:
    recording_id = take()
    monkeypatch.setattr(vault.store, "get", lambda _name: pytest.fail("the audio was fetched"))
    assert failed(recording_id) == NotSealed.__name__


def test_while_the_witness_is_away_a_recording_waits_and_is_never_set_aside(
    take: Callable[..., str], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording_id = take()
    with monkeypatch.context() as away:
        away.setattr(settings, "AUDIT_WITNESS_STALE_S", 0)
        away.setattr(vault.store, "get", lambda _name: pytest.fail("the audio was fetched"))
        for _ in range(jobs.MOST_ATTEMPTS + 1):
            assert failed(recording_id) == NotWitnessed.__name__
            superuser.execute("UPDATE foundation_job SET due_at = now() - interval '1 minute'")
    assert Hold.FAILED not in redact(recording_id).held_for


def test_an_opening_that_led_to_nothing_stays_in_the_log(take: Callable[..., str], superuser: psycopg.Connection) -> None:
    recording_id = take()
    for path in (settings.DATA / "clips").rglob("*"):
        if path.is_file():
            path.unlink()
    assert failed(recording_id) == "MissingObject"
    assert events(superuser, recording_id)[-1] == Event.ORIGINAL_OPENED


def test_what_fails_again_and_again_is_held(take: Callable[..., str], superuser: psycopg.Connection) -> None:
    recording_id = take()
    superuser.execute("UPDATE foundation_job SET attempts = %s", [jobs.MOST_ATTEMPTS])
    (job,) = Job.objects.filter(kind=intake.JOB, subject=recording_id)
    assert not jobs.run(job.pk)
    recording = Recording.objects.get(pk=recording_id)
    assert (recording.state, recording.held_for) == ("held", [Hold.FAILED])
    assert Event.RECORDING_HELD in events(superuser, recording_id)


def test_an_entry_about_another_recording_opens_nothing(take: Callable[..., str]) -> None:
    one, two = take(recording_id="r1"), take(recording_id="r2")
    receipt = record_apart(Event.ORIGINAL_OPENED, by=console_actor(), subject=one)
    with pytest.raises(WrongReceipt):
        vault.open_original(Recording.objects.get(pk=two), receipt)
    other = record_apart(Event.RECORDING_READY, by=console_actor(), subject=two)
    with pytest.raises(WrongReceipt):
        vault.open_original(Recording.objects.get(pk=two), other)


@pytest.mark.parametrize("role", [DbRole.APP, DbRole.WORKER, DbRole.INTAKE, DbRole.DESK, DbRole.EXPORTER])
@pytest.mark.asvs("13.2.2")
def test_nobody_but_the_redactor_reads_originals_and_identities(
    take: Callable[..., str], as_role: Callable[[DbRole], psycopg.Connection], role: DbRole
) -> None:
    for table in ("redaction_original", "redaction_identity"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_role(role).execute(f"SELECT sealed FROM {table}".encode())
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_role(role).execute("SELECT subject FROM redaction_recording")


# -- distress ---------------------------------------------------------------------------------------


def test_a_strong_sign_passes_every_hold(take: Callable[..., str], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(distress, "LOOKS", [lambda _text, _sound: "words"])
    monkeypatch.setitem(jobs.HANDLERS, news.DISTRESS, jobs.Handler(news.DISTRESS, "default", 10, lambda job: told.append((job.kind, job.subject))))
    recording_id = take(lines.wav(2.0)[:30_000])
    recording = redact(recording_id)
    assert (recording.state, recording.distress) == ("held", "words")
    (job,) = Job.objects.filter(kind=news.DISTRESS)
    assert jobs.run(job.pk)
    assert told == [(news.DISTRESS, recording_id)]
    assert Event.DISTRESS_SEEN in events(superuser, recording_id)


def test_a_ready_recording_is_news_for_the_room_above(take: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(jobs.HANDLERS, news.READY, jobs.Handler(news.READY, "default", 10, lambda job: None))
    recording_id, _ = take_spoken(take)
    assert redact(recording_id).state == "ready"
    assert Job.objects.filter(kind=news.READY, subject=recording_id).count() == 1
