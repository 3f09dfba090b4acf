"""Tiles are cut, named and filled as C2SP tlog-tiles says, and proofs come out of them alone."""

import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.proof.tiles import (
    BadTile,
    Tile,
    TileNodes,
    entries_path,
    new_tiles,
    pack_entries,
    tile_path,
    tile_root,
    tiles_of,
    unpack_entries,
    unpack_hashes,
)
from audit.proof.tree import Frontier, consistency_proof, inclusion_proof, leaf_hash, root
from tests.audit.proof.reference import mth, path, proof

LEAVES = [leaf_hash(number.to_bytes(4)) for number in range(70_000)]
LARGE = 10_000_000


class Stored:
    """Tiles of a tree as a log keeps them: made from the leaves, one level after the other."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.tiles: dict[Tile, bytes] = {}
        self.reads = 0
        level, hashes = 0, leaves
        while hashes:
            cut = [hashes[at : at + 256] for at in range(0, len(hashes), 256)]
            self.tiles |= {Tile(level, n, len(part)): b"".join(part) for n, part in enumerate(cut)}
            level, hashes = level + 1, [tile_root(part) for part in cut if len(part) == 256]

    def read(self, level: int, n: int, width: int) -> bytes:
        self.reads += 1
        return self.tiles[Tile(level, n, width)]


@pytest.mark.parametrize(
    ("n", "width", "written"),
    [
        (0, 256, "000"),
        (67, 256, "067"),
        (999, 1, "999.p/1"),
        (1000, 256, "x001/000"),
        (1234067, 256, "x001/x234/067"),
        (1234067, 5, "x001/x234/067.p/5"),
        (2**63 - 1, 255, "x009/x223/x372/x036/x854/x775/807.p/255"),
    ],
)
def test_a_tile_is_named_in_groups_of_three_digits(n: int, width: int, written: str) -> None:
    assert tile_path(63, n, width) == f"tile/63/{written}"
    assert entries_path(n, width) == f"tile/entries/{written}"


@pytest.mark.parametrize(("level", "n", "width"), [(-1, 0, 1), (64, 0, 1), (0, -1, 1), (0, 2**63, 1), (0, 0, 0), (0, 0, 257)])
def test_what_is_no_tile_has_no_name(level: int, n: int, width: int) -> None:
    with pytest.raises(BadTile):
        tile_path(level, n, width)


def test_the_example_of_the_specification_has_its_tiles() -> None:
    """A tree of 70,000 leaves (C2SP tlog-tiles, Partial Tiles)."""
    tiles = list(tiles_of(70_000))
    assert [sum(tile.is_full for tile in tiles if tile.level == level) for level in range(3)] == [273, 1, 0]
    assert [tile for tile in tiles if not tile.is_full] == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert list(tiles_of(256)) == [Tile(0, 0, 256), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == []


@settings(max_examples=25)
@given(st.lists(st.integers(0, 140_000), min_size=1, max_size=4))
def test_growing_step_by_step_writes_every_tile(sizes: list[int]) -> None:
    steps = [0, *sorted(sizes)]
    written = {tile for old, new in pairwise(steps) for tile in new_tiles(old, new)}
    assert set(tiles_of(steps[-1])) <= written


def test_only_what_changed_is_written_again() -> None:
    assert list(new_tiles(70_000, 70_001)) == [Tile(0, 273, 113)]
    assert list(new_tiles(511, 513)) == [Tile(0, 1, 256), Tile(0, 2, 1), Tile(1, 0, 2)]
    assert list(new_tiles(512, 512)) == []
    with pytest.raises(BadTile):
        list(new_tiles(2, 1))


@pytest.mark.parametrize("size", [1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000])
def test_proofs_are_built_from_tiles_alone(size: int) -> None:
    leaves = LEAVES[:size]
    frontier = Frontier()
    frontier.extend(leaves)
    nodes = TileNodes(Stored(leaves).read, size)
    assert root(size, nodes) == frontier.root()
    small = size < 300
    for index in {0, size // 2, size - 1}:
        found = inclusion_proof(index, size, nodes)
        assert not small or found == path(index, leaves)
        assert not small or consistency_proof(index + 1, size, nodes) == proof(index + 1, leaves)
    assert not small or root(size, nodes) == mth(leaves)


@settings(max_examples=25)
@given(st.integers(1, 70_000), st.data())
def test_a_tile_that_is_not_as_long_as_it_must_be_is_refused(size: int, data: st.DataObject) -> None:
    """Cut short, or with a byte behind it."""
    change = data.draw(st.sampled_from([lambda raw: raw[:-1], lambda raw: raw + b"\0", lambda raw: b"", lambda raw: raw + raw[:32]]))
    nodes = TileNodes(lambda level, n, width: change(bytes(width * 32)), size)
    with pytest.raises(BadTile):
        root(size, nodes)


@pytest.mark.parametrize(("level", "index"), [(0, 5), (1, 2), (3, 0), (-1, 0), (0, -1), (64, 0)])
def test_a_node_that_the_tree_does_not_have_is_not_read(level: int, index: int) -> None:
    with pytest.raises(BadTile):
        TileNodes(Stored(LEAVES[:5]).read, 5).node(level, index)


@pytest.mark.parametrize(
    ("build", "place", "hashes"),
    [
        (inclusion_proof, 0, 24),
        (inclusion_proof, LARGE // 3, 24),
        (inclusion_proof, LARGE - 1, 24),
        (consistency_proof, LARGE // 2, 24),
        (consistency_proof, LARGE // 2 + 1, 25),
        (consistency_proof, LARGE - 1, 24),
    ],
    ids=["first", "within", "last", "from an even size", "from an odd size", "one more"],
)
def test_a_proof_among_ten_million_is_small_quick_and_reads_few_tiles(build: Callable[..., list[bytes]], place: int, hashes: int) -> None:
    """At most 768 bytes and 5 ms, given its tiles. From an odd size RFC 6962 asks for one hash more: that of the last old leaf.

    The quickest of five: the machine may have other work in the midst of one.
    """
    read: list[tuple[int, int]] = []
    took: list[float] = []

    def tile(level: int, n: int, width: int) -> bytes:
        read.append((level, n))
        return LEAVES[n % 1000] * width

    for _ in range(5):
        read.clear()
        started = time.process_time()
        found = build(place, LARGE, TileNodes(tile, LARGE))
        took.append(time.process_time() - started)
        assert len(found) <= hashes
        assert len(read) <= 6
    assert min(took) <= 0.005


def test_a_node_reader_keeps_some_tiles_and_not_all() -> None:
    stored = Stored(LEAVES)
    nodes = TileNodes(stored.read, len(LEAVES))
    for _ in range(2):
        for index in range(0, 256 * 60, 256):
            nodes.node(0, index)
    assert stored.reads == 60
    for index in range(0, 256 * 200, 256):
        nodes.node(0, index)
    assert len(nodes._layers) == 64


@settings(max_examples=25)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    packed = pack_entries(entries)
    assert unpack_entries(packed) == unpack_entries(packed, width=len(entries)) == entries


def test_a_bundle_is_written_as_specified() -> None:
    assert pack_entries([b"ab", b"", b"c" * 256]) == b"\0\2ab" + b"\0\0" + b"\1\0" + b"c" * 256
    assert unpack_entries(pack_entries([b"x" * 65_535])) == [b"x" * 65_535]


def test_an_entry_that_is_too_long_is_not_packed() -> None:
    with pytest.raises(BadTile):
        pack_entries([b"x" * 65_536])


@pytest.mark.parametrize(
    ("bundle", "width"),
    [
        (b"", None),
        (b"\0", None),
        (b"\0\2a", None),
        (b"\0\1ab", None),
        (b"\0\1a\0", None),
        (b"\0\1a", 2),
        (b"\0\1a\0\1b", 1),
        (b"\0\0" * 257, None),
    ],
    ids=["nothing", "half a length", "cut short", "a byte too many", "half a length behind", "one too few", "one too many", "257 entries"],
)
def test_a_bundle_that_is_cut_short_or_too_long_is_refused(bundle: bytes, width: int | None) -> None:
    with pytest.raises(BadTile):
        unpack_entries(bundle, width=width)


def test_hashes_come_out_of_a_tile_in_order() -> None:
    assert unpack_hashes(LEAVES[0] + LEAVES[1], width=2) == LEAVES[:2]
    with pytest.raises(BadTile):
        unpack_hashes(LEAVES[0], width=2)


def test_only_a_full_tile_has_a_root() -> None:
    assert tile_root(LEAVES[:256]) == mth(LEAVES[:256])
    with pytest.raises(BadTile):
        tile_root(LEAVES[:255])


def test_a_tree_of_no_size_has_no_nodes() -> None:
    for size in (-1, 2**63):
        with pytest.raises(BadTile):
            TileNodes(lambda *_: b"", size)
