"""Which adapter serves an account."""

from __future__ import annotations

from campaigns.models import AccountMode, ChannelAccount

from .base import Channel
from .file import ByHand
from .sandbox import Sandbox


def channel_for(account: ChannelAccount) -> Channel:
    """Return the adapter of an account. No statement."""
    if account.mode == AccountMode.SANDBOX:
        return Sandbox(account)
    return ByHand()
