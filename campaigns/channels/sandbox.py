"""The sandbox network: takes budgets and reports like a real one, and nothing leaves the building.

It stands for something outside, so it opens transactions of its own and must be called without one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError

from campaigns.models import ChannelAccount, SandboxBudget, SandboxCampaign
from recruit_platform.core import tenancy

from . import rules, simulation
from .base import ChannelError, DayReport, InForce, NewFlight


class Sandbox:
    """One account at the sandbox network, with the rules of the network it stands for."""

    sets_budgets = True

    def __init__(self, account: ChannelAccount) -> None:
        self._account = account
        self._organisation_id: int = account.organisation_id  # type: ignore[assignment]

    def open_flight(self, flight: NewFlight, *, at: datetime) -> str:
        """Its ids are made of the key, so that a repeated opening finds the first; its luck of the names, so that a demo that
        is made again lives the same year."""
        external_id = f"sb-{hashlib.sha256(flight.key.encode()).hexdigest()[:16]}"
        seed = int.from_bytes(hashlib.sha256(f"{self._account.name}.{flight.name}".encode()).digest()[:7], "big")
        with tenancy.scope(self._organisation_id):
            SandboxCampaign.objects.bulk_create(
                [
                    SandboxCampaign(
                        account=self._account, external_id=external_id, name=flight.name[:200], seed=seed, created_at=at
                    )
                ],
                ignore_conflicts=True,
            )
        return external_id

    def set_day_budget(self, external_id: str, *, amount_minor: int, day: date, key: str, at: datetime) -> None:
        """Zero pauses. Raises ChannelError for an unknown campaign or a budget below the network's minimum."""
        least = rules.of(self._account.network, on=day).least_minor
        if amount_minor < 0 or 0 < amount_minor < least:
            raise ChannelError(f"The day budget must be {least} or more.", permanent=True)
        try:
            with tenancy.scope(self._organisation_id):
                campaign = self._campaign(external_id)
                if not SandboxBudget.objects.filter(campaign=campaign, key=key).exists():
                    SandboxBudget.objects.create(campaign=campaign, key=key, day=day, amount_minor=amount_minor, at=at)
        except IntegrityError:
            return  # the same call came in twice at once

    def read_back(self, external_id: str, *, day: date, at: datetime) -> InForce | None:
        """What was set last for this day or before."""
        with tenancy.scope(self._organisation_id):
            last = (
                SandboxBudget.objects.filter(campaign=self._campaign(external_id), day__lte=day)
                .order_by("day", "id")
                .values_list("amount_minor", flat=True)
                .last()
            )
        return InForce(last or 0)

    def fetch_report(self, external_id: str, *, first: date, last: date, at: datetime) -> Sequence[DayReport]:
        """Two statements, whatever the number of days."""
        with tenancy.scope(self._organisation_id):
            campaign = self._campaign(external_id)
            calls = list(
                SandboxBudget.objects.filter(campaign=campaign, day__lte=last)
                .order_by("day", "id")
                .values_list("day", "amount_minor")
            )
        found = (
            self._report(campaign.seed, day, budget_minor=budget, at=at)
            for day, budget in _budgets(calls, first=first, last=last)
        )
        return [report for report in found if report is not None]

    def _report(self, seed: int, day: date, *, budget_minor: int, at: datetime) -> DayReport | None:
        if budget_minor == 0:
            return None
        network = self._account.network
        final = simulation.day_of(
            seed, day, budget_minor=budget_minor, network=network, most=rules.of(network, on=day).most_of_a_day
        )
        told = simulation.told(final, seed=seed, day=day, at=at, zone=self._account.time_zone)
        return DayReport(day, told.spend_minor, told.impressions, told.reach, told.clicks) if told else None

    def _campaign(self, external_id: str) -> SandboxCampaign:
        found = SandboxCampaign.objects.filter(account=self._account, external_id=external_id).first()  # unique
        if found is None:
            raise ChannelError("There is no such campaign.", permanent=True)
        return found


def _budgets(calls: Sequence[tuple[date, int]], *, first: date, last: date) -> list[tuple[date, int]]:
    """Per day the budget that was set last for it; a day without a call keeps that of the day before."""
    set_on = dict(calls)  # of several calls for one day the last one counts
    before = [amount for day, amount in calls if day < first]
    budget, found, day = (before[-1] if before else 0), [], first
    while day <= last:
        budget = set_on.get(day, budget)
        found.append((day, budget))
        day += timedelta(days=1)
    return found
