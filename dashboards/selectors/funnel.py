"""The funnel from reach to hire over a span of days, from counters that do not grow with history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection
from django.db.models import Sum

from campaigns.models import ChannelAccount, ReportRow
from dashboards.periods import Span
from dashboards.readers import Reader
from recruit_platform.core import tenancy
from recruit_platform.core.log import tallies
from recruit_platform.lib.intervals import ShareInterval, wilson
from talentpool.models import StageKind

MEDIAN_OF = 100  # the newest so many, per step: enough for a median, and the same work whatever the history


class Step(StrEnum):
    REACH = "reach"
    CLICK = "click"
    VISIT = "visit"
    APPLIED = "applied"
    CONTACTED = "contacted"
    INTERVIEW = "interview"
    OFFER = "offer"
    HIRED = "hired"


_ADS = (Step.REACH, Step.CLICK)
PEOPLE = (Step.APPLIED, Step.CONTACTED, Step.INTERVIEW, Step.OFFER, Step.HIRED)
_COUNTED = (Step.VISIT, *PEOPLE)


@dataclass(frozen=True)
class Row:
    """One step: how many, how many in the span before, the share of the step before it, and the median days it took.

    ``count`` None: not known (reach per vacancy). ``share`` None: no step before it, or more than there.
    """

    step: Step
    count: int | None
    before: int | None
    share: ShareInterval | None
    share_before: ShareInterval | None
    median_days: float | None


@dataclass(frozen=True)
class Funnel:
    span: Span
    rows: Sequence[Row]

    def row(self, step: Step) -> Row:
        return next(row for row in self.rows if row.step == step)

    @property
    def weakest(self) -> Row | None:
        """The step whose share fell most, of those where the fall is clear: the two intervals do not touch."""
        fallen = [row for row in self.rows if _fell(row)]
        return min(fallen, key=lambda row: row.share.point - row.share_before.point, default=None)  # type: ignore[union-attr]


def of(reader: Reader, *, span: Span) -> Funnel:
    """Return the funnel of a reader's vacancies. Five statements; none reads more as the history grows."""
    now, before = _counts(reader, span), _counts(reader, span.before)
    medians = median_days(span) if reader.vacancy_ids is None else {}
    rows = []
    for place, step in enumerate(Step):
        above = list(Step)[place - 1] if place else None
        rows.append(
            Row(
                step=step,
                count=now[step],
                before=before[step],
                share=_share(now, step, above),
                share_before=_share(before, step, above),
                median_days=medians.get(step),
            )
        )
    return Funnel(span, rows)


def per_day(step: Step, reader: Reader, *, span: Span) -> dict[str, int]:
    """Return the counts of one step per day (ISO). One statement."""
    found: dict[str, int] = {}
    wanted = None if reader.vacancy_ids is None else set(reader.vacancy_ids)
    for one in tallies.per_day([f"funnel.{step}"], first=span.first, until=span.until):
        if wanted is None or one.subject_id in wanted:
            found[one.day.isoformat()] = found.get(one.day.isoformat(), 0) + one.n
    return found


def _counts(reader: Reader, span: Span) -> dict[Step, int | None]:
    kinds = [f"funnel.{step}" for step in _COUNTED]
    counted = tallies.totals(kinds, first=span.first, until=span.until, subject_ids=reader.vacancy_ids)
    found: dict[Step, int | None] = {step: counted[f"funnel.{step}"] for step in _COUNTED}
    found.update(_of_ads(span) if reader.vacancy_ids is None else dict.fromkeys(_ADS))
    return found


def _of_ads(span: Span) -> dict[Step, int | None]:
    """What networks reported for days in the span; a report over a longer period counts where it lies inside it."""
    accounts = list(ChannelAccount.objects.values_list("pk", flat=True).order_by("pk"))
    rows = ReportRow.objects.filter(
        account_id__in=accounts,
        is_current=True,
        first_on__gte=span.first,
        first_on__lt=span.until,
        last_on__lt=span.until,
    )
    summed = rows.aggregate(reach=Sum("impressions"), click=Sum("clicks"))
    return {Step.REACH: summed["reach"], Step.CLICK: summed["click"]}


def _share(counts: dict[Step, int | None], step: Step, above: Step | None) -> ShareInterval | None:
    count, of_ = counts[step], counts[above] if above is not None else None
    if count is None or of_ is None or count > of_ or count < 0:
        return None
    return wilson(count, of_)


def _fell(row: Row) -> bool:
    now, before = row.share, row.share_before
    if row.step not in PEOPLE or now is None or before is None or not (now.is_enough and before.is_enough):
        return False
    return now.high < before.low


_MEDIANS = """
SELECT wanted.kind,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM newest.at - earlier.at)) / 86400.0
  FROM unnest(%(kinds)s::text[]) AS wanted(kind)
 CROSS JOIN LATERAL (
       SELECT c.application_id, c.id, c.at FROM talentpool_stagechange c
        WHERE c.organisation_id = %(org)s AND c.to_kind = wanted.kind AND c.at >= %(first)s AND c.at < %(until)s
        ORDER BY c.at DESC LIMIT %(most)s) newest
 CROSS JOIN LATERAL (
       SELECT p.at FROM talentpool_stagechange p
        WHERE p.organisation_id = %(org)s AND p.application_id = newest.application_id AND p.id < newest.id
        ORDER BY p.id DESC LIMIT 1) earlier
 GROUP BY wanted.kind HAVING count(*) >= 5
"""


def median_days(span: Span) -> dict[Step, float]:
    """Return the median days that the newest moves into each stage had waited in the stage before. One statement.

    Of at most a hundred moves per stage; a stage with fewer than five says nothing.
    """
    kinds = [StageKind.CONTACTED, StageKind.INTERVIEW, StageKind.OFFER, StageKind.HIRED]
    asked: dict[str, int | datetime | list[str]] = {
        "org": tenancy.required(),
        "kinds": [kind.value for kind in kinds],
        "first": span.starts_at,
        "until": span.ends_at,
        "most": MEDIAN_OF,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MEDIANS, asked)
        return {Step(kind): float(days) for kind, days in cursor.fetchall()}
