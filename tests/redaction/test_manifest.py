"""One manifest line: read strictly, complained about without a word of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from redaction.consent import Scope
from redaction.manifest import UnfitLine, read
from redaction.words import Word
from tests.redaction.lines import ACCOUNT, FIRST, LAST, SERIAL, line


def as_text(**changes: Any) -> str:
    return json.dumps(line(**changes))


def test_a_whole_line_is_read() -> None:
    words = [{"text": "hello", "start_s": 0.1, "end_s": 0.4}]
    found = read(as_text(words=words, turn=2, session_id="s", wake_word=0.7, intent="lights_on", audio="a/./one.wav"))
    assert (found.identity.account_id, found.identity.first_name) == (ACCOUNT, FIRST)
    assert found.agreed.scope is Scope.REVIEW
    assert found.timed_words == (Word("hello", 0.1, 0.4),)
    assert found.audio == "a/one.wav"


def test_a_null_is_a_field_that_is_not_there() -> None:
    assert read(json.dumps({**line(), "batch": None, "wake_word": None})).batch == ""


BAD: dict[str, tuple[str, str]] = {
    "not JSON": ("{", "not JSON"),
    "a list": ("[]", "not a JSON object"),
    "nested without end": ("[" * 100_000, "not JSON"),
    "no consent": (as_text(consent=None), "consent is missing"),
    "an unknown scope": (as_text(consent={"scope": "all", "version": "1", "given_at": "2026-01-01T00:00:00Z"}), "consent.scope"),
    "consent without a version": (as_text(consent={"scope": "review", "given_at": "2026-01-01T00:00:00Z"}), "consent.version is missing"),
    "a version that is a number": (as_text(consent={"scope": "review", "version": 3, "given_at": "2026-01-01T00:00:00Z"}), "consent.version"),
    "a time without a zone": (as_text(captured_at="2026-11-20T09:15:00"), "captured_at"),
    "no account": (as_text(account_id=None), "account_id is missing"),
    "an empty account": (as_text(account_id=""), "account_id"),
    "no hypothesis": (as_text(hypothesis=None), "hypothesis is missing"),
    "a misspelt name": (as_text(frist_name="x"), "field that the contract does not know"),
    "a word score of two": (as_text(wake_word=2.0), "wake_word"),
    "a turn that is text": (as_text(turn="2"), "turn"),
    "an absolute path": (as_text(audio="/etc/hostname"), "below the manifest's folder"),
    "a path that climbs": (as_text(audio="a/../../b.wav"), "below the manifest's folder"),
    "words without times": (as_text(words=[{"text": "a"}]), "needs text, start_s and end_s"),
    "words that are text": (as_text(words="hello"), "words is not a list"),
    "letters of another alphabet in a plain field": (as_text(device_model="Мария"), "device_model"),
    "a blank account": (as_text(account_id="   "), "account_id"),
    "a serial without a letter or digit": (as_text(device_serial="-"), "device_serial"),
    "a consent of the year one": (as_text(consent={"scope": "review", "version": "1", "given_at": "0001-01-01T00:00:00Z"}), "consent.given_at"),
    "a time beyond all numbers": (as_text(words=[{"text": "a", "start_s": 10**400, "end_s": 1}]), "not numbers of seconds"),
    "a time that is none": (as_text(words=[{"text": "a", "start_s": float("nan"), "end_s": 1}]), "not numbers of seconds"),
    "half a surrogate pair": (as_text(hypothesis="\ud800"), "not JSON in UTF-8"),
    "a sentence as intent": (as_text(intent="x" * 65), "intent"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_said_in_one_line(case: str) -> None:
    text, complaint = BAD[case]
    with pytest.raises(UnfitLine, match=complaint) as refused:
        read(text)
    assert "\n" not in str(refused.value)
    assert not any(value in str(refused.value) for value in (FIRST, LAST, ACCOUNT, SERIAL))


HIDDEN: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "a possessive": ({"first_name": "Joanna"}, {"device_model": "Joannas Echo"}),
    "a word of both names": ({"first_name": "Joanna", "last_name": "Kowalczyk"}, {"batch": "joannakowalczyk@mail.com"}),
    "a hyphen": ({"first_name": "Mary-Jane"}, {"device_model": "Mary-Jane Echo"}),
    "a part of a name": ({"last_name": "van der Berg"}, {"intent": "berg.call"}),
    "an accent left away": ({"first_name": "José"}, {"device_model": "Jose Echo"}),
    "the sender's session": ({"session_id": "joe.bloggs@x.y"}, {"batch": "joe.bloggs@x.y"}),
    "two halves": ({"account_id": "45229071"}, {"batch": "4522", "intent": "9071"}),
    "a short number": ({"account_id": "4522"}, {"batch": "b 4522"}),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_an_identifier_hidden_in_a_plain_field_is_found(case: str) -> None:
    own, plain = HIDDEN[case]
    with pytest.raises(UnfitLine, match="own identifiers"):
        read(as_text(**own, **plain))


@pytest.mark.parametrize("field", ["batch", "intent", "device_model", "firmware", "asr_version", "controller", "region"])
@pytest.mark.parametrize("value", [ACCOUNT, f"x {FIRST.lower()} y", f"of_{LAST}", "unit QX799B2K4 b"])
def test_a_plain_field_that_repeats_an_identifier_is_refused(field: str, value: str) -> None:
    with pytest.raises(UnfitLine, match=f"{field} repeats") as refused:
        read(as_text(**{field: value}))
    assert value not in str(refused.value)


def test_a_name_that_is_an_ordinary_word_may_stand_in_an_intent() -> None:
    assert read(as_text(first_name="Bill", intent="bill.pay")).intent == "bill.pay"


def test_a_line_and_its_consent_show_nothing_in_a_traceback() -> None:
    assert FIRST not in repr(read(as_text()))
    with pytest.raises(UnfitLine) as refused:
        read(as_text(first_name=FIRST * 50))
    assert FIRST not in f"{refused.value!r} {refused.value.__cause__!r} {refused.value.__context__!r}"
