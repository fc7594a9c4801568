"""What happened: an append-only log of ids and facts, written in the transaction of the change it tells.

    kinds.declare("flight.paused", _("Vlucht stilgezet"), subject="flight", facts={"reason": OneOf("overspend", "person")})
    log.append("flight.paused", subject=Subject("flight", flight.pk), actor=Actor.user(ada), at=at, data={...})

Each app declares its kinds and subscribers in its ``events.py``, which core loads at start. A fact is a number, a moment, an
id or a word from a closed list, so the log cannot hold a name, an address or anything a person wrote.
"""

from .append import append, append_many
from .kinds import (
    Amount,
    Day,
    Flag,
    Id,
    Instant,
    OneOf,
    PublicId,
    Refused,
    Several,
    Subject,
    Whole,
    declare,
    declare_subject,
    optional,
)
from .people import Actor
from .selectors import Cursor, FailedEvent, failed_events, named_by, newest, of_subject
from .subscribers import Happened, subscriber

__all__ = [
    "Actor",
    "Amount",
    "Cursor",
    "Day",
    "FailedEvent",
    "Flag",
    "Happened",
    "Id",
    "Instant",
    "OneOf",
    "PublicId",
    "Refused",
    "Several",
    "Subject",
    "Whole",
    "append",
    "append_many",
    "declare",
    "declare_subject",
    "failed_events",
    "named_by",
    "newest",
    "of_subject",
    "optional",
    "subscriber",
]
