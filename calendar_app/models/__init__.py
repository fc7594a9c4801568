"""Job profiles, vacancies with all their facts, outflow, imports and the calendar's secret links."""

from .calendar import CalendarLink
from .imports import FeedKind, FeedRun, FeedRunState, FeedSource, FeedVacancy
from .outflow import Outflow, OutflowKind
from .profiles import JobProfile
from .vacancies import (
    Car,
    ClosedBecause,
    Contract,
    FactLabel,
    Recorded,
    Remote,
    SalaryPeriod,
    Vacancy,
    VacancyFact,
    VacancyState,
)

__all__ = [
    "CalendarLink",
    "Car",
    "ClosedBecause",
    "Contract",
    "FactLabel",
    "FeedKind",
    "FeedRun",
    "FeedRunState",
    "FeedSource",
    "FeedVacancy",
    "JobProfile",
    "Outflow",
    "OutflowKind",
    "Recorded",
    "Remote",
    "SalaryPeriod",
    "Vacancy",
    "VacancyFact",
    "VacancyState",
]
