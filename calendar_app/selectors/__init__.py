"""Reads of the calendar. All need the organisation active."""

from .days import days_free, holidays_between, school_holidays_between, today, working_time

__all__ = ["days_free", "holidays_between", "school_holidays_between", "today", "working_time"]
