"""Every mail is a row before it is a mail: written with the change that causes it, sent by a worker after the commit.

``put`` is the only way out. No mail is lost; a crash may cause one extra copy of the mail in flight (same Message-ID), or,
under ``hold``, none but a mail that a person must decide on. Account mails of Django and allauth come in by DjangoBackend.
"""

from recruit_platform.core.models import Policy

from . import accounts, bounces, selectors
from .addresses import AddressRefused
from .django_backend import DjangoBackend
from .forgetting import forgets
from .rechecks import recheck
from .services import (
    NotNow,
    Person,
    allow_again,
    cancel,
    cancel_for_person,
    forget_person,
    put,
    record_bounce,
    record_complaint,
    record_delivered,
    send_again,
    suppress,
    was_sent,
)

__all__ = [
    "AddressRefused",
    "DjangoBackend",
    "NotNow",
    "Person",
    "Policy",
    "accounts",
    "allow_again",
    "bounces",
    "cancel",
    "cancel_for_person",
    "forget_person",
    "forgets",
    "put",
    "recheck",
    "record_bounce",
    "record_complaint",
    "record_delivered",
    "selectors",
    "send_again",
    "suppress",
    "was_sent",
]
