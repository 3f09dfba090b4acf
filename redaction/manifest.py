"""One line of a manifest (CONTRACT: ingest): read strictly, because a misspelt field would be an identifier nobody removes. Pure."""

from __future__ import annotations

import os.path
import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from redaction.consent import Consent, Scope
from redaction.identity import Identity, squeeze
from redaction.json_lines import NoObject, object_in
from redaction.text.recognizers.ordinary_words import ORDINARY
from redaction.words import UnfitWords, Word, read_words

LONGEST_LINE_BYTES = 1_000_000
LONGEST_TEXT = 20_000
_EARLIEST, _LATEST = 2000, 2100
_LONG_NAME, _LONG_NUMBER, _SURELY_OWN = 4, 6, 8  # characters

_Id = Annotated[str, StringConstraints(pattern=r"[^\W_]", max_length=200)]  # a blank or a dash is nobody's
_Name = Annotated[str, StringConstraints(max_length=100)]
# What the sender's machines call things: words that fit into a column and hold no sentence.
_Token = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_.:/+@()# -]{0,64}$")]
_Business = Annotated[str, StringConstraints(pattern=r"^[\w.,:/+&()' -]{1,100}$")]
_Share = Annotated[float, Field(ge=0, le=1)]
_PLAIN_FIELDS = ("controller", "region", "batch", "intent", "device_model", "firmware", "asr_version")


class UnfitLine(ValueError):
    """A manifest line that cannot be taken; the message says which field and what to do, and holds no value."""


def _in_our_time(value: datetime) -> datetime:
    if not _EARLIEST <= value.year < _LATEST:
        raise ValueError(f"must be a time between {_EARLIEST} and {_LATEST}")
    return value


class _Consent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    scope: Annotated[Scope, Field(strict=False)]
    version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_.:/+ -]{1,64}$")]
    given_at: Annotated[AwareDatetime, Field(strict=False)]

    @field_validator("given_at")
    @classmethod
    def _plausible(cls, value: datetime) -> datetime:
        return _in_our_time(value)


class Line(BaseModel):
    """A recording as its sender describes it. Never shown or logged: it holds what shall not leave."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True, arbitrary_types_allowed=True)

    recording_id: _Id
    audio: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    hypothesis: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
    words: Any = None
    locale: Annotated[str, StringConstraints(max_length=35)]
    captured_at: Annotated[AwareDatetime, Field(strict=False)]
    account_id: _Id
    first_name: _Name = ""
    last_name: _Name = ""
    device_serial: _Id
    consent: _Consent
    controller: _Business
    region: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_.:/ -]{1,64}$")]
    batch: _Token = ""
    session_id: Annotated[str, StringConstraints(max_length=200)] = ""
    turn: Annotated[int, Field(ge=0, le=30_000)] | None = None
    wake_word: _Share | None = None
    intent: _Token = ""
    device_model: _Token = ""
    firmware: _Token = ""
    asr_version: _Token = ""
    asr_confidence: _Share | None = None

    def __repr__(self) -> str:
        return "<Line>"

    __str__ = __repr__

    @field_validator("audio")
    @classmethod
    def _inside(cls, value: str) -> str:
        """A manifest comes from elsewhere: it may name files beside and below itself, no others."""
        plain = Path(os.path.normpath(value))  # by its letters: a link inside the folder may lead elsewhere, the sender cannot make one
        if plain.is_absolute() or plain.parts[:1] == ("..",) or "\0" in value:
            raise ValueError("must be a path below the manifest's folder")
        return str(plain)

    @field_validator("captured_at")
    @classmethod
    def _plausible(cls, value: datetime) -> datetime:
        return _in_our_time(value)

    @property
    def identity(self) -> Identity:
        return Identity(self.account_id, self.first_name, self.last_name, self.device_serial)

    @property
    def agreed(self) -> Consent:
        return Consent(self.consent.scope, self.consent.version, self.consent.given_at)

    @property
    def timed_words(self) -> tuple[Word, ...] | None:
        return read_words(self.words) if self.words is not None else None


def read(text: str | bytes) -> Line:
    """Raises UnfitLine."""
    if len(text) > LONGEST_LINE_BYTES:
        raise UnfitLine(f"longer than {LONGEST_LINE_BYTES} bytes: split the manifest, one recording a line")
    try:
        raw = object_in(text)
        line = Line.model_validate({name: value for name, value in raw.items() if value is not None})
        _ = line.timed_words
    except ValidationError as error:
        raise UnfitLine(_in_words(error)) from None  # the cause holds what was sent
    except (NoObject, UnfitWords) as error:
        raise UnfitLine(str(error)) from error
    _must_not_repeat_identifiers(line)
    return line


def _in_words(error: ValidationError) -> str:
    """The first complaint: the field (only if it is one of ours) and what is wrong, never the value."""
    first = error.errors(include_input=False, include_context=False, include_url=False)[0]
    names = [str(part) for part in first["loc"]]
    known = Line.model_fields.keys() | _Consent.model_fields.keys()
    where = ".".join(name for name in names if name in known)
    if first["type"] == "extra_forbidden":
        return f"{where or 'the line'} has a field that the contract does not know: remove it or mend its spelling"
    if first["type"] == "missing":
        return f"{where} is missing"
    return f"{where}: {first['msg'].removeprefix('Value error, ')}"


def _must_not_repeat_identifiers(line: Line) -> None:
    """Plain columns are not sealed, so what is personal must not hide in one of them, nor in all of them joined."""
    fields = {name: getattr(line, name) for name in _PLAIN_FIELDS} | {"consent.version": line.consent.version}
    for name, value in fields.items():
        if _repeats(value, line):
            raise UnfitLine(f"{name} repeats one of the recording's own identifiers: send a word about the device or the business only")
    joined = squeeze("".join(fields.values()))
    if any(secret in joined for secret in _secrets(line) if len(secret) >= _SURELY_OWN):
        raise UnfitLine("the plain fields together repeat one of the recording's own identifiers: send words about the device or the business only")


def _repeats(value: str, line: Line) -> bool:
    """What is long is looked for inside longer words too ("JoannasPhone"); what is short is the same as many a version, so as a word only.

    "bill.pay" says nothing of a Bill: a name that is an ordinary word gives nobody away where no sentence stands.
    """
    whole, words = squeeze(value), {squeeze(word) for word in re.split(r"[\W_]+", value)}
    names = [squeeze(name) for name in (*line.identity.names, *line.identity.names_run_together) if name not in ORDINARY]
    in_whole = [secret for secret in _secrets(line) if len(secret) >= _LONG_NUMBER] + [name for name in names if len(name) >= _LONG_NAME]
    return any(secret in whole for secret in in_whole) or not words.isdisjoint([*_secrets(line), *names])


def _secrets(line: Line) -> list[str]:
    sent = (line.account_id, line.device_serial, line.recording_id, line.session_id)
    return [secret for value in sent if len(secret := squeeze(value)) > 3]
