"""`manage.py redact` as a script uses it: lines in, lines out, nothing kept, nothing given out that is not sure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from config.env import ROOT
from redaction.audio.decode import decode
from redaction.audio.encode import blocks_of
from redaction.audio.holes import is_silent
from redaction.demo import HERE, recordings, truths
from redaction.filtering import Filter
from redaction.policy import Policy
from tests.redaction.lines import ACCOUNT, FIRST, LAST, SERIAL, wav

IDENTITY = {"first_name": FIRST, "last_name": LAST, "account_id": ACCOUNT, "device_serial": SERIAL}
SPOKEN = "seven three oh four nine one eight two six five"


def redact(*lines: dict[str, Any] | str | bytes, options: tuple[str, ...] = ()) -> tuple[list[dict[str, Any]], int, str]:
    """(answers, exit code, what it said on standard error), from a process without database, broker or keys."""
    raw = b"".join((one if isinstance(one, bytes) else one.encode() if isinstance(one, str) else json.dumps(one).encode()) + b"\n" for one in lines)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SOTTO_")}
    command = [sys.executable, str(ROOT / "manage.py"), "redact", *options]
    done = subprocess.run(command, input=raw, capture_output=True, timeout=120, env={**clean, "SOTTO_DATA": "/nowhere"})
    return [json.loads(line) for line in done.stdout.decode().splitlines()], done.returncode, done.stderr.decode()


def filtered(*lines: dict[str, Any], out: Path | None = None, **policy: Any) -> list[dict[str, Any]]:
    """The same, in this process: a new one takes seconds."""
    if out is not None:
        out.mkdir(exist_ok=True)
    return [json.loads(json.dumps(answer)) for answer, _is_read in Filter(Policy(**policy), out).lines(map(json.dumps, lines))]


def line(text: str, **more: Any) -> dict[str, Any]:
    return {"id": "1", "text": text, "locale": "en-US", "identity": IDENTITY, **more}


def test_answers_come_in_order_and_bad_lines_in_their_place() -> None:
    answers, code, said = redact(
        line(f"hi {FIRST.lower()} here my account is {SPOKEN} thanks", id="a"),
        "{",
        line("x", id="b", locale="fr-FR"),
        line("x", id="c", identity={"frist_name": "x"}),
        b"\xff\xfe",
        '{"id": "g", "locale": "en-US", "text": "half a pair \\ud800"}',
        line("set a timer for ten minutes", id="d"),
        {"id": "e", "locale": "en-US", "text": "no identity is fine"},
        line("x", id="f", audio="/does/not/exist.wav"),
    )
    assert [answer["id"] for answer in answers] == ["a", None, "b", "c", None, None, "d", "e", "f"]
    assert [("error" in answer) for answer in answers] == [False, True, True, True, True, True, False, False, True]
    assert answers[0]["text"] == "hi [NAME_1] here my account is [ACCOUNT_1] thanks"
    assert answers[6] == {"id": "d", "text": "set a timer for ten minutes", "spans": []}
    assert code == 1
    assert said.splitlines() == ["CommandError: 6 lines could not be read; each has an error in its place"]


def test_offsets_are_characters_of_the_input() -> None:
    text = f"héllo 🙂 {FIRST}'s account {ACCOUNT}"
    (answer,) = filtered(line(text))
    assert [text[span["start"] : span["end"]] for span in answer["spans"]] == [FIRST, ACCOUNT]
    assert {"start", "end", "entity", "score", "recognizer"} == answer["spans"][0].keys()


def test_only_the_entities_asked_for_are_taken_out() -> None:
    (answer,) = filtered(line(f"{FIRST} {ACCOUNT}"), entities=frozenset({"ACCOUNT_ID"}))
    assert answer["text"] == f"{FIRST} [ACCOUNT_1]"


@pytest.mark.parametrize(("options", "complaint"), [(("--entities", "NOTHING"), "--entities takes names of"), (("--batch", "0"), "--batch")])
def test_a_wrong_option_is_said_in_one_line(options: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(CommandError, match=complaint) as refused:
        call_command("redact", *options)
    assert len(str(refused.value).splitlines()) == 1


def source(taken: list[int]) -> Iterator[str]:
    for number in range(1_000_000):
        taken.append(number)
        yield json.dumps(line("turn the light on", id=str(number)))


def test_lines_are_read_one_at_a_time() -> None:
    """So memory does not grow with the input."""
    taken: list[int] = []
    answers = Filter(Policy()).lines(source(taken))
    for number in range(3):
        assert next(answers)[0]["id"] == str(number)
        assert len(taken) == number + 1


# -- sound ------------------------------------------------------------------------------------------


def timed() -> dict[str, Any]:
    """A demo recording with the device's own times that says its account number digit by digit."""
    known = truths()
    chosen = next(
        one for one in recordings() if one.get("words") and any(span["own"] and span["digits"] for span in known[one["recording_id"]]["spans"])
    )
    keys = ("first_name", "last_name", "account_id", "device_serial")
    return {
        "id": ACCOUNT,
        "text": chosen["hypothesis"],
        "locale": chosen["locale"],
        "identity": {key: chosen[key] for key in keys if key in chosen},
        "words": chosen["words"],
        "audio": str(HERE / chosen["audio"]),
    }


def test_a_safe_file_has_the_length_of_the_input_and_tells_nothing_else(tmp_path: Path) -> None:
    one = timed()
    (answer,), code, said = redact(one, options=("--out", str(tmp_path / "safe")))
    assert (code, said) == (0, "")
    before, after = decode(Path(one["audio"]).read_bytes()), decode(Path(answer["audio"]).read_bytes())
    assert after.duration_s == pytest.approx(before.duration_s, abs=1 / 16_000)
    assert is_silent(after, [(start, end) for start, end in answer["holes_s"]])
    assert [kind for kind, _start, _end in blocks_of(Path(answer["audio"]).read_bytes())] == [0]
    assert ACCOUNT not in Path(answer["audio"]).name


@pytest.mark.parametrize("option", ["is_strict", "is_disguised"])
def test_strict_and_disguise_keep_the_length(tmp_path: Path, option: str) -> None:
    one = timed()
    (plain,), (answer,) = filtered(one, out=tmp_path), filtered(one, out=tmp_path, **{option: True})
    plain_file, file = Path(plain["audio"]).read_bytes(), Path(answer["audio"]).read_bytes()
    assert file != plain_file
    assert decode(file).duration_s == decode(plain_file).duration_s
    assert is_silent(decode(file), [tuple(hole) for hole in answer["holes_s"]])


def test_sound_without_a_folder_for_the_safe_file_is_an_error() -> None:
    (answer,) = filtered(timed())
    assert "--out" in answer["error"]


def test_a_held_line_has_no_audio(tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(wav(2.0)[:30_000])
    (answer,) = filtered(line("turn the light on", audio=str(broken)), out=tmp_path / "safe")
    assert answer["held"] == "audio_truncated"
    assert "audio" not in answer
    assert list((tmp_path / "safe").iterdir()) == []


def secrets(one: dict[str, Any], count: int) -> Iterator[dict[str, Any]]:
    """The same line with other digits, said by the same voice in the same places: each digit's sound is cut or padded to the place it fills."""
    sound = decode(Path(one["audio"]).read_bytes())
    number = [at for at, word in enumerate(one["words"]) if word["text"] in DIGITS]
    bits = {one["words"][at]["text"]: part(sound.samples, sound.rate_hz, one["words"][at]) for at in number}
    rng = np.random.default_rng(3)
    for _ in range(count):
        said = [str(word) for word in rng.choice(sorted(bits), len(number))]
        samples, words = sound.samples.copy(), [dict(word) for word in one["words"]]
        for at, digit in zip(number, said, strict=True):
            place = part(samples, sound.rate_hz, words[at])
            place[:] = np.resize(bits[digit], len(place))
            words[at]["text"] = digit
        account = "".join(str(DIGITS[digit]) for digit in said)
        text = " ".join(word["text"] for word in words)
        yield {**one, "text": text, "words": words, "identity": {"account_id": account}, "samples": samples, "rate_hz": sound.rate_hz}


DIGITS = {word: number for number, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])} | {"oh": 0}


def part(samples: Any, rate_hz: int, word: dict[str, Any]) -> Any:
    return samples[round(word["start_s"] * rate_hz) : round(word["end_s"] * rate_hz)]


def test_twenty_secrets_of_one_length_give_one_file(tmp_path: Path) -> None:
    lines = []
    for number, one in enumerate(secrets(timed(), 20)):
        path = tmp_path / f"{number}.wav"
        path.write_bytes(wav(rate_hz=one.pop("rate_hz"), samples=one.pop("samples")))
        lines.append({**one, "audio": str(path)})
    assert len({(tmp_path / f"{number}.wav").read_bytes() for number in range(20)}) == 20
    assert len({one["text"] for one in lines}) == 20
    answers = filtered(*lines, out=tmp_path / "safe")
    assert not [answer["held"] for answer in answers if "held" in answer]
    assert len({answer["text"] for answer in answers}) == 1
    assert len({Path(answer["audio"]).read_bytes() for answer in answers}) == 1
