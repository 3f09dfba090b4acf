"""What a witness answers to `add-checkpoint` (C2SP tlog-witness), as a function of the request and of what it has seen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Self

from audit.proof.cosignatures import cosign
from audit.proof.notes import NOTE, BadNote, BadSignature, Checkpoint, Note, Signer, Verifier, decimal, decoded, encoded
from audit.proof.tree import EMPTY_ROOT, HASH_BYTES, BadProof, check_consistency

MAX_PROOF_LINES = 63
PLAIN = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"
_NUMBERED = re.compile(r"(?P<series>.+)/(?P<number>[0-9]{4}|[1-9][0-9]{4,8})")


@dataclass(frozen=True)
class Seen:
    """The last checkpoint cosigned of one log: size in entries, root (32 bytes), when (POSIX seconds), and the log's own signed note."""

    size: int
    root: bytes
    at: int
    note: str


NOTHING_SEEN = Seen(0, EMPTY_ROOT, 0, "")


@dataclass(frozen=True)
class Known:
    """Whom the witness believes and what it has cosigned, by origin. A log's origin is its key's name.

    series: a key named .../0003 also speaks for .../0004 and later, until a key with a later number is added.
    """

    keys: tuple[Verifier, ...]
    logs: Mapping[str, Seen] = field(default_factory=dict)
    series: bool = False

    def keys_of(self, origin: str) -> list[Verifier]:
        """Under this origin's name; empty if the log is unknown."""
        own = [key for key in self.keys if key.name == origin]
        return own or (self._earlier_keys_of(origin) if self.series else [])

    def _earlier_keys_of(self, origin: str) -> list[Verifier]:
        wanted = _NUMBERED.fullmatch(origin)
        if not wanted:
            return []
        of_series = [
            (int(found["number"]), key) for key in self.keys if (found := _NUMBERED.fullmatch(key.name)) and found["series"] == wanted["series"]
        ]
        newest = max((number for number, _ in of_series if number < int(wanted["number"])), default=None)
        return [Verifier(origin, NOTE, key.public) for number, key in of_series if number == newest]

    def seen(self, origin: str) -> Seen:
        return self.logs.get(origin, NOTHING_SEEN)

    def having_seen(self, origin: str, seen: Seen) -> Self:
        return replace(self, logs={**self.logs, origin: seen})


@dataclass(frozen=True)
class Answer:
    """known: as it is after this request; the same object if nothing changed. origin: of a log that signed the request.

    fork: two notes of one log that cannot both be true, signed by it. Keep them.
    """

    status: HTTPStatus
    body: str
    known: Known
    content_type: str = PLAIN
    origin: str = ""
    fork: tuple[str, str] | None = None


class Refused(Exception):
    """The checkpoint is not cosigned."""

    def __init__(self, status: HTTPStatus, why: str, content_type: str = PLAIN, fork: tuple[str, str] | None = None) -> None:
        super().__init__(why)
        self.status, self.why, self.content_type, self.fork = status, why, content_type, fork


@dataclass(frozen=True)
class Request:
    """From which size the log proves its growth, the proof, and the checkpoint in its note, not yet believed."""

    old: int
    proof: tuple[bytes, ...]
    note: Note
    checkpoint: Checkpoint

    @classmethod
    def of(cls, raw: bytes) -> Self:
        """Of `old N`, at most 63 hashes in base64, an empty line and a note, every line with its newline. Raises BadNote."""
        head, gap, rest = raw.partition(b"\n\n")
        first, *hashes = _ascii(head).split("\n")
        if not gap or not first.startswith("old ") or len(hashes) > MAX_PROOF_LINES:
            raise BadNote(f"a request is `old SIZE`, at most {MAX_PROOF_LINES} hashes, an empty line and a checkpoint")
        proof = tuple(decoded(line) for line in hashes)
        if any(len(one) != HASH_BYTES for one in proof):
            raise BadNote(f"a hash has {HASH_BYTES} bytes")
        note = Note.of(rest)
        return cls(decimal(first.removeprefix("old ")), proof, note, Checkpoint.of(note.text))


def request_of(old: int, proof: list[bytes], note: Note) -> bytes:
    """What a log sends: see Request.of."""
    return "".join([f"old {old}\n", *(f"{encoded(one)}\n" for one in proof), "\n", note.raw()]).encode()


def add_checkpoint(request: bytes, known: Known, signer: Signer, now: int) -> Answer:
    """Cosign the checkpoint if its log is known, signed it, and proves that it grew from the last one cosigned.

    now: POSIX seconds. The caller holds a lock from reading `known` until `answer.known` is on the disk, and answers after that.
    """
    origin = ""
    try:
        asked = _readable(request)
        lines = _signed_by_its_log(asked, known)
        origin = asked.checkpoint.origin
        _grown(asked, known.seen(origin))
    except Refused as refused:
        return Answer(refused.status, refused.why, known, refused.content_type, origin, refused.fork)
    checkpoint = asked.checkpoint
    seen = Seen(checkpoint.size, checkpoint.root, now, Note.signed(asked.note.text, *lines).raw())
    return Answer(HTTPStatus.OK, f"{cosign(asked.note.text, now, signer)}\n", known.having_seen(origin, seen), origin=origin)


def _readable(raw: bytes) -> Request:
    try:
        return Request.of(raw)
    except BadNote as bad:
        raise Refused(HTTPStatus.BAD_REQUEST, f"{bad}\n") from bad


def _signed_by_its_log(asked: Request, known: Known) -> list[str]:
    """The log's signature lines. What other keys signed is ignored; a false line in a trusted name is not."""
    keys = known.keys_of(asked.checkpoint.origin)
    if not keys:
        raise Refused(HTTPStatus.NOT_FOUND, "this witness does not know the log\n")
    lines = {signature.line: key for key in keys for signature in asked.note.by(key)}
    if not lines:
        raise Refused(HTTPStatus.FORBIDDEN, "no key of the log signed the checkpoint\n")
    try:
        for key in set(lines.values()):
            asked.note.verified_by(key)
    except BadSignature as bad:
        raise Refused(HTTPStatus.FORBIDDEN, f"{bad}\n") from bad
    return list(lines)


def _grown(asked: Request, seen: Seen) -> None:
    new = asked.checkpoint
    if asked.old > new.size:
        raise Refused(HTTPStatus.BAD_REQUEST, f"the old size {asked.old} is larger than the new one, {new.size}\n")
    if asked.old != seen.size:
        raise Refused(HTTPStatus.CONFLICT, f"{seen.size}\n", SIZE)
    if new.size == seen.size and new.root != seen.root and seen.note:
        # Not text/x.tlog.size: a client would ask again from the same size, and again.
        raise Refused(HTTPStatus.CONFLICT, f"another root was cosigned at size {new.size}\n", fork=(seen.note, asked.note.raw()))
    try:
        check_consistency(seen.size, seen.root, new.size, new.root, asked.proof)
    except BadProof as bad:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"{bad}\n") from bad


def _ascii(raw: bytes) -> str:
    try:
        return raw.decode("ascii")
    except UnicodeDecodeError as bad:
        raise BadNote("sizes and hashes are ASCII") from bad
