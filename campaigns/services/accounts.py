"""Advertising accounts, from their adding to their retirement, and personas."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from campaigns.models import (
    AccountMode,
    Campaign,
    CampaignChannel,
    CampaignState,
    ChannelAccount,
    Network,
    Persona,
    ReportRow,
)
from recruit_platform.core import log
from recruit_platform.core.models import Membership
from recruit_platform.core.refusals import Refusal

EDITABLE = ("name", "time_zone", "currency")


class NameTaken(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Deze naam is er al."))


class AccountRefused(Refusal):
    """It cannot be done as asked; ``field`` names what to change on the form, if anything."""

    def __init__(self, words: Any, *, field: str = "") -> None:
        super().__init__(words)
        self.field = field


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
    _log("ad_account.added", account, by=by, at=at)
    return account


@transaction.atomic
def change(
    account: ChannelAccount, *, name: str, time_zone: str, currency: str, by: Membership, at: datetime
) -> ChannelAccount:
    """Rename an account or correct how it counts days and money; the same again changes nothing.

    Raises NameTaken, and AccountRefused where kept amounts or a running campaign stand on what would change.
    """
    account = _lock(account)
    wanted = {"name": name.strip(), "time_zone": time_zone, "currency": currency}
    changed = [field for field in EDITABLE if getattr(account, field) != wanted[field]]
    if not changed:
        return account
    if "currency" in changed and is_counted_in(account):
        raise AccountRefused(_("De valuta staat vast: er zijn al bedragen in geteld."), field="currency")
    if "time_zone" in changed:
        _refuse_while_running(
            account,
            _("Wacht met de tijdzone: %(campaigns)s loopt op dit kanaal, en de dag van vandaag zou verspringen."),
            field="time_zone",
        )
    for field in changed:
        setattr(account, field, wanted[field])
    try:
        with transaction.atomic():
            account.save(update_fields=changed)
    except IntegrityError as problem:
        raise NameTaken from problem
    _log("ad_account.changed", account, by=by, at=at, data={"fields": changed})
    return account


@transaction.atomic
def retire(account: ChannelAccount, *, by: Membership, at: datetime) -> ChannelAccount:
    """Let no new campaign or report use an account; what it reported stays. Raises AccountRefused while a campaign runs on it."""
    account = _lock(account)
    if not account.is_active:
        return account
    _refuse_while_running(
        account, _("Dit kanaal is in gebruik: %(campaigns)s loopt erop. Pauzeer of beëindig eerst de campagne.")
    )
    _switch(account, on=False)
    _log("ad_account.retired", account, by=by, at=at)
    return account


@transaction.atomic
def take_up(account: ChannelAccount, *, by: Membership, at: datetime) -> ChannelAccount:
    """Use a retired account again; one in use stays as it is."""
    account = _lock(account)
    if not account.is_active:
        _switch(account, on=True)
        _log("ad_account.taken_up", account, by=by, at=at)
    return account


def is_counted_in(account: ChannelAccount) -> bool:
    """Whether amounts in the account's currency are kept: reports, or campaigns with a budget. At most two statements."""
    return (
        CampaignChannel.objects.filter(account=account).exists() or ReportRow.objects.filter(account=account).exists()
    )


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


def _lock(account: ChannelAccount) -> ChannelAccount:
    return ChannelAccount.objects.select_for_update().get(pk=account.pk)


def _refuse_while_running(account: ChannelAccount, words: Any, *, field: str = "") -> None:
    """A campaign that starts meanwhile waits for this account's lock, and then finds it retired."""
    running = CampaignChannel.objects.filter(account=account, campaign__state=CampaignState.RUNNING)
    names = list(
        Campaign.objects.filter(pk__in=running.values("campaign_id")).order_by("pk").values_list("name", flat=True)
    )
    if names:
        raise AccountRefused(words % {"campaigns": ", ".join(names[:3])}, field=field)


def _switch(account: ChannelAccount, *, on: bool) -> None:
    account.is_active = on
    account.save(update_fields=["is_active"])


def _log(
    kind: str, account: ChannelAccount, *, by: Membership, at: datetime, data: Mapping[str, Any] | None = None
) -> None:
    subject = log.Subject("ad_account", account.pk)
    log.append(kind, subject=subject, actor=log.Actor.user(by.user_id), at=at, data=data or {})


def _save(row: ChannelAccount | Persona) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as problem:
        raise NameTaken from problem
