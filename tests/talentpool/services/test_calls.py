"""The call-back clock: working hours, two limits, stopped by people only, still while the candidate owes an answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.models import Outcome
from dashboards import periods, readers
from dashboards.selectors import rows
from recruit_platform.core import tenancy
from recruit_platform.core.log import Actor, tallies
from recruit_platform.core.models import Event, Role
from talentpool.models import (
    Application,
    Call,
    CallBack,
    CallOutcome,
    EndedBy,
    EndReason,
    InterviewSlot,
    InterviewState,
    StageChange,
    StageKind,
)
from talentpool.people import Doer
from talentpool.services import applications, call_backs, calls, interviews, replies
from talentpool.services.interviews import Times
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


KINDS = ("funnel.contacted", "funnel.interview", "funnel.hired", "call.in_time", "call.late")


def counted_as_spoken() -> int:
    """The number on the funnel; the rows behind it, what campaigns hear and the recount agree with it."""
    span = periods.latest("365", today=NOON.date() + timedelta(days=40), zone="Europe/Amsterdam")
    first, until = NOON.date() - timedelta(days=1), NOON.date() + timedelta(days=40)
    n = tallies.total("funnel.contacted", first=first, until=until)
    assert rows.spoken(readers.Reader(Role.RECRUITER), span=span).count() == n
    assert rows.called(readers.Reader(Role.RECRUITER), span=span).count() == sum(judged().values())
    assert Outcome.objects.filter(kind="contacted").count() == n
    assert {kind: tallies.differences(kind) for kind in KINDS} == {kind: [] for kind in KINDS}
    return n


@pytest.mark.parametrize("by", [Actor.api_key(7), Actor.system()], ids=["key", "product"])
@pytest.mark.parametrize("to", [StageKind.CONTACTED, StageKind.INTERVIEW, StageKind.HIRED])
def test_a_key_or_the_product_stops_no_clock(acme: World, zed: World, by: Doer, to: StageKind) -> None:
    with tenancy.scope(acme.id):
        application = make_application(make_vacancy(positions=2))
        before = open_of(application).due_at
        applications.move(application, to=a_stage(to), by=by, at=NOON + timedelta(hours=1))
        assert (application.stage_kind, application.first_contact_at) == (to, None)
        assert open_of(application).due_at == before
        assert judged() == {"call.in_time": 0, "call.late": 0}
        assert counted_as_spoken() == 0
        change = StageChange.objects.get(application=application, to_kind=to)
        applications.undo_move(application, change, by=a_recruiter(), at=NOON + timedelta(hours=2))
        assert counted_as_spoken() == 0
        later = NOON + timedelta(hours=3)
        calls.log(application.candidate, outcome=CallOutcome.SPOKE, by=a_recruiter(), at=later, application=application)
        assert judged() == {"call.in_time": 1, "call.late": 0}
        assert counted_as_spoken() == 1


def test_a_move_by_hand_ends_the_wait_and_is_no_contact(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        by, soon, late = a_recruiter(), make_application(make_vacancy()), make_application(make_vacancy())
        applications.move(soon, to=a_stage(StageKind.CONTACTED), by=by, at=NOON + timedelta(hours=1))
        applications.move(late, to=a_stage(StageKind.INTERVIEW), by=by, at=NOON + timedelta(days=9))
        ends = [CallBack.objects.get(application=one) for one in (soon, late)]
        assert [(one.end, one.in_time) for one in ends] == [("moved", None), ("moved", False)]  # late stays late
        assert [one.first_contact_at for one in (soon, late)] == [None, None]
        assert judged() == {"call.in_time": 0, "call.late": 1}
        assert counted_as_spoken() == 0
        calls.log(soon.candidate, outcome=CallOutcome.SPOKE, by=by, at=NOON + timedelta(hours=2), application=soon)
        assert counted_as_spoken() == 1


def test_who_moves_somebody_they_spoke_to_says_so(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        application, by, later = make_application(make_vacancy()), a_recruiter(), NOON + timedelta(hours=2)
        seen = application.version
        calls.move(application, to=a_stage(StageKind.INTERVIEW), by=by, at=later, version=seen)
        promise = CallBack.objects.get(application=application)
        assert (promise.end, promise.in_time) == ("contact", True)
        assert (application.stage_kind, application.first_contact_at) == ("interview", later)
        assert list(StageChange.objects.order_by("id").values_list("to_kind", flat=True)) == ["new", "interview"]
        assert [call.outcome for call in Call.objects.all()] == ["spoke"]
        assert counted_as_spoken() == 1
        with pytest.raises(applications.MovedMeanwhile):
            calls.move(application, to=a_stage(StageKind.OFFER), by=by, at=later, version=seen)
        assert Call.objects.count() == 1


def test_a_talk_that_was_held_is_contact_from_its_beginning(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        application, by = make_application(make_vacancy()), a_recruiter()
        starts_at = NOON + timedelta(days=1)
        interview = interviews.offer(
            application, times=[Times(starts_at, starts_at + timedelta(hours=1))], host=by, place="", by=by, at=NOON
        )
        planned = interviews.choose(InterviewSlot.objects.get(interview=interview), at=NOON)
        assert counted_as_spoken() == 0
        interviews.record(planned, state=InterviewState.HELD, by=by, at=starts_at + timedelta(days=3))
        assert Application.objects.get().first_contact_at == starts_at
        assert counted_as_spoken() == 1


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
