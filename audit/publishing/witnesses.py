"""Asking a witness over HTTP to cosign a checkpoint (C2SP tlog-witness, add-checkpoint)."""

from __future__ import annotations

import time
from typing import Final

from audit.archive.files import Archive
from audit.proof.notes import BadNote, Note, decimal
from audit.proof.tree import consistency_proof
from audit.publishing.signed import Signed
from audit.sealing.cosignatures import Cosignature, verified
from audit.witness.protocol import request_of
from foundation.posting import FAILURES, post

TIMEOUT_S: Final = 5.0
AHEAD_S: Final = 60
TRIES: Final = 3  # a witness that others feed too may have moved on between two questions


class Refused(Exception):
    """The witness does not cosign. status: of HTTP, or 0 when it did not answer; size: what it has seen, or -1."""

    def __init__(self, what: str, status: int = 0, size: int = -1) -> None:
        super().__init__(what)
        self.status, self.size = status, size


def cosign(url: str, target: Signed, archive: Archive, *, known: int) -> list[Cosignature]:
    """Ask for a cosignature, from the size that the witness is thought to know. Raises Refused."""
    for _ in range(TRIES):
        if known > target.size:
            raise Refused("a witness has seen a larger tree than the log has published", 409, known)
        proof = consistency_proof(known, target.size, archive.nodes)
        status, answer = _ask(url, request_of(known, proof, Note.of(target.raw)))
        if status == 200:
            return _checked(target, answer)
        if status != 409:
            raise Refused(f"a witness answers {status}", status)
        known = _size(answer)
    raise Refused("a witness changes its mind about what it has seen", 409, known)


def _checked(target: Signed, answer: bytes) -> list[Cosignature]:
    """Those lines that verify; a witness may say more than we asked. Raises Refused when none does."""
    found = verified(Note.of(target.raw).text, _lines(answer))
    if not found:
        raise Refused("no line of the witness's answer verifies under a key of witnesses.txt", 200)
    if max(one.at for one in found) > time.time() + AHEAD_S:
        raise Refused(f"the witness's clock is more than {AHEAD_S} s ahead: the table takes no line of a time to come", 200)
    return found


def _lines(answer: bytes) -> list[str]:
    try:
        return [line for line in answer.decode().split("\n") if line]
    except UnicodeDecodeError:
        return []


def _size(answer: bytes) -> int:
    try:
        return decimal(answer.decode().removesuffix("\n"))
    except (BadNote, UnicodeDecodeError) as error:
        raise Refused("a witness answers 409 without the size it has seen", 409) from error


def _ask(url: str, body: bytes) -> tuple[int, bytes]:
    """Status and body. Raises Refused when there is no whole answer in time."""
    try:
        return post(f"{url.rstrip('/')}/add-checkpoint", body, {"Content-Type": "text/plain"}, timeout_s=TIMEOUT_S)
    except FAILURES as error:
        raise Refused(f"a witness does not answer as it should ({type(error).__name__})") from error
