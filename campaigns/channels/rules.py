"""What networks allow, as dated data: a rule holds from its day on. Amounts in whole minor units of the account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from campaigns.models import Network


@dataclass(frozen=True)
class Rules:
    """``most_of_a_day``: what one day may cost, as a multiple of its budget; ``least_minor``: the smallest day budget."""

    since: date
    least_minor: int
    most_of_a_day: Fraction
    source: str


_RULES: dict[Network, tuple[Rules, ...]] = {
    Network.GOOGLE: (Rules(date(2020, 1, 1), 0, Fraction(2), "Google Ads: up to twice the average daily budget"),),
    Network.META: (Rules(date(2020, 1, 1), 500, Fraction(7, 4), "Meta: up to 75 % above, 7 × a week"),),
    Network.LINKEDIN: (Rules(date(2020, 1, 1), 1_000, Fraction(3, 2), "LinkedIn: up to 50 % above, 7 × a week"),),
    Network.TIKTOK: (Rules(date(2020, 1, 1), 5_000, Fraction(5, 4), "TikTok: campaign minimum 50"),),
    Network.INDEED: (Rules(date(2020, 1, 1), 500, Fraction(1), "Indeed: about 5 a day"),),
    Network.OTHER: (Rules(date(2020, 1, 1), 0, Fraction(1), "No rules known"),),
}


def of(network: str, *, on: date) -> Rules:
    """Return the rules of a network on a day; before the first known day the first."""
    known = _RULES[Network(network)]
    return next((rules for rules in reversed(known) if rules.since <= on), known[0])
