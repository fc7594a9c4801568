"""The rows behind each number, over the same days and vacancies, so that counting them gives the number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Sum

from calendar_app.models import Vacancy
from campaigns.models import ChannelAccount
from dashboards.periods import Span
from dashboards.readers import Reader
from dashboards.selectors import money
from dashboards.selectors.funnel import Step
from recruit_platform.core.log import tallies
from talentpool.models import Application, CallBack, StageChange, StageKind

_CLIMB = (StageKind.INTERVIEW, StageKind.OFFER, StageKind.HIRED)


@dataclass(frozen=True)
class OfVacancy:
    title: str
    n: int


@dataclass(frozen=True)
class OfAccount:
    name: str
    currency: str
    impressions: int
    clicks: int
    spend_minor: int


@dataclass(frozen=True)
class OfDay:
    day: date
    sent: int
    delivered: int


def applications(reader: Reader, *, span: Span) -> QuerySet[Application]:
    """Return what came in, newest first."""
    rows = Application.objects.filter(submitted_at__gte=span.starts_at, submitted_at__lt=span.ends_at)
    if reader.vacancy_ids is not None:
        rows = rows.filter(vacancy_id__in=reader.vacancy_ids)
    return rows.select_related("candidate", "vacancy", "stage").order_by("-pk")


def spoken(reader: Reader, *, span: Span) -> QuerySet[Application]:
    """Return the applications about which a person first spoke to the candidate, newest first."""
    rows = Application.objects.filter(first_contact_at__gte=span.starts_at, first_contact_at__lt=span.ends_at)
    if reader.vacancy_ids is not None:
        rows = rows.filter(vacancy_id__in=reader.vacancy_ids)
    return rows.select_related("candidate", "vacancy", "stage").order_by("-pk")


def reached(step: Step, reader: Reader, *, span: Span) -> QuerySet[StageChange]:
    """Return the moves by which applications reached a step, or one beyond it, for the first time; newest first."""
    higher = _CLIMB[_CLIMB.index(StageKind(step)) :]
    earlier = StageChange.objects.filter(application=OuterRef("application"), to_kind__in=higher, pk__lt=OuterRef("pk"))
    rows = StageChange.objects.filter(to_kind__in=higher, at__gte=span.starts_at, at__lt=span.ends_at)
    if reader.vacancy_ids is not None:
        rows = rows.filter(application__vacancy_id__in=reader.vacancy_ids)
    about = ("application__candidate", "application__vacancy", "application__stage")
    return rows.filter(~Exists(earlier)).select_related(*about).order_by("-pk")


def called(reader: Reader, *, span: Span) -> QuerySet[CallBack]:
    """Return the promises that ended in time or late, newest first."""
    rows = CallBack.objects.filter(ended_at__gte=span.starts_at, ended_at__lt=span.ends_at, in_time__isnull=False)
    if reader.vacancy_ids is not None:
        rows = rows.filter(application__vacancy_id__in=reader.vacancy_ids)
    return rows.select_related("application__candidate", "application__vacancy").order_by("-pk")


def visits(reader: Reader, *, span: Span) -> list[OfVacancy]:
    """Return visits per vacancy, most first. Two statements; visits themselves leave no rows, only counts."""
    wanted = None if reader.vacancy_ids is None else set(reader.vacancy_ids)
    summed: dict[int, int] = defaultdict(int)
    for one in tallies.per_day(["funnel.visit"], first=span.first, until=span.until):
        if wanted is None or one.subject_id in wanted:
            summed[one.subject_id] += one.n
    titles = dict(Vacancy.objects.filter(pk__in=[pk for pk in summed if pk]).values_list("pk", "title"))
    found = [OfVacancy(titles.get(pk, ""), n) for pk, n in summed.items() if n]
    return sorted(found, key=lambda one: (-one.n, one.title))


def accounts(*, span: Span, of_campaigns: bool = False) -> list[OfAccount]:
    """Return what networks reported per account, of campaigns here only when asked so, dearest first. Two statements."""
    known = {one.pk: one for one in ChannelAccount.objects.only("pk", "name", "currency")}
    rows = money.inside(span, accounts=list(known))
    if of_campaigns:
        rows = rows.filter(channel__isnull=False)
    summed = rows.values("account_id").annotate(i=Sum("impressions"), c=Sum("clicks"), s=Sum("spend_minor")).order_by()
    found = [
        OfAccount(
            known[row["account_id"]].name, known[row["account_id"]].currency, row["i"] or 0, row["c"] or 0, row["s"]
        )
        for row in summed
    ]
    return sorted(found, key=lambda one: (-one.spend_minor, one.name))


def mails(*, span: Span) -> Sequence[OfDay]:
    """Return mails per day, newest first; days without are left out. One statement."""
    per_day: dict[date, dict[str, int]] = defaultdict(dict)
    for one in tallies.per_day(("mail.sent", "mail.delivered"), first=span.first, until=span.until):
        per_day[one.day][one.kind] = per_day[one.day].get(one.kind, 0) + one.n
    return [
        OfDay(day, counts.get("mail.sent", 0), counts.get("mail.delivered", 0))
        for day, counts in sorted(per_day.items(), reverse=True)
    ]
