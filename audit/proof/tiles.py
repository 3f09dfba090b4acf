"""Tiles and entry bundles: the files that a log is published as (C2SP tlog-tiles).

A tile is 1 to 256 hashes of one level, one after the other: at level 0 leaves, above it the roots of full tiles of the
level below. Level L of tiles is therefore level 8 L of the tree.
"""

import struct
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from audit.proof.tree import HASH_BYTES, LARGEST, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
HIGHEST_LEVEL = 63
LONGEST_ENTRY = 65_535  # bytes: the length prefix has 16 bits
TILES_KEPT = 64  # 0.5 MB of hashes with their layers: some paths from leaf to root


class BadTile(ValueError):
    """A tile or bundle is missing, cut short, too long, or named by a number that no tree has."""


class Tile(NamedTuple):
    """Where a tile is: its level, its number from the left, and how many hashes it holds (1 to 256)."""

    level: int
    n: int
    width: int

    @property
    def is_full(self) -> bool:
        return self.width == WIDTH


def tile_path(level: int, n: int, width: int = WIDTH) -> str:
    """`tile/0/x001/x234/067`, and `.p/5` behind it if it holds only 5 hashes. Raises BadTile."""
    if not 0 <= level <= HIGHEST_LEVEL:
        raise BadTile(f"a tile has a level from 0 to {HIGHEST_LEVEL}, not {level}")
    return f"tile/{level}/{_numbered(n, width)}"


def entries_path(n: int, width: int = WIDTH) -> str:
    """`tile/entries/x001/x234/067`, and `.p/5` behind it if it holds only 5 entries. Raises BadTile."""
    return f"tile/entries/{_numbered(n, width)}"


def _numbered(n: int, width: int) -> str:
    if not 0 <= n <= LARGEST or not 1 <= width <= WIDTH:
        raise BadTile(f"no tile has the number {n} and {width} hashes")
    digits = str(n)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return path if width == WIDTH else f"{path}.p/{width}"


def pack_entries(entries: Iterable[bytes]) -> bytes:
    """An entry bundle: each entry behind its length, 16 bits, big end first. Raises BadTile if one is longer than 65,535 bytes."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise BadTile(f"an entry of {len(entry)} bytes does not fit into a bundle")
        parts += (struct.pack(">H", len(entry)), entry)
    return b"".join(parts)


def unpack_entries(bundle: bytes, *, width: int | None = None) -> list[bytes]:
    """The entries of a bundle. Raises BadTile if it ends inside one, or does not hold `width` of them (any 1 to 256 if None)."""
    entries, at = [], 0
    while at < len(bundle):
        start = at + 2
        at = start + int.from_bytes(bundle[at:start])
        if at > len(bundle):
            raise BadTile("the bundle ends inside an entry or its length")
        entries.append(bundle[start:at])
    if not (1 <= len(entries) <= WIDTH) or width not in (None, len(entries)):
        raise BadTile(f"the bundle holds {len(entries)} entries, not {width or f'1 to {WIDTH}'}")
    return entries


def unpack_hashes(tile: bytes, *, width: int) -> list[bytes]:
    """The hashes of a tile, in order. Raises BadTile unless it is exactly `width` hashes long."""
    if len(tile) != width * HASH_BYTES:
        raise BadTile(f"a tile of {width} hashes has {width * HASH_BYTES} bytes, not {len(tile)}")
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a tree, full and partial, lowest level first."""
    return new_tiles(0, size)


def new_tiles(old: int, new: int) -> Iterator[Tile]:
    """The tiles to write when a tree grows from `old` to `new` leaves: those with new hashes, lowest level first.

    A partial tile that has grown comes with its new width. Raises BadTile if the tree shrinks.
    """
    if not 0 <= old <= new <= LARGEST:
        raise BadTile(f"a tree does not grow from {old} to {new} leaves")
    for level in range(HIGHEST_LEVEL + 1):
        before, after = old >> HEIGHT * level, new >> HEIGHT * level
        if before == after:
            return
        for n in range(before // WIDTH, -(-after // WIDTH)):
            yield Tile(level, n, min(WIDTH, after - n * WIDTH))


class TileNodes:
    """The nodes of a tree of `size` leaves, computed from its tiles, the last 64 of which it keeps.

    read(level, n, width) gives the bytes of a tile: width * 32 of them, the tile as it was at this size. A larger width of
    the same tile may be cut by the reader; anything else of another length raises BadTile.
    """

    def __init__(self, read: Callable[[int, int, int], bytes], size: int) -> None:
        if not 0 <= size <= LARGEST:
            raise BadTile(f"no tree has {size} leaves")
        self._read, self._size = read, size
        self._layers: OrderedDict[tuple[int, int], list[list[bytes]]] = OrderedDict()

    def node(self, level: int, index: int) -> bytes:
        """Of the perfect subtree of 2**level leaves, numbered from the left. Raises BadTile if the tree has none such."""
        if level < 0 or not 0 <= index < self._size >> level:
            raise BadTile(f"a tree of {self._size} leaves has no node {index} at level {level}")
        tile_level, within = divmod(level, HEIGHT)
        n, place = divmod(index, WIDTH >> within)
        return self._layers_of(tile_level, n)[within][place]

    def _layers_of(self, level: int, n: int) -> list[list[bytes]]:
        found = self._layers.get((level, n))
        if found is None:
            width = min(WIDTH, (self._size >> HEIGHT * level) - n * WIDTH)
            found = layers(unpack_hashes(self._read(level, n, width), width=width))
            self._layers[level, n] = found
            if len(self._layers) > TILES_KEPT:
                self._layers.popitem(last=False)
        else:
            self._layers.move_to_end((level, n))
        return found


def layers(hashes: list[bytes]) -> list[list[bytes]]:
    """A tile's hashes and the perfect nodes over them, up to its root if it is full: 8 or 9 lists, some of them empty."""
    built = [hashes]
    for _ in range(HEIGHT):
        below = built[-1]
        built.append([node_hash(left, right) for left, right in zip(below[::2], below[1::2], strict=False)])
    return built


def tile_root(hashes: list[bytes]) -> bytes:
    """Of a full tile: its entry in the level above. Raises BadTile if it is partial."""
    if len(hashes) != WIDTH:
        raise BadTile(f"a tile of {len(hashes)} hashes has no root yet")
    return layers(hashes)[HEIGHT][0]
