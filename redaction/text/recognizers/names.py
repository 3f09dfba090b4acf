"""Names of people, and of places, artists and companies, by the model in redaction/ner."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.ner.deciding import spans
from redaction.ner.model import Model
from redaction.ner.tokens import tokens

NAME_ENTITIES = ("PERSON", "LOCATION", "ARTIST", "ORG")
_NAME = "names"
# A score is half the model's certainty, but never too low to count: the model has decided already. So what is recognised by its form
# (an address, a number, the known name of the speaker) gives its kind to a span that both found.
_LEAST, _SHARE = 0.4, 0.5


class Names(EntityRecognizer):
    """Loads at once, so that workers which are forked later share it. Keeps nothing of a text."""

    def __init__(self) -> None:
        super().__init__(supported_entities=list(NAME_ENTITIES), name=_NAME, supported_language="en")

    def load(self) -> None:
        self._model = Model()

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        words = tokens(text)
        return [
            RecognizerResult(
                entity_type=span.label,
                start=span.start,
                end=span.end,
                score=max(_LEAST, _SHARE * span.chance),
                recognition_metadata={RecognizerResult.RECOGNIZER_NAME_KEY: _NAME},
            )
            for span in spans(words, self._model.chances(words))
            if span.label in entities
        ]
