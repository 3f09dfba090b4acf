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
    """A model, a blood value and a sum are figures and letters as a postcode is."""
    theirs = [said.pieces[at] for at in spoken_for(said, text)]
    return [
        one for one in found if one.entity_type not in _LIKE_NUMBERS or not any(one.start < piece.end and piece.start < one.end for piece in theirs)
    ]
