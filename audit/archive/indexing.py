"""Writing the index beside the entry files: a file a block, merged ones a region. What is there is not made again."""

from __future__ import annotations

import json

from audit import storage
from audit.archive import files
from audit.archive.files import BLOCK, REGION, Archive
from audit.archive.index import Index, build, merge
from audit.proof.tiles import WIDTH


def bring_up_to_date(archive: Archive, *, is_final: bool) -> int:
    """Index the blocks that are whole, and the last one of a closed period; merge whole regions. Returns how many files were written."""
    written = 0
    for block in missing(archive, is_final=is_final):
        storage.put(files.index(archive.period, block, archive.entries_in(block)), index_of(archive, block).raw())
        written += 1
    for region in range(archive.size // REGION):
        if not storage.has(files.merged(archive.period, region, "times")):
            written += _merge(archive, region)
    return written


def missing(archive: Archive, *, is_final: bool) -> list[int]:
    """Newest first the look, oldest first the answer: the newest one that is there ends the search."""
    found = []
    for block in reversed(archive.blocks()):
        entries = archive.entries_in(block)
        if entries < BLOCK and not is_final:
            continue
        if storage.has(files.index(archive.period, block, entries)):
            break
        found.append(block)
    return found[::-1]


def index_of(archive: Archive, block: int) -> Index:
    """From the entry files."""
    first = block * WIDTH
    return build(archive.entries(n) for n in range(first, min(first + WIDTH, archive.bundles)))


def _merge(archive: Archive, region: int) -> int:
    blocks = range(region * WIDTH, (region + 1) * WIDTH)
    spans, shards = merge(read_index(archive, block) for block in blocks)
    parts = ((files.merged(archive.period, region, f"{number:02x}"), shard.raw()) for number, shard in enumerate(shards))
    written = storage.put_all(parts)
    storage.put(files.merged(archive.period, region, "times"), raw_spans(spans))  # last: it says that the shards are there
    return written + 1


def raw_spans(spans: list[tuple[str, str]]) -> bytes:
    return json.dumps(spans).encode()


def read_index(archive: Archive, block: int) -> Index:
    """Raises storage.MissingFile, BadIndex."""
    return Index.of_raw(storage.get(files.index(archive.period, block, archive.entries_in(block))))
