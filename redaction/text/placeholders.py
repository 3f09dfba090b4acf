"""From findings to the safe text: numbered placeholders, the same value the same number however it was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from presidio_anonymizer import AnonymizerEngine, ConflictResolutionStrategy, OperatorConfig, RecognizerResult
from rapidfuzz.distance import JaroWinkler

from redaction.findings import OWN_NAME, Finding
from redaction.identity import Identity, squeeze
from redaction.text.listening import listen
from redaction.text.runs import readings
from redaction.text.spoken import sayings

KINDS = {
    "PERSON": "NAME",
    "ACCOUNT_ID": "ACCOUNT",
    "BANK_ACCOUNT": "ACCOUNT",
    "IBAN_CODE": "ACCOUNT",
    "DEVICE_SERIAL": "SERIAL",
    "MAC_ADDRESS": "SERIAL",
    "CREDIT_CARD": "CARD",
    "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL",
    "URL": "LINK",
    "ADDRESS": "ADDRESS",
    "POSTCODE": "PLACE",
    "LOCATION": "PLACE",
    "ARTIST": "ARTIST",
    "ORG": "COMPANY",
    "DATE_OF_BIRTH": "DATE",
    "PIN": "PIN",
    "PRIVATE": "PRIVATE",  # silenced by hand at the privacy desk
}
OTHER = "ID"
Dump = dict[str, list[str]]


@dataclass
class Numbering:
    """The distinct values of each kind in the order of their first saying. Holds raw values: keep it where the recording is kept."""

    values: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def number(self, kind: str, same: Sequence[str]) -> int:
        """1 for the first value of a kind, and so on; `same` are the ways to write this value, the likeliest first."""
        known = self.values.setdefault(kind, [])
        for at, value in enumerate(known, start=1):
            if value in same:
                return at
        known.append(same[0])
        return len(known)

    def dump(self) -> Dump:
        return {kind: list(values) for kind, values in self.values.items()}

    @classmethod
    def load(cls, dumped: Dump) -> Numbering:
        return cls({kind: list(values) for kind, values in dumped.items()})


@dataclass(frozen=True)
class Redacted:
    """spans: (start, end, placeholder) in `text`, in order. findings: in the text as it was."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    findings: tuple[Finding, ...]


_ANONYMIZER = AnonymizerEngine()  # type: ignore[no-untyped-call]


def replace(text: str, findings: Sequence[Finding], numbering: Numbering, known: Identity) -> Redacted:
    """The text with each finding (none overlapping: findings.merge) under its placeholder."""
    marks = [_placeholder(text[one.start : one.end], one, numbering, known) for one in findings]
    results = [RecognizerResult(str(at), one.start, one.end, one.score) for at, one in enumerate(findings)]
    operators = {str(at): OperatorConfig("custom", {"lambda": lambda _, mark=mark: mark}) for at, mark in enumerate(marks)}
    done = _ANONYMIZER.anonymize(
        text, results, operators, conflict_resolution=ConflictResolutionStrategy.REMOVE_INTERSECTIONS, merge_entities_with_spaces=False
    )
    spans = sorted((item.start, item.end, item.text) for item in done.items)
    return Redacted(done.text, tuple(spans), tuple(findings))


def _placeholder(said: str, one: Finding, numbering: Numbering, known: Identity) -> str:
    kind = KINDS.get(one.entity, OTHER)
    return f"[{kind}_{numbering.number(kind, _values(said, one, known))}]"


def _values(said: str, one: Finding, known: Identity) -> list[str]:
    """An identifier of the speaker goes by the field it is, so that the numbering need not hold it."""
    heard = sayings(said)
    if one.recognizer == OWN_NAME:
        return [_nearest_name(said, readings(heard, 0, len(heard.pieces)), known)]
    for entity, value in known.numbers:
        if one.entity == entity and (one.recognizer.startswith("own_") or listen(heard, value)):
            return [f"own {entity}"]
    return [squeeze(said), *readings(heard, 0, len(heard.pieces))] if _is_written(said) else [*readings(heard, 0, len(heard.pieces)), squeeze(said)]


def _is_written(said: str) -> bool:
    return any(map(str.isdigit, said)) or "@" in said


def _nearest_name(said: str, read: list[str], known: Identity) -> str:
    def likeness(name: str) -> float:
        return max(JaroWinkler.similarity(squeeze(name), squeeze(reading)) for reading in (said, *read))

    return "own last name" if known.last_name and likeness(known.last_name) > likeness(known.first_name) else "own first name"
