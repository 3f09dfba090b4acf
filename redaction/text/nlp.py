"""Presidio's text pipeline without a model or a tokenizer: the sayings of the text, read once for all our recognizers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from redaction.text.spoken import Sayings, sayings
from redaction.text.tongues.german import GERMAN
from redaction.text.tongues.spanish import SPANISH

LANGUAGE = "en"
TONGUES = {tongue.language: tongue for tongue in (SPANISH, GERMAN)}
LANGUAGES = (LANGUAGE, *TONGUES)


class SpokenArtifacts(NlpArtifacts):
    """What Presidio hands from recognizer to recognizer, with the sayings of the text."""

    said: Sayings


class BlankNlp(NlpEngine):
    """Loads nothing, downloads nothing, finds no entities, keeps nothing."""

    engine_name = "sotto_blank"
    is_available = True

    def load(self) -> None:
        """Nothing to load."""

    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        # no tokens of spaCy's: its vocabulary keeps every word for the life of the process
        artifacts = SpokenArtifacts([], [], [], [], None, language)  # type: ignore[arg-type]
        artifacts.said = sayings(text, TONGUES.get(language))
        return artifacts

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **kwargs: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:
        return False

    def is_punct(self, word: str, language: str) -> bool:
        return False

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return list(LANGUAGES)


def said_in(text: str, artifacts: NlpArtifacts | None) -> Sayings:
    """The sayings that BlankNlp has read already; read anew under any other engine."""
    return artifacts.said if isinstance(artifacts, SpokenArtifacts) else sayings(text)
