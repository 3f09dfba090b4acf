"""Presidio's own pattern recognizers: those that pay on transcripts, without what they log and without a network."""

from __future__ import annotations

import logging

import tldextract
from presidio_analyzer import EntityRecognizer, Pattern
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer,
    EmailRecognizer,
    IbanRecognizer,
    InAadhaarRecognizer,
    IpRecognizer,
    MacAddressRecognizer,
    NhsRecognizer,
    PhoneRecognizer,
    UrlRecognizer,
    UsSsnRecognizer,
)

STOCK_ENTITIES = frozenset(
    ("EMAIL_ADDRESS", "URL", "CREDIT_CARD", "IBAN_CODE", "IP_ADDRESS", "MAC_ADDRESS", "PHONE_NUMBER", "US_SSN", "UK_NHS", "IN_AADHAAR")
)
# Any ten digits may be right by its check, one in eleven; so it is asked only where such numbers are given out.
ENTITIES_OF_ONE_LOCALE = {"UK_NHS": "en-GB", "IN_AADHAAR": "en-IN"}
# The list of top-level domains that comes with the package: the default fetches a newer one at the first address it sees.
_BUNDLED_DOMAINS = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
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
    def validate_result(self, pattern_text: str) -> bool:
        return bool(_BUNDLED_DOMAINS(pattern_text).fqdn)


def stock_recognizers() -> list[EntityRecognizer]:
    silence()
    return [
        _Email(patterns=[_EMAIL], name="EmailRecognizer"),
        UrlRecognizer(patterns=_LINKS),
        CreditCardRecognizer(),
        IbanRecognizer(),
        IpRecognizer(),
        MacAddressRecognizer(),
        PhoneRecognizer(supported_regions=("US", "GB", "IN")),
        UsSsnRecognizer(),
        NhsRecognizer(),
        InAadhaarRecognizer(),
    ]


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
