"""How many applications bring the hires that are needed, and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .forecast import Outlook
from .history import ImpossiblePlanError
from .spread import Mixture, smallest

SURE = 0.8  # chance of hires enough that a plan is made for
MOST = 10_000_000  # applications beyond which a plan is out of reach
_LOW, _MIDDLE, _HIGH = 0.1, 0.5, 0.9


class OutOfReachError(ValueError):
    """No number of applications, or no budget, brings what is needed."""


@dataclass(frozen=True)
class ApplicationsNeeded:
    """Applications for ``hires`` hires: ``sure`` of them are enough four times in five; ``low``, ``median`` and ``high`` are the
    numbers that are enough in 10, 50 and 90 % of cases. ``naive``: hires over the share hired so far; None without hires.
    """

    hires: int
    sure: int
    low: int
    median: int
    high: int
    naive: int | None


@dataclass(frozen=True)
class ResponseCurve:
    """Applications a day at a spend of s minor units a day: ``scale`` · log(1 + s / ``knee_minor``)."""

    scale: float
    knee_minor: float

    def __post_init__(self) -> None:
        if not (self.scale > 0 and self.knee_minor > 0 and np.isfinite(self.scale * self.knee_minor)):
            raise ImpossiblePlanError("A response curve needs a scale and a knee above zero.")

    def applications(self, spend_minor: float) -> float:
        """Applications a day."""
        return self.scale * float(np.log1p(spend_minor / self.knee_minor))

    def spend_minor(self, applications: float, *, days: int, most_minor: int | None = None) -> int:
        """Whole minor units over so many days for so many applications in all, spread evenly: the cheapest way on this curve.

        Raises OutOfReachError when that is more than ``most_minor``, or more than anybody has.
        """
        if days < 1 or not np.isfinite(applications) or applications < 0:
            raise ImpossiblePlanError("Applications need at least one day, and cannot be negative.")
        steep = applications / days / self.scale
        spend = days * self.knee_minor * float(np.expm1(steep)) if steep < 40 else np.inf
        if spend > (1e15 if most_minor is None else most_minor):
            raise OutOfReachError("So many applications in so few days cost more than there is.")
        return int(np.ceil(round(spend, 6)))


def applications_needed(outlook: Outlook, *, hires: int) -> ApplicationsNeeded:
    """Planned applications with which at least so many hires are made within the horizon, open applications counted in.

    Zero when the pipeline suffices. Raises OutOfReachError when even MOST do not suffice, as when the horizon is too short.
    """
    return _needed(outlook, hires, outlook.hires)


def applications_needed_in_the_end(outlook: Outlook, *, hires: int) -> ApplicationsNeeded:
    """Applications of which at least so many are hired, however long they take; nothing else counted in."""
    return _needed(outlook, hires, outlook.hires_in_the_end)


def _needed(outlook: Outlook, hires: int, made: Callable[[int], Mixture]) -> ApplicationsNeeded:
    if hires < 0:
        raise ImpossiblePlanError("The number of hires needed must be zero or more.")
    if made(MOST).at_least(hires) < _HIGH:
        raise OutOfReachError(
            f"No number of applications makes {hires} hires within {outlook.horizon_days:g} days likely."
        )
    basis = outlook.basis
    naive = int(np.ceil(hires * basis.applications / basis.hires)) if basis.hires else None
    guess = min(naive or 100, MOST)

    def enough(share: float) -> int:
        return smallest(lambda number: made(number).at_least(hires) >= share, guess=guess)

    return ApplicationsNeeded(hires, enough(SURE), enough(_LOW), enough(_MIDDLE), enough(_HIGH), naive)
