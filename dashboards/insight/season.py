"""How many more or fewer applications come in school holidays at equal spend, with how sure that is, or why it cannot be said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import exp

import numpy as np

from .days import Days, Numbers
from .design import design_of
from .memory import Posterior, weigh

COVERED = 0.95
LASTING_FROM = 0.05


class Lack(StrEnum):
    """What is missing for an answer; the page has a sentence for each."""

    DAYS = "days"  # from the first to the last
    COMPARABLE_DAYS = "comparable_days"  # with applications and spend recorded
    BLOCKS = "blocks"  # holidays apart from each other
    APPLICATIONS = "applications"
    HOLIDAY_APPLICATIONS = "holiday_applications"
    ORDINARY_DAYS = "ordinary_days"  # outside school holidays
    OWN_PATTERN = "own_pattern"  # percent of the holidays' pattern that season, spend and pauses do not explain


LEAST = {
    Lack.DAYS: 365,
    Lack.COMPARABLE_DAYS: 240,
    Lack.BLOCKS: 3,
    Lack.APPLICATIONS: 1_500,
    Lack.HOLIDAY_APPLICATIONS: 30,
    Lack.ORDINARY_DAYS: 120,
    Lack.OWN_PATTERN: 15,
}


@dataclass(frozen=True)
class Shortfall:
    lack: Lack
    found: int
    needed: int


class Method(StrEnum):
    """How the interval was made; the page has a sentence for each."""

    DAYS_APART = "days_apart"  # what one day has too much does not last to the next
    DAYS_TOGETHER = "days_together"  # it lasts, so that days count for less


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the answer rests on. ``spend_difference_percent``: holidays against other days; None where there was no spend."""

    days: int
    holiday_days: int
    holiday_blocks: int
    applications: int
    holiday_applications: int
    spend_difference_percent: float | None


@dataclass(frozen=True, kw_only=True)
class HolidayEffect:
    """Fractions at equal spend: −0.12 is 12 % fewer applications on a day on which everybody has school holidays.

    ``low`` and ``high`` bound the 95 % interval. ``lasting``: the share of a day's excess that the next day has too.
    """

    effect: float
    low: float
    high: float
    method: Method
    lasting: float
    evidence: Evidence

    @property
    def is_clear(self) -> bool:
        """Whether "no effect at all" lies outside the interval."""
        return not self.low <= 0 <= self.high


@dataclass(frozen=True, kw_only=True)
class TooLittle:
    """Too little data: no number, but what is missing."""

    missing: tuple[Shortfall, ...]
    evidence: Evidence


def holiday_effect(days: Days) -> HolidayEffect | TooLittle:
    """Return the effect of school holidays at equal spend, or what is missing for an answer."""
    evidence = evidence_in(days)
    missing = tuple(_missing(days, evidence))
    if missing:
        return TooLittle(missing=missing, evidence=evidence)
    design = design_of(days)
    own, needed = int(100 * design.school_alone), LEAST[Lack.OWN_PATTERN]
    if design.school is None or own < needed:
        return TooLittle(missing=(Shortfall(Lack.OWN_PATTERN, own, needed),), evidence=evidence)
    return _answer(weigh(design, days.applications), design.school, evidence)


def evidence_in(days: Days) -> Evidence:
    """Count what there is, on the days of which everything was recorded."""
    known = days.is_known
    school, applications = days.school[known], days.applications[known]
    return Evidence(
        days=int(known.sum()),
        holiday_days=int(np.sum(school > 0)),
        holiday_blocks=days.holiday_blocks,
        applications=round(float(applications.sum())),
        holiday_applications=round(float(applications[school > 0].sum())),
        spend_difference_percent=_difference_percent(days.spend[known], school),
    )


def _missing(days: Days, evidence: Evidence) -> Iterator[Shortfall]:
    found = {
        Lack.DAYS: len(days),
        Lack.COMPARABLE_DAYS: evidence.days,
        Lack.BLOCKS: evidence.holiday_blocks,
        Lack.APPLICATIONS: evidence.applications,
        Lack.HOLIDAY_APPLICATIONS: evidence.holiday_applications,
        Lack.ORDINARY_DAYS: evidence.days - evidence.holiday_days,
    }
    for lack, number in found.items():
        if number < LEAST[lack]:
            yield Shortfall(lack, number, LEAST[lack])


def _difference_percent(spend: Numbers, school: Numbers) -> float | None:
    """Mean spend of holidays, each day by its share of people, against that of other days."""
    inside, outside = school.sum(), (1 - school).sum()
    if not inside or not outside or not spend @ (1 - school):
        return None
    return float(100 * ((spend @ school / inside) / (spend @ (1 - school) / outside) - 1))


def _answer(posterior: Posterior, school: int, evidence: Evidence) -> HolidayEffect:
    """The effect is exp(β − variance/2) − 1: right on average, where exp(β) − 1 is too high (Kennedy 1981, AER 71, 801)."""
    tail = (1 - COVERED) / 2
    variance = float(posterior.covariance()[school, school])
    low = exp(posterior.quantile(school, tail)) - 1
    return HolidayEffect(
        effect=max(exp(float(posterior.mean()[school]) - variance / 2) - 1, low),
        low=low,
        high=exp(posterior.quantile(school, 1 - tail)) - 1,
        method=Method.DAYS_TOGETHER if posterior.lasting > LASTING_FROM else Method.DAYS_APART,
        lasting=posterior.lasting,
        evidence=evidence,
    )
