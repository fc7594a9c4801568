"""The life of a campaign: drafted, started, paused, resumed, given another budget, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from calendar_app.models import JobProfile, Vacancy
from calendar_app.selectors import days
from campaigns import amounts
from campaigns.channels import rules
from campaigns.models import (
    Autonomy,
    Campaign,
    CampaignChannel,
    CampaignKind,
    CampaignState,
    CampaignVacancy,
    Cause,
    ChannelAccount,
    Goal,
    Persona,
    ReportRow,
    TrackedLink,
)
from campaigns.pacing import DayPlan, plan_day
from campaigns.selectors import flights
from campaigns.services import ledger, minimums, proposals, signals
from campaigns.services.who import Who, actor, member
from recruit_platform.core import log
from recruit_platform.core.models import Membership
from recruit_platform.core.refusals import Refusal
from recruit_platform.lib.money import Money

ASKS_REASON_ABOVE_PERCENT = 20


class CampaignRefused(Refusal):
    """It cannot be done as asked; ``field`` names what to change on the form, if anything."""

    def __init__(self, words: Any, *, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class NeedsYes(CampaignRefused):
    """It can be done, but not as one may expect: refused until the person says that it is meant so."""

    needs_yes = True


class EditedMeanwhile(CampaignRefused):
    def __init__(self, *, field: str = "") -> None:
        super().__init__(_("Iemand anders heeft deze campagne intussen veranderd. Kijk nog eens."), field=field)


@dataclass(frozen=True, kw_only=True)
class Strategy:
    """What a person filled in. ``weights``: how heavily each account counts. ``is_meant``: they were told that some channels
    cannot run every day, and want it so."""

    name: str
    kind: CampaignKind
    goal: Goal
    goal_count: int
    budget_minor: int
    starts_on: date
    ends_on: date
    accounts: Sequence[ChannelAccount]
    weights: Mapping[int, int] = field(default_factory=dict)
    profile: JobProfile | None = None
    vacancies: Sequence[Vacancy] = ()
    persona: Persona | None = None
    words: str = ""
    autonomy: Autonomy = Autonomy.PROPOSE
    is_meant: bool = False


@transaction.atomic
def draft(strategy: Strategy, *, by: Membership, at: datetime) -> Campaign:
    """Make a campaign that spends nothing until it is started. Raises CampaignRefused, naming the field; NeedsYes."""
    _check(strategy, today=days.today(at))
    campaign = Campaign.objects.create(**_written(strategy), made_by=by, created_at=at, changed_at=at)
    _attach(campaign, strategy)
    money = Money(campaign.budget_minor, campaign.currency)
    data = {"budget": money, "first": campaign.starts_on, "last": campaign.ends_on}
    _log("campaign.drafted", campaign, by=by, at=at, data=data)
    return campaign


@transaction.atomic
def edit(campaign: Campaign, strategy: Strategy, *, by: Membership, at: datetime, version: int) -> Campaign:
    """Write a draft anew, with the checks of a new one. Raises CampaignRefused, naming the field; NeedsYes, EditedMeanwhile."""
    campaign = ledger.lock(campaign.pk)
    if campaign.state != CampaignState.DRAFT:
        raise CampaignRefused(_("Deze campagne is al gestart. Alleen een concept kun je helemaal veranderen."))
    if campaign.version != version:
        raise EditedMeanwhile
    _check(strategy, today=days.today(at))
    written = _written(strategy)
    for name, value in written.items():
        setattr(campaign, name, value)
    _save(campaign, *written, at=at)
    _attach(campaign, strategy)
    _log("campaign.changed", campaign, by=by, at=at, data={"version": campaign.version})
    return campaign


def doubt_about(campaign: Campaign, *, to_minor: int, at: datetime) -> Any:
    """What a person must be told before this budget is set, in words; None when nothing. Changes nothing. CampaignRefused."""
    verdict = _of_budget(flights.flight(campaign, at=at), to_minor)
    _hold(verdict, is_meant=True)
    return verdict.doubt


def preview(campaign: Campaign, *, at: datetime, budget_minor: int | None = None) -> DayPlan:
    """Return what today's budgets would be, with another budget if given. Changes nothing."""
    state = flights.flight(campaign, at=at).state
    return plan_day(state if budget_minor is None else replace(state, budget_minor=budget_minor))


@transaction.atomic
def start(campaign: Campaign, *, by: Who, at: datetime) -> Campaign:
    """Let it run; today's budgets are set at once, for a person looked at them. Raises CampaignRefused."""
    campaign = ledger.lock(campaign.pk)
    if campaign.state != CampaignState.DRAFT:
        raise CampaignRefused(_("Deze campagne is al gestart."))
    if campaign.ends_on < days.today(at):
        raise CampaignRefused(_("De einddatum is al voorbij. Kies een nieuwe periode."))
    if not any(account.is_active for account in _accounts_on(campaign)):
        raise CampaignRefused(_("Kies eerst een kanaal."))
    _to(campaign, CampaignState.RUNNING, at=at)
    _plan_today(campaign, cause=Cause.PERSON, by=by, at=at)
    _log("campaign.started", campaign, by=by, at=at)
    return campaign


@transaction.atomic
def pause(campaign: Campaign, *, by: Who, at: datetime) -> Campaign:
    """Stop spending as soon as the networks hear it; what today was allowed stays reserved until their reports tell."""
    campaign = ledger.lock(campaign.pk)
    if campaign.state != CampaignState.RUNNING:
        raise CampaignRefused(_("Alleen een lopende campagne kun je pauzeren."))
    _to(campaign, CampaignState.PAUSED, at=at)
    proposals.lapse(campaign, at=at)
    _log("campaign.paused", campaign, by=by, at=at, data={"cause": Cause.PERSON})
    return campaign


@transaction.atomic
def resume(campaign: Campaign, *, by: Who, at: datetime) -> Campaign:
    """Go on with what remains. Raises CampaignRefused when there is nothing to go on with."""
    campaign = ledger.lock(campaign.pk)
    if campaign.state != CampaignState.PAUSED:
        raise CampaignRefused(_("Alleen een gepauzeerde campagne kun je hervatten."))
    if campaign.ends_on < days.today(at):
        raise CampaignRefused(_("De einddatum is al voorbij."))
    if campaign.committed_minor + campaign.overspent_minor > campaign.budget_minor:
        raise CampaignRefused(_("Er is meer uitgegeven dan het budget. Verhoog eerst het budget."), field="budget")
    if not any(account.is_active for account in _accounts_on(campaign)):
        raise CampaignRefused(_("Al zijn kanalen zijn uit gebruik. Neem er eerst een weer in gebruik."))
    CampaignChannel.objects.filter(campaign=campaign, alarm="overspent").update(alarm="")
    _to(campaign, CampaignState.RUNNING, at=at)
    _plan_today(campaign, cause=Cause.PERSON, by=by, at=at)
    _log("campaign.resumed", campaign, by=by, at=at)
    return campaign


@transaction.atomic
def end(campaign: Campaign, *, by: Who, at: datetime) -> Campaign:
    """End it for good; what was not spent comes back as reports settle."""
    campaign = ledger.lock(campaign.pk)
    if campaign.state not in {CampaignState.RUNNING, CampaignState.PAUSED, CampaignState.DRAFT}:
        raise CampaignRefused(_("Deze campagne is al afgelopen."))
    _to(campaign, CampaignState.ENDED, at=at)
    proposals.lapse(campaign, at=at)
    _log("campaign.ended", campaign, by=by, at=at, data={"cause": Cause.PERSON})
    return campaign


@transaction.atomic
def set_budget(
    campaign: Campaign,
    *,
    to_minor: int,
    reason: str,
    by: Who,
    at: datetime,
    version: int,
    undoes: bool = False,
    is_meant: bool = False,
) -> Campaign:
    """Give it another budget; a running campaign plans today anew. More than 20 % up asks a reason.

    Raises CampaignRefused: no reason, less than what is already authorised, or too little to run a channel a single day;
    EditedMeanwhile; and NeedsYes, unless ``is_meant``, when not every channel can run every day. Going back is never asked.
    """
    campaign = ledger.lock(campaign.pk)
    if campaign.version != version:
        raise EditedMeanwhile(field="budget")
    before = campaign.budget_minor
    if to_minor * 100 > before * (100 + ASKS_REASON_ABOVE_PERCENT) and not reason.strip():
        raise CampaignRefused(_("Meer dan 20 % erbij: schrijf op waarom."), field="reason")
    flight = flights.flight(campaign, at=at)
    least = flight.state.used_minor
    if to_minor < max(least, 1):
        said = {"money": amounts.said(least, campaign.currency)}
        raise CampaignRefused(_("Er is al %(money)s toegezegd of uitgegeven; minder kan niet.") % said, field="budget")
    cause = Cause.UNDO if undoes else Cause.PERSON
    if not undoes:
        _hold(_of_budget(flight, to_minor), is_meant=is_meant)
    proposals.lapse(campaign, at=at)  # it was reckoned with the budget of before
    note = {"why": "budget", "before": before, "after": to_minor, "words": reason.strip()[:300]}
    if to_minor > before:
        _set(campaign, to_minor, at=at)
    _plan_today(campaign, cause=cause, by=by, at=at, budget_minor=to_minor, note=note)
    if to_minor <= before:
        _set(campaign, to_minor, at=at)
    data = {"before": Money(before, campaign.currency), "after": Money(to_minor, campaign.currency)}
    _log("campaign.budget_set", campaign, by=by, at=at, data=data)
    return campaign


@transaction.atomic
def set_autonomy(campaign: Campaign, *, to: Autonomy, by: Who, at: datetime) -> Campaign:
    """Say how much the planner may do by itself; the same again changes nothing."""
    campaign = ledger.lock(campaign.pk)
    before = Autonomy(campaign.autonomy)
    if before == to:
        return campaign
    campaign.autonomy = to
    _save(campaign, "autonomy", at=at)
    if to == Autonomy.OBSERVE:
        proposals.lapse(campaign, at=at)
    _log("campaign.autonomy_set", campaign, by=by, at=at, data={"before": before, "after": to})
    return campaign


def _check(strategy: Strategy, *, today: date) -> None:
    if strategy.ends_on < strategy.starts_on:
        raise CampaignRefused(_("De laatste dag ligt voor de eerste."), field="ends_on")
    if strategy.ends_on < today:
        raise CampaignRefused(_("Deze periode is al voorbij."), field="ends_on")
    if not strategy.accounts:
        raise CampaignRefused(_("Kies ten minste één kanaal."), field="accounts")
    if strategy.profile is None and not strategy.vacancies:
        raise CampaignRefused(_("Kies een profiel of ten minste één vacature."), field="vacancies")
    least = min(rules.of(account.network, on=today).least_minor for account in strategy.accounts)
    a_day = strategy.budget_minor // ((strategy.ends_on - strategy.starts_on).days + 1)
    if a_day < least or a_day < 1:
        currency = _currency(strategy.accounts)
        said = {"a_day": amounts.said(a_day, currency), "least": amounts.said(least, currency)}
        words = _("Dit is %(a_day)s per dag; het goedkoopste kanaal vraagt ten minste %(least)s.") % said
        raise CampaignRefused(words, field="budget")
    asked = [
        minimums.of_account(account, weight=strategy.weights.get(account.pk, 1), on=today)
        for account in strategy.accounts
    ]
    left_days = (strategy.ends_on - max(strategy.starts_on, today)).days + 1
    verdict = minimums.judge(
        asked,
        budget_minor=strategy.budget_minor,
        left_minor=strategy.budget_minor,
        days=left_days,
        currency=_currency(strategy.accounts),
    )
    _hold(verdict, is_meant=strategy.is_meant)


def _of_budget(flight: flights.Flight, to_minor: int) -> minimums.Verdict:
    """What another budget means for the channels that are on, over the days of the campaign that are left."""
    campaign, state = flight.campaign, flight.state
    asked = [minimums.of_channel(one, on=state.day) for one in flight.channels if one.is_on and one.account.is_active]
    left_days = (campaign.ends_on - max(state.day, campaign.starts_on)).days + 1
    if left_days < 1:
        return minimums.Verdict()
    left_minor = max(to_minor - state.used_minor, 0)
    return minimums.judge(
        asked, budget_minor=to_minor, left_minor=left_minor, days=left_days, currency=campaign.currency
    )


def _hold(verdict: minimums.Verdict, *, is_meant: bool) -> None:
    if verdict.refused:
        raise CampaignRefused(verdict.refused, field="budget")
    if verdict.doubt and not is_meant:
        raise NeedsYes(verdict.doubt, field="budget")


def _written(strategy: Strategy) -> dict[str, Any]:
    """The columns of a campaign that a strategy fills."""
    return {
        "name": strategy.name.strip(),
        "kind": strategy.kind,
        "goal": strategy.goal,
        "goal_count": strategy.goal_count,
        "profile": strategy.profile,
        "persona": strategy.persona,
        "strategy": strategy.words,
        "budget_minor": strategy.budget_minor,
        "currency": _currency(strategy.accounts),
        "starts_on": strategy.starts_on,
        "ends_on": strategy.ends_on,
        "autonomy": strategy.autonomy,
    }


def _attach(campaign: Campaign, strategy: Strategy) -> None:
    """Make vacancies and channels those of the strategy. A channel that a link or a report knows is switched off, not removed."""
    named = CampaignVacancy.objects.filter(campaign=campaign)
    named.exclude(vacancy__in=strategy.vacancies).delete()
    known = set(named.values_list("vacancy_id", flat=True))
    for vacancy in strategy.vacancies:
        if vacancy.pk not in known:
            CampaignVacancy.objects.create(campaign=campaign, vacancy=vacancy)
    channels = {one.account_id: one for one in CampaignChannel.objects.filter(campaign=campaign)}
    for account in strategy.accounts:
        channel = channels.pop(account.pk, None) or CampaignChannel(campaign=campaign, account=account)
        channel.weight, channel.is_on = strategy.weights.get(account.pk, channel.weight), True
        channel.save()
    for channel in channels.values():
        _detach(channel)


def _detach(channel: CampaignChannel) -> None:
    if TrackedLink.objects.filter(channel=channel).exists() or ReportRow.objects.filter(channel=channel).exists():
        channel.is_on = False
        channel.save(update_fields=["is_on"])
    else:
        channel.delete()


def _accounts_on(campaign: Campaign) -> list[ChannelAccount]:
    """The accounts a campaign is switched on for, locked: none is retired while it starts. One statement."""
    used = CampaignChannel.objects.filter(campaign=campaign, is_on=True).values("account_id")
    return list(ChannelAccount.objects.select_for_update().filter(pk__in=used).order_by("pk"))


def _currency(accounts: Sequence[ChannelAccount]) -> str:
    found = {account.currency for account in accounts}
    if len(found) > 1:
        raise CampaignRefused(
            _("Deze kanalen rekenen in verschillende valuta. Maak per valuta een campagne."), field="accounts"
        )
    return found.pop()


def _plan_today(
    campaign: Campaign,
    *,
    cause: Cause,
    by: Who,
    at: datetime,
    budget_minor: int | None = None,
    note: Mapping[str, Any] | None = None,
) -> None:
    """Authorise today's plan of a running campaign in place of what it had."""
    if campaign.state != CampaignState.RUNNING or campaign.autonomy == Autonomy.OBSERVE:
        return
    plan = preview(campaign, at=at, budget_minor=budget_minor)
    flight = flights.flight(campaign, at=at)
    ledger.authorise(flight, plan, cause=cause, by=member(by), at=at, notes=[note] if note else [])


def _to(campaign: Campaign, state: CampaignState, *, at: datetime) -> None:
    campaign.state = state
    _save(campaign, "state", at=at)


def _set(campaign: Campaign, budget_minor: int, *, at: datetime) -> None:
    campaign.budget_minor = budget_minor
    _save(campaign, "budget_minor", at=at)


def _save(campaign: Campaign, *fields: str, at: datetime) -> None:
    campaign.version += 1
    campaign.changed_at = at
    campaign.save(update_fields=[*fields, "version", "changed_at"])
    signals.ring_for(campaign)


def _log(kind: str, campaign: Campaign, *, by: Who, at: datetime, data: Mapping[str, Any] | None = None) -> None:
    log.append(kind, subject=log.Subject("campaign", campaign.pk), actor=actor(by), at=at, data=data or {})
