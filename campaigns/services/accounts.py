"""Advertising accounts and personas."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from campaigns.models import AccountMode, ChannelAccount, Network, Persona
from recruit_platform.core import log
from recruit_platform.core.models import Membership
from recruit_platform.core.refusals import Refusal


class NameTaken(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Deze naam is er al."))


@transaction.atomic
def add(
    *,
    name: str,
    network: Network,
    mode: AccountMode,
    by: Membership,
    at: datetime,
    currency: str = "EUR",
    time_zone: str = "Europe/Amsterdam",
) -> ChannelAccount:
    """Add an account to advertise with. Raises NameTaken."""
    account = ChannelAccount(
        name=name.strip(), network=network, mode=mode, currency=currency, time_zone=time_zone, created_at=at
    )
    _save(account)
    subject = log.Subject("ad_account", account.pk)
    log.append("ad_account.added", subject=subject, actor=log.Actor.user(by.user_id), at=at)
    return account


@transaction.atomic
def add_persona(
    *, name: str, by: Membership, at: datetime, situation: str = "", drives: str = "", message: str = ""
) -> Persona:
    """Describe whom ads speak to. Raises NameTaken."""
    persona = Persona(name=name.strip(), situation=situation, drives=drives, message=message, created_at=at)
    _save(persona)
    subject = log.Subject("persona", persona.pk)
    log.append("persona.made", subject=subject, actor=log.Actor.user(by.user_id), at=at)
    return persona


def _save(row: ChannelAccount | Persona) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as problem:
        raise NameTaken from problem
