"""`make bench`: runs every bench/*.py (or those named), prints one table, writes bench/results/latest.json."""

import importlib
import json
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.rows import Row

HERE = Path(__file__).parent
NOT_BENCHES = {
    *("__init__", "__main__", "rows", "house", "writers", "visitors", "statements", "reviewers", "filling", "label_studio", "other_database"),
    *("quality", "stock", "programme", "filling_log"),
}
LONG = {"soak", "log_verify", "log_large", "holds"}  # run only when named


def names(asked: list[str]) -> list[str]:
    every = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_BENCHES)
    if unknown := set(asked) - set(every):
        sys.exit(f"no such bench: {', '.join(sorted(unknown))}; there are {', '.join(every)}")
    return asked or [name for name in every if name not in LONG]


def main() -> None:
    rows: list[Row] = []
    for name in names(sys.argv[1:]):
        print(f"-- {name}", flush=True)
        rows += importlib.import_module(f"bench.{name}").run()
    table = Table("what", "median", "unit", "spread (min to max)", "beside", "ratio")
    for row in rows:
        table.add_row(row.what, row.shown(row.median), row.unit, f"{row.shown(row.least)} to {row.shown(row.most)}", row.beside, row.shown(row.ratio))
    Console(width=140).print(table)
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    head = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": platform.machine(), "python": platform.python_version()}
    (results / "latest.json").write_text(json.dumps({**head, "rows": [row.as_dict() for row in rows]}, indent=1) + "\n")


if __name__ == "__main__":
    main()
