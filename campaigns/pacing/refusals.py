"""What the engine refuses to answer: nonsense gets a named error, never a budget."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike


class Nonsense(ValueError):
    """The flight cannot be planned as it was told."""


class NoChannel(Nonsense):
    """A flight without any channel."""


class NotMoney(Nonsense):
    """An amount that is negative, or no number."""


class EndsBeforeStart(Nonsense):
    """A flight without a day, or a day before its first."""


class WrongShape(Nonsense):
    """Tables whose days or channels do not fit together."""


def money(name: str, amounts: ArrayLike, *, may_be_infinite: bool = False) -> None:
    """Raise NotMoney unless every amount is a number of at least zero."""
    values = np.asarray(amounts, float)
    wrong = np.isnan(values) | (values < 0)
    if not may_be_infinite:
        wrong |= np.isinf(values)
    if wrong.any():
        raise NotMoney(f"{name}: {values[wrong].ravel()[0]}")


def reported(name: str, amounts: ArrayLike) -> None:
    """Raise NotMoney for a reported amount that is infinite; untold (NaN) and negative corrections are what networks do."""
    if np.isinf(np.asarray(amounts, float)).any():
        raise NotMoney(f"{name}: infinite")


def shape(name: str, values: ArrayLike, wanted: Sequence[int]) -> None:
    if np.asarray(values).shape != tuple(wanted):
        raise WrongShape(f"{name} is {np.asarray(values).shape}, not {tuple(wanted)}")
