"""Ad networks behind one protocol: day budgets in, what is in force and what was spent out."""

from .base import Channel, ChannelError, DayReport, InForce, NewFlight
from .registry import channel_for

__all__ = ["Channel", "ChannelError", "DayReport", "InForce", "NewFlight", "channel_for"]
