"""The columns of the season model: which are always in it, which bend as far as the data ask, and which are alternatives.

log(mean applications) = level + trend + weekday + year (two pairs) + public holiday + school holiday + elasticity · log(spend)
                         + what bends: four more pairs of the year, slow waves of the trend (shrunk towards none)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from .days import Days, Flags, Numbers

DAYS_IN_YEAR = 365.25
YEAR_PAIRS = (1, 2)
BENDING_PAIRS = (3, 4, 5, 6)
WAVES_PER_YEAR = 3
MOST_WAVES = 15  # keeps a long history quick
# Applications answer to spend on the day itself, or to a running mean that keeps this part of yesterday's; with the belief
# beforehand. A memory that is not there makes spend look stronger than it is, hence the doubt.
SPEND_MEMORIES = ((0.0, 0.7), (0.4, 0.1), (0.7, 0.1), (0.85, 0.1))
SPEND_REACH_DAYS = 30
NO_SPEND_SHARE = 0.01  # of the usual day: below it the campaigns stood still, and the logarithm says nothing
_SAYS_NOTHING = 1e-6  # a column of which others explain all but this part


class Kind(StrEnum):
    LEVEL = "level"
    TREND = "trend"
    WEEKDAY = "weekday"
    YEAR = "year"
    PUBLIC = "public"
    PAUSE = "pause"  # days without spend
    SPEND = "spend"
    SCHOOL = "school"


@dataclass(frozen=True, eq=False)
class Column:
    """``bending`` > 0: the coefficient is shrunk towards zero, the more the larger the number.

    ``wave``: for a column of the year, its place in ``year_columns`` of all pairs.
    """

    kind: Kind
    values: Numbers
    bending: float = 0.0
    wave: int = -1


@dataclass(frozen=True, eq=False)
class Choice:
    """The columns of one version of the model, and the belief in it beforehand."""

    columns: NDArray[np.int64]
    belief: float


@dataclass(frozen=True, eq=False)
class Design:
    """``matrix``: a row for every calendar day, a column for each of ``columns``. ``used``: the days that are compared.

    ``choices`` differ in how spend is remembered.
    ``school_alone``: the part of the school-holiday column, 0..1, that no other column explains; 0 when it is not in the model.
    """

    columns: tuple[Column, ...]
    matrix: Numbers
    used: Flags
    choices: tuple[Choice, ...]
    school_alone: float

    @property
    def bending(self) -> Numbers:
        return np.array([column.bending for column in self.columns])

    @property
    def school(self) -> int | None:
        return next(iter(self.of(Kind.SCHOOL)), None)

    def of(self, kind: Kind) -> list[int]:
        return [n for n, column in enumerate(self.columns) if column.kind is kind]

    def plain(self) -> NDArray[np.int64]:
        """The columns that are not shrunk, in the version where spend works on the day itself."""
        first = self.choices[0].columns
        return first[self.bending[first] == 0]


def design_of(days: Days) -> Design:
    """Return the columns for a history; those that say nothing beside the others are left out."""
    used = _used(days)
    spends = [Column(Kind.SPEND, _log_spend(days, kept, used)) for kept, _belief in SPEND_MEMORIES]
    parts = _parts([*_base(days), spends[0], Column(Kind.SCHOOL, np.nan_to_num(days.school))], used)
    fixed = [column for column, part in parts if part > _SAYS_NOTHING]
    has_spend = any(column is spends[0] for column in fixed)
    bending = [*_year(days, BENDING_PAIRS, first=2 * len(YEAR_PAIRS), is_bending=True), *_waves(len(days))]
    shared = [column for column in fixed if column is not spends[0]] + bending
    columns = [*shared, *(spends if has_spend else [])]
    return Design(
        columns=tuple(columns),
        matrix=np.column_stack([column.values for column in columns]),
        used=used,
        choices=_choices(len(shared), has_spend=has_spend),
        school_alone=parts[-1][1],
    )


def _choices(shared: int, *, has_spend: bool) -> tuple[Choice, ...]:
    """The spend columns come after the shared ones, in the order of their memories."""
    if not has_spend:
        return (Choice(np.arange(shared), 1.0),)
    return tuple(
        Choice(np.array([*range(shared), shared + n]), belief) for n, (_kept, belief) in enumerate(SPEND_MEMORIES)
    )


def year_columns(day_of_year: Numbers, pairs: Sequence[int]) -> list[Numbers]:
    """Return the cosine and sine of each pair; ``day_of_year`` counts from 0."""
    angle = 2 * np.pi * day_of_year / DAYS_IN_YEAR
    return [wave(pair * angle) for pair in pairs for wave in (np.cos, np.sin)]


def day_of_year(dates: NDArray[np.datetime64]) -> Numbers:
    return (dates - dates.astype("datetime64[Y]")).astype(float)


def stood_still(spend: Numbers) -> Flags:
    """Days with as good as no spend, where there usually is some."""
    usual = _usual(spend)
    return np.nan_to_num(spend, nan=usual) < NO_SPEND_SHARE * usual


def _usual(spend: Numbers) -> float:
    some = spend[spend > 0]
    return float(np.median(some)) if len(some) else 0.0


def _used(days: Days) -> Flags:
    """Days that can be compared; a weekday, say, on which nobody ever applies has no level on a log scale."""
    used = days.is_known
    kinds = [*(_weekday(days) == n for n in range(7)), days.public > 0, stood_still(days.spend)]
    for flag in kinds:
        if not days.applications[used & flag].sum():
            used = used & ~flag
    return used


def _base(days: Days) -> list[Column]:
    years = np.arange(len(days)) / DAYS_IN_YEAR
    weekday = _weekday(days)
    return [
        Column(Kind.LEVEL, np.ones(len(days))),
        Column(Kind.TREND, years - years.mean()),
        *(Column(Kind.WEEKDAY, (weekday == n).astype(float)) for n in range(1, 7)),
        *_year(days, YEAR_PAIRS, first=0),
        Column(Kind.PUBLIC, np.nan_to_num(days.public)),
        Column(Kind.PAUSE, stood_still(days.spend).astype(float)),
    ]


def _weekday(days: Days) -> NDArray[np.int64]:
    """Monday is 0; day 0 of numpy, 1 January 1970, was a Thursday."""
    return (days.dates.astype(np.int64) + 3) % 7


def _year(days: Days, pairs: Sequence[int], *, first: int, is_bending: bool = False) -> list[Column]:
    waves = year_columns(day_of_year(days.dates), pairs)
    sizes = np.repeat([(pair / 2) ** 2 if is_bending else 0.0 for pair in pairs], 2).tolist()
    return [Column(Kind.YEAR, wave, size, first + n) for n, (wave, size) in enumerate(zip(waves, sizes, strict=True))]


def _waves(n: int) -> list[Column]:
    """Slow cosines over the whole span, the first being close to the trend itself."""
    share, years = np.arange(n) / n, n / DAYS_IN_YEAR
    return [
        Column(Kind.TREND, np.cos(np.pi * k * share), (k / years) ** 2)
        for k in range(2, min(int(WAVES_PER_YEAR * years), MOST_WAVES) + 1)
    ]


def _log_spend(days: Days, kept: float, used: Flags) -> Numbers:
    """Return the logarithm of the remembered spend, free of the unit of money."""
    usual = _usual(days.spend)
    if not usual:
        return np.zeros(len(days))
    remembered = _running_mean(_filled(days.spend), kept)
    found = np.log(np.maximum(remembered, NO_SPEND_SHARE * usual) / usual)
    return found - found[used].mean() if used.any() else found


def _filled(spend: Numbers) -> Numbers:
    """Unknown days as the known day before them, or else the first known one."""
    known = np.isfinite(spend)
    before = np.maximum.accumulate(np.where(known, np.arange(len(spend)), -1))
    return spend[np.where(before < 0, np.argmax(known), before)]


def _running_mean(amounts: Numbers, kept: float) -> Numbers:
    """Keep a part of yesterday's mean every day; what was before the first day is taken from the first two weeks."""
    if not kept:
        return amounts
    weights = (1 - kept) * kept ** np.arange(SPEND_REACH_DAYS)
    started = np.concatenate([np.full(SPEND_REACH_DAYS - 1, amounts[:14].mean()), amounts])
    return np.convolve(started, weights / weights.sum(), mode="valid")


def _parts(columns: Sequence[Column], used: Flags) -> list[tuple[Column, float]]:
    """With each column, the part of its length that those before it leave over (Gram-Schmidt, twice for rounding)."""
    basis = np.zeros((int(used.sum()), 0))
    found = []
    for column in columns:
        values = rest = column.values[used]
        for _ in range(2):
            rest = rest - basis @ (basis.T @ rest)
        part = float(np.linalg.norm(rest)) / max(float(np.linalg.norm(values)), 1e-300)
        found.append((column, part))
        if part > _SAYS_NOTHING:
            basis = np.column_stack([basis, rest / np.linalg.norm(rest)])
    return found
