"""Signed notes and checkpoints: what a log says of itself, under its key (C2SP signed-note, tlog-checkpoint; Ed25519).

Texts are str; a signature line is str without its newline. Everything malformed is BadNote, whoever sent it.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from audit.proof.tree import HASH_BYTES, LARGEST

NOTE: Final = 0x01  # signature types of C2SP signed-note
COSIGNATURE: Final = 0x04
KEY_BYTES = 32
SIGNATURE_BYTES = 64
ID_BYTES = 4
MAX_NOTE_BYTES = 256 * 1024  # 16 signatures must be accepted, and one of a later kind can have 5 kB
MAX_SIGNATURES = 64
DASH = "\u2014 "


class BadNote(ValueError):
    """A note, a checkpoint, a key or a signature line is not written as the specification says."""


class BadSignature(Exception):
    """A well-formed note is not signed by the key that was asked for, or its signature is false."""


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The first 4 bytes of SHA-256(name, newline, type, public key)."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:ID_BYTES]


def check_name(name: str) -> str:
    """A key's name: not empty, no space of any script, no plus, no control character. Raises BadNote."""
    if not name or "+" in name or any(letter.isspace() or letter < " " for letter in name):
        raise BadNote("a key's name is not empty and holds no space, plus or control character")
    _utf8(name)
    return name


@dataclass(frozen=True)
class Verifier:
    """A public key under its name. kind: NOTE (0x01) or COSIGNATURE (0x04)."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def of(cls, vkey: str) -> "Verifier":
        """Of `name+hash+base64`: hash is 8 hexadecimal digits, the rest type and public key. Raises BadNote."""
        parts = vkey.split("+", 2)
        if len(parts) != 3:
            raise BadNote("a verifier key is name+hash+key")
        name, written_id, key = check_name(parts[0]), parts[1], decoded(parts[2])
        if len(key) != 1 + KEY_BYTES or key[0] not in (NOTE, COSIGNATURE):
            raise BadNote("the key is not Ed25519, of type 0x01 or 0x04")
        found = cls(name, key[0], key[1:])
        if written_id != found.key_id.hex():
            raise BadNote("the key's hash is not that of its name and key")
        return found

    @property
    def key_id(self) -> bytes:
        return key_id(self.name, self.kind, self.public)

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{encoded(bytes([self.kind]) + self.public)}"

    def check(self, message: bytes, signature: bytes) -> None:
        """Raises BadSignature."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError) as bad:
            raise BadSignature(f"a signature of {self.name} is false") from bad


class Signer:
    """A private key under its name. seed: 32 bytes. kind: NOTE for a log, COSIGNATURE for a witness."""

    def __init__(self, name: str, seed: bytes, kind: int = NOTE) -> None:
        if len(seed) != KEY_BYTES:
            raise BadNote(f"a seed has {KEY_BYTES} bytes")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(check_name(name), kind, self._key.public_key().public_bytes_raw())

    @property
    def name(self) -> str:
        return self.verifier.name

    @property
    def vkey(self) -> str:
        return self.verifier.vkey

    def sign(self, text: str) -> str:
        """The signature line under a note's text, without newline. Raises BadNote if the text is no text of a note."""
        if self.verifier.kind != NOTE:
            raise BadNote("a witness's key signs no notes; it cosigns them")
        return self.line(self.signature(_checked_text(text)))

    def signature(self, message: bytes) -> bytes:
        return self._key.sign(message)

    def line(self, signature: bytes) -> str:
        return f"{DASH}{self.name} {encoded(self.verifier.key_id + signature)}"


@dataclass(frozen=True)
class Signature:
    """One line under a note: whose it says it is, and what was signed with. It proves nothing before it is checked."""

    name: str
    key_id: bytes
    raw: bytes
    line: str

    @classmethod
    def of(cls, line: str) -> "Signature":
        """Of `dash name base64`, without newline. Raises BadNote."""
        parts = line.removeprefix(DASH).split(" ")
        if not line.startswith(DASH) or len(parts) != 2:
            raise BadNote("a signature line is a dash, a name and the signature")
        blob = decoded(parts[1])
        if len(blob) <= ID_BYTES:
            raise BadNote("a signature line holds no signature")
        return cls(check_name(parts[0]), blob[:ID_BYTES], blob[ID_BYTES:], line)

    def is_by(self, verifier: Verifier) -> bool:
        return self.name == verifier.name and self.key_id == verifier.key_id


@dataclass(frozen=True)
class Note:
    """A text (with its last newline) and the signature lines under it, not yet believed."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def of(cls, raw: bytes | str) -> "Note":
        """Raises BadNote if it is no signed note, or has more than 64 signatures or 256 KiB."""
        written = raw if isinstance(raw, bytes) else _utf8(raw)
        if len(written) > MAX_NOTE_BYTES:
            raise BadNote("the note is too long")
        text, gap, rest = _decode(written).rpartition("\n\n")
        if not gap or not rest.endswith("\n"):
            raise BadNote("a note is a text, an empty line and signature lines, each with its newline")
        lines = rest[:-1].split("\n")
        if len(lines) > MAX_SIGNATURES:
            raise BadNote("the note has too many signatures")
        _checked_text(text + "\n")
        return cls(text + "\n", tuple(Signature.of(line) for line in lines))

    @classmethod
    def signed(cls, text: str, *lines: str) -> "Note":
        """Of a text and its signature lines. Raises BadNote."""
        return cls.of(f"{text}\n" + "".join(f"{line}\n" for line in lines))

    def raw(self) -> str:
        return f"{self.text}\n" + "".join(f"{signature.line}\n" for signature in self.signatures)

    def by(self, verifier: Verifier) -> list[Signature]:
        """The lines that name this key, unchecked."""
        return [signature for signature in self.signatures if signature.is_by(verifier)]

    def verified_by(self, verifier: Verifier) -> str:
        """The text. Raises BadSignature unless this key signed it, and if any line in its name is false."""
        if verifier.kind != NOTE:
            raise BadSignature(f"{verifier.name} is a witness's key; it signs no notes")
        mine = self.by(verifier)
        if not mine:
            raise BadSignature(f"the note has no signature of {verifier.name}")
        for signature in mine:
            verifier.check(self.text.encode(), signature.raw)
        return self.text


@dataclass(frozen=True)
class Checkpoint:
    """A tree head: the log's origin, its size in entries, its root (32 bytes). Extension lines are opaque; we write none."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.origin or not 0 <= self.size <= LARGEST or len(self.root) != HASH_BYTES or "" in self.extensions:
            raise BadNote("a checkpoint is an origin, a size from 0 to 2**63 - 1 and a root of 32 bytes")
        if any("\n" in line for line in (self.origin, *self.extensions)):
            raise BadNote("a line of a checkpoint is one line")

    def text(self) -> str:
        """The note's text: origin, size, root in base64, each with a newline."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, encoded(self.root), *self.extensions))

    @classmethod
    def of(cls, text: str) -> "Checkpoint":
        """Raises BadNote."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop():
            raise BadNote("a checkpoint has three lines, each with its newline")
        return cls(lines[0], decimal(lines[1]), decoded(lines[2]), tuple(lines[3:]))


def with_lines(raw: str, lines: Iterable[str]) -> str:
    """A note as it is written, with further signature lines under it."""
    return raw + "".join(f"{line}\n" for line in lines)


def decimal(digits: str) -> int:
    """A size as C2SP writes it: ASCII digits, no leading zero, at most 2**63 - 1. Raises BadNote."""
    if not (0 < len(digits) <= 19 and digits.isascii() and digits.isdigit()) or (digits[0] == "0" and digits != "0") or int(digits) > LARGEST:
        raise BadNote("a size is a decimal number without leading zero, at most 2**63 - 1")
    return int(digits)


def encoded(raw: bytes) -> str:
    """Standard base64 with padding (RFC 4648, section 4)."""
    return base64.b64encode(raw).decode()


def decoded(written: str) -> bytes:
    """Of standard base64 in its one canonical writing: padded, nothing else in it, no bits left over. Raises BadNote."""
    try:
        raw = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError) as bad:
        raise BadNote("not base64") from bad
    if encoded(raw) != written:
        raise BadNote("base64 that is not written in its canonical way")
    return raw


def _checked_text(text: str) -> bytes:
    if not text.endswith("\n") or any(letter < " " and letter != "\n" for letter in text):
        raise BadNote("a note's text ends in a newline and holds no other control character")
    return _utf8(text)


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as bad:
        raise BadNote("not UTF-8") from bad


def _decode(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as bad:
        raise BadNote("not UTF-8") from bad
