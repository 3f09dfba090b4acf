"""One entry has one spelling, and holds ids and codes only."""

import json
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.access import Actor, Role
from audit.entries import Fields, UnfitDetail, compose
from audit.events import Event, Outcome, PrivateClass, Purpose, event_of
from foundation.ids import new_id
from tests.audit.acting import person

WORDS = st.text(string.printable[:95], max_size=40)
PLAIN = Fields("", "", Purpose.TASK, Outcome.GRANTED)


def body_of(details: dict[str, Any] | None = None, *, event: Event = Event.ROLE_GIVEN, fields: Fields = PLAIN) -> str:
    return compose(new_id(), event, person(), fields, details or {}, {}).body


def test_a_body_is_canonical_json() -> None:
    body = body_of({"scope": "site", "role": "reviewer"})
    assert body == json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"))


def test_columns_and_body_agree() -> None:
    fields = Fields("b" * 32, "c" * 32, Purpose.LEGAL, Outcome.FAILED)
    entry = compose(new_id(), Event.LOG_READ, person(), fields, {}, {})
    body = json.loads(entry.body)
    assert (body["id"], body["actor"], body["event"], body["object"], body["subject"], body["outcome"]) == (
        entry.id,
        entry.actor,
        entry.action,
        entry.object,
        entry.subject,
        entry.outcome,
    )
    assert body["at"] == entry.recorded_at.isoformat(timespec="microseconds")


def test_a_body_says_version_purpose_factor_and_kind_of_actor() -> None:
    body = json.loads(body_of())
    assert (body["version"], body["purpose"], body["factor"], body["actor_kind"]) == (1, "task", "totp", "person")


@pytest.mark.parametrize(
    "value", [0.5, 1.0, True, None, 2**53, ["a"], {"a": 1}, b"a"], ids=["float", "whole float", "bool", "none", "too large", "list", "dict", "bytes"]
)
def test_a_detail_with_more_than_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(UnfitDetail):
        body_of({"role": value})


def test_a_detail_that_the_event_does_not_declare_is_refused() -> None:
    with pytest.raises(UnfitDetail, match="declare colour"):
        body_of({"colour": "red"})


@pytest.mark.asvs("16.4.1")
@given(st.text(min_size=1))
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    """What is not plain is refused; what is plain comes back as it went in, on one line."""
    try:
        body = body_of({"role": text})
    except UnfitDetail:
        assert not (text.isascii() and text.isprintable()) or len(text) > 200
    else:
        assert len(body.splitlines()) == 1
        assert json.loads(body)["details"]["role"] == text


@pytest.mark.parametrize("word", ["a\nb", "a\r\nb", "a\x00b", "a\u2028b", "a\x1b[2Kb", "a\u202eb", "Zoë"], ids=range(7))
def test_a_subject_with_anything_but_plain_letters_is_refused(word: str) -> None:
    with pytest.raises(UnfitDetail):
        body_of(fields=PLAIN._replace(subject=word))


def test_every_event_has_a_sentence_and_plain_names() -> None:
    for event in Event:
        assert event.sentence
        assert event_of(event.value) is event
        assert all(set(name) <= set(string.ascii_lowercase + "_") for name in event.details)
    assert len({event.value for event in Event}) == len(Event)


def test_no_class_of_openings_is_the_beginning_of_another() -> None:
    """Or two commitments could be over the same bytes."""
    names = [kind.value for kind in PrivateClass]
    assert not [(a, b) for a in names for b in names if a != b and b.startswith(a)]


def test_an_unknown_event_code_is_none() -> None:
    assert event_of("later.version") is None


@given(
    st.builds(Fields, subject=WORDS, object=WORDS, purpose=st.sampled_from(Purpose), outcome=st.sampled_from(Outcome)),
    st.dictionaries(st.sampled_from([kind.value for kind in PrivateClass]), st.text("0123456789abcdef", min_size=64, max_size=64)),
    WORDS,
)
def test_a_body_is_canonical_whatever_it_holds(fields: Fields, commitments: dict[str, str], factor: str) -> None:
    """Written by hand, it is what an encoder with sorted keys would write."""
    by = Actor(**{**vars(person(Role.COMPLIANCE, Role.OPERATOR)), "factor": factor})
    body = compose(new_id(), Event.ROLE_GIVEN, by, fields, {"role": "analyst"}, commitments).body
    assert body == json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"))
