"""How much each channel may spend today, and why. Pure: states in, plans out; no clock, no database."""

from .planning import plan_day
from .state import ChannelPlan, ChannelState, DayPlan, FlightState, Reason, Why

__all__ = ["ChannelPlan", "ChannelState", "DayPlan", "FlightState", "Reason", "Why", "plan_day"]
