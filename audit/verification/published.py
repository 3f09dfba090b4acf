"""What was published is an anchor outside the database: nobody shortens the log behind it by writing into tables."""

from __future__ import annotations

from typing import NamedTuple

from audit import storage
from audit.archive import files
from audit.proof.notes import BadNote, Checkpoint, Note
from audit.sealing.proving import Head
from audit.verification.disagreements import Disagreement
from audit.verification.signatures import Signed, check_signed


class Published(NamedTuple):
    """The checkpoints in the archive by period, as they lie there; what hindered reading them."""

    notes: dict[int, str]
    trouble: str = ""

    def signed(self, period: int, origin: str) -> Signed | None:
        """Raises Disagreement unless it is the log's own."""
        note = self.notes.get(period)
        if note is None:
            return None
        try:
            told = Checkpoint.of(Note.of(note).text)
        except BadNote as error:
            raise Disagreement(f"period {period}, published checkpoint: {error}") from error
        what = f"period {period}, published checkpoint of {told.size} entries"
        check_signed(Head(period, origin, told.size, told.root, note), what)
        return Signed(told.size, told.root, what)


def published() -> Published:
    """To be asked before the head: what is published was signed before."""
    found: dict[int, str] = {}
    try:
        for period in files.periods():
            try:
                found[period] = storage.get(files.checkpoint(period)).decode(errors="replace")
            except storage.MissingFile:
                continue  # its publisher has not come that far
    except OSError as error:
        return Published(found, f"the archive could not be read ({error}): whether the log goes on from what was published, was not verified")
    return Published(found)
