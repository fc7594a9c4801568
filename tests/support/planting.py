"""Rows in every table of an organisation, with a canary in every text: what leaks is recognised by it wherever it shows.

It goes by the models, so a new table is planted without a line here; a column with rules of its own gets a line in RULES.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction

from recruit_platform.core import tenancy
from recruit_platform.core.models import Membership, Organisation, TenantModel
from tests.support.builders import NOON

Maker = Callable[["Planter", int], Any]


class Planter:
    """Makes values for one organisation. ``published`` is the word in what its public pages show everybody."""

    def __init__(self, organisation: Organisation, canary: str, seed: int, published: str) -> None:
        self.organisation, self.private, self.published = organisation, canary, published
        self.canary = canary
        self.random = random.Random(seed)  # the same rows in every run
        self.rows: dict[type[models.Model], list[models.Model]] = {}
        self.people = list(Membership.objects.order_by("pk").values_list("user_id", flat=True))

    def value(self, field: models.Field[Any, Any], n: int) -> Any:
        names = {field.model.__name__, f"{field.model.__name__}.{field.name}"}
        self.canary = self.published if names & PUBLISHED else self.private
        rule = RULES.get(f"{field.model.__name__}.{field.name}")
        if rule is not None:
            return rule(self, n)
        if isinstance(field, models.ForeignKey):
            return self.reference(field, n)
        if field.choices and not isinstance(field, ArrayField):
            return next(iter(dict(field.flatchoices)))
        for kind, make in MAKERS:
            if isinstance(field, kind):
                return make(self, field, n)
        raise TypeError(f"How is {field.model.__name__}.{field.name} planted? Add a line to planting.RULES.")

    def reference(self, field: models.ForeignKey[Any, Any], n: int) -> Any:
        target = field.related_model
        if target in self.rows:
            known = self.rows[target]
            return known[n % len(known)] if known else None
        if target._meta.label == "core.User":
            return target._base_manager.get(pk=self.people[n % len(self.people)])
        return None

    def text(self, field: models.Field[Any, Any], n: int) -> str:
        room = field.max_length or 200
        if room < len(self.canary):
            return self.canary[:room]
        return f"{self.canary}{n}{self.random.randrange(10**6)}"[:room]


def _instant(planter: Planter, _field: Any, n: int) -> datetime:
    return NOON + timedelta(minutes=n)


MAKERS: list[tuple[Any, Callable[[Planter, Any, int], Any]]] = [
    (models.EmailField, lambda p, f, n: f"{p.canary.lower()}{n}@example.org"),
    (models.DateTimeField, _instant),
    (models.DateField, lambda p, f, n: date(2026, 1, 1) + timedelta(days=n)),
    (models.TimeField, lambda p, f, n: time(9)),
    (models.BooleanField, lambda p, f, n: True),
    (models.UUIDField, lambda p, f, n: uuid.UUID(int=p.random.getrandbits(128))),
    (models.JSONField, lambda p, f, n: {"note": f"{p.canary}{n}"}),
    (models.BinaryField, lambda p, f, n: f"{p.canary}{n}".encode()),
    (models.IntegerField, lambda p, f, n: n + 1),
    (ArrayField, lambda p, f, n: [f"{p.canary}{n}"[: f.base_field.max_length]]),
    (models.CharField, lambda p, f, n: p.text(f, n)),
    (models.TextField, lambda p, f, n: p.text(f, n)),
]

# Tables and columns that are written for the public pages: work is named there once a vacancy of it was published.
PUBLISHED = {"CareerSite", "JobProfile.name", "ConsentText.text_nl", "ConsentText.text_en"}
# Columns that must agree with another one, or that pages read as code.
RULES: dict[str, Maker] = {
    "FileKey.destroyed_at": lambda p, n: None,
    "OrganisationSettings.time_zone": lambda p, n: "Europe/Amsterdam",
    "OrganisationSettings.brand_colour": lambda p, n: "#4338ca",
    "OrganisationSettings.mfa_required": lambda p, n: False,
    "Membership.user": lambda p, n: None,
    "ApiKey.expires_at": lambda p, n: None,
    "ApiKey.revoked_at": lambda p, n: None,
    "Invitation.accepted_at": lambda p, n: None,
    "Invitation.accepted_by": lambda p, n: None,
    "Invitation.revoked_at": lambda p, n: None,
    "OutboxMessage.sealed": lambda p, n: None,
    "OutboxMessage.person_kind": lambda p, n: "candidate",
    "OutboxMessage.try_at": lambda p, n: NOON + timedelta(days=36525),  # what is overdue shows on /readyz
    "MailboxMessage.is_sealed": lambda p, n: False,
    "LongJob.kind": lambda p, n: "core.audit_export",
    "PendingEvent.failed_at": lambda p, n: NOON if n % 2 else None,
    "Outflow.month": lambda p, n: date(2026 + n // 12, n % 12 + 1, 1),
    "Vacancy.opened_at": lambda p, n: None,  # a concept that the public saw does not exist
    "Vacancy.salary_currency": lambda p, n: "EUR",
    "ChannelAccount.currency": lambda p, n: "EUR",
    "ChannelAccount.time_zone": lambda p, n: "Europe/Amsterdam",
    "Campaign.currency": lambda p, n: "EUR",
    "ReportFile.currency": lambda p, n: "EUR",
    "ReportFile.mapping": lambda p, n: {"columns": {}, "campaigns": {}},
    "ReportFile.outcome": lambda p, n: {"level": "campaign"},
    "LedgerEntry.reasons": lambda p, n: [f"{p.canary}{n}"],
    "ExchangeRate.currency": lambda p, n: "USD",
    "ExchangeRate.into": lambda p, n: "EUR",
    "ExchangeRate.rate": lambda p, n: Decimal("0.92"),
    "ReportRow.original_currency": lambda p, n: "USD",
    "ReportRow.rate": lambda p, n: Decimal("0.92"),
    "HandSetting.taken_back_at": lambda p, n: None,
    "Proposal.lines": lambda p, n: [],
    "FeedRun.outcome": lambda p, n: {"new": n, "lines": [{"what": "new", "line": n, "title": f"{p.canary}{n}"}]},
    "CalendarLink.revoked_at": lambda p, n: None,
    "Candidate.merged_into": lambda p, n: None,
    "Candidate.erased_at": lambda p, n: None,
    "Candidate.opted_out_at": lambda p, n: None,
    "Consent.withdrawn_at": lambda p, n: None,
    "Application.ended_at": lambda p, n: None,
    "Application.ended_by": lambda p, n: "",
    "Application.end_reason": lambda p, n: "",
    "CallBack.ended_at": lambda p, n: None,
    "CallBack.end": lambda p, n: "",
    "InterviewSlot.ends_at": lambda p, n: NOON + timedelta(hours=n + 1),
    "FirstReply.none_because": lambda p, n: "",
    "Sequence.send_until": lambda p, n: time(17),
    "Enrolment.ended_at": lambda p, n: None,
    "Enrolment.stopped_because": lambda p, n: "",
    "ShareLink.vacancies": lambda p, n: [],
    "ShareLink.revoked_at": lambda p, n: None,
}


def plant(
    organisation: Organisation, *, canary: str, rows: int = 3, seed: int = 7, published: str | None = None
) -> Planter:
    """Give an organisation ``rows`` rows in every table of its own (fewer where a unique rule allows fewer)."""
    with tenancy.scope(organisation.pk):
        planter = Planter(organisation, canary, seed, published or canary)
        for model in parents_first():
            made = planter.rows.setdefault(model, [])
            for n in range(rows):
                row = _row(planter, model, n)
                if row is not None:
                    made.append(row)
            made.extend(row for row in model._base_manager.order_by("pk") if row not in made)
            if not made:
                raise AssertionError(f"Nothing could be planted in {model.__name__}; add a line to planting.RULES.")
    return planter


@cache
def parents_first() -> tuple[type[models.Model], ...]:
    """Every model of organisations, in an order in which references can be filled."""
    known = {model for model in apps.get_models() if issubclass(model, TenantModel)}
    before = {
        model: {field.related_model for field in _references(model) if field.related_model in known - {model}}
        for model in sorted(known, key=lambda model: model._meta.label)
    }
    return tuple(TopologicalSorter(before).static_order())


def _references(model: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:
    return (field for field in model._meta.local_fields if isinstance(field, models.ForeignKey))


def _row(planter: Planter, model: type[models.Model], n: int) -> models.Model | None:
    values = {
        field.name: planter.value(field, n)
        for field in model._meta.local_fields
        if not field.primary_key and field.name != "organisation" and not field.generated
    }
    if any(values[field.name] is None and not field.null for field in _references(model) if field.name in values):
        return None
    row = model(**values)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            connection.check_constraints()
    except IntegrityError:
        return None
    return row
