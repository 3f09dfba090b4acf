"""What was measured of each redaction version before it was used: one file a version in `measured/`, written by `python -m bench.quality`. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "measured"


@dataclass(frozen=True)
class Measured:
    """A share in percent of `n`, with its 95 % interval (Wilson). target: the most it may be, None where none is set.

    kind: leak (personal words left), touched (of what is not personal), held.
    """

    set: str
    what: str
    locale: str
    kind: str
    n: int
    share: float
    low: float
    high: float
    target: float | None

    @property
    def is_met(self) -> bool:
        return self.target is None or self.share <= self.target


@dataclass(frozen=True)
class Measurement:
    version: str
    measured_on: date
    rows: tuple[Measured, ...]


class Unmeasured(LookupError):
    """No figures are kept for this version: run the measurement before it is used."""


def of_version(version: str) -> Measurement:
    """Raises Unmeasured."""
    path = FOLDER / f"{version}.json"
    if not path.exists():
        raise Unmeasured(f"redaction version {version} has no file in {FOLDER.name}/: run `python -m bench.quality`")
    kept = json.loads(path.read_text())
    return Measurement(kept["version"], date.fromisoformat(kept["measured_on"]), tuple(Measured(**row) for row in kept["rows"]))


def write(measurement: Measurement) -> Path:
    """One row a line, so that a change of a figure reads as one. Returns the path."""
    rows = ",\n".join(json.dumps(vars(row)) for row in measurement.rows)
    path = FOLDER / f"{measurement.version}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'{{"version": "{measurement.version}", "measured_on": "{measurement.measured_on}", "rows": [\n{rows}\n]}}\n')
    return path
