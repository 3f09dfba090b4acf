"""Names of people, and of places, artists and companies, by the model in redaction/ner."""

from __future__ import annotations

from collections.abc import Sequence

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.findings import BY_MODEL
from redaction.ner.deciding import spans
from redaction.ner.model import Model
from redaction.ner.tokens import Token, tokens
from redaction.text.spoken_words import RADIO, words_of

NAME_ENTITIES = ("PERSON", "LOCATION", "ARTIST", "ORG")
# A score is less than half the model's certainty, and never too low to count: the model has decided already. Presidio drops what lies within a surer
# finding of the same kind, and the speaker's own name must not be dropped in favour of somebody's.
_LEAST, _SHARE = 0.4, 0.45
# Not those that are other words too: "ask mike to".
_DIGITS = frozenset(words_of("zero one two three four five six seven eight nine double triple"))
_MONTHS = frozenset(("april", "may", "june", "august"))
_DATED = [["of"], ["in"], ["on"], ["next"], ["last"], ["this"], ["early"], ["late"], ["since"], ["until"]]
_DAYS = frozenset(
    words_of(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
        "eighteenth nineteenth twentieth twenty thirtieth thirty one two three four five six seven eight nine ten eleven twelve nineteen"
    )
)
_INTRODUCING = (("my", "name", "is"), ("my", "names"), ("my", "first", "name", "is"), ("my", "last", "name", "is"), ("my", "surname", "is"))
_NOT_INTRODUCED = frozenset(
    words_of(
        "not on a an the in too very so also spelled spelt spelling wrong missing my your his her what and but pronounced misspelled for hard long"
    )
)


class Names(EntityRecognizer):
    """Loads at once, so that workers which are forked later share it. Keeps nothing of a text."""

    def __init__(self) -> None:
        super().__init__(supported_entities=list(NAME_ENTITIES), name=BY_MODEL, supported_language="en")

    def load(self) -> None:
        self._model = Model()

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        words = tokens(text)
        found = [
            RecognizerResult(
                entity_type=span.label,
                start=span.start,
                end=span.end,
                score=max(_LEAST, _SHARE * span.chance),
                recognition_metadata={RecognizerResult.RECOGNIZER_NAME_KEY: BY_MODEL},
            )
            for span in spans(words, self._model.read(words))
            if span.label in entities and not _is_read_out(text, span.start, span.end)
        ]
        return [*found, *_introduced(words)] if "PERSON" in entities else found


def _introduced(words: Sequence[Token]) -> list[RecognizerResult]:
    """The word after "my name is", whatever else it means."""
    said = [word.word for word in words]
    places = [at + len(phrase) for phrase in _INTRODUCING for at in range(len(said) - len(phrase)) if tuple(said[at : at + len(phrase)]) == phrase]
    metadata = {RecognizerResult.RECOGNIZER_NAME_KEY: BY_MODEL}
    named = [words[at] for at in places if said[at].isalpha() and len(said[at]) > 1 and said[at] not in _NOT_INTRODUCED]
    return [RecognizerResult("PERSON", one.start, one.end, _LEAST, recognition_metadata=metadata) for one in named]


def _is_read_out(text: str, start: int, end: int) -> bool:
    """Charlie and Mike beside a digit or another word of the radio alphabet are letters of a code; April beside a day is a month."""
    word = text[start:end].lower()
    if word in _MONTHS:
        before, after = text[:start].lower().split()[-1:], text[end:].lower().split()[:1]
        return before in _DATED or any(next_word in _DAYS or next_word[:1].isdigit() for next_word in after)
    if word not in RADIO:
        return False
    beside = [*text[:start].lower().split()[-1:], *text[end:].lower().split()[:1]]
    return any(word in RADIO or word in _DIGITS or word.isdigit() for word in beside)
