"""The right edge of the tree: all that its next leaves need, and the tiles that they fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from audit.proof.tiles import HEIGHT, WIDTH, tile_root
from audit.proof.tree import Frontier


class FullTile(NamedTuple):
    """In the order of the columns of audit_tile."""

    level: int
    position: int
    hashes: bytes
    root: bytes


@dataclass(frozen=True)
class Edge:
    """Never changed in place: what the database refused has not happened.

    partials: for each level of tiles, the hashes of its last tile, which is not full (so at most 255).
    """

    frontier: Frontier = field(default_factory=Frontier)
    partials: tuple[tuple[bytes, ...], ...] = ()

    @classmethod
    def of(cls, size: int, partials: Sequence[Sequence[bytes]]) -> Edge:
        """From what the tables hold of it. Raises BadProof when they do not fit the size."""
        roots: list[bytes] = []
        for hashes in reversed(partials):
            start = 0
            for height in reversed(range(HEIGHT)):
                if len(hashes) >> height & 1:
                    end = start + (1 << height)
                    part = Frontier()
                    part.extend(hashes[start:end])
                    roots.append(part.root())
                    start = end
        return cls(Frontier(size, roots), tuple(tuple(hashes) for hashes in partials))

    @property
    def size(self) -> int:
        return self.frontier.size

    def root(self) -> bytes:
        return self.frontier.root()

    def grown(self, leaves: Sequence[bytes]) -> tuple[Edge, list[FullTile]]:
        """The edge after these leaf hashes, and the tiles that became full, lowest level first."""
        frontier = self.frontier.copy()
        frontier.extend(leaves)
        partials, tiles = [list(hashes) for hashes in self.partials], list[FullTile]()
        rising, level = list(leaves), 0
        while rising:
            if level == len(partials):
                partials.append([])
            row = partials[level] + rising
            first = (self.size >> HEIGHT * level) // WIDTH
            full = [row[at : at + WIDTH] for at in range(0, len(row) - WIDTH + 1, WIDTH)]
            partials[level] = row[len(full) * WIDTH :]
            rising = [tile_root(hashes) for hashes in full]
            tiles += [FullTile(level, first + n, b"".join(hashes), rising[n]) for n, hashes in enumerate(full)]
            level += 1
        return Edge(frontier, tuple(tuple(hashes) for hashes in partials)), tiles
