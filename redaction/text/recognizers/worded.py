"""The recognizers of what is said in words rather than read out as a number, under one roof: the text is cut for all of them once."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.text.nlp import said_in
from redaction.text.recognizers import address, birthday, email, link, postcode, spelled_name
from redaction.text.recognizers.nobody import spoken_for
from redaction.text.recognizers.utterance import Utterance
from redaction.text.spoken import Sayings

_FINDERS = (email.find, link.find, birthday.find, address.find, postcode.find, spelled_name.find)
_LIKE_NUMBERS = ("POSTCODE", "DATE_OF_BIRTH")
_ANNOUNCED = 0.8  # a score that words gave: such a one is nobody's in no case
WORDED_ENTITIES = ("EMAIL_ADDRESS", "URL", "DATE_OF_BIRTH", "ADDRESS", "POSTCODE", "PERSON")


class WordedIdentifiers(EntityRecognizer):
    def __init__(self) -> None:
        super().__init__(supported_entities=list(WORDED_ENTITIES), name="worded", supported_language="en")

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        said = said_in(text, nlp_artifacts)
        heard = Utterance(text, said)
        found = [one for find in _FINDERS for one in find(heard)]
        return _without_nobodys(found, said, text) if found else found


def _without_nobodys(found: list[RecognizerResult], said: Sayings, text: str) -> list[RecognizerResult]:
    """A model, a blood value and a sum are figures and letters as a postcode is: what lies in one from end to end, and nothing announces."""
    theirs = {entity: spoken_for(said, text, entity) for entity in {one.entity_type for one in found}.intersection(_LIKE_NUMBERS)}
    return [one for one in found if one.score >= _ANNOUNCED or not _pieces(one, said) <= theirs.get(one.entity_type, frozenset())]


def _pieces(one: RecognizerResult, said: Sayings) -> set[int]:
    """Without an article, which a code may begin with."""
    return {at for at, piece in enumerate(said.pieces) if one.start < piece.end and piece.start < one.end and piece.text not in ("a", "an")}
