"""What an employer's own history says about the season. Pure: numbers in, numbers or a refusal out; no clock, no database."""

from .days import BadDays, Days, days_of
from .market import MarketSeason, market_season
from .season import Evidence, HolidayEffect, Lack, Method, Shortfall, TooLittle, holiday_effect
from .weights import FLAT, SeasonWeights, season_weights, with_market

__all__ = [
    "FLAT",
    "BadDays",
    "Days",
    "Evidence",
    "HolidayEffect",
    "Lack",
    "MarketSeason",
    "Method",
    "SeasonWeights",
    "Shortfall",
    "TooLittle",
    "days_of",
    "holiday_effect",
    "market_season",
    "season_weights",
    "with_market",
]
