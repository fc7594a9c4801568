"""Geometry of the small drawings the server makes: spark lines, bars, intervals. Pure arithmetic, no markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .parts import Tone

SPARK_WIDTH, SPARK_HEIGHT = 88, 28
_MARGIN = 2


def spark_path(values: Sequence[float]) -> str:
    """An SVG path through the values in an 88 × 28 box; empty below two values, flat in the middle when all are equal."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    step = SPARK_WIDTH / (len(values) - 1)
    points = [f"{_short(i * step)} {_short(_height(value, low=low, high=high))}" for i, value in enumerate(values)]
    return "M" + " ".join(points)


@dataclass(frozen=True)
class SparkBar:
    x: str
    y: str
    width: str
    height: str
    is_last: bool


def spark_bars(values: Sequence[float]) -> list[SparkBar]:
    """Columns from zero in an 88 × 28 box; negative values count as zero."""
    if not values:
        return []
    top = max(*values, 0.0) or 1.0
    slot = SPARK_WIDTH / len(values)
    bars = []
    for i, value in enumerate(values):
        height = max(0.0, value) / top * SPARK_HEIGHT
        bars.append(
            SparkBar(
                x=_short(i * slot + slot * 0.1),
                y=_short(SPARK_HEIGHT - height),
                width=_short(slot * 0.8),
                height=_short(height),
                is_last=i == len(values) - 1,
            )
        )
    return bars


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A horizontal bar of 0..1, with a tick for the earlier period where `before_share` is given."""

    share: float
    before_share: float | None = None
    tone: Tone = Tone.PLAIN

    @property
    def width(self) -> str:
        return _short(100 * _share(self.share))

    @property
    def tick(self) -> str:
        return "" if self.before_share is None else _short(100 * _share(self.before_share))


@dataclass(frozen=True, kw_only=True)
class Drift:
    """A bar around a middle line: left is behind, right is ahead. `share` runs from -1 to 1."""

    share: float
    tone: Tone = Tone.PLAIN

    @property
    def x(self) -> str:
        return _short(50 + 50 * min(0.0, max(-1.0, self.share)))

    @property
    def width(self) -> str:
        return _short(50 * abs(min(1.0, max(-1.0, self.share))))


@dataclass(frozen=True, kw_only=True)
class Interval:
    """An estimate with its interval on a scale, and the value that means 'no effect'. `is_sure` when that value lies outside."""

    low: float
    middle: float
    high: float
    scale_from: float
    scale_to: float
    nothing_at: float = 0.0

    @property
    def is_sure(self) -> bool:
        return not self.low <= self.nothing_at <= self.high

    @property
    def x_low(self) -> str:
        return self._x(self.low)

    @property
    def x_middle(self) -> str:
        return self._x(self.middle)

    @property
    def x_high(self) -> str:
        return self._x(self.high)

    @property
    def x_nothing(self) -> str:
        return self._x(self.nothing_at)

    @property
    def nothing_anchor(self) -> str:
        """Where the label of the line hangs, so that it stays inside the drawing."""
        at = float(self.x_nothing)
        return "start" if at < 15 else "end" if at > 85 else "middle"

    def _x(self, value: float) -> str:
        return _short(100 * _share((value - self.scale_from) / (self.scale_to - self.scale_from)))


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))


def _height(value: float, *, low: float, high: float) -> float:
    if high == low:
        return SPARK_HEIGHT / 2
    return SPARK_HEIGHT - _MARGIN - (value - low) / (high - low) * (SPARK_HEIGHT - 2 * _MARGIN)


def _short(number: float) -> str:
    """At most two decimals, always with a point: SVG does not speak Dutch."""
    return f"{number:.2f}".rstrip("0").rstrip(".") or "0"
