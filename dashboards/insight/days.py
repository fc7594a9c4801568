"""One employer's history by day, checked and put in order; what every question about the season is asked of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

SAME_HOLIDAY_WITHIN_DAYS = 4  # a weekend and a public holiday between two days off do not make two holidays


class BadDays(ValueError):
    """The history cannot be read as one row a day; the subclass says what is wrong, the words say where."""


class MissingColumn(BadDays):
    pass


class UnequalLengths(BadDays):
    pass


class NoDates(BadDays):
    pass


class DuplicateDates(BadDays):
    pass


class NotNumbers(BadDays):
    pass


class NegativeValues(BadDays):
    pass


class ShareOutOfRange(BadDays):
    pass


@dataclass(frozen=True, eq=False)
class Days:
    """One entry for every calendar day from the first to the last. Days nobody recorded are NaN; made by ``days_of``.

    ``applications``: counts. ``spend``: money in any unit. ``school`` and ``public``: the share of the people concerned who have
    a holiday, 0..1.
    """

    first_on: date
    applications: Numbers
    spend: Numbers
    school: Numbers
    public: Numbers

    def __len__(self) -> int:
        return len(self.applications)

    @cached_property
    def dates(self) -> NDArray[np.datetime64]:
        return np.datetime64(self.first_on, "D") + np.arange(len(self))

    @cached_property
    def is_known(self) -> Flags:
        """Days that can be compared: everything about them was recorded."""
        return np.isfinite(self.applications + self.spend + self.school + self.public)

    @cached_property
    def holiday_blocks(self) -> int:
        """Holidays apart from each other among the known days."""
        where = np.flatnonzero(self.is_known & (self.school > 0))
        return int(len(where) > 0) + int(np.sum(np.diff(where) > SAME_HOLIDAY_WITHIN_DAYS))


def days_of(
    *,
    dates: Iterable[Any],
    applications: Iterable[Any],
    spend: Iterable[Any],
    school_holiday: Iterable[Any],
    public_holiday: Iterable[Any],
) -> Days:
    """Put rows in any order into a history by day. None and NaN mean "not recorded", of holidays "no holiday".

    Holidays are booleans, 0/1 or shares. Raises a ``BadDays`` when there is no date, a date stands twice or cannot be read, a
    number is negative, infinite or no number, or a share lies above 1.
    """
    when = _dates(dates)
    columns = {
        "applications": _numbers(applications, "applications"),
        "spend": _numbers(spend, "spend"),
        "school": _shares(school_holiday, "school_holiday"),
        "public": _shares(public_holiday, "public_holiday"),
    }
    for name, values in columns.items():
        if len(values) != len(when):
            raise UnequalLengths(f"{len(when)} dates, but {len(values)} values of {name}.")
    first = when.min()
    place = (when - first).astype(int)
    whole = {name: np.full(int(place.max()) + 1, np.nan) for name in columns}
    for name, values in columns.items():
        whole[name][place] = values
    return Days(first_on=first.astype(object), **whole)


def _dates(values: Iterable[Any]) -> NDArray[np.datetime64]:
    try:
        when = np.array([np.datetime64(value, "D") for value in values], dtype="datetime64[D]")
    except (ValueError, TypeError) as unreadable:
        raise NoDates(f"A date cannot be read: {unreadable}") from unreadable
    if not len(when) or np.isnat(when).any():
        raise NoDates("Every row needs a date." if len(when) else "There is not one day.")
    if (when.max() - when.min()).astype(int) > 36_600:
        raise NoDates(f"From {when.min()} to {when.max()} is more than a hundred years.")
    found, times = np.unique(when, return_counts=True)
    if (times > 1).any():
        raise DuplicateDates(
            f"{found[times > 1][0]} stands there {times[times > 1][0]} times; one row a day is needed."
        )
    return when


def _numbers(values: Iterable[Any], name: str) -> Numbers:
    try:
        found = _floats(values)
    except (ValueError, TypeError) as unreadable:
        raise NotNumbers(f"{name} holds what is no number: {unreadable}") from unreadable
    if np.isinf(found).any():
        raise NotNumbers(f"{name} holds an infinite value.")
    if (found < 0).any():
        raise NegativeValues(f"{name} holds {found[found < 0][0]:g}; nothing here can be below zero.")
    return found


def _shares(values: Iterable[Any], name: str) -> Numbers:
    found = np.nan_to_num(_numbers(values, name), nan=0.0)
    if (found > 1).any():
        raise ShareOutOfRange(f"{name} holds {found[found > 1][0]:g}; a share lies between 0 and 1.")
    return found


def _floats(values: Iterable[Any]) -> Numbers:
    whole = values if isinstance(values, np.ndarray) else list(values)
    try:
        return np.array(whole, dtype=np.float64)
    except (TypeError, ValueError):  # pandas' NA has no float; look at the values one by one
        return np.array([np.nan if _is_missing(value) else float(value) for value in whole], dtype=np.float64)


def _is_missing(value: Any) -> bool:
    """None, NaN, NaT and pandas' NA: what is not equal to itself, or will not say."""
    if value is None:
        return True
    try:
        return bool(value != value)  # noqa: PLR0124 - the definition of NaN
    except (TypeError, ValueError):
        return True
