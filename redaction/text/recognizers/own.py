"""This recording's own identifiers as a Presidio recognizer, made anew for every recording."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.identity import Identity, name_parts
from redaction.text.edges import with_edges
from redaction.text.listening import ERROR, Heard, is_sure, listen
from redaction.text.nlp import LANGUAGE, said_in
from redaction.text.recognizers.counting import is_counted_amount
from redaction.text.recognizers.own_names import Name, NameHeard, Words, in_a_row, introduced, last_name_due
from redaction.text.recognizers.results import result
from redaction.text.recognizers.run_together import heard_together, sounds_together
from redaction.text.runs import widened
from redaction.text.spoken import Sayings

OWN_ENTITIES = ("PERSON", "ACCOUNT_ID", "DEVICE_SERIAL")
_NAMES = {"ACCOUNT_ID": "own_account", "DEVICE_SERIAL": "own_serial", "PERSON": "own_name"}

_LONG_ENOUGH = 6  # characters that little words do not make up by chance


class OwnIdentifiers(EntityRecognizer):
    def __init__(self, identity: Identity, language: str = LANGUAGE) -> None:
        self._numbers = [(entity, value, sounds_together(value)) for entity, value in identity.numbers]
        self._known_names = [Name(part) for part in identity.names]
        self._last_names = [Name(part) for part in name_parts(identity.last_name)]
        self._together = frozenset(identity.names_run_together)
        super().__init__(supported_entities=list(OWN_ENTITIES), name="own", supported_language=language)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        said = said_in(text, nlp_artifacts)
        words = in_a_row(said.pieces)
        names = self._heard_names(said, words)
        named = {at for one in names for at in range(one.first, one.last)}
        people = [result(said.pieces, one.first, one.last, "PERSON", one.score, _NAMES["PERSON"]) for one in names]
        return [*self._find_numbers(said, words, named), *people]

    def _find_numbers(self, said: Sayings, words: Words, named: set[int]) -> list[RecognizerResult]:
        return [
            result(said.pieces, *_place(said, heard, value, named), entity, _score(heard), _NAMES[entity])
            for entity, value, sounds in self._numbers
            for heard in listen(said, value, heard_together(said, words, sounds))
            if (len(value) >= _LONG_ENOUGH or is_sure(said, heard)) and (heard.is_exact or not is_counted_amount(said, heard.first, heard.last))
        ]

    def _heard_names(self, said: Sayings, words: Words) -> list[NameHeard]:
        if not self._known_names:
            return []
        heard = [self._on(said, name, one) for name in self._known_names for one in name.find(said, words)]
        if due := last_name_due(said.pieces, {one.last for one in heard}) if self._last_names else []:
            expected = in_a_row(said.pieces, due)
            heard += [one for name in self._last_names for one in name.find(said, expected)]
        heard += [NameHeard(at, at + 1, 1.0) for at, piece in enumerate(said.pieces) if piece.text in self._together]
        return heard + [one for one in introduced(said.pieces) if all(one.first < other.first or other.last <= one.first for other in heard)]

    def _on(self, said: Sayings, name: Name, heard: NameHeard) -> NameHeard:
        return heard._replace(last=name.spelled_on(said, heard.last))


def _place(said: Sayings, heard: Heard, value: str, named: set[int]) -> tuple[int, int]:
    """Number words beside what was heard in part, or with a mistake, are the rest of it; and so are the strange words at its ends."""
    if heard.is_exact or heard.loose:
        return heard.first, heard.last
    return with_edges(said, widened(said, heard.first, heard.last), value, barred=named)


def _score(heard: Heard) -> float:
    return round(1.0 - 0.1 * heard.cost / ERROR, 2) if heard.whole else 0.85
