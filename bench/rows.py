"""One figure of a benchmark."""

from dataclasses import asdict, dataclass
from math import sqrt
from statistics import mean, median


@dataclass(frozen=True)
class Row:
    """`values`: one a run, all in `unit`. `ratio`: median of the paired ratios to `beside`, measured in the same run."""

    what: str
    values: tuple[float, ...]
    unit: str
    beside: str = ""
    ratio: float | None = None

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def least(self) -> float:
        return min(self.values)

    @property
    def most(self) -> float:
        return max(self.values)

    @staticmethod
    def shown(value: float | None) -> str:
        return "" if value is None else f"{value:,.0f}" if value >= 100 else f"{value:.3g}"

    def as_dict(self) -> dict[str, object]:
        return {**asdict(self), "median": self.median}


def paired(ours: list[float], theirs: list[float]) -> float:
    """Median of the ratios of runs that stood side by side."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def share(name: str, hits: list[bool]) -> Row:
    """In percent; the spread shows the 95 % interval (Wilson)."""
    n, p, z = len(hits), mean(hits) if hits else 0.0, 1.96
    middle = (p + z * z / (2 * n)) / (1 + z * z / n) if n else 0.0
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n) if n else 0.0
    return Row(f"{name}, of {n}", (100 * max(0.0, middle - half), 100 * p, 100 * (middle + half)), "%")
