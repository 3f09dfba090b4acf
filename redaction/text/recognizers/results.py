"""From pieces of a text to a Presidio result."""

from __future__ import annotations

from presidio_analyzer import RecognizerResult

from redaction.text.pieces import Piece


def result(pieces: list[Piece], first: int, last: int, entity: str, score: float, recognizer: str) -> RecognizerResult:
    """Pieces first to last (exclusive). The recognizer's name travels in the metadata, as Presidio's own do; the analyzer adds the identifier."""
    return RecognizerResult(
        entity_type=entity,
        start=pieces[first].start,
        end=pieces[last - 1].end,
        score=score,
        recognition_metadata={RecognizerResult.RECOGNIZER_NAME_KEY: recognizer},
    )
