"""`python -m bench.exam HALF OUT [SET ...]`: writes sets as JSON lines."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.exam.cases import write
from bench.exam.sets import SETS


def main(half: str, out: str, *names: str) -> None:
    assert half in ("dev", "test")
    for name in names or SETS:
        write(Path(out) / f"{name}.jsonl", SETS[name](half, 1, 1.0))


main(*sys.argv[1:])
