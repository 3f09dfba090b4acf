"""One figure of a benchmark."""

from dataclasses import asdict, dataclass
from math import sqrt
from statistics import median


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


@dataclass(frozen=True)
class Share:
    hits: int
    n: int

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson, 95 %."""
        if not self.n:
            return 0.0, 1.0
        p, z = self.hits / self.n, 1.96
        middle = (p + z * z / (2 * self.n)) / (1 + z * z / self.n)
        half = z * sqrt(p * (1 - p) / self.n + z * z / (4 * self.n**2)) / (1 + z * z / self.n)
        return max(0.0, middle - half), min(1.0, middle + half)

    @property
    def share(self) -> float:
        return self.hits / self.n if self.n else 0.0

    def __str__(self) -> str:
        low, high = self.interval
        return f"{100 * self.share:6.2f} % [{100 * low:.2f}, {100 * high:.2f}] ({self.hits} of {self.n})"


def share(name: str, hits: list[bool]) -> Row:
    """In percent; the spread shows the 95 % interval."""
    found = Share(sum(hits), len(hits))
    low, high = found.interval
    return Row(f"{name}, of {found.n}", (100 * low, 100 * found.share, 100 * high), "%")
