"""A log in memory, and its bundle: what a test then tampers with. Built with audit/proof, which the verifier does not use."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from audit import verify
from audit.proof.cosignatures import cosign
from audit.proof.notes import COSIGNATURE, Checkpoint, Signer
from audit.proof.tiles import Tile, TileNodes, entries_path, pack_entries, tile_path, tiles_of
from audit.proof.tree import Frontier, inclusion_proof, leaf_hash

ORIGIN = "sotto.example/5f3a/0001"
SIZE = 600
START = datetime(2026, 11, 2, 8, tzinfo=UTC)
LOG = Signer(ORIGIN, b"l" * 32)
OTHER_KEY = Signer(ORIGIN, b"o" * 32)
OTHER_LOG = Signer("sotto.example/77aa/0001", b"l" * 32)
WITNESS = Signer("witness.example", b"w" * 32, COSIGNATURE)
OTHER_WITNESS = Signer("witness.example", b"v" * 32, COSIGNATURE)
SECOND_WITNESS = Signer("second.example", b"2" * 32, COSIGNATURE)
Files = dict[str, bytes]


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def entry_id(number: int) -> str:
    return hashlib.sha256(b"id %d" % number).hexdigest()[:32]


def person(number: int) -> str:
    return hashlib.sha256(b"person %d" % number).hexdigest()[:32]


def entry(number: int, **changes: Any) -> bytes:
    """One that the program could have written. A change to None leaves the field out."""
    body = {
        "version": 1,
        "id": entry_id(number),
        "at": (START + timedelta(minutes=number)).isoformat(timespec="microseconds"),
        "event": "clip.fetched",
        "outcome": "granted",
        "purpose": "task",
        "actor": person(number % 7),
        "actor_kind": "person",
        "roles": "reviewer",
        "factor": "totp",
        "session": person(1000 + number % 7),
        "subject": person(2000 + number),
    } | changes
    return canonical({name: value for name, value in body.items() if value is not None})


def opening(number: int) -> tuple[str, dict[str, str]]:
    """The commitment of somebody's connection, and the line that opens it."""
    salt, payload = bytes([number % 256]) * 16, json.dumps({"address": f"192.0.2.{number % 200}", "agent": "Ünit"})
    committed = hashlib.sha256(salt + b"connection" + payload.encode()).hexdigest()
    return committed, {"class": "connection", "commitment": committed, "payload": payload, "salt": salt.hex()}


def opened(
    number: int = 0, *, period: int = 1, origin: str = ORIGIN, previous: tuple[str, int] = ("none", 0), key: str = "", **changes: Any
) -> bytes:
    """The first entry of a period."""
    details = {"period": period, "origin": origin, "previous_root": previous[0], "previous_size": previous[1]} | ({"key": key} if key else {})
    by = {"event": verify.OPENED, "purpose": "legal", "actor": "migrate", "actor_kind": "process", "details": details}
    return entry(number, **by, roles=None, factor=None, session=None, subject=None, **changes)


def process(number: int, event: str, details: dict[str, Any] | None = None, **changes: Any) -> bytes:
    by = {"event": event, "actor": "retention", "actor_kind": "process", "purpose": "legal", "details": details}
    return entry(number, **({"roles": None, "factor": None, "session": None, "subject": None} | by | changes))


@dataclass
class Log:
    """What its keeper has: entries and openings, the log's key, its witnesses."""

    entries: list[bytes]
    openings: list[dict[str, str]] = field(default_factory=list)
    signer: Signer = LOG
    witnesses: tuple[Signer, ...] = (WITNESS, SECOND_WITNESS)
    cosigned_at: int = field(default_factory=lambda: int(time.time()) - 30)
    policy: dict[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        frontier = Frontier()
        frontier.extend(map(leaf_hash, self.entries))
        return Checkpoint(self.signer.name, len(self.entries), frontier.root()).text()

    def note(self) -> bytes:
        return signed(self.text(), self.signer, self.witnesses, self.cosigned_at)

    def tiles(self) -> Files:
        """Entry bundles and hash tiles of every level."""
        hashes, files, tile = {0: [leaf_hash(one) for one in self.entries]}, {}, Tile(0, 0, 0)
        for tile in tiles_of(len(self.entries)):
            below = hashes[tile.level][tile.n * 256 :][: tile.width]
            files[tile_path(*tile)] = b"".join(below)
            if tile.level == 0:
                files[entries_path(tile.n, tile.width)] = pack_entries(self.entries[tile.n * 256 :][: tile.width])
            if tile.is_full:
                full = Frontier()
                full.extend(below)
                hashes.setdefault(tile.level + 1, []).append(full.root())
        return files

    def bundle(self) -> Files:
        policy = {
            "format": 1,
            "period": 1,
            "origin": self.signer.name,
            "previous": {"root": "none", "size": 0},
            "clocks_days": {"connection": 180},
            "selection": None,
            "openings": True,
            "witnesses": [witness.vkey for witness in self.witnesses],
        } | self.policy
        return self.tiles() | {
            "checkpoint": self.note(),
            "sotto/policy.json": canonical(policy) + b"\n",
            "sotto/keys.txt": f"{self.signer.vkey}\n".encode(),
            "sotto/openings.jsonl": lines(self.openings),
        }

    def selection(self, indexes: Iterable[int]) -> Files:
        """A bundle of some entries with their proofs."""
        files = Log(**(vars(self) | {"policy": self.policy | {"selection": {"subject": "x"}}})).bundle()
        nodes = TileNodes(lambda *tile: files[tile_path(*tile)], len(self.entries))
        rows = [
            {"index": at, "entry": self.entries[at].decode(), "proof": [step.hex() for step in inclusion_proof(at, len(self.entries), nodes)]}
            for at in indexes
        ]
        named = b"".join(self.entries[row["index"]] for row in rows)
        kept = [one for one in self.openings if one["commitment"].encode() in named]
        left = {name: raw for name, raw in files.items() if not name.startswith("tile/entries")}
        return left | {"sotto/entries.jsonl": lines(rows), "sotto/openings.jsonl": lines(kept)}


def signed(text: str, signer: Signer = LOG, witnesses: Iterable[Signer] = (WITNESS,), at: int | None = None) -> bytes:
    """A checkpoint with its signature and cosignatures."""
    at = int(time.time()) - 30 if at is None else at
    below = [signer.sign(text), *(cosign(text, at, witness) for witness in witnesses)]
    return (text + "\n" + "".join(f"{line}\n" for line in below)).encode()


def lines(rows: Iterable[object]) -> bytes:
    return b"".join(canonical(row) + b"\n" for row in rows)


def usual_log(size: int = SIZE) -> Log:
    """Opens its period, then clips are fetched; every person has a connection a day."""
    entries, openings = [opened()], {}
    for number in range(1, size):
        committed, row = opening(number % 7)
        openings[committed] = row
        details = {"count": number, "route": 'a "quoted" \\ word'} if number % 5 == 0 else None
        entries.append(entry(number, private={"connection": committed}, details=details))
    return Log(entries, list(openings.values()))


LATER = Signer(ORIGIN.replace("0001", "0002"), b"l" * 32)


def erased_later(log: Log, subject: str = person(3), signer: Signer = LATER) -> Log:
    """The next period, signed with the same key; its second entry erases somebody's openings."""
    first = opened(5000, period=2, origin=signer.name, previous=("ab" * 32, len(log.entries)))
    return Log([first, process(5001, verify.ERASED, {"count": 1}, subject=subject)], signer=signer, witnesses=())


def later_row(log: Log, index: int) -> dict[str, Any]:
    """How a bundle of an earlier period shows an entry of this one."""
    nodes = TileNodes(lambda *tile: log.tiles()[tile_path(*tile)], len(log.entries))
    proof = [step.hex() for step in inclusion_proof(index, len(log.entries), nodes)]
    return {"checkpoint": log.note().decode(), "entry": log.entries[index].decode(), "index": index, "proof": proof}


def write(files: Files, folder: Path) -> Path:
    for name, raw in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return folder


def repack(files: Files, number: int, change: Callable[[list[bytes]], list[bytes]]) -> Files:
    """Rewrite one file of entries, under the same name."""
    name = next(name for name in files if name.startswith(f"tile/entries/{number:03}"))
    entries = change(verify.unpack(files[name], name, 0))
    return files | {name: pack_entries(entries)}
