"""What a day is planned from, and what comes out. Money in whole minor units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Why(StrEnum):
    """The terms of a day budget; the page has a sentence for each."""

    EVEN = "even"  # remaining, days: what is left over the days that are left
    LAST_DAY = "last_day"  # remaining
    SHARE = "share"  # weight, of
    RAISED = "raised"  # to: the smallest day budget of this channel
    LOWERED = "lowered"  # to: the largest day budget of this channel
    SAVING = "saving"  # least: today's part is below every channel's smallest day budget
    LEFT_OUT = "left_out"  # least: no room for this channel's smallest day budget beside the others
    OFF = "off"
    NO_VACANCY = "no_vacancy"
    NOT_STARTED = "not_started"
    OVER = "over"
    SPENT = "spent"
    KEPT = "kept"  # nobody decided yet, so what is in force stays
    PERSON = "person"  # somebody set it


@dataclass(frozen=True)
class Reason:
    why: Why
    terms: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ChannelState:
    """``min_minor``: the network's and the person's smallest day budget, whichever is larger."""

    id: int
    weight: int = 1
    min_minor: int = 0
    max_minor: int | None = None
    is_on: bool = True


@dataclass(frozen=True, kw_only=True)
class FlightState:
    """``used_minor`` is all that was authorised on other days and not returned, and what networks took beyond that."""

    day: date
    starts_on: date
    ends_on: date
    budget_minor: int
    used_minor: int
    channels: Sequence[ChannelState]
    has_open_vacancy: bool = True

    @property
    def remaining_minor(self) -> int:
        return max(self.budget_minor - self.used_minor, 0)

    @property
    def days_left(self) -> int:
        """Days from this one to the last, both included."""
        return max((self.ends_on - self.day).days + 1, 0)


@dataclass(frozen=True)
class ChannelPlan:
    channel_id: int
    amount_minor: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class DayPlan:
    day: date
    channels: tuple[ChannelPlan, ...]

    @property
    def total_minor(self) -> int:
        return sum(channel.amount_minor for channel in self.channels)

    def of(self, channel_id: int) -> ChannelPlan:
        return next(channel for channel in self.channels if channel.channel_id == channel_id)
