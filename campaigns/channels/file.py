"""An account without a line to its network: a person sets the budgets there and brings the reports as files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from .base import DayReport, InForce, NewFlight


class ByHand:
    """Asks nothing of a network; the page tells the person what to set."""

    sets_budgets = False

    def open_flight(self, flight: NewFlight, *, at: datetime) -> str:
        """There is no campaign at the network until a report names one."""
        return ""

    def set_day_budget(self, external_id: str, *, amount_minor: int, day: date, key: str, at: datetime) -> None:
        """Nothing to send: the day budget stands in the ledger for the person to set."""

    def read_back(self, external_id: str, *, day: date, at: datetime) -> InForce | None:
        """Nobody can tell what is in force there."""
        return None

    def fetch_report(self, external_id: str, *, first: date, last: date, at: datetime) -> Sequence[DayReport]:
        """Reports come by file."""
        return ()
