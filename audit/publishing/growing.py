"""How a published tree grows: its new tiles, and its root, from the leaf hashes that came."""

from __future__ import annotations

from collections.abc import Sequence

from audit.archive.files import Archive
from audit.proof.tiles import HEIGHT, WIDTH, Tile, TileNodes, tile_root, unpack_hashes
from audit.proof.tree import root


def grow(archive: Archive, leaves: Sequence[bytes]) -> dict[Tile, bytes]:
    """The tiles to write when these leaf hashes (32 bytes each) follow. Reads of the archive the tiles at its right edge."""
    made: dict[Tile, bytes] = {}
    level, new = 0, list(leaves)
    while new:
        first = (archive.size >> HEIGHT * level) // WIDTH
        hashes = edge(archive, level) + new
        new = []
        for n, at in enumerate(range(0, len(hashes), WIDTH), first):
            part = hashes[at : at + WIDTH]
            made[Tile(level, n, len(part))] = b"".join(part)
            if len(part) == WIDTH:
                new.append(tile_root(part))
        level += 1
    return made


def edge(archive: Archive, level: int) -> list[bytes]:
    """The hashes of the last tile of a level, when it is partial."""
    n, width = divmod(archive.size >> HEIGHT * level, WIDTH)
    return unpack_hashes(archive.read_tile(level, n, width), width=width) if width else []


def root_of(archive: Archive, size: int, made: dict[Tile, bytes]) -> bytes:
    """The root at `size`, by the new tiles and, where they have none, the archive's."""

    def read(level: int, n: int, width: int) -> bytes:
        found = made.get(Tile(level, n, width))
        return archive.read_tile(level, n, width) if found is None else found

    return root(size, TileNodes(read, size))
