"""One step of publishing a period: what was signed since, checked body by body, into files. The checkpoint comes last."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from audit import storage
from audit.archive import files, indexing
from audit.archive.files import Archive
from audit.proof.notes import BadNote, Checkpoint, Note
from audit.proof.tiles import WIDTH, BadTile, pack_entries
from audit.proof.tree import root
from audit.publishing import signed
from audit.publishing.growing import edge, grow, root_of
from audit.publishing.signed import Disagreement, Period, Signed

Source = Callable[[int, int, int], Iterator[tuple[bytes, bytes]]]  # period, start, end -> leaf hash and body of each position
STEP = 262_144  # entries between two published checkpoints while catching up: their hashes are held in memory


def published(period: Period) -> tuple[Archive, Signed | None]:
    """What lies in storage, if its checkpoint is the log's and its tiles lead to it. Raises Disagreement."""
    try:
        raw = storage.get(files.checkpoint(period.n)).decode(errors="replace")
    except storage.MissingFile:
        return Archive(period.n, 0), None
    try:
        told = Checkpoint.of(Note.of(raw).text)
    except BadNote as error:
        raise Disagreement(period.n, "archived_checkpoint_unreadable") from error
    newest = signed.checked(period, told.size, told.root, raw)
    archive = Archive(period.n, told.size)
    if root(archive.size, archive.nodes) != newest.root:
        raise Disagreement(period.n, "archived_tiles_lead_to_another_root")
    return archive, newest


def step(archive: Archive, target: Signed, *, source: Source = signed.bodies) -> Archive:
    """Write everything that `target` promises beyond the archive, but for the checkpoint. Raises Disagreement; then nothing was written."""
    leaves = [leaf for leaf, _ in source(target.period, archive.size, target.size)]
    made = grow(archive, leaves)
    if root_of(archive, target.size, made) != target.root:
        raise Disagreement(target.period, "leaves_lead_to_another_root_than_was_signed")
    storage.put_all(_bundles(archive, target, leaves, source))
    storage.put_all((files.tile(target.period, *place), raw) for place, raw in made.items())
    return Archive(target.period, target.size)


def _bundles(archive: Archive, target: Signed, leaves: list[bytes], source: Source) -> Iterator[tuple[str, bytes]]:
    """Read a second time, and held against the hashes of the first."""
    start = archive.size - archive.size % WIDTH
    before = edge(archive, 0)
    entries: list[bytes] = []
    for position, (leaf, body) in enumerate(source(target.period, start, target.size), start):
        if leaf != (leaves[position - archive.size] if position >= archive.size else before[position - start]):
            raise Disagreement(target.period, "body_changed_while_it_was_read", position)
        entries.append(body)
        if len(entries) == WIDTH or position == target.size - 1:
            yield files.bundle(target.period, position // WIDTH, len(entries)), pack_entries(entries)
            entries = []


def finish(archive: Archive, target: Signed, cosignatures: list[str], *, is_final: bool) -> None:
    """Index what is whole, then let the checkpoint say that all this is there, then take away partial files that a whole one replaces."""
    indexing.bring_up_to_date(archive, is_final=is_final)
    note = Note.of(target.raw)
    own = [signature.line for signature in note.signatures]
    storage.put(files.checkpoint(target.period), Note.signed(note.text, *own, *cosignatures).raw().encode())


def tidy(before: Archive, after: Archive) -> int:
    """Remove partial tiles and bundles that were the edge before and are whole now; how many files went."""
    removed = 0
    level, old, new = 0, before.size, after.size
    while old:
        n, width = divmod(old, WIDTH)
        if width and (n + 1) * WIDTH <= new:
            removed += _remove_partial(files.tile(after.period, level, n))
            removed += _remove_partial(files.bundle(after.period, n)) if level == 0 else 0
        level, old, new = level + 1, old // WIDTH, new // WIDTH
    return removed


def _remove_partial(whole: str) -> int:
    if not storage.has(whole):
        raise BadTile(f"{whole} is not there: its parts stay")
    names = storage.listed(f"{whole}.p")[1]
    for name in names:
        storage.remove(f"{whole}.p/{name}")
    return len(names)
