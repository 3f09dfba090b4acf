"""Stock Presidio: its pattern recognizers on a blank spaCy pipeline (its default model is not used), asked as ours is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.recognizer_registry import RecognizerRegistry

from bench.exam.cases import Case
from bench.exam.scoring import Look, Span
from redaction.text.nlp import LANGUAGE, BlankNlp


@cache
def analyzer() -> AnalyzerEngine:
    registry = RecognizerRegistry(supported_languages=[LANGUAGE])
    registry.load_predefined_recognizers(languages=[LANGUAGE])
    return AnalyzerEngine(registry=registry, nlp_engine=BlankNlp(), supported_languages=[LANGUAGE])


def stock() -> Look:
    """Whatever it finds, at whatever score, as its default is."""

    def look(case: Case) -> tuple[Sequence[Span], bool]:
        found = analyzer().analyze(case.text, LANGUAGE)
        return [(one.start, one.end, one.entity_type) for one in found], False

    return look
