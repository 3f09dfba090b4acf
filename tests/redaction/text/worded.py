"""What a recognizer of worded identifiers finds in a text, without the engine around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from presidio_analyzer import RecognizerResult

from redaction.text.recognizers.utterance import Utterance
from redaction.text.spoken import sayings

Find = Callable[[Utterance], Iterator[RecognizerResult]]


def found(find: Find, text: str) -> list[str]:
    return [text[one.start : one.end] for one in find(Utterance(text, sayings(text)))]


def named(cases: list[tuple[str, ...]]) -> dict[str, Any]:
    """For pytest.mark.parametrize: the first of each case is its id, which tells nothing of what is said."""
    return {"argvalues": [case[1:] for case in cases], "ids": [case[0] for case in cases]}
