"""A witness's folder: its key, its name, and what it has cosigned. One process at a time; nothing is answered that is not on the disk.

witness.key: the Ed25519 seed in base64, mode 600. witness.vkey: name and public key, to be given away. state.json: by origin.
forks/: pairs of notes of one log that contradict each other.
"""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from audit.durable import write_durably
from audit.proof.notes import COSIGNATURE, KEY_BYTES, BadNote, Checkpoint, Note, Signer, Verifier, decoded, encoded
from audit.witness.protocol import Seen

KEY, VKEY, STATE, LOCK, FORKS = "witness.key", "witness.vkey", "state.json", "lock", "forks"
FORMAT = 1


class CannotStart(Exception):
    """The folder is in use, incomplete, or not to be trusted: the sentence says which, and what to do."""


@dataclass
class Folder:
    """Locked for this process from `opened` to `close`."""

    path: Path
    signer: Signer
    logs: dict[str, Seen]
    _lock: int

    @classmethod
    def opened(cls, path: Path, *, name: str | None = None, start_over: bool = False) -> Self:
        """Make or open it. Raises CannotStart."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = _locked(path)
        try:
            logs = _state_for_start(path, start_over=start_over)
            return cls(path, _signer(path, name, is_new=not logs), logs, lock)
        except BaseException:
            os.close(lock)
            raise

    def save(self, logs: Mapping[str, Seen]) -> None:
        """To the disk, then to memory. Raises OSError: then nothing may be answered."""
        _write_state(self.path, logs)
        self.logs = dict(logs)

    def keep_fork(self, origin: str, notes: tuple[str, str]) -> None:
        """Both notes in one file, once an origin and size: whoever has the log's key could otherwise fill the disk."""
        folder = self.path / FORKS
        folder.mkdir(mode=0o700, exist_ok=True)
        size = Checkpoint.of(Note.of(notes[1]).text).size
        file = folder / f"{hashlib.sha256(origin.encode()).hexdigest()[:16]}-{size}.txt"
        if not file.exists():
            write_durably(file, "\n".join(notes).encode(), mode=0o644)

    def close(self) -> None:
        os.close(self._lock)


def _locked(path: Path) -> int:
    handle = os.open(path / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as busy:
        os.close(handle)
        raise CannotStart(f"another witness is at work in {path}") from busy
    return handle


def _state_for_start(path: Path, *, start_over: bool) -> dict[str, Seen]:
    """What was cosigned. The first start writes it before the key, so that a key without it has lost it."""
    has_state, has_key = (path / STATE).exists(), (path / KEY).exists()
    if start_over and has_state:
        raise CannotStart(f"{path / STATE} is there: start without --start-over, or move the file away first")
    if has_key and not has_state and not start_over:
        raise CannotStart(
            f"{path / STATE} is gone but {path / KEY} is there: this witness no longer knows what it cosigned and could cosign a rewritten log. "
            "Bring the file back, or start once with --start-over and tell those who believe this key"
        )
    logs = _read_state(path / STATE) if has_state else {}
    if not has_key and (logs or (path / VKEY).exists()):
        raise CannotStart(f"{path / KEY} is gone but this witness has had one: bring it back, or begin in an empty folder under a new name")
    if not has_state:
        _write_state(path, {})
    return logs


def _write_state(path: Path, logs: Mapping[str, Seen]) -> None:
    rows = {origin: {"size": seen.size, "root": encoded(seen.root), "at": seen.at, "note": seen.note} for origin, seen in logs.items()}
    text = json.dumps({"format": FORMAT, "logs": rows}, ensure_ascii=False, indent=1, sort_keys=True)
    write_durably(path / STATE, f"{text}\n".encode())


def _read_state(file: Path) -> dict[str, Seen]:
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise BadNote(f"format {document['format']}")
        return {origin: _seen(origin, row) for origin, row in document["logs"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as bad:
        raise CannotStart(
            f"{file} cannot be read ({type(bad).__name__}: {bad}): bring back a good one; a witness does not guess what it cosigned"
        ) from bad


def _seen(origin: str, row: dict[str, Any]) -> Seen:
    """The numbers must be those of the note that was signed: a file edited by hand is not believed."""
    seen = Seen(int(row["size"]), decoded(row["root"]), int(row["at"]), row["note"])
    if Checkpoint.of(Note.of(seen.note).text) != Checkpoint(origin, seen.size, seen.root, Checkpoint.of(Note.of(seen.note).text).extensions):
        raise BadNote("size and root are not those of the note")
    return seen


def _signer(path: Path, name: str | None, *, is_new: bool) -> Signer:
    """The key of the folder under its name; both are made at the first start."""
    file, vkey = path / KEY, path / VKEY
    try:
        known = Verifier.of(vkey.read_text(encoding="utf-8").strip()) if vkey.exists() else None
        if known and name not in (None, known.name):
            raise CannotStart(f"the witness in {path} is named {known.name}: a name is kept as long as the key")
        if not (known or name or is_new):
            raise CannotStart(f"{vkey} is gone: give the name that the key had with --name")
        seed = _seed(file)
        signer = Signer(known.name if known else name or _new_name(), seed, COSIGNATURE)
    except (BadNote, OSError, UnicodeError) as bad:
        raise CannotStart(f"key or name of the witness in {path} cannot be used: {bad}") from bad
    if known and known != signer.verifier:
        raise CannotStart(f"{vkey} does not belong to {file}: bring the right key back, or begin in an empty folder")
    if not known:
        write_durably(vkey, f"{signer.vkey}\n".encode(), mode=0o644)
    return signer


def _seed(file: Path) -> bytes:
    if not file.exists():
        write_durably(file, f"{encoded(secrets.token_bytes(KEY_BYTES))}\n".encode())
    if file.stat().st_mode & 0o077:
        raise CannotStart(f"others may read {file}: chmod 600, and think about whether it was read")
    return decoded(file.read_text(encoding="ascii").strip())


def _new_name() -> str:
    return f"witness.sotto.invalid/{secrets.token_hex(8)}"
