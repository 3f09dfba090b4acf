"""A regulator's check of a million entries with the stand-alone verifier: CPU and memory of that one process.

Runs only when named: some minutes, most of them to write the bundle.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from resource import struct_rusage

from audit.proof.tiles import WIDTH, Tile, entries_path, pack_entries, tile_path, tile_root, tiles_of
from audit.proof.tree import leaf_hash
from bench.rows import Row
from config.env import ROOT
from tests.audit.verify import building

ENTRIES = 1_000_000
ROUNDS = 3
MIB = 1024  # ru_maxrss is in KiB


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        width = write_bundle(folder, ENTRIES)
        spent = [check(folder) for _ in range(ROUNDS)]
    what = f"verify, {ENTRIES:,} entries of {width} bytes"
    return [
        Row(f"{what}: CPU", tuple(used.ru_utime + used.ru_stime for used in spent), "s"),
        Row(f"{what}: memory at most", tuple(used.ru_maxrss / MIB for used in spent), "MiB"),
    ]


def check(folder: Path) -> struct_rusage:
    """What one run of the verifier used. Raises when it does not find the bundle in order."""
    asked = [sys.executable, "-m", "audit.verify", str(folder), "--log", building.LOG.vkey, "--witness", building.WITNESS.vkey]
    process = subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the verifier answered {process.returncode}")
    return used


def write_bundle(folder: Path, size: int) -> int:
    """Entries of 64 people, each with an opening a day, written tile by tile. Returns the mean length of an entry."""
    openings = dict(building.opening(number) for number in range(64))
    hashes: list[list[bytes]] = [[] for _ in range(8)]
    length, pending = 0, []
    for one in _entries(size, list(openings)):
        pending.append(one)
        length += len(one)
        if len(pending) == WIDTH or len(hashes[0]) + len(pending) == size:
            _put(folder, entries_path(len(hashes[0]) // WIDTH, len(pending)), pack_entries(pending))
            hashes[0] += map(leaf_hash, pending)
            pending = []
    for tile in tiles_of(size):
        _put(folder, tile_path(*tile), _tile(hashes, tile))
    root = building.Frontier()
    root.extend(hashes[0])
    rest = building.Log([building.opened()], list(openings.values())).bundle()
    rest["checkpoint"] = building.signed(building.Checkpoint(building.ORIGIN, size, root.root()).text())
    building.write({name: raw for name, raw in rest.items() if not name.startswith("tile")}, folder)
    return length // size


def _entries(size: int, commitments: list[str]) -> Iterator[bytes]:
    yield building.opened()
    for number in range(1, size):
        details = {"duration_ms": number} if number % 3 == 0 else None
        yield building.entry(number, private={"connection": commitments[number % 64]}, object=building.person(number % 5000), details=details)


def _tile(hashes: list[list[bytes]], tile: Tile) -> bytes:
    below = hashes[tile.level][tile.n * WIDTH :][: tile.width]
    if tile.is_full:
        hashes[tile.level + 1].append(tile_root(below))
    return b"".join(below)


def _put(folder: Path, name: str, raw: bytes) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(raw)
