"""The Merkle tree of RFC 6962 and RFC 9162 (section 2.1), over SHA-256: what lets a stranger see that a log only grew.

A hash is 32 bytes. A leaf is the hash of an entry; `node(level, index)` is the root of the perfect subtree over leaves
index * 2**level to (index + 1) * 2**level - 1. Nothing here reads a database: who has the hashes gives a `Nodes`.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Protocol

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
LARGEST = 2**63 - 1  # entries; what a bigint and a C2SP tile index can say


class BadProof(ValueError):
    """A proof does not lead to the root that was claimed, or it asks for what cannot be."""


class Nodes(Protocol):
    """Somebody who has the hashes of a tree's perfect subtrees."""

    def node(self, level: int, index: int) -> bytes: ...


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256 of 0x00 and the entry (RFC 6962, section 2.1)."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 0x01 and both children (RFC 6962, section 2.1)."""
    return sha256(b"\1" + left + right).digest()


class Frontier:
    """The right edge of a tree: all that appending needs, at most 63 hashes. It changes in place."""

    __slots__ = ("_roots", "size")

    def __init__(self, size: int = 0, roots: Sequence[bytes] = ()) -> None:
        """roots: of the perfect subtrees that make up the tree, largest (leftmost) first. Raises BadProof if they do not fit the size."""
        if not 0 <= size <= LARGEST or len(roots) != size.bit_count() or any(len(root) != HASH_BYTES for root in roots):
            raise BadProof(f"{len(roots)} hashes are no frontier of a tree of {size} leaves")
        self.size = size
        self._roots = list(roots)

    @property
    def roots(self) -> tuple[bytes, ...]:
        return tuple(self._roots)

    def append(self, leaf: bytes) -> None:
        self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append leaf hashes (32 bytes each; not entries), in order."""
        roots, size = self._roots, self.size
        for leaf in leaves:
            size += 1
            # As many subtrees close as the new size has zeros at its end. The hash is spelled out: this is the sealer's inner loop.
            left_to_close, node = size, leaf
            while not left_to_close & 1:
                node = sha256(b"\1" + roots.pop() + node).digest()
                left_to_close >>= 1
            roots.append(node)
        self.size = size

    def root(self) -> bytes:
        return _fold(self._roots)

    def copy(self) -> "Frontier":
        return Frontier(self.size, self._roots)


def root(size: int, nodes: Nodes) -> bytes:
    """Of the tree of the first `size` leaves: one read for each bit of the size that is set."""
    return _root_of(0, size, nodes)


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """The siblings on the way from leaf `index` up to the root of `size` leaves (RFC 9162, section 2.1.3.1), lowest first.

    At most 2 log2(size) reads: only one sibling can be ragged. Raises BadProof if the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise BadProof(f"a tree of {size} leaves has no leaf {index}")
    start, end, siblings = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            siblings.append(_root_of(middle, end, nodes))
            end = middle
        else:
            siblings.append(_root_of(start, middle, nodes))
            start = middle
    return siblings[::-1]


def consistency_proof(old: int, new: int, nodes: Nodes) -> list[bytes]:
    """That the first `old` leaves of a tree of `new` leaves are the older tree (RFC 9162, section 2.1.4.1), lowest first.

    Empty if old is 0 or equals new. Raises BadProof if old is larger than new.
    """
    if not 0 <= old <= new:
        raise BadProof(f"a tree of {new} leaves is no later state of one of {old}")
    if old in (0, new):
        return []
    start, end, whole, hashes = 0, new, True, []
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            hashes.append(_root_of(middle, end, nodes))
            end = middle
        else:
            hashes.append(_root_of(start, middle, nodes))
            start, whole = middle, False
    if not whole:
        hashes.append(_root_of(start, end, nodes))
    return hashes[::-1]


def root_from_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes:
    """The root that the proof gives to `leaf` at `index` (RFC 9162, section 2.1.3.2). Raises BadProof if the proof is too long or short."""
    if not 0 <= index < size:
        raise BadProof(f"a tree of {size} leaves has no leaf {index}")
    _all_hashes((leaf, *proof))
    place, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise BadProof(f"the proof of leaf {index} in {size} is too long")
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            place, last = _past_only_children(place, last)
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise BadProof(f"the proof of leaf {index} in {size} is too short")
    return node


def check_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Raises BadProof unless `leaf` is at `index` of the tree of `size` leaves with that root."""
    if root_from_inclusion(index, size, leaf, proof) != root:
        raise BadProof(f"the proof of leaf {index} in {size} leads to another root")


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Raises BadProof unless the tree of `new` leaves begins with the tree of `old` leaves (RFC 9162, section 2.1.4.2)."""
    if not 0 <= old <= new:
        raise BadProof(f"a tree of {new} leaves is no later state of one of {old}")
    _all_hashes((old_root, new_root, *proof))
    if old in (0, new):
        known = EMPTY_ROOT if old == 0 else new_root
        if proof or old_root != known or (new == 0 and new_root != EMPTY_ROOT):
            raise BadProof(f"the proof from {old} to {new} must be empty, and the older root that of {old} leaves")
        return
    if _roots_from_consistency(old, old_root, new, proof) != (old_root, new_root):
        raise BadProof(f"the proof from {old} to {new} leads to other roots")


def _roots_from_consistency(old: int, old_root: bytes, new: int, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    # A tree of a power of two is its own first node: the proof leaves it out.
    steps = iter([old_root, *proof] if old.bit_count() == 1 else proof)
    place, last = _past_left(old - 1, new - 1)
    first = next(steps, None)
    if first is None:
        raise BadProof(f"the proof from {old} to {new} is empty")
    older = newer = first
    for sibling in steps:
        if last == 0:
            raise BadProof(f"the proof from {old} to {new} is too long")
        if place & 1 or place == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            place, last = _past_only_children(place, last)
        else:
            newer = node_hash(newer, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise BadProof(f"the proof from {old} to {new} is too short")
    return older, newer


def _past_only_children(place: int, last: int) -> tuple[int, int]:
    """Up to the level where `place` is a right child: a node at the ragged edge that has no sibling moves up as it is."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _past_left(place: int, last: int) -> tuple[int, int]:
    """Up while `place` is a right child: what both trees have in common there is one perfect subtree."""
    while place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _all_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise BadProof(f"a hash has {HASH_BYTES} bytes")


def _split(count: int) -> int:
    """The largest power of two smaller than `count`, which is at least 2."""
    return 1 << ((count - 1).bit_length() - 1)


def _root_of(start: int, end: int, nodes: Nodes) -> bytes:
    """Of leaves start to end, where start is a multiple of a power of two that the range does not outgrow."""
    return _fold([nodes.node(level, index) for level, index in _perfect(start, end)])


def _perfect(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The perfect subtrees that make up leaves start to end, largest first, as (level, index)."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _fold(roots: Sequence[bytes]) -> bytes:
    if not roots:
        return EMPTY_ROOT
    whole = roots[-1]
    for left in roots[-2::-1]:
        whole = node_hash(left, whole)
    return whole
