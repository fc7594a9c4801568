"""What every ad network must be able to do. One contract suite holds all adapters to it (tests/contracts/test_channels.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


class ChannelError(Exception):
    """A network did not do what was asked. ``permanent``: asking again does not help."""

    def __init__(self, words: str, *, permanent: bool) -> None:
        super().__init__(words)
        self.permanent = permanent


@dataclass(frozen=True)
class NewFlight:
    """What a network must know of a campaign. ``key`` makes opening it twice one opening."""

    key: str
    name: str


@dataclass(frozen=True)
class InForce:
    """The day budget that a network says it applies now; zero is paused."""

    amount_minor: int


@dataclass(frozen=True)
class DayReport:
    """What a network says of one day of the account, as it knows it now; later answers may differ."""

    day: date
    spend_minor: int
    impressions: int
    reach: int
    clicks: int


class Channel(Protocol):
    """One account at one network. No transaction may be open around a call; every method may raise ChannelError.

    ``sets_budgets`` is False where a person sets them by hand: then ``read_back`` tells None and reports come by file.
    """

    sets_budgets: bool

    def open_flight(self, flight: NewFlight, *, at: datetime) -> str:
        """Return the network's own id of the campaign; the same key returns the same id."""

    def set_day_budget(self, external_id: str, *, amount_minor: int, day: date, key: str, at: datetime) -> None:
        """Set the budget from this local day on. A key that was used before changes nothing, whatever the amount."""

    def read_back(self, external_id: str, *, day: date, at: datetime) -> InForce | None:
        """Return the day budget that is in force, or None when the network cannot tell."""

    def fetch_report(self, external_id: str, *, first: date, last: date, at: datetime) -> Sequence[DayReport]:
        """Return what is known of each day, oldest first; days that are not reported yet, or without spend, are left out."""
