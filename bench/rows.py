"""One figure of a benchmark."""

from dataclasses import asdict, dataclass
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
