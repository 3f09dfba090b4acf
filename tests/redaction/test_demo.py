"""The demo corpus is what its README promises. Ids of recordings in failures, never what is said."""

import re
from collections import Counter
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import av
import pytest

from redaction.demo import HERE, recordings, truths
from redaction.demo.scenes import load
from redaction.demo.script import BadScript, read
from redaction.words import read_words, tokens

MANIFEST = recordings()
TIMED = [line for line in MANIFEST if "words" in line]
TRUTHS = truths()
NEEDED = {"recording_id", "audio", "hypothesis", "locale", "captured_at", "account_id", "device_serial", "consent", "controller", "region"}
OPTIONAL = {"words", "first_name", "last_name", "batch", "session_id", "turn", "wake_word", "intent"}
OPTIONAL |= {"device_model", "firmware", "asr_version", "asr_confidence"}
FIGURES = {
    "zero": "0",
    "oh": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
}

each_recording = pytest.mark.parametrize("line", MANIFEST, ids=[line["audio"] for line in MANIFEST])
each_with_words = pytest.mark.parametrize("line", TIMED, ids=[line["audio"] for line in TIMED])


@each_recording
def test_a_line_has_the_promised_fields_and_no_other(line: dict[str, Any]) -> None:
    assert set(line) >= NEEDED
    assert set(line) <= NEEDED | OPTIONAL
    assert "first_name" in line
    assert set(line["consent"]) == {"scope", "version", "given_at"}
    assert line["consent"]["scope"] in {"review", "review+training"}
    assert line["region"] == line["locale"].removeprefix("en-")
    given_at, captured_at = (datetime.fromisoformat(at) for at in (line["consent"]["given_at"], line["captured_at"]))
    assert given_at.tzinfo is not None
    assert captured_at.tzinfo is not None
    assert given_at < captured_at


@each_recording
def test_a_hypothesis_is_as_a_recogniser_writes(line: dict[str, Any]) -> None:
    assert re.fullmatch(r"[a-z0-9']+( [a-z0-9']+)*", line["hypothesis"])


@each_with_words
def test_given_word_times_are_the_words_of_the_hypothesis_in_order(line: dict[str, Any]) -> None:
    words = read_words(line["words"])
    assert [word.text for word in words] == [token.text for token in tokens(line["hypothesis"])]
    assert all(0 <= word.start_s < word.end_s for word in words)
    assert all(first.end_s <= second.start_s for first, second in pairwise(words))
    assert words[-1].end_s <= duration_s(line)


@each_recording
def test_the_sound_is_one_short_mono_opus_stream_without_tags(line: dict[str, Any]) -> None:
    assert re.fullmatch(r"audio/\d{3}\.ogg", line["audio"])
    with av.open(str(HERE / line["audio"])) as container:
        (stream,) = container.streams
        assert isinstance(stream, av.AudioStream)
        assert (stream.codec_context.name, stream.channels) in {("opus", 1), ("libopus", 1)}
        assert not container.metadata
        assert not stream.metadata
    assert 1.5 <= duration_s(line) <= 9


@each_recording
def test_truth_lies_within_the_hypothesis_and_the_sound(line: dict[str, Any]) -> None:
    true = TRUTHS[line["recording_id"]]
    assert true["audio"] == line["audio"]
    for span in true["spans"]:
        assert 0 <= span["start_s"] < span["end_s"] <= duration_s(line)
        assert (span["start"] is None) == (span["how"] == "unheard")
    for span in [*true["spans"], *true["keep"]]:
        if span["start"] is not None:
            assert is_whole_words(line["hypothesis"], span["start"], span["end"])


@each_recording
def test_digits_that_are_spoken_are_those_of_the_manifest(line: dict[str, Any]) -> None:
    for span in TRUTHS[line["recording_id"]]["spans"]:
        if span["own"] and span["digits"] and span["how"] != "self-repair":
            said = figures(span["digits"])
            assert line["account_id"].endswith(said)
            assert (said == line["account_id"]) == (span["how"] != "ending")


@each_recording
def test_a_name_that_is_heard_rightly_is_that_of_the_manifest(line: dict[str, Any]) -> None:
    for span in TRUTHS[line["recording_id"]]["spans"]:
        if span["entity"] == "PERSON" and span["own"] and span["how"] in {"plain", "possessive", "spelled", "spelled-split"}:
            written = line["hypothesis"][span["start"] : span["end"]].replace("double u", "w").replace(" ", "")
            assert written in {line["first_name"].lower(), line.get("last_name", "").lower()}


def test_there_are_as_many_of_each_kind_as_promised() -> None:
    assert Counter(true["kind"] for true in TRUTHS.values()) == {"identifier": 37, "negative": 12, "accidental": 4, "distressing": 4, "other": 3}
    assert Counter(line["locale"] for line in MANIFEST) == {"en-US": 37, "en-IN": 12, "en-GB": 11}
    assert sum(any(span["own"] for span in true["spans"]) for true in TRUTHS.values()) == 39
    assert sum(true["is_misheard"] for true in TRUTHS.values()) == 6
    assert sum("words" in line for line in MANIFEST) == 21


def test_negatives_have_numbers_to_keep_and_nothing_personal() -> None:
    negatives = [true for true in TRUTHS.values() if true["kind"] == "negative"]
    assert all(true["keep"] and not true["spans"] for true in negatives)


def test_only_what_was_not_meant_for_a_device_has_a_low_wake_word_score() -> None:
    low = {line["recording_id"] for line in MANIFEST if line["wake_word"] < 0.2}
    assert low == {name for name, true in TRUTHS.items() if true["kind"] == "accidental"}


def test_two_sessions_have_three_and_four_turns_of_one_person_each() -> None:
    turns: dict[str, list[dict[str, Any]]] = {}
    for line in MANIFEST:
        if "session_id" in line:
            turns.setdefault(line["session_id"], []).append(line)
    assert sorted([line["turn"] for line in session] for session in turns.values()) == [[1, 2, 3], [1, 2, 3, 4]]
    assert all(len({line["account_id"] for line in session}) == 1 for session in turns.values())


def test_ids_and_file_names_are_all_different_and_say_nothing() -> None:
    assert len({UUID(line["recording_id"]) for line in MANIFEST}) == 60
    assert {line["recording_id"] for line in MANIFEST} == set(TRUTHS)
    assert {HERE / line["audio"] for line in MANIFEST} == set((HERE / "audio").iterdir())


def test_the_corpus_is_small() -> None:
    assert sum(file.stat().st_size for file in (HERE / "audio").iterdir()) < 1_200_000


def test_no_two_people_share_a_number() -> None:
    for field in ("account_id", "device_serial"):
        assert len({line[field] for line in MANIFEST}) == len({(line["first_name"], line[field]) for line in MANIFEST})


def test_the_scenes_are_those_of_the_manifest() -> None:
    written = sorted(" ".join(word for piece in scene.pieces for unit in piece.units for word in unit.written) for scene in load())
    assert written == sorted(line["hypothesis"] for line in MANIFEST), "run python -m redaction.demo.recipe"


def test_the_notation_tells_written_from_spoken() -> None:
    first, second = read("[account mixed: 45=forty_five double 2=two] / +um B please")
    assert [unit.written for unit in first.units] == [("45",), ("double",), ("2",)]
    assert [unit.spoken for unit in first.units] == [("forty", "five"), ("double",), ("two",)]
    assert [(unit.written, unit.is_letter, unit.mark) for unit in second.units] == [
        ((), False, None),
        (("b",), True, None),
        (("please",), False, None),
    ]
    marks = {(unit.mark.entity, unit.mark.how) for unit in first.units if unit.mark}
    assert marks == {("ACCOUNT_ID", "mixed")}


@pytest.mark.parametrize("text", ["[first: x", "[nobody: x]", "a / / b", ""])
def test_broken_notation_is_refused(text: str) -> None:
    with pytest.raises(BadScript):
        read(text)


def duration_s(line: dict[str, Any]) -> float:
    with av.open(str(HERE / line["audio"])) as container:
        return sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))


def is_whole_words(text: str, start: int, end: int) -> bool:
    """A possessive's 's may stay outside."""
    return start < end and text[start - 1 : start] in {"", " "} and re.match(r"('s)?( |$)", text[end:]) is not None and not text[start:end].isspace()


def figures(words: list[str]) -> str:
    """Digits one by one, double and triple."""
    times, found = 1, ""
    for word in words:
        if word in {"double", "triple"}:
            times = {"double": 2, "triple": 3}[word]
        else:
            found += FIGURES[word] * times
            times = 1
    return found
