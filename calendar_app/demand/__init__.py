"""From people who leave to euros: hires needed, applications needed, their price. Pure: histories in, bands out."""

from .forecast import Basis, HiresForecast, Missing, Outlook, Shortage, forecast_hires, look
from .history import History, ImpossiblePlanError, UnreadableHistoryError
from .history import read as read_history
from .lags import LagLaw
from .need import (
    ApplicationsNeeded,
    OutOfReachError,
    ResponseCurve,
    applications_needed,
    applications_needed_in_the_end,
)
from .outflow import (
    MonthOutflow,
    MonthStart,
    StartBy,
    TooFewMonthsError,
    forecast_outflow,
    latest_start,
    next_months,
    start_months,
)
from .spread import Band

__all__ = [
    "ApplicationsNeeded",
    "Band",
    "Basis",
    "HiresForecast",
    "History",
    "ImpossiblePlanError",
    "LagLaw",
    "Missing",
    "MonthOutflow",
    "MonthStart",
    "OutOfReachError",
    "Outlook",
    "ResponseCurve",
    "Shortage",
    "StartBy",
    "TooFewMonthsError",
    "UnreadableHistoryError",
    "applications_needed",
    "applications_needed_in_the_end",
    "forecast_hires",
    "forecast_outflow",
    "latest_start",
    "look",
    "next_months",
    "read_history",
    "start_months",
]
