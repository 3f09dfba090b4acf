"""`python -m bench.exam dev|test OUT [SET ...]`: writes sets as JSON lines."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

from bench.exam.cases import Half, write
from bench.exam.sets import SETS


def main(asked: str, out: str, *names: str) -> None:
    half: Half = next(half for half in get_args(Half) if half == asked)
    for name in names or SETS:
        write(Path(out) / f"{name}.jsonl", SETS[name](half, 1, 1.0))


main(*sys.argv[1:])
