"""The files of one period in storage: names, and reading what a checkpoint of a given size promises."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from audit import storage
from audit.proof.tiles import WIDTH, TileNodes, entries_path, tile_path, unpack_entries

BLOCK: Final = WIDTH * WIDTH  # entries that one index file covers: those under one tile of level 1
REGION: Final = BLOCK * WIDTH  # entries whose indexes are merged


def folder(period: int) -> str:
    return f"{period:04d}"


def checkpoint(period: int) -> str:
    return f"{folder(period)}/checkpoint"


def tile(period: int, level: int, n: int, width: int = WIDTH) -> str:
    return f"{folder(period)}/{tile_path(level, n, width)}"


def bundle(period: int, n: int, width: int = WIDTH) -> str:
    return f"{folder(period)}/{entries_path(n, width)}"


def index(period: int, block: int, entries: int = BLOCK) -> str:
    """Of a whole block, or of the last one of a closed period, which holds fewer entries."""
    name = f"{folder(period)}/sotto/index/{block // 1000:03d}/{block % 1000:03d}"
    return name if entries == BLOCK else f"{name}.p/{entries}"


def merged(period: int, region: int, part: str) -> str:
    """part: `times`, or a shard of the keys as two hexadecimal digits."""
    return f"{folder(period)}/sotto/merged/{region:04d}/{part}"


def periods() -> list[int]:
    """The periods that have files in storage, oldest first."""
    return sorted(int(name) for name in storage.listed("")[0] if name.isdigit())


@dataclass(frozen=True)
class Archive:
    """A period in storage at a size that a verified checkpoint named."""

    period: int
    size: int
    nodes: TileNodes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "nodes", TileNodes(self.read_tile, self.size))

    @property
    def bundles(self) -> int:
        return -(-self.size // WIDTH)

    def width_of(self, n: int) -> int:
        """How many entries bundle n holds at this size."""
        return min(WIDTH, self.size - n * WIDTH)

    def read_tile(self, level: int, n: int, width: int) -> bytes:
        """Raises storage.MissingFile. A partial tile may be gone once its full one is there."""
        return _partial_or_full(tile(self.period, level, n, width), tile(self.period, level, n))[: width * 32]

    def entries(self, n: int) -> list[bytes]:
        """The bodies of bundle n. Raises storage.MissingFile, BadTile."""
        width = self.width_of(n)
        raw = _partial_or_full(bundle(self.period, n, width), bundle(self.period, n))
        return unpack_entries(raw)[:width]

    def entry(self, position: int) -> bytes:
        return self.entries(position // WIDTH)[position % WIDTH]

    def blocks(self) -> range:
        return range(-(-self.size // BLOCK))

    def entries_in(self, block: int) -> int:
        return min(BLOCK, self.size - block * BLOCK)


def _partial_or_full(name: str, full: str) -> bytes:
    try:
        return storage.get(name)
    except storage.MissingFile:
        if name == full:
            raise
        return storage.get(full)
