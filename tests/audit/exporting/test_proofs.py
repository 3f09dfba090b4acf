"""The proof of one entry as a file: what we write, the stand-alone verifier takes, and nothing else."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest

from audit import verify
from audit.exporting.proofs import Proof
from audit.proof.cosignatures import cosign
from audit.proof.notes import Checkpoint, Note
from audit.proof.tree import BadProof, Frontier, inclusion_proof, leaf_hash
from config.env import ROOT
from tests.audit.verify.building import LOG, ORIGIN, OTHER_KEY, OTHER_WITNESS, WITNESS, entry, opened

KEYS = ["--log", LOG.vkey, "--witness", WITNESS.vkey]
AT = 1_764_000_000
ENTRIES = [opened(), *(entry(number) for number in range(1, 11))]


class Nodes:
    """Of the few leaves of this file, by the definition."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.leaves = leaves

    def node(self, level: int, index: int) -> bytes:
        tree = Frontier()
        tree.extend(self.leaves[index << level : (index + 1) << level])
        return tree.root()


def proof_of(index: int, *, size: int = len(ENTRIES), told: bytes | None = None) -> Proof:
    leaves = [leaf_hash(one) for one in ENTRIES[:size]]
    tree = Frontier()
    tree.extend(leaves)
    text = Checkpoint(ORIGIN, size, tree.root()).text()
    note = Note.signed(text, LOG.sign(text), cosign(text, AT, WITNESS)).raw()
    return Proof(told or ENTRIES[index], index, size, tree.root(), tuple(inclusion_proof(index, size, Nodes(leaves))), note)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "entry.tlog-proof"
    path.write_bytes(proof_of(5).text())
    return path


@pytest.mark.parametrize("size", [1, 2, 7, 8, 11])
def test_the_verifier_takes_the_proof_of_each_entry(tmp_path: Path, size: int) -> None:
    for index in range(size):
        path = tmp_path / f"{index}.tlog-proof"
        path.write_bytes(proof_of(index, size=size).text())
        assert verify.main([str(path), *KEYS]) == 0


def test_it_runs_by_itself_and_shows_the_entry(kept: Path) -> None:
    command = [sys.executable, "-I", str(ROOT / "audit" / "verify.py"), str(kept), *KEYS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "verified: 1 of 11 entries" in done.stdout
    assert ENTRIES[5].decode() in done.stdout


def test_none_of_its_bytes_can_be_changed(kept: Path) -> None:
    whole = kept.read_bytes()
    for at in range(0, len(whole), 2):
        kept.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert verify.main([str(kept), *KEYS]) in (1, 2), f"byte {at}"


def test_no_part_of_it_can_be_left_out(kept: Path) -> None:
    lines = kept.read_bytes().split(b"\n")
    for at in range(len(lines) - 1):
        kept.write_bytes(b"\n".join(lines[:at] + lines[at + 1 :]))
        assert verify.main([str(kept), *KEYS]) in (1, 2), f"line {at}"


def test_another_entry_in_its_place_is_named(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept.write_bytes(proof_of(5, told=entry(5, outcome="denied")).text())
    assert verify.main([str(kept), *KEYS]) == 1
    assert "entry 5" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (["--log", OTHER_KEY.vkey], 1),
        (["--log", LOG.vkey, "--witness", OTHER_WITNESS.vkey], 1),
        (["--log", LOG.vkey, "--witness", WITNESS.vkey, "--max-age", "60"], 1),
        (["--log", WITNESS.vkey], 2),
        ([], 2),
    ],
    ids=["another key", "another witness", "stale", "no log key", "no key"],
)
def test_keys_that_do_not_fit_are_told_apart(kept: Path, keys: list[str], code: int) -> None:
    assert verify.main([str(kept), *keys]) == code


def test_a_trusted_checkpoint_of_the_same_size_must_be_the_same(kept: Path, tmp_path: Path) -> None:
    trusted = tmp_path / "trusted"
    trusted.write_text(proof_of(5).note)
    assert verify.main([str(kept), *KEYS, "--trusted", str(trusted)]) == 0
    text = Checkpoint(ORIGIN, len(ENTRIES), b"r" * 32).text()
    trusted.write_text(Note.signed(text, LOG.sign(text)).raw())
    assert verify.main([str(kept), *KEYS, "--trusted", str(trusted)]) == 1
    trusted.write_text(proof_of(1, size=3).note)
    assert verify.main([str(kept), *KEYS, "--trusted", str(trusted)]) == 2


def test_what_the_database_says_wrongly_is_not_handed_out() -> None:
    with pytest.raises(BadProof):
        proof_of(5, told=ENTRIES[6]).check()


def test_its_extra_line_is_the_entry(kept: Path) -> None:
    line = kept.read_text().split("\n")[1]
    assert base64.b64decode(line.removeprefix("extra ")) == ENTRIES[5]
