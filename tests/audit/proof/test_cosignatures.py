"""A cosignature says when, for one text, under one witness's key."""

import pytest

from audit.proof.cosignatures import check_cosignature, cosign, cosigned_at
from audit.proof.notes import COSIGNATURE, BadNote, BadSignature, Checkpoint, Note, Signer, Verifier, encoded

# A checkpoint of a public log of certificates of May 2026, cosigned by public witnesses (some lines left out); the key of one is published too.
ARCHE = """arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
"""
REMORA = Verifier.of("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2")
ARCHE_AT = 1779573024

WITNESS = Signer("witness.example/w1", b"w" * 32, COSIGNATURE)
LOG = Signer("log.example/0001", b"l" * 32)
TEXT = Checkpoint(LOG.name, 5, b"r" * 32).text()
AT = 1_790_000_000


def test_a_published_cosignature_verifies_and_says_when() -> None:
    note = Note.of(ARCHE)
    line = next(signature.line for signature in note.signatures if signature.name == "remora.n621.de")
    assert cosigned_at(note, REMORA) == check_cosignature(note.text, line, REMORA) == ARCHE_AT


def test_a_published_cosignature_is_for_its_tree_only() -> None:
    with pytest.raises(BadSignature):
        cosigned_at(Note.of(ARCHE.replace("1432088532", "1432088533")), REMORA)
    with pytest.raises(BadSignature):
        cosigned_at(Note.of(ARCHE.replace("2net5wAAAABqEiEg", "2net5wAAAABqEiEh")), REMORA)


def test_a_cosignature_is_built_as_specified() -> None:
    """Key id, 8 bytes of time, Ed25519 over header, time and text; independent of the code that checks it."""
    signed = f"cosignature/v1\ntime {AT}\n{TEXT}".encode()
    blob = WITNESS.verifier.key_id + AT.to_bytes(8) + WITNESS.signature(signed)
    assert cosign(TEXT, AT, WITNESS) == f"— witness.example/w1 {encoded(blob)}"
    assert check_cosignature(TEXT, cosign(TEXT, AT, WITNESS), WITNESS.verifier) == AT


@pytest.mark.parametrize("at", [0, 1, 2**63 - 1])
def test_any_time_that_can_be_written_can_be_signed(at: int) -> None:
    assert check_cosignature(TEXT, cosign(TEXT, at, WITNESS), WITNESS.verifier) == at


@pytest.mark.parametrize("at", [-1, 2**63, 2**64])
def test_a_time_that_cannot_be_written_is_refused(at: int) -> None:
    with pytest.raises(BadNote):
        cosign(TEXT, at, WITNESS)


def test_a_time_past_the_largest_is_refused_though_it_was_signed() -> None:
    late = 2**63
    signature = WITNESS.signature(f"cosignature/v1\ntime {late}\n{TEXT}".encode())
    with pytest.raises(BadNote):
        check_cosignature(TEXT, WITNESS.line(late.to_bytes(8) + signature), WITNESS.verifier)


def test_a_cosignature_moved_or_backdated_is_false() -> None:
    line = cosign(TEXT, AT, WITNESS)
    other = Checkpoint(LOG.name, 6, b"r" * 32).text()
    extended = f"{TEXT}extension\n"
    for text in (other, extended, Checkpoint("log.example/0002", 5, b"r" * 32).text()):
        with pytest.raises(BadSignature):
            check_cosignature(text, line, WITNESS.verifier)
    raw = Note.signed(TEXT, line).signatures[0].raw
    with pytest.raises(BadSignature):
        check_cosignature(TEXT, WITNESS.line((AT + 60).to_bytes(8) + raw[8:]), WITNESS.verifier)


@pytest.mark.parametrize("length", [8, 64, 71, 73])
def test_a_cosignature_has_seventy_two_bytes(length: int) -> None:
    with pytest.raises(BadNote):
        check_cosignature(TEXT, WITNESS.line(b"x" * length), WITNESS.verifier)


def test_the_last_time_counts_and_a_false_line_spoils_all() -> None:
    early, late = cosign(TEXT, AT, WITNESS), cosign(TEXT, AT + 60, WITNESS)
    assert cosigned_at(Note.signed(TEXT, late, early, early), WITNESS.verifier) == AT + 60
    false = cosign(Checkpoint(LOG.name, 6, b"r" * 32).text(), AT + 90, WITNESS)
    with pytest.raises(BadSignature):
        cosigned_at(Note.signed(TEXT, early, false), WITNESS.verifier)


def test_keys_keep_to_their_trade() -> None:
    same_bytes = Signer(WITNESS.name, b"w" * 32)
    with pytest.raises(BadNote):
        cosign(TEXT, AT, same_bytes)
    with pytest.raises(BadSignature):
        check_cosignature(TEXT, cosign(TEXT, AT, WITNESS), same_bytes.verifier)
    with pytest.raises(BadSignature):
        cosigned_at(Note.signed(TEXT, LOG.sign(TEXT)), WITNESS.verifier)
    with pytest.raises(BadSignature):
        check_cosignature(TEXT, cosign(TEXT, AT, Signer("witness.example/w2", b"w" * 32, COSIGNATURE)), WITNESS.verifier)


@pytest.mark.parametrize("text", ["not a checkpoint\n", TEXT + "\n", TEXT.rstrip("\n")])
def test_only_a_checkpoint_is_cosigned(text: str) -> None:
    with pytest.raises(BadNote):
        cosign(text, AT, WITNESS)


@pytest.mark.parametrize("line", ["", "\n", "— witness.example/w1", "— witness.example/w1 AAAA\n— witness.example/w1 AAAA"])
def test_a_malformed_line_is_refused(line: str) -> None:
    with pytest.raises(BadNote):
        check_cosignature(TEXT, line, WITNESS.verifier)
