"""The filter `redact` (CONTRACT): JSON lines in, JSON lines out, in the same order. Needs no database and keeps nothing. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from foundation.ids import new_id
from redaction import pipeline
from redaction.audio.files import UnreadableFile, read_file
from redaction.findings import Finding
from redaction.identity import Identity
from redaction.json_lines import NoObject, object_in
from redaction.policy import Policy
from redaction.profiles import UnknownLocale, released
from redaction.sent import Sent
from redaction.words import UnfitWords, read_words

_KNOWN = ("account_id", "first_name", "last_name", "device_serial")


class UnreadableLine(ValueError):
    """A line that cannot be read; the message says what to mend and holds no value of it."""


@dataclass(frozen=True)
class Filter:
    """out: the folder of the safe files; asked for only when a line has audio."""

    policy: Policy
    out: Path | None = None

    def lines(self, source: Iterable[str]) -> Iterator[tuple[dict[str, Any], bool]]:
        """An answer for each line, and whether the line could be read. Blank lines give nothing."""
        for number, text in enumerate(source, 1):
            if text.strip():
                yield self._answer(text, number)

    def _answer(self, text: str, number: int) -> tuple[dict[str, Any], bool]:
        raw: Any = None
        try:
            raw = object_in(text)
            return self._redacted(raw), True
        except (NoObject, UnreadableLine) as error:
            return {"id": _id(raw), "error": f"line {number}: {error}"}, False
        except Exception as error:  # one line must not end the others, and its message could hold what somebody said
            return {"id": _id(raw), "error": f"line {number}: redaction failed ({type(error).__name__}); nothing of it is given out"}, False

    def _redacted(self, raw: dict[str, Any]) -> dict[str, Any]:
        if not isinstance(raw.get("id"), str):
            raise UnreadableLine("id is missing or not a string")
        sent, locale = _sent(raw, self._audio(raw.get("audio"))), _locale(raw)
        safe = pipeline.make(sent, _identity(raw), locale, policy=self.policy)
        answer: dict[str, Any] = {"id": raw["id"], "text": safe.text, "spans": [_span(finding) for finding in safe.findings]}
        if sent.audio is not None:
            answer |= {"holes_s": [[round(start, 6), round(end, 6)] for start, end in safe.holes]}
        if safe.held:
            return {**answer, "held": ", ".join(safe.held)}
        return {**answer, "audio": self._kept(safe.listening)} if safe.listening is not None else answer

    def _audio(self, name: Any) -> bytes | None:
        if name is None:
            return None
        if not isinstance(name, str):
            raise UnreadableLine("audio is not a path")
        if self.out is None:
            raise UnreadableLine("the line has audio: say with --out where its safe file shall lie")
        try:
            return read_file(Path(name))
        except ValueError as error:  # also a name that no path can be
            raise UnreadableLine(str(error) if isinstance(error, UnreadableFile) else "audio is not a path") from error

    def _kept(self, flac: bytes) -> str:
        """Under a name of ours: the id of a line may be a person's number."""
        assert self.out is not None
        path = self.out / f"{new_id()}.flac"
        path.write_bytes(flac)
        return str(path)


def _id(raw: Any) -> str | None:
    given = raw.get("id") if isinstance(raw, dict) else None
    return given if isinstance(given, str) else None


def _sent(raw: dict[str, Any], audio: bytes | None) -> Sent:
    if not isinstance(raw.get("text"), str):
        raise UnreadableLine("text is missing or not a string")
    try:
        words = read_words(raw["words"]) if raw.get("words") is not None else None
    except UnfitWords as error:
        raise UnreadableLine(str(error)) from error
    return Sent(audio, raw["text"], words)


def _locale(raw: dict[str, Any]) -> str:
    try:
        return released(str(raw.get("locale"))).locale
    except UnknownLocale as error:
        raise UnreadableLine(str(error)) from error


def _identity(raw: dict[str, Any]) -> Identity:
    """Strict: a misspelt field would be an identifier that nobody removes."""
    given = raw.get("identity")
    given = {} if given is None else given
    if not isinstance(given, dict) or given.keys() - set(_KNOWN):
        raise UnreadableLine(f"identity is an object of {', '.join(_KNOWN)} and nothing else")
    values = {name: value for name, value in given.items() if value is not None}
    if not all(isinstance(value, str) for value in values.values()):
        raise UnreadableLine("the values of identity are strings")
    return Identity(**values)


def _span(finding: Finding) -> dict[str, Any]:
    return asdict(finding)
