"""How the sandbox network behaves: what a day with a budget brings, how late it is told and how it is restated. Pure.

The same seed and day always give the same: budgets, nothing else, change what comes out. The figures are made up to look like
a small Dutch job campaign; nothing is learned from them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from campaigns.models import Network
from recruit_platform.lib.periods import instants_of

# What a day's numbers look like n days later: networks know less at first.
_KNOWN_AFTER = (Fraction(91, 100), Fraction(97, 100), Fraction(99, 100))
_LATE_SHARE, _LATE_HOURS, _USUAL_HOURS = 0.06, 30, 6
_TODAY_LAG = timedelta(hours=3)


@dataclass(frozen=True)
class Market:
    """``thousand_minor``: what a thousand views cost; ``clicks_in_10000``: of so many views; ``views_a_person``: in tenths."""

    thousand_minor: int
    clicks_in_10000: int
    views_a_person: int


_MARKETS = {
    Network.GOOGLE: Market(1_900, 310, 13),
    Network.META: Market(760, 115, 19),
    Network.LINKEDIN: Market(2_900, 62, 15),
    Network.TIKTOK: Market(520, 85, 16),
    Network.INDEED: Market(1_450, 340, 12),
    Network.OTHER: Market(900, 100, 15),
}


@dataclass(frozen=True)
class Day:
    """What one day came to, once everything is known."""

    spend_minor: int
    impressions: int
    reach: int
    clicks: int

    def known(self, share: Fraction) -> Day:
        return Day(*(int(value * share) for value in (self.spend_minor, self.impressions, self.reach, self.clicks)))


def day_of(seed: int, day: date, *, budget_minor: int, network: str, most: Fraction) -> Day:
    """Return the day's final figures. Spend stays at or below ``most`` times the budget, whole cents."""
    chance = random.Random(f"{seed}.{day.isoformat()}")  # noqa: S311  a simulation, not a secret
    weekend = 0.9 if day.weekday() >= 5 else 1.0
    delivered = min(max(chance.gauss(0.97, 0.05) * weekend, 0.55), 1.12)
    spend = min(int(budget_minor * delivered), int(budget_minor * most))
    market = _MARKETS[Network(network)]
    price = market.thousand_minor * min(max(chance.gauss(1.0, 0.14), 0.6), 1.6)
    impressions = int(spend * 1_000 / price)
    wanted = market.clicks_in_10000 * min(max(chance.gauss(1.0, 0.18), 0.4), 1.8)
    clicks = min(int(impressions * wanted / 10_000 + chance.random()), impressions)
    return Day(spend, impressions, impressions * 10 // market.views_a_person, clicks)


def told(final: Day, *, seed: int, day: date, at: datetime, zone: str) -> Day | None:
    """Return what the network tells of a day at a moment: nothing yet, part of it, or all."""
    starts, ends = instants_of(day, zone=zone)
    if at < ends:
        passed = at - _TODAY_LAG - starts
        return (
            final.known(Fraction(int(passed.total_seconds()), int((ends - starts).total_seconds())))
            if passed > timedelta(0)
            else None
        )
    chance = random.Random(f"{seed}.{day.isoformat()}.late")  # noqa: S311
    late = timedelta(hours=_LATE_HOURS if chance.random() < _LATE_SHARE else _USUAL_HOURS)
    if at < ends + late - timedelta(hours=_USUAL_HOURS):
        return None
    age = (at - ends).days
    return final.known(_KNOWN_AFTER[age]) if age < len(_KNOWN_AFTER) else final
