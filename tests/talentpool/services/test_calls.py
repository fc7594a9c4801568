"""The call-back clock: working hours, two limits, stopped by people only, still while the candidate owes an answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from recruit_platform.core import tenancy
from recruit_platform.core.log import tallies
from recruit_platform.core.models import Event
from talentpool.models import Application, Call, CallBack, CallOutcome, EndedBy, EndReason, StageKind
from talentpool.services import applications, call_backs, calls, replies
from tests.support.builders import NOON, World
from tests.support.candidates import a_recruiter, a_stage, make_application
from tests.support.vacancies import make_vacancy

FRIDAY_AFTERNOON = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)  # 16:00 in Amsterdam


def judged() -> dict[str, int]:
    first, until = NOON.date() - timedelta(days=1), NOON.date() + timedelta(days=40)
    return tallies.totals(["call.in_time", "call.late"], first=first, until=until)


def open_of(application: Application) -> CallBack:
    return CallBack.objects.get(application=application, ended_at=None)


def test_the_clock_counts_working_hours_only(acme: World) -> None:
    with tenancy.scope(acme.id):
        promised = open_of(make_application(make_vacancy(), at=FRIDAY_AFTERNOON))
        assert promised.ideal_at == datetime(2026, 11, 30, 15, 0, tzinfo=UTC)  # Monday 16:00: eight working hours
        assert promised.due_at == datetime(2026, 12, 1, 15, 0, tzinfo=UTC)


def test_a_word_with_the_candidate_ends_it_in_time_and_lifts_the_stage(acme: World) -> None:
    with tenancy.scope(acme.id):
        application, by = make_application(make_vacancy()), a_recruiter()
        later = NOON + timedelta(hours=2)
        calls.log(
            application.candidate,
            outcome=CallOutcome.SPOKE,
            by=by,
            at=later,
            application=application,
            note=" Belt terug ",
        )
        promise = CallBack.objects.get(application=application)
        assert (promise.end, promise.in_time, promise.ended_at) == ("contact", True, later)
        assert (application.stage_kind, application.first_contact_at) == ("contacted", later)
        assert application.candidate.last_human_contact_at == later
        assert judged() == {"call.in_time": 1, "call.late": 0}
        assert Call.objects.get().note == "Belt terug"
        assert tallies.differences("call.in_time") == []


def test_a_voicemail_does_not_stop_the_clock(acme: World) -> None:
    with tenancy.scope(acme.id):
        application, by = make_application(make_vacancy()), a_recruiter()
        for hours in (1, 2):
            at = NOON + timedelta(hours=hours)
            calls.log(application.candidate, outcome=CallOutcome.VOICEMAIL, by=by, at=at, application=application)
        promise = open_of(application)
        assert (promise.attempts, promise.next_try_at) == (2, datetime(2026, 11, 23, 16, 0, tzinfo=UTC))
        assert (application.candidate.last_human_contact_at, application.first_contact_at) == (None, None)
        application.refresh_from_db()
        assert application.stage_kind == "new"


def test_a_late_call_is_counted_as_late(acme: World) -> None:
    with tenancy.scope(acme.id):
        application, by = make_application(make_vacancy()), a_recruiter()
        late = open_of(application).due_at + timedelta(minutes=1)
        calls.log(application.candidate, outcome=CallOutcome.SPOKE, by=by, at=late, application=application)
        assert judged() == {"call.in_time": 0, "call.late": 1}
        assert tallies.differences("call.late") == []


def test_the_clock_stands_still_while_the_candidate_owes_an_answer(acme: World) -> None:
    with tenancy.scope(acme.id):
        application, by = make_application(make_vacancy()), a_recruiter()
        before = open_of(application)
        call_backs.wait_for_candidate(application, by=by, at=NOON)
        replies.record(application.candidate, at=NOON + timedelta(days=2))  # sixteen working hours later
        after = open_of(application)
        assert after.due_at - before.due_at == timedelta(days=2)
        assert after.waits_for_candidate_since is None
        assert application.candidate.last_reply_at == NOON + timedelta(days=2)
        kinds = Event.objects.filter(subject_kind="candidate").order_by("id").values_list("kind", flat=True)
        assert list(kinds)[-3:] == ["call.waits", "call.waits", "candidate.replied"]


def test_a_reply_after_contact_is_a_new_promise(acme: World) -> None:
    with tenancy.scope(acme.id):
        application, by = make_application(make_vacancy()), a_recruiter()
        calls.log(application.candidate, outcome=CallOutcome.SPOKE, by=by, at=NOON, application=application)
        replies.record(application.candidate, at=NOON + timedelta(days=1))
        promise = open_of(application)
        assert promise.opened_at == NOON + timedelta(days=1)
        assert promise.due_at == datetime(2026, 12, 1, 11, 0, tzinfo=UTC)  # 40 working hours, the limit of its stage


def test_the_end_of_the_case_ends_the_clock_without_a_verdict_unless_late(acme: World) -> None:
    with tenancy.scope(acme.id):
        by = a_recruiter()
        soon, late = make_application(make_vacancy()), make_application(make_vacancy())
        why = {"ended_by": EndedBy.CANDIDATE, "reason": EndReason.OTHER_JOB, "by": by}
        applications.end(soon, at=NOON + timedelta(hours=1), **why)
        applications.end(late, at=NOON + timedelta(days=9), **why)
        assert [CallBack.objects.get(application=one).in_time for one in (soon, late)] == [None, False]
        assert judged() == {"call.in_time": 0, "call.late": 1}


def test_a_stage_without_limits_promises_nothing(acme: World) -> None:
    with tenancy.scope(acme.id):
        application = make_application(make_vacancy(positions=3), stage=StageKind.HIRED)
        replies.record(application.candidate, at=NOON + timedelta(days=1))
        assert not CallBack.objects.filter(application=application, ended_at=None).exists()


def test_a_hand_over_is_written_down(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        application, by = make_application(make_vacancy()), a_recruiter()
        call_backs.assign(open_of(application), to=by, by=by, at=NOON)
        assert open_of(application).assigned_to == by
        assert Event.objects.filter(kind="call.assigned").count() == 1
        applications.move(application, to=a_stage(StageKind.INTERVIEW), by=by, at=NOON)
        assert CallBack.objects.get(application=application).end == "moved"
    with tenancy.scope(zed.id):
        assert CallBack.objects.count() == 0
