"""Every open vacancy against its planned line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q

from calendar_app.models import Vacancy, VacancyState
from dashboards.planned_line import Course, Schedule, Standing, judge
from dashboards.readers import Reader
from recruit_platform.core import tenancy
from recruit_platform.core.log import tallies
from talentpool.models import StageKind

_MOVEMENT = ("funnel.applied", "funnel.contacted", "funnel.interview", "funnel.offer", "funnel.hired")
_MOST_PER_STAGE = 50  # a vacancy with more positions than this is judged by its hires and these
_QUIET_AFTER = 120  # days in which a movement is looked for
_WORST_FIRST = list(Standing)
OFF_SCHEDULE = (Standing.NOT_OPEN, Standing.FAR_BEHIND, Standing.BEHIND)


@dataclass(frozen=True)
class Line:
    vacancy: Vacancy
    schedule: Schedule
    quiet_days: int


def lines(reader: Reader, *, today: date) -> list[Line]:
    """Return the vacancies that should be open or are, the furthest behind first. Three statements.

    Applications are counted up to the positions of a vacancy, so a popular one costs no more than a quiet one.
    """
    found = list(_running(reader, today=today))
    stages = _running_applications([one.pk for one in found])
    moved = tallies.last_days(_MOVEMENT, first=today - timedelta(days=_QUIET_AFTER), until=today + timedelta(days=1))
    judged = [_line(one, stages=stages, moved_on=moved.get(one.pk), today=today) for one in found]
    return sorted(
        judged, key=lambda line: (_WORST_FIRST.index(line.schedule.standing), line.schedule.days, line.vacancy.pk)
    )


def off_schedule(judged: list[Line]) -> list[Line]:
    return [line for line in judged if line.schedule.standing in OFF_SCHEDULE]


def _running(reader: Reader, *, today: date) -> list[Vacancy]:
    should_be_open = Q(opens_on__lte=today) & (Q(closes_on=None) | Q(closes_on__gte=today))
    rows = Vacancy.objects.filter(should_be_open, state__in=[VacancyState.DRAFT, VacancyState.PUBLISHED])
    if reader.vacancy_ids is not None:
        rows = rows.filter(pk__in=reader.vacancy_ids)
    return list(rows.defer("description", "summary").order_by("pk"))


_RUNNING = """
SELECT v.id, k.kind, count(a.id)
  FROM unnest(%(vacancies)s::bigint[]) AS v(id)
 CROSS JOIN unnest(%(kinds)s::text[]) AS k(kind)
 CROSS JOIN LATERAL (
       SELECT a.id FROM talentpool_application a
        WHERE a.organisation_id = %(org)s AND a.vacancy_id = v.id AND a.stage_kind = k.kind
        LIMIT %(most)s) a
 GROUP BY v.id, k.kind
"""


def _running_applications(vacancy_ids: list[int]) -> Mapping[int, Mapping[StageKind, int]]:
    found: dict[int, dict[StageKind, int]] = defaultdict(dict)
    if not vacancy_ids:
        return found
    kinds = [kind.value for kind in (StageKind.NEW, StageKind.CONTACTED, StageKind.INTERVIEW, StageKind.OFFER)]
    asked: dict[str, int | list[int] | list[str]] = {
        "org": tenancy.required(),
        "vacancies": vacancy_ids,
        "kinds": kinds,
        "most": _MOST_PER_STAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RUNNING, asked)
        for vacancy_id, kind, n in cursor.fetchall():
            found[vacancy_id][StageKind(kind)] = n
    return found


def _line(
    vacancy: Vacancy, *, stages: Mapping[int, Mapping[StageKind, int]], moved_on: date | None, today: date
) -> Line:
    course = Course(
        opens_on=vacancy.opens_on,
        needed_on=vacancy.start_by_on or vacancy.closes_on,
        is_published=vacancy.state == VacancyState.PUBLISHED,
        positions=vacancy.positions,
        hired=vacancy.hired,
        running=stages.get(vacancy.pk, {}),
        last_movement_on=moved_on,
    )
    quiet = (today - (moved_on or vacancy.opens_on)).days
    return Line(vacancy, judge(course, today=today), quiet)
