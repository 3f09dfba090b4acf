"""The right edge of the tree gives the same root and tiles however the leaves arrive, and can be put together from the tables."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.proof.tiles import WIDTH, tile_root
from audit.proof.tree import Frontier
from audit.sealing.edge import Edge, FullTile

LEAVES = [sha256(n.to_bytes(4)).digest() for n in range(1500)]


def tiles_at_once(leaves: list[bytes], level: int = 0) -> list[FullTile]:
    """All full tiles over these hashes, each from its own 256."""
    cut = [leaves[at : at + WIDTH] for at in range(0, len(leaves) - WIDTH + 1, WIDTH)]
    tiles = [FullTile(level, n, b"".join(hashes), tile_root(hashes)) for n, hashes in enumerate(cut)]
    return tiles + (tiles_at_once([tile.root for tile in tiles], level + 1) if tiles else [])


@given(st.lists(st.integers(0, 600), max_size=5))
def test_chunks_make_the_same_tree_as_all_at_once(chunks: list[int]) -> None:
    edge, tiles, given_so_far = Edge(), list[FullTile](), 0
    for count in chunks:
        leaves = LEAVES[given_so_far : given_so_far + count]
        edge, new = edge.grown(leaves)
        tiles += new
        given_so_far += len(leaves)
    whole = Frontier()
    whole.extend(LEAVES[:given_so_far])
    assert (edge.size, edge.root()) == (whole.size, whole.root())
    assert sorted(tiles) == sorted(tiles_at_once(LEAVES[:given_so_far]))
    assert Edge.of(edge.size, edge.partials) == edge or edge.frontier.roots == Edge.of(edge.size, edge.partials).frontier.roots


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, WIDTH * WIDTH - 1, WIDTH * WIDTH, WIDTH * WIDTH + 300])
def test_an_edge_comes_back_from_its_partial_tiles(size: int) -> None:
    edge, tiles = Edge().grown([LEAVES[n % 1500] for n in range(size)])
    assert Edge.of(size, edge.partials).frontier.roots == edge.frontier.roots
    assert len([tile for tile in tiles if tile.level == 1]) == size // WIDTH**2
    assert all(len(hashes) < WIDTH for hashes in edge.partials)


def test_growing_leaves_the_old_edge_alone() -> None:
    edge, _ = Edge().grown(LEAVES[:300])
    root = edge.root()
    edge.grown(LEAVES[300:900])
    assert (edge.size, edge.root()) == (300, root)
