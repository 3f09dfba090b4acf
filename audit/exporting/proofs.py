"""The proof of one entry as a file that stands alone: C2SP tlog-proof, with the entry itself as its extra data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from audit.proof.notes import Note, encoded
from audit.proof.tree import check_inclusion, leaf_hash

FIRST_LINE: Final = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True)
class Proof:
    """That `entry` stands at `index` of the tree that `note` is signed over."""

    entry: bytes
    index: int
    size: int
    root: bytes
    hashes: tuple[bytes, ...]
    note: str

    @property
    def leaf(self) -> bytes:
        return leaf_hash(self.entry)

    @property
    def is_cosigned(self) -> bool:
        """Is there a line besides the log's own? The verifier, not we, says whether it is good."""
        return len(Note.of(self.note).signatures) > 1

    def check(self) -> None:
        """Raises BadProof: then the database contradicts what was signed, and nothing is handed out as proved."""
        check_inclusion(self.index, self.size, self.leaf, self.hashes, self.root)

    def text(self) -> bytes:
        lines = [FIRST_LINE, f"extra {encoded(self.entry)}", f"index {self.index}", *map(encoded, self.hashes), "", self.note]
        return "\n".join(lines).encode()
