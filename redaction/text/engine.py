"""Text in, findings out: Presidio's analyzer with our recognizers and the stock ones that pay. Built once per process."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from weakref import WeakKeyDictionary

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.recognizer_registry import RecognizerRegistry

from redaction.findings import Finding, apart, merge
from redaction.identity import Identity, fold
from redaction.policy import ON_REQUEST
from redaction.profiles import PROFILES, profile_of
from redaction.text import copies, false_starts
from redaction.text.nlp import LANGUAGE, LANGUAGES, BlankNlp, said_in
from redaction.text.places import Places
from redaction.text.recognizers.kinds import KINDS
from redaction.text.recognizers.names import NAME_ENTITIES, Names
from redaction.text.recognizers.numbers import SpokenNumbers
from redaction.text.recognizers.ordinary_words import LITTLE, TITLES
from redaction.text.recognizers.own import OWN_ENTITIES, OwnIdentifiers
from redaction.text.recognizers.second import SecondEngine
from redaction.text.recognizers.stock import STOCK_ENTITIES, silence, stock_recognizers
from redaction.text.recognizers.worded import WORDED_ENTITIES, WordedIdentifiers
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import words_of

ENTITIES = frozenset((*OWN_ENTITIES, *NAME_ENTITIES, *WORDED_ENTITIES, *STOCK_ENTITIES, *(kind.entity for kind in KINDS)))
_THRESHOLD = 0.4
# Titles, and what stands between a name and its spelling.
_NO_NAMES = LITTLE | TITLES | frozenset(words_of("professor spelled spelt spelling spell write written thats"))
_SURROGATES = re.compile("[\ud800-\udfff]")  # JSON may bring halves of characters, at which spaCy stops


class _NoContext(ContextAwareEnhancer):
    """Our recognizers look around themselves. Presidio's own enhancer, which it makes when given none, names words of the text in its errors."""

    def __init__(self) -> None:
        super().__init__(0.0, 0.0, 0, 0)

    def enhance_using_context(self, text: str, raw_results: list[RecognizerResult], *_more: object, **_named: object) -> list[RecognizerResult]:
        return raw_results


class Engine:
    """Loads our own small model and asks no network. find() keeps nothing of a text between calls. second: looks too, and adds what it finds."""

    def __init__(self, second: SecondEngine | None = None) -> None:
        recognizers: list[EntityRecognizer] = [Names(), WordedIdentifiers(), *stock_recognizers(), *filter(None, [second])]
        self._numbers = {locale: SpokenNumbers(KINDS, locale[-2:], profile.language) for locale, profile in PROFILES.items()}
        registry = RecognizerRegistry(recognizers=recognizers, supported_languages=list(LANGUAGES))
        self._nlp = BlankNlp()
        self._analyzer = AnalyzerEngine(
            registry=registry, nlp_engine=self._nlp, supported_languages=list(LANGUAGES), context_aware_enhancer=_NoContext()
        )
        self._entities = ENTITIES.union(second.supported_entities if second else ())
        self._own: WeakKeyDictionary[Identity, dict[str, OwnIdentifiers]] = WeakKeyDictionary()
        silence()

    def find(
        self, text: str, *, locale: str, identity: Identity, entities: Collection[str] | None = None, also: Collection[str] = ()
    ) -> list[Finding]:
        """What is personal in a text, in order, no two overlapping. Raises UnknownLocale, PatternTimedOut.

        entities: only these; None: all but policy.ON_REQUEST. also: those of ON_REQUEST that are wanted too.
        """
        language = profile_of(locale).language
        whole = _SURROGATES.sub("\ufffd", text)
        wanted = self._entities - ON_REQUEST.difference(also) if entities is None else frozenset(entities)
        of_locale = [self._own_of(identity, language), self._numbers[locale]]
        read = self._nlp.process_text(whole, language)
        results = self._analyzer.analyze(
            whole, language, entities=list(self._entities), ad_hoc_recognizers=of_locale, score_threshold=_THRESHOLD, nlp_artifacts=read
        )
        if language != LANGUAGE:  # a name may be a word of the language, too: read as it stands
            results += self._own_of(identity).analyze(whole, list(OWN_ENTITIES))
        found = merge(apart((_finding(one) for one in results if one.entity_type in wanted), whole, is_telling=_may_be_name))
        return merge([*found, *_beside(found, whole, said_in(whole, read))]) if found else found

    def find_own(self, text: str, identity: Identity) -> list[Finding]:
        """This recording's own identifiers alone, before findings of other kinds could give them another name. May overlap."""
        return [_finding(one) for one in self._own_of(identity).analyze(_SURROGATES.sub("\ufffd", text), list(OWN_ENTITIES))]

    def _own_of(self, identity: Identity, language: str = LANGUAGE) -> OwnIdentifiers:
        """Made once for an identity, and gone with it: the names of a person stay in memory no longer than their recording is at work."""
        made = self._own.setdefault(identity, {})
        if language not in made:
            made[language] = OwnIdentifiers(identity, language)
        return made[language]


def _beside(found: list[Finding], text: str, said: Sayings) -> Iterator[Finding]:
    """What is personal because of what was found."""
    places = Places(text, said)
    yield from false_starts.find(found, places)
    yield from copies.find(found, places)


def _may_be_name(word: str) -> bool:
    return fold(word) not in _NO_NAMES


def _finding(one: RecognizerResult) -> Finding:
    return Finding(one.start, one.end, one.entity_type, round(one.score, 2), one.recognition_metadata[RecognizerResult.RECOGNIZER_NAME_KEY])
