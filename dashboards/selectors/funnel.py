"""The funnel from reach to hire over a span of days, from counters that do not grow with history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection
from django.db.models import Sum

from campaigns.models import ChannelAccount
from dashboards.periods import Span
from dashboards.readers import Reader
from dashboards.selectors import money
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
    medians = median_days(span, vacancy_ids=reader.vacancy_ids)
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
    summed = money.inside(span, accounts=accounts).aggregate(reach=Sum("impressions"), click=Sum("clicks"))
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


# By way of their applications: the moves of a whole organisation hold few of one vacancy.
_MEDIANS_OF_VACANCIES = """
WITH own AS (
       SELECT newest.id FROM unnest(%(vacancies)s::bigint[]) AS vacancy(id)
        CROSS JOIN unnest(%(stands)s::text[]) AS stands(kind)
        CROSS JOIN LATERAL (
              SELECT a.id FROM talentpool_application a
               WHERE a.organisation_id = %(org)s AND a.vacancy_id = vacancy.id AND a.stage_kind = stands.kind
               ORDER BY a.id DESC LIMIT %(most)s) newest),
     moved AS (
       SELECT c.to_kind AS kind, c.at - earlier.at AS waited,
              row_number() OVER (PARTITION BY c.to_kind ORDER BY c.at DESC, c.id DESC) AS place
         FROM own
         JOIN talentpool_stagechange c ON c.organisation_id = %(org)s AND c.application_id = own.id
          AND c.to_kind = ANY(%(kinds)s::text[]) AND c.at >= %(first)s AND c.at < %(until)s
        CROSS JOIN LATERAL (
              SELECT p.at FROM talentpool_stagechange p
               WHERE p.organisation_id = %(org)s AND p.application_id = own.id AND p.id < c.id
               ORDER BY p.id DESC LIMIT 1) earlier)
SELECT kind, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM waited)) / 86400.0
  FROM moved WHERE place <= %(most)s GROUP BY kind HAVING count(*) >= 5
"""


def median_days(span: Span, *, vacancy_ids: Sequence[int] | None = None) -> dict[Step, float]:
    """Return the median days that the newest moves into each stage had waited in the stage before. One statement.

    Of at most a hundred moves per stage; a stage with fewer than five says nothing. For some vacancies it looks at the newest
    hundred applications per vacancy and stage.
    """
    kinds = [StageKind.CONTACTED, StageKind.INTERVIEW, StageKind.OFFER, StageKind.HIRED]
    asked: dict[str, int | datetime | list[str] | list[int]] = {
        "org": tenancy.required(),
        "kinds": [kind.value for kind in kinds],
        "first": span.starts_at,
        "until": span.ends_at,
        "most": MEDIAN_OF,
    }
    if vacancy_ids is not None:
        asked |= {"vacancies": list(vacancy_ids), "stands": list(StageKind.values)}
    with connection.cursor() as cursor:
        cursor.execute(_MEDIANS if vacancy_ids is None else _MEDIANS_OF_VACANCIES, asked)
        return {Step(kind): float(days) for kind, days in cursor.fetchall()}
