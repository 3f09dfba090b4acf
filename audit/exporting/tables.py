"""Rows for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Final

# What a spreadsheet takes for the start of a formula; the wide forms are read as the narrow ones by some.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Echo:
    """A file that keeps nothing: csv.writer hands back what write() returns."""

    def write(self, text: str) -> str:
        return text


_WRITER: Final = csv.writer(_Echo(), quoting=csv.QUOTE_ALL, lineterminator="\r\n")


def csv_row(fields: Iterable[object]) -> bytes:
    """One line, every field in quotes, none of which a spreadsheet would calculate."""
    return str(_WRITER.writerow([harmless(str(field)) for field in fields])).encode()


def harmless(field: str) -> str:
    """With an apostrophe before what a spreadsheet would take for a formula, blanks before it or not."""
    return f"'{field}" if field.lstrip(" ").startswith(_FORMULA) else field
