"""Bars as shapes of an SVG: attributes only, for the house's pages allow no style of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from audit.charts.series import Bar

WIDTH: Final = 640
HEIGHT: Final = 150
SIDE: Final = 24  # room for half a label
TOP: Final = 22
BOTTOM: Final = 24


@dataclass(frozen=True)
class Shape:
    """One bar: where it stands, and the whole column, which is what one clicks."""

    bar: Bar
    x: float
    y: float
    width: float
    height: float
    column_x: float
    column_width: float
    middle: float
    is_labelled: bool
    is_labelled_small: bool  # where the screen is narrow
    share: float  # of the highest, in percent


@dataclass(frozen=True)
class Chart:
    title: str
    unit: str
    shapes: list[Shape]
    most: int
    kind: str = ""

    @property
    def bars(self) -> list[Bar]:
        return [shape.bar for shape in self.shapes]

    @property
    def total(self) -> int:
        return sum(bar.value for bar in self.bars)

    width = WIDTH
    height = HEIGHT
    base = HEIGHT - BOTTOM
    top = TOP


def chart(title: str, bars: Sequence[Bar], *, unit: str, kind: str = "", labels: int = 10) -> Chart:
    """kind: a class of the style sheet, as `bar-bad`. labels: at most so many below the axis."""
    most = max((bar.value for bar in bars), default=0)
    column = (WIDTH - 2 * SIDE) / max(len(bars), 1)
    every = -(-len(bars) // labels)
    return Chart(title, unit, [_shape(n, bar, column, most, every) for n, bar in enumerate(bars)], most, kind)


def _shape(n: int, bar: Bar, column: float, most: int, every: int) -> Shape:
    room = HEIGHT - TOP - BOTTOM
    height = room * bar.value / most if most else 0.0
    if bar.value:
        height = max(height, 1.5)  # one among thousands must still be seen
    width = min(column * 0.78, 60.0)
    x = SIDE + n * column
    return Shape(
        bar,
        x=round(x + (column - width) / 2, 1),
        y=round(HEIGHT - BOTTOM - height, 1),
        width=round(width, 1),
        height=round(height, 1),
        column_x=round(x, 1),
        column_width=round(column, 1),
        middle=round(x + column / 2, 1),
        is_labelled=n % every == 0,
        is_labelled_small=n % (every * 2) == 0,
        share=round(100 * bar.value / most, 1) if most else 0.0,
    )
