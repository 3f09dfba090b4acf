"""What reviewers of a project are asked beside the transcript: labels, and whether given labels fit. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

MOST_LABELS = 12
LONGEST_TEXT = 500
TAGS = ("unintelligible", "noise", "truncated", "foreign", "overlap")

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Words = Annotated[str, Field(min_length=1, max_length=100)]
Value = str | int | bool | list[str]


class UnfitSchema(ValueError):
    """What was written is no schema; the message says where and what to do."""


class UnfitLabels(ValueError):
    """Given labels do not fit. errors: label name -> sentence. schema: what is asked for now, where that is known."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(f"{len(errors)} labels do not fit")
        self.errors = errors
        self.schema: list[dict[str, Any]] | None = None


class Label(BaseModel):
    """One question. options: of choice and multi. least, most: the ends of a scale, both included."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: Name
    kind: Literal["choice", "multi", "scale", "text", "yesno"]
    title: Words
    options: list[Words] | None = None
    least: int | None = None
    most: int | None = None
    is_required: bool = False

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Label:
        if (self.kind in ("choice", "multi")) != bool(self.options):
            raise ValueError("options belong to choice and multi, and there must be some")
        if self.options and len(set(self.options)) != len(self.options):
            raise ValueError("two options are the same")
        if self.options and len(self.options) > MOST_LABELS:
            raise ValueError(f"at most {MOST_LABELS} options")
        has_ends = self.least is not None and self.most is not None
        if (self.kind == "scale") != has_ends or (has_ends and not 0 < self.most - self.least <= 10):  # type: ignore[operator]
            raise ValueError("a scale has least and most, at most ten apart; nothing else has them")
        return self

    def fits(self, value: Any) -> bool:
        if self.kind == "choice":
            return value in (self.options or ())
        if self.kind == "multi":
            return isinstance(value, list) and len(set(map(str, value))) == len(value) and all(one in (self.options or ()) for one in value)
        if self.kind == "scale":
            return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most  # type: ignore[operator]
        if self.kind == "yesno":
            return isinstance(value, bool)
        return isinstance(value, str) and len(value) <= LONGEST_TEXT


_LABELS = TypeAdapter(list[Label])
Schema = Sequence[Label]

DEFAULT: list[dict[str, Any]] = [
    {"name": "clarity", "kind": "choice", "title": "How clear is the speech?", "options": ["clear", "partly", "unclear"]},
    {"name": "understood", "kind": "yesno", "title": "Was the device spoken to on purpose?"},
]


def read(raw: Any) -> list[Label]:
    """A schema from its JSON value. Raises UnfitSchema."""
    try:
        labels = _LABELS.validate_python(raw)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = [f"question {part + 1}" if isinstance(part, int) else str(part) for part in first["loc"]]
        raise UnfitSchema(f"{', '.join(where) or 'labels'}: {first['msg']}") from error
    if len(labels) > MOST_LABELS:
        raise UnfitSchema(f"at most {MOST_LABELS} labels: reviewers answer them hundreds of times a day")
    if len({label.name for label in labels}) != len(labels):
        raise UnfitSchema("two labels have the same name")
    return labels


def parse(text: str) -> list[Label]:
    """A schema as an operator types it. Raises UnfitSchema."""
    try:
        return read(json.loads(text or "[]"))
    except json.JSONDecodeError as error:
        raise UnfitSchema(f"this is no JSON (line {error.lineno}, column {error.colno})") from error


def written(labels: Schema) -> list[dict[str, Any]]:
    """As it is stored and sent to the page."""
    return [label.model_dump(exclude_none=True) for label in labels]


def parse_labels(text: str) -> dict[str, Any]:
    """The labels of a form field. Raises UnfitLabels."""
    try:
        given = json.loads(text or "{}", parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise UnfitLabels({"labels": "The labels could not be read."}) from error
    if not isinstance(given, dict):
        raise UnfitLabels({"labels": "The labels could not be read."})
    return given


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no value of a label")


def check(labels: Schema, given: dict[str, Any]) -> dict[str, Value]:
    """The given labels that say something, in the schema's order. Raises UnfitLabels."""
    errors = {str(name)[:40]: "This label is not asked for." for name in given.keys() - {label.name for label in labels}}
    kept: dict[str, Value] = {}
    for label in labels:
        value = given.get(label.name)
        if value is None or value == "" or value == []:
            if label.is_required:
                errors[label.name] = "Please answer this."
        elif label.fits(value):
            kept[label.name] = value
        else:
            errors[label.name] = "This answer does not fit the question."
    if errors:
        raise UnfitLabels(errors)
    return kept


def check_tags(given: Sequence[str]) -> list[str]:
    """Known tags, each once, in our order. Raises UnfitLabels."""
    if set(given) - set(TAGS):
        raise UnfitLabels({"tags": "There is no such tag."})
    return [tag for tag in TAGS if tag in given]


def seconds(text: str) -> float:
    """A number of seconds from a form: finite, not negative, a day at most; 0 where nothing was sent."""
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return min(max(value, 0.0), 86_400.0) if math.isfinite(value) else 0.0
