"""The steps that dashboards count: one narrow row each, in the transaction of the change it counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from calendar_app.selectors import days
from campaigns.models import OutcomeKind
from campaigns.services import outcomes
from recruit_platform.core import clock
from recruit_platform.core.log import tallies
from recruit_platform.core.models import OrganisationSettings
from recruit_platform.core.poll import versions
from talentpool.models import Application, StageChange, StageKind

VISIT, STARTED, APPLIED = "funnel.visit", "funnel.started", "funnel.applied"
IN_TIME, LATE = "call.in_time", "call.late"
CONTACTED = f"funnel.{StageKind.CONTACTED}"  # a person spoke to the candidate: no move counts it
# The steps an application climbs by moves, lowest first. One that skips a step has passed it.
STEPS: tuple[StageKind, ...] = (StageKind.INTERVIEW, StageKind.OFFER, StageKind.HIRED)


def count(kind: str, *, vacancy_id: int | None, at: datetime, n: int = 1) -> None:
    """Count one step of a vacancy (0: no vacancy) on the organisation's day. Two statements."""
    tallies.count(kind, subject_id=vacancy_id or 0, day=days.today(at), n=n)
    versions.touch("funnel")


def visited(vacancy_id: int, *, day: date, n: int = 1) -> None:
    """Count visits of a vacancy's page on a day that the caller knows. One statement."""
    tallies.count(VISIT, subject_id=vacancy_id, day=day, n=n)
    versions.touch("funnel")


def spoken(application: Application, *, at: datetime) -> None:
    """Count that a person spoke to the candidate about this application for the first time; the caller knows that it was."""
    count(CONTACTED, vacancy_id=application.vacancy_id, at=at)
    tell(application, OutcomeKind.CONTACTED, at=at)


def reached(application: Application, kinds: Sequence[StageKind], *, at: datetime) -> None:
    """Count steps that an application reached for the first time, and tell the campaign floor what it came to."""
    zone = _zone()
    for kind in kinds:
        day = clock.local_date(at, zone=zone)
        tallies.count(f"funnel.{kind}", subject_id=application.vacancy_id or 0, day=day)
        tell(application, OutcomeKind(kind), at=at)
    if kinds:
        versions.touch("funnel")


def take_back(application: Application, kinds: Sequence[StageKind], *, at: datetime) -> None:
    """Uncount steps on the day that they were counted, because the move was undone."""
    for kind in kinds:
        count(f"funnel.{kind}", vacancy_id=application.vacancy_id, at=at, n=-1)


def newly_reached(application: Application, to: StageKind) -> list[StageKind]:
    """Return the steps up to ``to`` that this application never reached before. One statement."""
    if to not in STEPS:
        return []
    before = StageChange.objects.filter(application=application).values_list("to_kind", flat=True)
    highest = max((STEPS.index(StageKind(kind)) for kind in before if kind in STEPS), default=-1)
    return list(STEPS[highest + 1 : STEPS.index(to) + 1])


def tell(application: Application, kind: OutcomeKind, *, at: datetime) -> None:
    """Tell the campaign floor what became of an application; told twice counts once."""
    outcomes.record(
        application_id=application.pk,
        kind=kind,
        first_link=application.first_link,
        last_link=application.last_link,
        vacancy=application.vacancy,
        applied_on=clock.local_date(application.submitted_at, zone=_zone()),
        at=at,
    )


def _zone() -> str:
    return OrganisationSettings.active().time_zone


def _proof_of_step(step: StageKind) -> str:
    """The first moment at which an application stood in a step or a higher one."""
    higher = ", ".join(f"'{kind}'" for kind in STEPS[STEPS.index(step) :])
    return f"""
    SELECT coalesce(a.vacancy_id, 0) AS subject_id, (min(c.at) AT TIME ZONE s.time_zone)::date AS day, 1 AS n
      FROM talentpool_application a
      JOIN talentpool_stagechange c ON c.application_id = a.id AND c.organisation_id = a.organisation_id
      JOIN core_organisationsettings s ON s.organisation_id = a.organisation_id
     WHERE c.to_kind IN ({higher}) GROUP BY a.id, a.vacancy_id, s.time_zone"""


def _proof_of_calls(in_time: str) -> str:
    return f"""
    SELECT coalesce(a.vacancy_id, 0) AS subject_id, (b.ended_at AT TIME ZONE s.time_zone)::date AS day, 1 AS n
      FROM talentpool_callback b
      JOIN talentpool_application a ON a.id = b.application_id AND a.organisation_id = b.organisation_id
      JOIN core_organisationsettings s ON s.organisation_id = b.organisation_id
     WHERE b.in_time IS {in_time}"""


for _step in STEPS:
    tallies.prove_by(f"funnel.{_step}", sql=_proof_of_step(_step))
tallies.prove_by(
    APPLIED,
    sql="""
    SELECT coalesce(a.vacancy_id, 0) AS subject_id, (a.submitted_at AT TIME ZONE s.time_zone)::date AS day, 1 AS n
      FROM talentpool_application a
      JOIN core_organisationsettings s ON s.organisation_id = a.organisation_id""",
)
tallies.prove_by(
    CONTACTED,
    sql="""
    SELECT coalesce(a.vacancy_id, 0) AS subject_id, (a.first_contact_at AT TIME ZONE s.time_zone)::date AS day, 1 AS n
      FROM talentpool_application a
      JOIN core_organisationsettings s ON s.organisation_id = a.organisation_id
     WHERE a.first_contact_at IS NOT NULL""",
)
tallies.prove_by(IN_TIME, sql=_proof_of_calls("TRUE"))
tallies.prove_by(LATE, sql=_proof_of_calls("FALSE"))
