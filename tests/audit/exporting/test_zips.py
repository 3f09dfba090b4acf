"""A zip that is sent while it is made opens everywhere."""

import io
import zipfile

from audit.exporting.zips import zipped


def test_a_zip_holds_its_files_byte_for_byte() -> None:
    files = {"checkpoint": [b"one\n", b"two\n"], "tile/0/x001/000": [bytes(range(256)) * 40], "sotto/openings.jsonl": []}
    whole = zipfile.ZipFile(io.BytesIO(b"".join(zipped(files.items()))))
    assert whole.testzip() is None
    assert {name: whole.read(name) for name in whole.namelist()} == {name: b"".join(parts) for name, parts in files.items()}


def test_it_is_sent_piece_by_piece() -> None:
    pieces = list(zipped([("big", [b"x" * 10_000] * 20)]))
    assert max(map(len, pieces)) < 25_000
