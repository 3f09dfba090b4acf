"""How many keys an entry may stand for: the table by which the count of unwrapped keys is held against the log.

Each line is a promise of the code named beside it. A key is one of a ring and a purpose; a purpose that is not here is not reconciled,
and the note below says why.
"""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple


class Most(NamedTuple):
    """`each` keys for an entry; or, with `detail`, for each of what that detail of the entry counts."""

    event: str
    each: int
    detail: str = ""


ALLOWED: Final[dict[tuple[str, str], tuple[Most, ...]]] = {
    # redaction/vault.py: the original once; its owner with it, or alone to check a typed text; the numbering to read and to keep
    ("originals", "original"): (Most("original.opened", 1),),
    ("identity", "identity"): (Most("original.opened", 1), Most("identity.opened", 1)),
    ("identity", "numbering"): (Most("numbering.opened", 2),),
    # redaction/desk_copy.py: text, or sound
    ("desk", "desk"): (Most("desk.copy_opened", 1), Most("desk.copy_fetched", 1)),
    # annotation/media.py: the shape with the text, then the sound
    ("listening", "listening"): (Most("clip.dealt", 1), Most("clip.dealt_again", 1), Most("case.opened", 1), Most("clip.fetched", 1)),
    # annotation/media.py shows it; annotation/exporting.py writes it
    ("transcripts", "transcript"): (
        Most("clip.dealt", 1),
        Most("clip.dealt_again", 1),
        Most("case.opened", 1),
        Most("export.copies_opened", 1, "clips"),
    ),
    # annotation/checking.py reads an answer once; an export all answers of a clip, of which there are at most as many as slots
    ("transcripts", "answer"): (Most("clip.submitted", 5), Most("export.copies_opened", 10, "clips")),
    # annotation/exporting.py: the sound
    ("training", "training"): (Most("export.copies_opened", 1, "clips"),),
}
# listening/draft: each save opens its key again and shows nothing. accounts/*: names stand on every page. transcripts/guidance: what
# supervisors wrote to reviewers. openings/*: one key a class and day opens everything of that day, so a count of keys says little.


def of(ring: str, purpose: str, logged: Counter[str]) -> int | None:
    """How many keys the day's entries stand for; None for what is not reconciled. A rotation opens each key of its ring once more."""
    lines = ALLOWED.get((ring, purpose))
    if lines is None:
        return None
    most = sum(line.each * logged[f"{line.event}:{line.detail}" if line.detail else line.event] for line in lines)
    return most + logged[f"keys.rotated:{ring}"]
