"""Who does something to a campaign: a member, or a key of the API that stands for nobody in particular."""

from __future__ import annotations

from recruit_platform.core import log
from recruit_platform.core.models import Membership

Who = Membership | log.Actor


def actor(by: Who) -> log.Actor:
    """As the log names them."""
    return log.Actor.user(by.user_id) if isinstance(by, Membership) else by


def member(by: Who) -> Membership | None:
    """The person to keep with a movement of money; None for a key, which the log names."""
    return by if isinstance(by, Membership) else None
