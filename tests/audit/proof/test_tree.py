"""A log's tree is the one that strangers compute, and a proof convinces of nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from audit.proof.tree import (
    EMPTY_ROOT,
    BadProof,
    Frontier,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    root_from_inclusion,
)
from tests.audit.proof.reference import CT_CONSISTENCY, CT_ENTRIES, CT_INCLUSION, CT_ROOTS, Leaves, mth, path, proof

LEAVES = [leaf_hash(str(number).encode()) for number in range(300)]
CT = [leaf_hash(entry) for entry in CT_ENTRIES]
HUGE = 2**62 + 12345


def frontier_of(leaves: list[bytes]) -> Frontier:
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier


@pytest.mark.parametrize("size", range(9))
def test_the_reference_tree_has_its_published_roots(size: int) -> None:
    assert frontier_of(CT[:size]).root().hex() == root(size, Leaves(CT)).hex() == CT_ROOTS[size]


@pytest.mark.parametrize(("index", "size"), CT_INCLUSION)
def test_inclusion_in_the_reference_tree_is_proved_as_published(index: int, size: int) -> None:
    found = inclusion_proof(index, size, Leaves(CT))
    assert [one.hex() for one in found] == CT_INCLUSION[index, size]
    check_inclusion(index, size, CT[index], found, bytes.fromhex(CT_ROOTS[size]))


@pytest.mark.parametrize(("old", "new"), CT_CONSISTENCY)
def test_growth_of_the_reference_tree_is_proved_as_published(old: int, new: int) -> None:
    found = consistency_proof(old, new, Leaves(CT))
    assert [one.hex() for one in found] == CT_CONSISTENCY[old, new]
    check_consistency(old, bytes.fromhex(CT_ROOTS[old]), new, bytes.fromhex(CT_ROOTS[new]), found)


def test_hashes_of_leaf_and_node_cannot_be_taken_for_each_other() -> None:
    assert leaf_hash(b"") == bytes.fromhex(CT_ROOTS[1])
    assert leaf_hash(CT[0] + CT[1]) != node_hash(CT[0], CT[1]) == bytes.fromhex(CT_ROOTS[2])


def test_every_proof_of_every_small_tree_is_that_of_the_definition() -> None:
    for size in range(1, 34):
        leaves, nodes = LEAVES[:size], Leaves(LEAVES)
        whole = mth(leaves)
        for index in range(size):
            found = inclusion_proof(index, size, nodes)
            assert found == path(index, leaves)
            check_inclusion(index, size, leaves[index], found, whole)
        for old in range(size + 1):
            found = consistency_proof(old, size, nodes)
            assert found == proof(old, leaves)
            check_consistency(old, mth(leaves[:old]), size, whole, found)


@settings(max_examples=40)
@given(st.integers(1, 300), st.data())
def test_an_unrelated_program_computes_the_same_tree(size: int, data: st.DataObject) -> None:
    other = InmemoryTree(algorithm="sha256")
    other.append_entries([str(number).encode() for number in range(size)])
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    assert frontier_of(LEAVES[:size]).root() == other.get_root()
    assert inclusion_proof(index, size, Leaves(LEAVES)) == other.prove_inclusion(index + 1, size).path[1:]
    check_consistency(old, other.get_root(old), size, other.get_root(), consistency_proof(old, size, Leaves(LEAVES)))


@settings(max_examples=40)
@given(st.integers(0, 300), st.integers(0, 300))
def test_a_frontier_continues_where_it_was_put_down(first: int, size: int) -> None:
    first = min(first, size)
    half = frontier_of(LEAVES[:first])
    again = Frontier(half.size, half.roots)
    kept = again.copy()
    for leaf in LEAVES[first:size]:
        again.append(leaf)
    assert (again.size, again.root()) == (size, mth(LEAVES[:size]))
    assert (kept.size, kept.roots) == (first, half.roots)


@pytest.mark.parametrize(
    ("size", "roots"),
    [(3, [CT[0]]), (2, [CT[0], CT[1]]), (1, [b"short"]), (-1, []), (2**63, [CT[0]]), (0, [EMPTY_ROOT])],
    ids=lambda value: str(value)[:20],
)
def test_hashes_that_do_not_fit_the_size_are_no_frontier(size: int, roots: list[bytes]) -> None:
    with pytest.raises(BadProof):
        Frontier(size, roots)


@settings(max_examples=40)
@given(st.integers(1, 300), st.data())
def test_a_proof_proves_nothing_else(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    found, whole, leaf = inclusion_proof(index, size, Leaves(LEAVES)), mth(LEAVES[:size]), LEAVES[index]
    changed = data.draw(st.sampled_from(alterations(found)))
    with pytest.raises(BadProof):
        check_inclusion(index, size, leaf, changed, whole)
    for other_leaf, other_root in ((LEAVES[index - 1] if size > 1 else CT[0], whole), (leaf, CT[0]), (leaf, b"")):
        with pytest.raises(BadProof):
            check_inclusion(index, size, other_leaf, found, other_root)


@settings(max_examples=40)
@given(st.integers(2, 300), st.data())
def test_a_changed_history_has_no_proof(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size - 1))
    found, before, after = consistency_proof(old, size, Leaves(LEAVES)), mth(LEAVES[:old]), mth(LEAVES[:size])
    rewritten = [CT[0], *LEAVES[1:size]]
    for bad in (
        lambda: check_consistency(old, before, size, mth(rewritten), consistency_proof(old, size, Leaves(rewritten))),
        lambda: check_consistency(old, after, size, before, found),
        lambda: check_consistency(size, after, old, before, found),
        lambda: check_consistency(old, before, size, after, data.draw(st.sampled_from(alterations(found)))),
        lambda: check_consistency(old, before, size, after, []),
    ):
        with pytest.raises(BadProof):
            bad()


def alterations(hashes: list[bytes]) -> list[list[bytes]]:
    """Proofs that are not this one: longer, shorter, with a bit turned, two hashes swapped, or a hash of another length."""
    made = [[*hashes, CT[0]], [CT[0], *hashes], [*hashes, b""]]
    if hashes:
        turned = bytes([hashes[0][0] ^ 1]) + hashes[0][1:]
        made += [hashes[1:], hashes[:-1], [turned, *hashes[1:]], [*hashes[:-1], hashes[-1][:31]], [*hashes, hashes[-1]]]
    return made + ([[*hashes[1:], hashes[0]]] if len(hashes) > 1 else [])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 3), (3, 3), (8, 3)])
def test_what_a_tree_does_not_have_cannot_be_proved(index: int, size: int) -> None:
    for ask in (lambda: inclusion_proof(index, size, Leaves(CT)), lambda: root_from_inclusion(index, size, CT[0], [])):
        with pytest.raises(BadProof):
            ask()


@pytest.mark.parametrize(("old", "new"), [(2, 1), (-1, 1), (1, -1)])
def test_a_tree_does_not_shrink(old: int, new: int) -> None:
    with pytest.raises(BadProof):
        consistency_proof(old, new, Leaves(CT))
    with pytest.raises(BadProof):
        check_consistency(old, CT[0], new, CT[0], [])


@pytest.mark.parametrize(
    ("old", "old_root", "new", "new_root", "hashes"),
    [
        (0, CT[0], 1, CT[0], []),
        (0, EMPTY_ROOT, 1, CT[0], [CT[1]]),
        (0, EMPTY_ROOT, 0, CT[0], []),
        (1, CT[0], 1, CT[1], []),
        (1, CT[0], 1, CT[0], [CT[0]]),
    ],
    ids=["nothing had another root", "from nothing with a proof", "still nothing", "another root at one size", "one size with a proof"],
)
def test_what_needs_no_proof_is_still_checked(old: int, old_root: bytes, new: int, new_root: bytes, hashes: list[bytes]) -> None:
    with pytest.raises(BadProof):
        check_consistency(old, old_root, new, new_root, hashes)


def test_nothing_grows_into_anything() -> None:
    check_consistency(0, EMPTY_ROOT, 0, EMPTY_ROOT, [])
    check_consistency(0, EMPTY_ROOT, 1, CT[0], [])


class Invented:
    """Hashes of a tree larger than any disk: each node is named, none computed from those below."""

    reads = 0

    def node(self, level: int, index: int) -> bytes:
        self.reads += 1
        return leaf_hash(f"{level} {index}".encode())


@pytest.mark.parametrize("size", [10_000_000, HUGE, 2**63 - 1])
def test_proofs_stay_small_in_the_largest_trees(size: int) -> None:
    nodes = Invented()
    for index in (0, size // 3, size - 2, size - 1):
        assert len(inclusion_proof(index, size, nodes)) <= size.bit_length()
        assert len(consistency_proof(index + 1, size, nodes)) <= size.bit_length() + 1
    assert nodes.reads <= 8 * 2 * size.bit_length()
