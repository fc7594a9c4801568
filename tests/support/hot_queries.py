"""The queries that pages and workers run all day, each with the index that must serve it under row-level security.

A new hot page adds its query here: ``python -m bench walls`` measures it, a test holds its index.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum

from calendar_app.models import Vacancy
from campaigns.models import LedgerEntry, Outcome, ReportRow
from dashboards.readers import Reader
from dashboards.selectors import calls
from recruit_platform.core.models import (
    DayOff,
    Event,
    FileKey,
    Invitation,
    LongJob,
    MailboxMessage,
    Membership,
    OutboxMessage,
    PendingEvent,
    Role,
    StoredFile,
    Suppression,
    Tally,
    TallyTail,
)
from talentpool.models import Application, Call, CallBack, Candidate, Consent, Interview, StageChange
from talentpool.selectors import call_list, pool
from talentpool.selectors.pool import Filters, View
from tests.support.builders import NOON

PAGE = 51  # fifty rows and one that says whether there are more


@dataclass(frozen=True)
class Known:
    """Values that exist in the organisation asked about: queries look for something that is there."""

    event_id: int
    message_id: int
    public_id: str
    user_id: int
    file_id: str
    key_id: int
    member: Membership
    candidate: Candidate
    application: Application
    day: date = date(2026, 11, 23)
    at: datetime = NOON


@dataclass(frozen=True)
class HotQuery:
    """``index`` is how the name of the index begins; two that serve alike are parted by a bar."""

    name: str
    index: str
    make: Callable[[Known], QuerySet[Any]]


def _people(known: Known, *, view: View = View.EVERYONE) -> QuerySet[Any]:
    return pool.found(known.member, Filters(view=view), at=known.at)


def _searched(known: Known) -> QuerySet[Any]:
    """One search box, three indexes: the whole name is rare enough for each to be worth its look."""
    return pool.found(known.member, Filters(query=known.candidate.name_key), at=known.at)[:PAGE]


QUERIES = [
    HotQuery("log, newest", "core_event_tenant_key", lambda k: Event.objects.order_by("-id")[:PAGE]),
    HotQuery("log, next page", "core_event_tenant_key", lambda k: Event.objects.filter(id__lt=k.event_id).order_by("-id")[:PAGE]),
    HotQuery("log of a subject", "event_of_subject", lambda k: Event.objects.filter(
        subject_kind="candidate", subject_id=7).order_by("-id")[:PAGE]),
    HotQuery("log of a kind", "event_of_kind", lambda k: Event.objects.filter(kind="mail.sent").order_by("-id")[:PAGE]),
    HotQuery("one event", "core_event", lambda k: Event.objects.filter(pk=k.event_id)),
    HotQuery("mails, newest", "core_outboxmessage_tenant_key", lambda k: OutboxMessage.objects.order_by("-id")[:PAGE]),
    HotQuery("mails in a state", "message_by_state", lambda k: OutboxMessage.objects.filter(
        state="unsure").order_by("-id")[:PAGE]),
    HotQuery("mails in a state, next page", "message_by_state", lambda k: OutboxMessage.objects.filter(
        state="sent", id__lt=k.message_id).order_by("-id")[:PAGE]),
    HotQuery("mails of a person", "message_of_person", lambda k: OutboxMessage.objects.filter(
        person_kind="candidate", person_id=7).order_by("-id")[:PAGE]),
    HotQuery("mail by public id", "message_public_id", lambda k: OutboxMessage.objects.filter(public_id=k.public_id)),
    HotQuery("mail by key", "message_once", lambda k: OutboxMessage.objects.filter(key="reply:7")),
    HotQuery("mails by the beginning of a key", "message_once", lambda k: OutboxMessage.objects.filter(
        key__startswith="reply:77").order_by("key")[:PAGE]),
    HotQuery("mails to send", "message_due|message_of_address", lambda k: OutboxMessage.objects.filter(
        state="due", try_at__lte=k.at).order_by("try_at", "id")[:PAGE]),
    HotQuery("mailbox with its mails", "core_mailboxmessage_tenant_key", lambda k: MailboxMessage.objects.select_related(
        "message").order_by("-id")[:PAGE]),
    HotQuery("membership of a person", "one_membership_per_person|core_membership_user_id",
        lambda k: Membership.objects.filter(user_id=k.user_id)),
    HotQuery("team with names", "core_membership", lambda k: Membership.objects.select_related("user").order_by("id")[:PAGE]),
    HotQuery("file by public id", "file_public_id", lambda k: StoredFile.objects.filter(public_id=k.file_id)),
    HotQuery("files of a person, with the key", "file_of_key", lambda k: StoredFile.objects.select_related("key").filter(
        key_id=k.key_id).order_by("id")),
    HotQuery("key of a person's files", "one_file_key_per_owner", lambda k: FileKey.objects.filter(
        owner_kind="candidate", owner_id=7)),
    HotQuery("counters of a month", "tally_once", lambda k: Tally.objects.filter(
        kind="mail.sent", subject_id=0, day__gt=k.day - timedelta(days=31), day__lte=k.day)),
    HotQuery("counter and tail", "core_tallytail", lambda k: TallyTail.objects.filter(kind="mail.sent").values(
        "kind").annotate(total=Sum("n"))),
    HotQuery("jobs, newest", "core_longjob_tenant_key", lambda k: LongJob.objects.order_by("-id")[:PAGE]),
    HotQuery("events a subscriber failed", "pending_event_failed", lambda k: PendingEvent.objects.filter(
        failed_at__isnull=False).order_by("failed_at")[:PAGE]),
    HotQuery("days off of a month", "day_off_once", lambda k: DayOff.objects.filter(day__gte=k.day, day__lt=k.day
        + timedelta(days=31)).order_by("day")),
    HotQuery("is an address suppressed", "suppression_once", lambda k: Suppression.objects.filter(address_hash="h7")),
    HotQuery("open invitation to an address", "one_open_invitation_per_address", lambda k: Invitation.objects.filter(
        email="p7@example.org", accepted_at=None, revoked_at=None)),
    # Pages of the apps
    HotQuery("candidates, newest", "candidate_newest|talentpool_candidate_tenant_key", lambda k: _people(k)[:PAGE]),
    HotQuery("candidates, next page", "candidate_newest|talentpool_candidate_tenant_key", lambda k: _people(k).filter(
        pk__lt=k.candidate.pk)[:PAGE]),
    HotQuery("candidates with a running application", "application_running", lambda k: _people(k, view=View.RUNNING)[:PAGE]),
    HotQuery("candidates to call", "one_open_call_back", lambda k: _people(k, view=View.TO_CALL)[:PAGE]),
    HotQuery("candidates by the beginning of a name", "candidate_by_name", lambda k: Candidate.objects.filter(
        name_key__startswith=k.candidate.name_key)[:PAGE]),
    HotQuery("candidates searched for, by name", "candidate_by_name", _searched),
    HotQuery("candidates searched for, by last name", "candidate_by_last_name", _searched),
    HotQuery("candidates searched for, by address", "one_candidate_per_address", _searched),
    HotQuery("candidate by address", "one_candidate_per_address", lambda k: Candidate.objects.filter(
        email_key=k.candidate.email_key, merged_into=None, erased_at=None).order_by("id")),
    HotQuery("candidate by number", "candidate_by_phone", lambda k: Candidate.objects.filter(phone_key=k.candidate.phone_key)),
    HotQuery("candidate by public id", "candidate_public_id", lambda k: Candidate.objects.filter(
        public_id=k.candidate.public_id)),
    HotQuery("applications of a candidate", "application_of_candidate", lambda k: Application.objects.filter(
        candidate=k.candidate).order_by("-id")),
    HotQuery("application of a form", "application_once_a_form", lambda k: Application.objects.select_related(
        "candidate").filter(form_key=k.application.form_key)),
    HotQuery("running application for a vacancy", "one_running_application_per_vacancy|application_running",
        lambda k: Application.objects.filter(candidate=k.candidate, vacancy=k.application.vacancy_id, ended_at=None)),
    HotQuery("running applications of a vacancy", "application_of_vacancy", lambda k: Application.objects.filter(
        vacancy=k.application.vacancy_id, stage_kind="interview").order_by("-id")[:PAGE]),
    HotQuery("applications, newest", "application_newest", lambda k: Application.objects.filter(
        submitted_at__gt=k.at - timedelta(days=2)).order_by("-submitted_at", "-id")[:PAGE]),
    HotQuery("people spoken to in some days", "application_spoken", lambda k: Application.objects.filter(
        first_contact_at__gt=k.at - timedelta(days=2), first_contact_at__lte=k.at).order_by("first_contact_at", "id")[:PAGE]),
    HotQuery("stages of an application", "stage_change_of_application", lambda k: StageChange.objects.filter(
        application=k.application).order_by("id")),
    HotQuery("moves into a stage", "stage_change_by_kind", lambda k: StageChange.objects.filter(
        to_kind="hired", at__gte=k.at - timedelta(days=90), at__lt=k.at).order_by("-at")[:100]),
    HotQuery("calls to make", "call_back_due|one_open_call_back", lambda k: call_list.due()[:PAGE]),
    HotQuery("calls that are late", "call_back_due|one_open_call_back", lambda k: calls.overdue(
        Reader(Role.RECRUITER), at=k.at)[:1000]),
    HotQuery("promise of an application", "one_open_call_back|talentpool_callback_application", lambda k:
        CallBack.objects.filter(application=k.application, ended_at=None)),
    HotQuery("calls with a candidate", "call_of_candidate", lambda k: Call.objects.filter(
        candidate=k.candidate).order_by("-id")),
    HotQuery("consent of a candidate", "one_standing_consent|talentpool_consent_candidate", lambda k: Consent.objects.filter(
        candidate=k.candidate, withdrawn_at=None)),
    HotQuery("talks of a day", "interview_by_time", lambda k: Interview.objects.filter(
        starts_at__gte=k.at, starts_at__lt=k.at + timedelta(days=1), state="planned").order_by("starts_at", "id")),
    HotQuery("vacancies that are open", "vacancy_by_state", lambda k: Vacancy.objects.filter(
        state="published", closes_on__gte=k.day).order_by("id")),
    HotQuery("outcomes of a month", "outcome_by_day", lambda k: Outcome.objects.filter(
        kind="hired", day__gt=k.day - timedelta(days=31)).values("kind").annotate(total=Sum("id"))),
    HotQuery("reports of a channel", "report_of_channel", lambda k: ReportRow.objects.filter(
        channel__campaign__name="Campagne 1", first_on__gt=k.day - timedelta(days=31))),
    HotQuery("ledger of a campaign", "ledger_of_campaign|campaigns_ledgerentry_campaign", lambda k: LedgerEntry.objects.filter(
        campaign__name="Campagne 1").order_by("day", "id")),
    HotQuery("counters of the funnel", "tally_once", lambda k: Tally.objects.filter(
        kind="funnel.applied", day__gt=k.day - timedelta(days=31), day__lte=k.day)),
]  # fmt: skip


def statement(query: HotQuery, known: Known) -> tuple[str, tuple[Any, ...]]:
    """The SQL as the ORM sends it, and its parameters; inside a scope."""
    return query.make(known).query.sql_with_params()


def indexes_in(plan: Any) -> set[str]:
    """Every index that a plan (EXPLAIN, FORMAT JSON) reads."""
    found: set[str] = set()
    if isinstance(plan, dict):
        if "Index Name" in plan:
            found.add(plan["Index Name"])
        for value in plan.values():
            found |= indexes_in(value)
    if isinstance(plan, list):
        for value in plan:
            found |= indexes_in(value)
    return found


def plan_of(query: HotQuery, known: Known) -> Any:
    """The plan that the running role gets; inside a scope."""
    sql, params = statement(query, known)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        return cursor.fetchone()[0]


def is_served(query: HotQuery, plan: Any) -> bool:
    return any(name.startswith(wanted) for name in indexes_in(plan) for wanted in query.index.split("|"))


def known_in(organisation_id: int) -> Known:
    """Values to look for; inside the organisation's scope."""
    event = Event.objects.order_by("id")[Event.objects.count() // 2]
    message = OutboxMessage.objects.order_by("id")[OutboxMessage.objects.count() // 2]
    file = StoredFile.objects.order_by("id")[0]
    member = Membership.objects.order_by("id")[0]
    application = Application.objects.select_related("candidate").order_by("id")[Application.objects.count() // 2]
    return Known(
        event_id=event.pk,
        message_id=message.pk,
        public_id=str(message.public_id),
        user_id=member.user_id,
        file_id=str(file.public_id),
        key_id=file.key_id,
        member=member,
        candidate=application.candidate,
        application=application,
    )
