from .api_keys import ApiKey
from .cache import CacheEntry
from .files import FileKey, StoredFile
from .jobs import JobState, LongJob
from .log import ActorKind, Event, PendingEvent, Tally, TallyTail
from .organisation import DayOff, Font, Language, Organisation, OrganisationSettings, Region
from .outbox import (
    AccountMail,
    Mail,
    MailboxMessage,
    MailPace,
    MessageState,
    OutboxMessage,
    Policy,
    Suppression,
    SuppressionReason,
)
from .people import Invitation, Membership, Role, User, VacancyAccess
from .tenant import Personal, PublicIdField, ScopedManager, TenantForeignKey, TenantModel, unique_in_organisation

__all__ = [
    "AccountMail",
    "ActorKind",
    "ApiKey",
    "CacheEntry",
    "DayOff",
    "Event",
    "FileKey",
    "Font",
    "Invitation",
    "JobState",
    "Language",
    "LongJob",
    "Mail",
    "MailPace",
    "MailboxMessage",
    "Membership",
    "MessageState",
    "Organisation",
    "OrganisationSettings",
    "OutboxMessage",
    "PendingEvent",
    "Personal",
    "Policy",
    "PublicIdField",
    "Region",
    "Role",
    "ScopedManager",
    "StoredFile",
    "Suppression",
    "SuppressionReason",
    "Tally",
    "TallyTail",
    "TenantForeignKey",
    "TenantModel",
    "User",
    "VacancyAccess",
    "unique_in_organisation",
]
