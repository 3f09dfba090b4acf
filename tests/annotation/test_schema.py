"""Labels of a project: what an operator may ask, and what of the answers fits."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation import schema
from annotation.schema import DEFAULT, UnfitLabels, UnfitSchema

CHOICE = {"name": "clarity", "kind": "choice", "title": "How clear?", "options": ["clear", "unclear"]}
ALL = [
    CHOICE,
    {"name": "who", "kind": "multi", "title": "Who speaks?", "options": ["one", "several", "child"]},
    {"name": "loud", "kind": "scale", "title": "How loud?", "least": 1, "most": 5},
    {"name": "why", "kind": "text", "title": "Why?"},
    {"name": "wake", "kind": "yesno", "title": "Wake word right?", "is_required": True},
]

UNFIT: dict[str, Any] = {
    "no list": CHOICE,
    "no options": [{**CHOICE, "options": []}],
    "a twin option": [{**CHOICE, "options": ["a", "a"]}],
    "options of a text": [{"name": "why", "kind": "text", "title": "Why?", "options": ["a"]}],
    "a scale without ends": [{"name": "loud", "kind": "scale", "title": "How loud?"}],
    "a scale upside down": [{"name": "loud", "kind": "scale", "title": "How loud?", "least": 5, "most": 1}],
    "an unknown kind": [{**CHOICE, "kind": "slider"}],
    "an unknown key": [{**CHOICE, "colour": "red"}],
    "a name with a blank": [{**CHOICE, "name": "how clear"}],
    "twin names": [CHOICE, CHOICE],
    "too many": [{**CHOICE, "name": f"c{number}"} for number in range(13)],
    "a number for a title": [{**CHOICE, "title": 7}],
}


@pytest.mark.parametrize("case", UNFIT)
def test_what_is_no_schema_is_refused_with_a_place(case: str) -> None:
    with pytest.raises(UnfitSchema) as refused:
        schema.read(UNFIT[case])
    assert str(refused.value)


def test_every_kind_can_be_written_and_read_again() -> None:
    assert schema.written(schema.parse(json.dumps(ALL))) == [{"is_required": False, **label} for label in ALL]
    assert [label.name for label in schema.read(DEFAULT)] == ["clarity", "understood"]


def test_no_json_is_refused_with_its_line() -> None:
    with pytest.raises(UnfitSchema, match="line 2"):
        schema.parse("[\n{")


def test_fitting_labels_are_kept_in_the_order_of_the_schema() -> None:
    labels = schema.read(ALL)
    given_labels = {"wake": False, "loud": 5, "who": ["child", "one"], "clarity": "clear", "why": ""}
    assert schema.check(labels, given_labels) == {"clarity": "clear", "who": ["child", "one"], "loud": 5, "wake": False}


UNFIT_VALUES: list[tuple[str, Any]] = [
    ("clarity", "crystal"), ("clarity", ["clear"]), ("clarity", {"a": 1}), ("who", "one"), ("who", ["one", "one"]), ("who", [["one"]]),
    ("loud", 0), ("loud", 6), ("loud", True), ("loud", 2.5), ("loud", "3"), ("why", 7), ("why", "x" * 501), ("wake", "true"), ("wake", 1),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), UNFIT_VALUES)
def test_a_label_that_does_not_fit_is_named(name: str, value: Any) -> None:
    with pytest.raises(UnfitLabels) as refused:
        schema.check(schema.read(ALL), {"wake": True, name: value})
    assert list(refused.value.errors) == [name]


def test_a_missing_answer_is_named_where_one_is_required() -> None:
    with pytest.raises(UnfitLabels) as refused:
        schema.check(schema.read(ALL), {})
    assert list(refused.value.errors) == ["wake"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["clarity", "who", "loud", "why", "wake", "other"]), json_values))
def test_whatever_is_sent_is_kept_as_it_should_be_or_refused(sent: dict[str, Any]) -> None:
    labels = schema.read(ALL)
    try:
        kept = schema.check(labels, sent)
    except UnfitLabels:
        return
    assert all(label.fits(kept[label.name]) for label in labels if label.name in kept)
    assert "wake" in kept


@given(st.text())
def test_seconds_are_never_negative_nor_endless(text: str) -> None:
    assert 0 <= schema.seconds(text) <= 86_400
