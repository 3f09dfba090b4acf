"""The way out: what a line says, what stays in the house and why, whole folders or none, and who may open what leaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from annotation import answers, exporting, queue
from annotation.checking import decide
from annotation.drafts import Work
from annotation.exporting import UnfitFolder, Wanted, export
from annotation.models import Answer, Clip, Export, ExportedClip
from annotation.states import State
from audit.access import Role, console_actor
from audit.receipts import NotSealed
from foundation import seal
from foundation.clock import now
from foundation.keys import NoRight, Ring
from foundation.roles import DbRole
from foundation.seal import Erased
from redaction import store
from redaction.audio.containers import blocks_of
from redaction.audio.encode import flac, unflac
from redaction.audio.sound import Sound
from redaction.models import Copy, Project
from tests.annotation import clips
from tests.annotation.clips import DURATION_S, HOLES_S, TEXT, Make, words
from tests.cast import Cast, person

pytestmark = pytest.mark.usefixtures("no_key_without_an_entry")

ALWAYS = {"clip", "locale", "audio", "duration_s", "hypothesis", "transcript", "holes_s", "labels", "tags"} | {
    *("answers", "agreement", "wer", "consent", "redaction")
}
LOUDNESS = {"listening": 0.1, "training": 0.2}
ActingAs = Callable[[DbRole], None]
Finish = Callable[..., Clip]


@pytest.fixture(autouse=True)
def two_sounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The training copy is twice as loud as the listening copy: what is exported can be told apart."""
    order: Iterator[str] = iter(list(LOUDNESS) * 20)
    tone = np.sin(np.arange(32_000) / 10).astype(np.float32)
    monkeypatch.setattr(clips, "sound", lambda: flac(Sound(tone * np.float32(LOUDNESS[next(order)]), 16_000)))


@pytest.fixture
def finish(make_clip: Make, acting_as: ActingAs, rosa: Cast) -> Finish:
    """A clip answered with these transcripts, each by somebody else, and found clean; afterwards this process is the exporter."""

    def finished(*transcripts: str, tags: tuple[str, ...] = (), **columns: Any) -> Clip:
        clip = make_clip(answers=len(transcripts), **columns)
        others = [person(f"r{clip.pk[:6]}{at}", Role.REVIEWER) for at in range(1, len(transcripts))]
        for who, transcript in zip([rosa, *others], transcripts, strict=True):
            dealt = queue.deal(by=who.actor)
            assert dealt
            said_why = list(tags) if transcript else ["unintelligible"]
            answers.submit(dealt.lease.slot_id, Work(transcript, {"clarity": "clear"}, said_why, 2.0), by=who.actor)
        acting_as(DbRole.REDACTOR)
        for answer in Answer.objects.select_related("clip", "lease").filter(clip=clip):
            with transaction.atomic():
                decide(answer.pk, ())
        acting_as(DbRole.EXPORTER)
        done = Clip.objects.get(pk=clip.pk)
        assert done.state == State.DONE
        return done

    return finished


def wanted(**which: Any) -> Wanted:
    return Wanted(Project.objects.get(name="demo"), **which)


def lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "data.jsonl").read_text().splitlines()]


def exported(out: Path, **which: Any) -> list[dict[str, Any]]:
    export(wanted(**which), out, format="jsonl", by=console_actor())
    return lines(out)


def command(out: Path, *more: str, project: str = "demo", format: str = "jsonl") -> str:
    said = StringIO()
    call_command("export", project, str(out), "--format", format, *more, stdout=said)
    return said.getvalue()


def test_a_line_says_what_was_promised_and_nothing_else(finish: Finish, tmp_path: Path) -> None:
    clip = finish("call [NAME_1] at eleven", tags=("noise",), intent="timer", batch="b7")
    (line,) = exported(tmp_path / "out")
    assert line.keys() == ALWAYS | {"intent", "batch", "words"}
    assert (line["clip"], line["locale"], line["intent"], line["batch"]) == (clip.pk, "en-US", "timer", "b7")
    assert (line["duration_s"], line["hypothesis"], line["holes_s"], line["words"]) == (DURATION_S, TEXT, HOLES_S, words())
    assert (line["transcript"], line["labels"], line["tags"]) == ("call [NAME_1] at eleven", {"clarity": "clear"}, ["noise"])
    assert line["answers"] == [{"transcript": "call [NAME_1] at eleven", "labels": {"clarity": "clear"}, "tags": ["noise"]}]
    assert (line["consent"], line["redaction"]) == ({"scope": "review+training", "expires_at": None}, {"version": "1"})


def test_what_a_clip_does_not_have_is_left_away(finish: Finish, tmp_path: Path) -> None:
    finish("turn it on", text="turn it off")
    (line,) = exported(tmp_path / "out")
    assert line.keys() == ALWAYS


def test_no_line_names_a_person_or_the_sender_s_recording(finish: Finish, rosa: Cast, tmp_path: Path) -> None:
    clip = finish("call [NAME_1] at seven")
    exported(tmp_path / "out")
    written = (tmp_path / "out" / "data.jsonl").read_text()
    assert rosa.person.pk not in written
    assert rosa.email not in written
    assert clip.recording_id not in written


# what two reviewers typed -> transcript, wer of "call [NAME_1] at seven" against it, agreement
KNOWN: dict[str, tuple[tuple[str, str], str, float | None, float]] = {
    "they agree with the device": ((TEXT, "Call [NAME_1], at seven."), TEXT, 0.0, 1.0),
    "they agree against the device": (("call [NAME_1] at eleven",) * 2, "call [NAME_1] at eleven", 0.25, 1.0),
    "one word of four differs": (("call [NAME_1] at seven", "call [NAME_1] at eleven"), TEXT, 0.0, 0.75),
    "nothing was said": (("", ""), "", None, 1.0),
    "one heard nothing": ((TEXT, ""), TEXT, 0.0, 0.0),
}


@pytest.mark.parametrize("case", KNOWN)
def test_transcript_error_rate_and_agreement_of_two_answers(case: str, finish: Finish, tmp_path: Path) -> None:
    typed, transcript, error_rate, agreed = KNOWN[case]
    finish(*typed)
    (line,) = exported(tmp_path / "out")
    assert (line["transcript"], line["wer"], line["agreement"]) == (transcript, error_rate, agreed)
    assert [answer["transcript"] for answer in line["answers"]] == list(typed)


def test_a_single_answer_has_no_agreement(finish: Finish, tmp_path: Path) -> None:
    finish("call [NAME_1] at eleven")
    (line,) = exported(tmp_path / "out")
    assert (line["wer"], line["agreement"]) == (0.25, None)


def test_the_sound_is_the_training_copy_and_carries_no_metadata(finish: Finish, tmp_path: Path) -> None:
    clip = finish("call [NAME_1] at seven")
    (line,) = exported(tmp_path / "out")
    assert line["audio"] == f"audio/{clip.pk}.flac"
    file = (tmp_path / "out" / line["audio"]).read_bytes()
    sound = unflac(file)
    assert (len(sound.samples), sound.rate_hz) == (32_000, 16_000)
    assert float(np.abs(sound.samples).max()) == pytest.approx(LOUDNESS["training"], abs=0.001)
    assert len(blocks_of(file)) == 1, "STREAMINFO alone"


def test_what_may_not_leave_stays_and_is_counted_with_the_reason(finish: Finish, make_clip: Make, acting_as: ActingAs, tmp_path: Path) -> None:
    kept = finish("call [NAME_1] at seven")
    finish("for review alone", scope="review")
    make_clip()
    make_clip()
    acting_as(DbRole.EXPORTER)
    said = command(tmp_path / "out")
    assert said == "exported 1 clips; left out: consent_is_for_review_only 1, not_done 2\n"
    assert [line["clip"] for line in lines(tmp_path / "out")] == [kept.pk]
    assert [path.name for path in (tmp_path / "out" / "audio").iterdir()] == [f"{kept.pk}.flac"]


def test_a_batch_and_a_time_choose_among_the_clips(finish: Finish, tmp_path: Path) -> None:
    one, two = finish("one", batch="one"), finish("two", batch="two")
    assert [line["clip"] for line in exported(tmp_path / "a", batch="two")] == [two.pk]
    assert [line["clip"] for line in exported(tmp_path / "b", since=two.state_at)] == [two.pk]
    assert {line["clip"] for line in exported(tmp_path / "c", since=one.state_at)} == {one.pk, two.pk}
    assert exported(tmp_path / "d", since=now() + timedelta(hours=1)) == []
    assert command(tmp_path / "e", "--since", two.state_at.isoformat()).startswith("exported 1 clips; left out: none")


def test_struck_answers_do_not_leave(finish: Finish, superuser: psycopg.Connection, tmp_path: Path) -> None:
    """After a clip came back from the desk, its old answers are to a copy that is gone."""
    clip = finish("call [NAME_1] at seven", "call [NAME_1] at eleven")
    superuser.execute(
        "UPDATE annotation_answer SET state = 'struck' WHERE id = (SELECT min(id) FROM annotation_answer WHERE clip_id = %s)", [clip.pk]
    )
    (line,) = exported(tmp_path / "out")
    assert len(line["answers"]) == 1


def test_the_register_and_the_log_say_what_left(finish: Finish, superuser: psycopg.Connection, tmp_path: Path) -> None:
    made = [finish("call [NAME_1] at seven"), finish("turn it on")]
    exported(tmp_path / "out")
    (row,) = Export.objects.all()
    digest = sha256((tmp_path / "out" / "data.jsonl").read_bytes()).hexdigest()
    assert (row.format, row.clips, row.left_out, row.digest, row.made_by) == ("jsonl", 2, {}, digest, "console")
    assert set(ExportedClip.objects.filter(export=row).values_list("clip", flat=True)) == {clip.pk for clip in made}
    query = "SELECT action, object, actor FROM audit_entry WHERE subject = %s AND action LIKE 'export.%%' ORDER BY seq"
    found = superuser.execute(query, [row.project_id]).fetchall()
    assert found == [("export.copies_opened", "", "console"), ("export.made", row.pk, "console")]


def test_the_folder_is_for_nobody_else_on_the_machine(finish: Finish, tmp_path: Path) -> None:
    finish("call [NAME_1] at seven")
    exported(tmp_path / "out")
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_one_clip_that_cannot_be_read_leaves_no_folder_behind(finish: Finish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finish("call [NAME_1] at seven")
    finish("turn it on")
    read: list[str] = []
    really = store.get

    def get(name: str) -> bytes:
        read.append(name)
        if len(read) == 2:
            raise store.MissingObject(f"object {name} is not in the clip store")
        return really(name)

    monkeypatch.setattr(store, "get", get)
    with pytest.raises(CommandError, match="nothing was exported: object"):
        command(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    assert not Export.objects.exists()


def test_a_full_disk_leaves_no_folder_behind(finish: Finish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finish("call [NAME_1] at seven")

    def full(*_args: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CommandError, match="No space left"):
        command(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_clip_flagged_while_others_are_written_stops_the_export(
    finish: Finish, superuser: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = finish("call [NAME_1] at seven")
    really = exporting._write

    def write(*args: Any) -> str:
        digest = really(*args)
        superuser.execute("UPDATE annotation_clip SET state = 'at_desk' WHERE id = %s", [clip.pk])
        return digest

    monkeypatch.setattr(exporting, "_write", write)
    with pytest.raises(CommandError, match="1 clips left the work"):
        command(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    assert not Export.objects.exists()


def test_nothing_is_written_over(finish: Finish, tmp_path: Path) -> None:
    finish("call [NAME_1] at seven")
    (tmp_path / "out").mkdir()
    with pytest.raises(UnfitFolder, match="exists already"):
        export(wanted(), tmp_path / "out", format="jsonl", by=console_actor())
    with pytest.raises(CommandError, match="make it first"):
        command(tmp_path / "no" / "out")
    assert not Export.objects.exists()


BAD: dict[str, tuple[list[str], dict[str, str], str]] = {
    "an unknown project": ([], {"project": "nobody's"}, "no project of this name"),
    "a format that comes later": ([], {"format": "nemo"}, "comes later"),
    "no format": ([], {"format": "docx"}, "invalid choice"),
    "a time without a zone": (["--since", "2026-01-31T00:00:00"], {}, "--since needs a time with its zone"),
    "no time": (["--since", "yesterday"], {}, "--since needs a time with its zone"),
    "a day there is not": (["--since", "2026-02-31T00:00:00Z"], {}, "--since needs a time with its zone"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_words_get_one_clear_line(case: str, make_clip: Make, acting_as: ActingAs, tmp_path: Path) -> None:
    more, named, says = BAD[case]
    make_clip()
    acting_as(DbRole.EXPORTER)
    with pytest.raises(CommandError, match=says) as error:
        command(tmp_path / "out", *more, **named)
    assert (error.value.returncode, "\n" in str(error.value)) == (1, False)
    assert list(tmp_path.iterdir()) == []


def test_the_web_cannot_open_a_training_copy(finish: Finish, acting_as: ActingAs, tmp_path: Path) -> None:
    clip = finish("call [NAME_1] at seven")
    acting_as(DbRole.APP)
    with pytest.raises((Erased, NoRight)):
        seal.open_key(Ring.TRAINING, object_id=clip.recording_id, purpose=Copy.Kind.TRAINING)
    with pytest.raises(CommandError, match="nothing was exported"):
        command(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_without_a_witness_nothing_is_exported(finish: Finish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finish("call [NAME_1] at seven")
    monkeypatch.setattr(settings, "AUDIT_WITNESS_STALE_S", 0)
    monkeypatch.setattr(store, "get", lambda name: pytest.fail(f"object {name} was read"))
    with pytest.raises(CommandError, match="see whether publisher and witness run"):
        command(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    assert not Export.objects.exists()


@pytest.mark.usefixtures("sealer_stopped")
def test_without_a_sealer_nothing_is_exported(finish: Finish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finish("call [NAME_1] at seven")
    monkeypatch.setattr(store, "get", lambda name: pytest.fail(f"object {name} was read"))
    with pytest.raises(NotSealed):
        export(wanted(), tmp_path / "out", format="jsonl", by=console_actor())
    with pytest.raises(CommandError, match="see whether the sealer runs"):
        command(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    assert not Export.objects.exists()
