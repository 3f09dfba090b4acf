"""Presidio's own pattern recognizers: those that pay on transcripts, without what they log and without a network."""

from __future__ import annotations

import logging
import re

from presidio_analyzer import EntityRecognizer, Pattern, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.predefined_recognizers import EmailRecognizer, IbanRecognizer, IpRecognizer, MacAddressRecognizer, UrlRecognizer

# What is known by its punctuation; numbers alone are found, written or spoken, by our own recognizers.
STOCK_ENTITIES = frozenset(("EMAIL_ADDRESS", "URL", "IBAN_CODE", "IP_ADDRESS", "MAC_ADDRESS"))
# No stock pattern can match a text without one of these; most transcripts have none of them.
_WRITTEN = re.compile(r"[\d@.:]")
# Some write the very text they look at: IBAN when its check fails, the decision trace, the anonymizer at debug level.
_TALKERS = ("presidio-analyzer", "presidio-anonymizer", "decision_process", "tldextract", "filelock", "phonenumbers")

# Presidio's with a bound before the @, or a long text without blanks costs its square.
_EMAIL = Pattern("email", r"(?<![\w.+\-])[\w.+\-!#$%&'*/=?^`{|}~]{1,64}@\w{1,63}(?:-+\w+)*(?:\.\w+(?:-+\w+)*)+\b", 0.5)
# Presidio's takes any two words with a forgotten blank after the full stop ("fine.how") for an address: how is a domain too.
_LINKS = [
    Pattern("link", r"\b(?:https?://|www\.)[^\s\]\[<>]{3,}", 0.6),
    Pattern(
        "site", r"(?<![\w.@\-])(?:[a-z0-9\-]{1,63}\.){1,4}(?:com|org|net|edu|gov|io|info|co\.uk|org\.uk|co\.in|de|fr|es)\b(?:/[^\s\]\[<>]*)?", 0.5
    ),
]


class _Email(EmailRecognizer):
    def validate_result(self, pattern_text: str) -> None:
        """Of any domain: Presidio asks for one that is registered, and a company's own, or a mistyped one, would stay."""


class WrittenPatterns(EntityRecognizer):
    """All of them as one, for Presidio's analyzer takes longer to call a recognizer than a transcript needs to be refused."""

    def __init__(self) -> None:
        self._patterns = (
            _Email(patterns=[_EMAIL], name="EmailRecognizer"),
            UrlRecognizer(patterns=_LINKS),
            IbanRecognizer(),
            IpRecognizer(),
            MacAddressRecognizer(),
        )
        super().__init__(supported_entities=sorted(STOCK_ENTITIES), name="written", supported_language="en")

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        if not _WRITTEN.search(text):
            return []
        found = [one for pattern in self._patterns for one in pattern.analyze(text, pattern.supported_entities)]
        for one in found:
            one.recognition_metadata[RecognizerResult.RECOGNIZER_IDENTIFIER_KEY] = self.id  # the analyzer drops what it cannot tell the finder of
        return found


def stock_recognizers() -> list[EntityRecognizer]:
    silence()
    return [WrittenPatterns()]


class PatternTimedOut(Exception):
    """A pattern gave up on this text: what it would have found is not known, so nothing of the text may be given out."""


class _Mute(logging.Filter):
    """Lets nothing through. Presidio skips a pattern that took too long and goes on; its warning is the only sign of that, and ends it here."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], TimeoutError):
            raise PatternTimedOut from None
        return False


_MUTE = _Mute()


def silence() -> None:
    """For good. A filter, because logging.config wakes every disabled logger when it is told to leave existing ones alone."""
    for name in _TALKERS:
        logger = logging.getLogger(name)
        logger.addFilter(_MUTE)
        logger.handlers[:] = [logging.NullHandler()]
        logger.propagate = False
