"""Text in, findings out: Presidio's analyzer with our recognizers and the stock ones that pay. Built once per process."""

from __future__ import annotations

import re
from collections.abc import Collection

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.recognizer_registry import RecognizerRegistry

from redaction.findings import Finding, merge
from redaction.identity import Identity
from redaction.profiles import profile_of
from redaction.text.nlp import LANGUAGE, BlankNlp
from redaction.text.recognizers import account, order, serial
from redaction.text.recognizers.names import LEFT_ALONE, NAME_ENTITIES, Names, giving_way
from redaction.text.recognizers.numbers import SpokenNumbers
from redaction.text.recognizers.own import OWN_ENTITIES, OwnIdentifiers
from redaction.text.recognizers.second import SecondEngine
from redaction.text.recognizers.stock import ENTITIES_OF_ONE_LOCALE, STOCK_ENTITIES, silence, stock_recognizers

KINDS = (*account.KINDS, *order.KINDS, *serial.KINDS)
_SPOKEN_ENTITIES = frozenset((*OWN_ENTITIES, *NAME_ENTITIES, *(kind.entity for kind in KINDS)))
ENTITIES = _SPOKEN_ENTITIES | STOCK_ENTITIES
_THRESHOLD = 0.4
# No stock pattern can match a text without one of these; most transcripts have none of them.
_WRITTEN = re.compile(r"[\d@.:]")
_SURROGATES = re.compile("[\ud800-\udfff]")  # JSON may bring halves of characters, at which spaCy stops


class _ContextWords(ContextAwareEnhancer):
    """Raises a stock result when one of its recognizer's words stands within five words before it.

    Presidio's own enhancer compares lemmas, which a blank pipeline lacks, copies every result, and names the word in its errors.
    """

    def __init__(self) -> None:
        super().__init__(context_similarity_factor=0.35, min_score_with_context_similarity=_THRESHOLD, context_prefix_count=5, context_suffix_count=0)

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        if raw_results:
            words = {recognizer.id: recognizer.context for recognizer in recognizers}
            for one in raw_results:
                near = words.get(one.recognition_metadata[RecognizerResult.RECOGNIZER_IDENTIFIER_KEY])
                if near and self._supported(text, one.start, near):
                    one.score = min(1.0, max(one.score + self.context_similarity_factor, self.min_score_with_context_similarity))
        return raw_results

    def _supported(self, text: str, start: int, words: list[str]) -> bool:
        before = " ".join(text[max(0, start - 200) : start].lower().split()[-self.context_prefix_count :])
        return any(word.lower() in before for word in words)


class Engine:
    """Loads our own small model and asks no network. find() keeps nothing of a text between calls. second: looks too, and adds what it finds."""

    def __init__(self, second: SecondEngine | None = None) -> None:
        recognizers: list[EntityRecognizer] = [SpokenNumbers(KINDS), Names(), *stock_recognizers(), *filter(None, [second])]
        registry = RecognizerRegistry(recognizers=recognizers, supported_languages=[LANGUAGE])
        self._analyzer = AnalyzerEngine(
            registry=registry, nlp_engine=BlankNlp(), supported_languages=[LANGUAGE], context_aware_enhancer=_ContextWords()
        )
        silence()

    def find(self, text: str, *, locale: str, identity: Identity, entities: Collection[str] | None = None) -> list[Finding]:
        """What is personal in a text, in order, no two overlapping. Raises UnknownLocale, PatternTimedOut.

        entities: only these; None: all but those that are no secret by themselves (LEFT_ALONE).
        """
        language = profile_of(locale).language
        whole = _SURROGATES.sub("\ufffd", text)
        wanted = ENTITIES - LEFT_ALONE if entities is None else ENTITIES.intersection(entities)
        asked = _asked(locale) if _WRITTEN.search(whole) else list(_SPOKEN_ENTITIES)
        results = self._analyzer.analyze(whole, language, entities=asked, ad_hoc_recognizers=[OwnIdentifiers(identity)], score_threshold=_THRESHOLD)
        return merge(giving_way(whole, [_finding(one) for one in results if one.entity_type in wanted]))

    def find_own(self, text: str, identity: Identity) -> list[Finding]:
        """This recording's own identifiers alone, before findings of other kinds could give them another name. May overlap."""
        return [_finding(one) for one in OwnIdentifiers(identity).analyze(_SURROGATES.sub("\ufffd", text), list(OWN_ENTITIES))]


def _asked(locale: str) -> list[str]:
    return [entity for entity in ENTITIES if ENTITIES_OF_ONE_LOCALE.get(entity, locale) == locale]


def _finding(one: RecognizerResult) -> Finding:
    return Finding(one.start, one.end, one.entity_type, round(one.score, 2), one.recognition_metadata[RecognizerResult.RECOGNIZER_NAME_KEY])
