"""What asks for action now, per role: each a count whose rows can be opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from campaigns.models import CampaignChannel, CampaignState, Proposal, ProposalState
from campaigns.selectors import by_hand
from dashboards.planned_line import Standing
from dashboards.readers import Reader
from dashboards.selectors import calls, schedule
from recruit_platform.core.models import MessageState, OutboxMessage, Role
from talentpool.models import Application, CallBack, Candidate, Interview, InterviewState, StageKind

MOST_COUNTED = 1000


class Matter(StrEnum):
    """What a line is about; also the word in the address of its rows."""

    OVERDUE_CALLS = "te-laat-gebeld"
    WAITS_FOR_ME = "wacht-op-mij"
    NOT_OPEN = "nog-niet-open"
    BEHIND = "achter"
    PROPOSALS = "voorstellen"
    BY_HAND = "zelf-instellen"
    ALARMS = "alarmen"
    UNSURE_MAILS = "onzekere-mails"
    FAILED_MAILS = "mislukte-mails"
    INTERVIEWS = "gesprekken-vandaag"
    ERASURES = "te-verwijderen"


@dataclass(frozen=True)
class Item:
    """``longest`` is the oldest of them, for the sentence below the count."""

    matter: Matter
    count: int
    detail: str = ""
    since: datetime | None = None


_FOR: dict[Role, tuple[Matter, ...]] = {
    Role.RECRUITER: (
        Matter.OVERDUE_CALLS,
        Matter.ERASURES,
        Matter.NOT_OPEN,
        Matter.BEHIND,
        Matter.PROPOSALS,
        Matter.UNSURE_MAILS,
        Matter.FAILED_MAILS,
        Matter.INTERVIEWS,
    ),
    Role.HIRING_MANAGER: (Matter.WAITS_FOR_ME, Matter.INTERVIEWS, Matter.NOT_OPEN, Matter.BEHIND),
    Role.MARKETEER: (Matter.PROPOSALS, Matter.BY_HAND, Matter.ALARMS, Matter.NOT_OPEN, Matter.BEHIND),
    Role.DIRECTOR: (Matter.BEHIND, Matter.NOT_OPEN, Matter.OVERDUE_CALLS, Matter.PROPOSALS),
}


def matters_of(role: Role) -> tuple[Matter, ...]:
    """What a role is told about; an admin sees what a recruiter sees, and what is to be set by hand."""
    return _FOR.get(role, (*_FOR[Role.RECRUITER], Matter.BY_HAND))


def items(reader: Reader, *, at: datetime, today: date, zone: str) -> list[Item]:
    """Return what is not zero, most urgent first. At most ten statements, each along an index of what is open."""
    asked = _Asked(reader, schedule.lines(reader, today=today), at, today, zone)
    found = [_COUNT[matter](asked) for matter in matters_of(reader.role)]
    return [item for item in found if item.count]


def waiting_for_manager(reader: Reader) -> QuerySet[Application]:
    """Return applications whose next step is the manager's: to be invited for a talk, or talked to. Oldest first."""
    rows = Application.objects.filter(stage_kind__in=[StageKind.CONTACTED, StageKind.INTERVIEW])
    if reader.vacancy_ids is not None:
        rows = rows.filter(vacancy_id__in=reader.vacancy_ids)
    return rows.order_by("stage_since", "id")


def interviews_on(reader: Reader, *, day: date, zone: str) -> QuerySet[Interview]:
    """Return the talks planned on a local day, earliest first. Along (organisation, starts_at)."""
    starts_at = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    following = day + timedelta(days=1)
    ends_at = datetime(following.year, following.month, following.day, tzinfo=ZoneInfo(zone))
    rows = Interview.objects.filter(starts_at__gte=starts_at, starts_at__lt=ends_at, state=InterviewState.PLANNED)
    if reader.vacancy_ids is not None:
        rows = rows.filter(Q(application__vacancy_id__in=reader.vacancy_ids) | Q(host_id=reader.membership_id))
    return rows.order_by("starts_at", "id")


def to_erase() -> QuerySet[Candidate]:
    """Return who asked that their data goes and still waits, first asked first. Along (organisation, erasure_asked_at)."""
    rows = Candidate.objects.filter(erasure_asked_at__isnull=False, erased_at=None, merged_into=None)
    return rows.order_by("erasure_asked_at", "id")


def open_proposals() -> QuerySet[Proposal]:
    return Proposal.objects.filter(state=ProposalState.OPEN).order_by("made_at", "id")


def alarms() -> QuerySet[CampaignChannel]:
    """Return channels of running campaigns where something is wrong; a budget to set by hand is a line of its own."""
    rows = CampaignChannel.objects.filter(campaign__state=CampaignState.RUNNING).exclude(alarm__in=["", "by_hand"])
    return rows.order_by("id")


def mails_in(state: MessageState) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(state=state).order_by("-id")


@dataclass(frozen=True)
class _Asked:
    reader: Reader
    judged: list[schedule.Line]
    at: datetime
    today: date
    zone: str


def _overdue(asked: _Asked) -> Item:
    longest: CallBack | None = calls.overdue(asked.reader, at=asked.at).select_related("application__candidate").first()
    if longest is None:
        return Item(Matter.OVERDUE_CALLS, 0)
    candidate = longest.application.candidate
    name = f"{candidate.first_name} {candidate.last_name}" if asked.reader.sees_names else ""
    count = calls.overdue_count(asked.reader, at=asked.at)
    return Item(Matter.OVERDUE_CALLS, count, detail=name, since=longest.due_at)


def _waits(asked: _Asked) -> Item:
    waiting = waiting_for_manager(asked.reader)
    return Item(Matter.WAITS_FOR_ME, waiting[:MOST_COUNTED].count(), since=_first(waiting, "stage_since"))


def _interviews(asked: _Asked) -> Item:
    planned = interviews_on(asked.reader, day=asked.today, zone=asked.zone)
    return Item(Matter.INTERVIEWS, planned[:MOST_COUNTED].count(), since=_first(planned, "starts_at"))


def _erasures(_asked: _Asked) -> Item:
    waiting = to_erase()
    return Item(Matter.ERASURES, waiting[:MOST_COUNTED].count(), since=_first(waiting, "erasure_asked_at"))


def _vacancies(matter: Matter, *standings: Standing) -> Callable[[_Asked], Item]:
    def count(asked: _Asked) -> Item:
        found = [line for line in asked.judged if line.schedule.standing in standings]
        return Item(matter, len(found), detail=found[0].vacancy.title if found else "")

    return count


def _rows(matter: Matter, rows: Callable[[], QuerySet]) -> Callable[[_Asked], Item]:
    return lambda _asked: Item(matter, rows()[:MOST_COUNTED].count())


_COUNT: dict[Matter, Callable[[_Asked], Item]] = {
    Matter.OVERDUE_CALLS: _overdue,
    Matter.WAITS_FOR_ME: _waits,
    Matter.NOT_OPEN: _vacancies(Matter.NOT_OPEN, Standing.NOT_OPEN),
    Matter.BEHIND: _vacancies(Matter.BEHIND, Standing.FAR_BEHIND, Standing.BEHIND),
    Matter.PROPOSALS: _rows(Matter.PROPOSALS, open_proposals),
    Matter.BY_HAND: lambda asked: Item(Matter.BY_HAND, len(by_hand.to_set(at=asked.at))),
    Matter.ALARMS: _rows(Matter.ALARMS, alarms),
    Matter.UNSURE_MAILS: _rows(Matter.UNSURE_MAILS, lambda: mails_in(MessageState.UNSURE)),
    Matter.FAILED_MAILS: _rows(Matter.FAILED_MAILS, lambda: mails_in(MessageState.FAILED)),
    Matter.INTERVIEWS: _interviews,
    Matter.ERASURES: _erasures,
}


def _first(rows: QuerySet, field: str) -> datetime | None:
    return rows.values_list(field, flat=True).first()
