"""Writing the index beside the entry files: a file a block, merged ones a region. What is there is not made again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from audit import storage
from audit.archive import files
from audit.archive.files import BLOCK, REGION, Archive
from audit.archive.index import SHARDS, Index, build, merge
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
    parts = merged(archive, region)
    written = storage.put_all(islice(parts, SHARDS))
    return written + storage.put_all(parts)  # the times last: they say that the shards are there


def merged(archive: Archive, region: int) -> Iterator[tuple[str, bytes]]:
    """Name and content of a region's files: its shards, then the span of each block."""

    def read(block: int) -> Index:
        return read_index(archive, region * WIDTH + block)

    for number, shard in enumerate(merge(read)):
        yield files.merged(archive.period, region, f"{number:02x}"), shard.raw()
    spans = [read(block).span for block in range(WIDTH)]
    yield files.merged(archive.period, region, "times"), json.dumps(spans).encode()


def read_index(archive: Archive, block: int) -> Index:
    """Raises storage.MissingFile, BadIndex."""
    return Index.of_raw(storage.get(files.index(archive.period, block, archive.entries_in(block))))
