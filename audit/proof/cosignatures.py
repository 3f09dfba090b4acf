"""Cosignatures of a witness, version 1 (C2SP tlog-cosignature): that at a time this was the largest tree it had seen of the log."""

from audit.proof.notes import COSIGNATURE, SIGNATURE_BYTES, BadNote, BadSignature, Checkpoint, Note, Signature, Signer, Verifier
from audit.proof.tree import LARGEST

TIME_BYTES = 8


def cosign(text: str, at: int, signer: Signer) -> str:
    """The cosignature line, without newline. text: of a checkpoint; at: POSIX seconds. Raises BadNote."""
    if signer.verifier.kind != COSIGNATURE:
        raise BadNote("a log's key does not cosign")
    signature = signer.signature(_message(text, at))
    return signer.line(at.to_bytes(TIME_BYTES) + signature)


def check_cosignature(text: str, line: str, verifier: Verifier) -> int:
    """When the witness cosigned this text, in POSIX seconds. Raises BadNote or BadSignature."""
    return _checked(text, Signature.of(line), verifier)


def cosigned_at(note: Note, verifier: Verifier) -> int:
    """When the witness last cosigned the note, in POSIX seconds. Raises BadSignature if it never did, or if a line in its name is false."""
    mine = note.by(verifier)
    if not mine:
        raise BadSignature(f"the note has no cosignature of {verifier.name}")
    return max(_checked(note.text, signature, verifier) for signature in mine)


def _checked(text: str, signature: Signature, verifier: Verifier) -> int:
    if verifier.kind != COSIGNATURE or not signature.is_by(verifier):
        raise BadSignature(f"not a cosignature of {verifier.name}")
    if len(signature.raw) != TIME_BYTES + SIGNATURE_BYTES:
        raise BadNote("a cosignature is a time of 8 bytes and a signature of 64")
    at = int.from_bytes(signature.raw[:TIME_BYTES])
    verifier.check(_message(text, at), signature.raw[TIME_BYTES:])
    return at


def _message(text: str, at: int) -> bytes:
    if not 0 <= at <= LARGEST:
        raise BadNote("a time is a number of seconds from 0 to 2**63 - 1")
    Checkpoint.of(text)
    return f"cosignature/v1\ntime {at}\n{text}".encode()
