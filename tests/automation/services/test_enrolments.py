"""Sequences: who is taken in, what stops them, and that one person is in one at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from automation.models import Enrolment, EnrolmentState, SequenceKind, StepDelivery, StoppedBecause
from automation.selectors import people
from automation.services import enrolments, sequences, steps
from recruit_platform.core import tenancy
from recruit_platform.core.log import Actor
from recruit_platform.core.models import Event, MessageState, OutboxMessage
from talentpool.models import Application, CallOutcome, Candidate, Consent, ConsentPurpose, ConsentText, StageKind
from talentpool.services import applications, calls, candidates, replies
from tests.support.automation import hear, make_enrolment, make_sequence
from tests.support.builders import NOON, World
from tests.support.candidates import a_recruiter, a_stage, make_application, make_candidate
from tests.support.vacancies import make_vacancy

LATER = NOON + timedelta(hours=1)


def _states() -> list[tuple[str, str]]:
    return list(Enrolment.objects.order_by("id").values_list("state", "stopped_because"))


def _agree(candidate: Candidate, *, at: datetime = NOON) -> None:
    text, _made = ConsentText.objects.get_or_create(
        purpose=ConsentPurpose.POOL, version=99, defaults={"text_nl": "Ja", "created_at": NOON}
    )
    Consent.objects.create(candidate=candidate, text=text, source="test", given_at=at, ends_at=at + timedelta(days=365))


def test_an_application_enters_the_sequence_that_is_on(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        sequence = make_sequence(2, 5)
        application = make_application(make_vacancy())
    hear(acme.id, at=LATER + timedelta(hours=1))
    with tenancy.scope(acme.id):
        made = Enrolment.objects.get()
        assert (made.sequence_id, made.application_id, made.next_position) == (sequence.pk, application.pk, 1)
        # Monday noon and two working days: Wednesday at nine, Amsterdam.
        assert made.due_at == datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
        assert Event.objects.filter(kind="sequence.started", subject_id=application.candidate_id).count() == 1
    with tenancy.scope(zed.id):
        assert not Enrolment.objects.exists()


def test_nobody_enters_a_sequence_that_is_off_or_when_they_should_not(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        application = make_application(make_vacancy())
        begin: Callable[[], Any] = lambda: enrolments.begin(  # noqa: E731
            Candidate.objects.get(pk=application.candidate_id),
            kind=SequenceKind.AFTER_APPLYING,
            application=Application.objects.get(pk=application.pk),
            since=NOON,
            at=NOON,
        )
        off = make_sequence(1, is_on=False)
        assert begin() is None
        sequences.switch_on(off, by=None, at=NOON)
        for change in ({"opted_out_at": NOON}, {"last_reply_at": LATER}, {"erased_at": NOON}, {"email": ""}):
            before = Candidate.objects.filter(pk=application.candidate_id).values(*change).get()
            Candidate.objects.filter(pk=application.candidate_id).update(**change)
            assert begin() is None, change
            Candidate.objects.filter(pk=application.candidate_id).update(**before)
        assert begin() is not None


def test_one_person_is_in_one_sequence_at_a_time(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(2)
        first = make_application(make_vacancy())
        make_enrolment(first)
        again = enrolments.begin(
            first.candidate, kind=SequenceKind.AFTER_APPLYING, application=first, since=NOON, at=NOON
        )
        assert again is None
        assert _states() == [("active", "")]


def test_who_is_kept_warm_and_applies_changes_to_the_other_sequence(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(2)
        make_sequence(10, kind=SequenceKind.KEEP_WARM)
        candidate = make_candidate()
        _agree(candidate)
        warm = enrolments.begin(candidate, kind=SequenceKind.KEEP_WARM, application=None, since=NOON, at=NOON)
        assert warm is not None
        application = make_application(make_vacancy())
        Application.objects.filter(pk=application.pk).update(candidate=candidate)
        make_enrolment(Application.objects.select_related("candidate").get(pk=application.pk), at=LATER)
        assert _states() == [("stopped", "applied"), ("active", "")]


def test_nobody_is_kept_warm_without_standing_consent(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(10, kind=SequenceKind.KEEP_WARM)
        candidate = make_candidate()
        begin = {"kind": SequenceKind.KEEP_WARM, "application": None, "since": NOON}
        assert enrolments.begin(candidate, at=NOON, **begin) is None
        _agree(candidate, at=NOON - timedelta(days=366))
        assert enrolments.begin(candidate, at=NOON, **begin) is None
        Consent.objects.update(withdrawn_at=NOON)
        _agree(candidate)
        assert enrolments.begin(candidate, at=NOON, **begin) is not None


def _warm() -> list[tuple[str, str]]:
    rows = Enrolment.objects.filter(sequence__kind=SequenceKind.KEEP_WARM)
    return list(rows.order_by("id").values_list("state", "stopped_because"))


def _end(application: Application, *, at: datetime = LATER) -> None:
    applications.end(application, ended_by="us", reason="experience", by=a_recruiter(), at=at)


def test_who_agreed_and_is_not_hired_is_kept_warm_when_the_application_ends(acme: World, zed: World) -> None:
    for world in (acme, zed):
        with tenancy.scope(world.id):
            make_sequence(2)
            make_sequence(40, kind=SequenceKind.KEEP_WARM)
            application = make_application(make_vacancy())
            _agree(application.candidate)
    hear(acme.id, at=LATER)
    with tenancy.scope(acme.id):
        rejected = Application.objects.select_related("candidate").get()
        assert _states() == [("active", "")]
        _end(rejected, at=NOON + timedelta(hours=2))
    hear(acme.id, at=NOON + timedelta(hours=3))
    with tenancy.scope(acme.id):
        assert _states() == [("stopped", "rejected"), ("active", "")]
        warm = Enrolment.objects.get(state="active")
        assert (warm.sequence.kind, warm.application_id, warm.started_at) == (
            "keep_warm",
            None,
            NOON + timedelta(hours=2),
        )
        applications.resume(rejected, by=a_recruiter(), at=NOON + timedelta(hours=4))
    hear(acme.id, at=NOON + timedelta(hours=5))
    with tenancy.scope(acme.id):
        assert _warm() == [("stopped", "applied")]
    with tenancy.scope(zed.id):
        assert not Enrolment.objects.filter(sequence__kind=SequenceKind.KEEP_WARM).exists()


@pytest.mark.parametrize("forbids", ["no consent", "withdrawn", "ended consent", "opted out", "hired", "other talks"])
def test_an_ended_application_warms_nobody_who_did_not_agree_or_is_beyond_it(
    acme: World, zed: World, forbids: str
) -> None:
    with tenancy.scope(acme.id):
        make_sequence(40, kind=SequenceKind.KEEP_WARM)
        stage = StageKind.HIRED if forbids == "hired" else StageKind.INTERVIEW
        application = make_application(make_vacancy(positions=3), stage=stage)
        candidate = application.candidate
        if forbids != "no consent":
            _agree(candidate, at=NOON - timedelta(days=400) if forbids == "ended consent" else NOON)
        if forbids == "withdrawn":
            Consent.objects.update(withdrawn_at=NOON)
        if forbids == "opted out":
            Candidate.objects.update(opted_out_at=NOON)
        if forbids == "other talks":
            other = make_application(make_vacancy(), stage=StageKind.OFFER)
            Application.objects.filter(pk=other.pk).update(candidate=candidate)
        _end(application)
    hear(acme.id, at=LATER + timedelta(hours=1))
    with tenancy.scope(acme.id):
        assert _warm() == []


def test_who_is_through_the_sequence_after_applying_is_kept_warm(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(0)
        make_sequence(40, kind=SequenceKind.KEEP_WARM)
        agreed, silent = make_application(make_vacancy()), make_application(make_vacancy())
        _agree(agreed.candidate)
        for application in (agreed, silent):
            make_enrolment(application)
        assert steps.take_due(at=NOON) == 2
        assert [(one.candidate_id, one.sequence.kind) for one in Enrolment.objects.filter(state="active")] == [
            (agreed.candidate_id, "keep_warm")
        ]


def test_who_left_last_stands_on_top(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        sequence = make_sequence(2)
        first, second, third = (make_enrolment() for _ in range(3))
        by = Actor.user(acme.recruiter)
        for hours, one in enumerate((second, third, first)):
            enrolments.stop(one, because=StoppedBecause.PERSON, by=by, at=NOON + timedelta(hours=hours))
        assert people.left_lately(sequence) == [first, third, second]


def _reply(application: Application) -> None:
    replies.record(application.candidate, at=LATER)


def _spoke(application: Application) -> None:
    _call(application, CallOutcome.SPOKE)


def _call(application: Application, outcome: CallOutcome) -> None:
    calls.log(application.candidate, outcome=outcome, application=application, by=a_recruiter(), at=LATER)


def _withdraw(application: Application) -> None:
    by = Actor.candidate(application.candidate_id)
    applications.end(application, ended_by="candidate", reason="other_job", by=by, at=LATER)


def _reject(application: Application) -> None:
    applications.end(application, ended_by="us", reason="experience", by=a_recruiter(), at=LATER)


def _move(to: StageKind) -> Callable[[Application], None]:
    return lambda application: applications.move(application, to=a_stage(to), by=a_recruiter(), at=LATER)


def _opt_out(application: Application) -> None:
    candidates.opt_out(application.candidate, by=Actor.candidate(application.candidate_id), at=LATER)


@pytest.mark.parametrize(
    ("happens", "because"),
    [
        (_reply, StoppedBecause.REPLY),
        (_spoke, StoppedBecause.CALL),
        (_withdraw, StoppedBecause.WITHDRAWN),
        (_reject, StoppedBecause.REJECTED),
        (_move(StageKind.INTERVIEW), StoppedBecause.INTERVIEW),
        (_move(StageKind.HIRED), StoppedBecause.HIRED),
        (_opt_out, StoppedBecause.OPT_OUT),
    ],
    ids=["reply", "call", "withdrawal", "rejection", "interview", "hire", "opt-out"],
)
def test_everything_stops_at_once_also_what_is_queued(
    acme: World, zed: World, happens: Callable[[Application], None], because: StoppedBecause
) -> None:
    with tenancy.scope(acme.id):
        make_sequence(0, 2)
        application = make_application(make_vacancy())
        make_enrolment(application)
        assert steps.take_due(at=NOON) == 1
        queued = OutboxMessage.objects.get(purpose=steps.PURPOSE)
        assert queued.state == MessageState.DUE
        happens(Application.objects.select_related("candidate").get(pk=application.pk))
    hear(acme.id, at=LATER + timedelta(hours=1))
    with tenancy.scope(acme.id):
        mine = Enrolment.objects.get(application=application)
        assert (mine.state, mine.stopped_because, mine.due_at) == ("stopped", because.value, None)
        queued.refresh_from_db()
        assert (queued.state, queued.end_reason) == (MessageState.CANCELLED, because.value)
        said = Event.objects.get(kind="sequence.stopped")
        assert said.data["because"] == because.value


def test_an_attempt_without_an_answer_stops_nothing(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(2)
        application = make_application(make_vacancy())
        make_enrolment(application)
        _call(Application.objects.select_related("candidate").get(pk=application.pk), CallOutcome.NO_ANSWER)
    hear(acme.id, at=LATER + timedelta(hours=1))
    with tenancy.scope(acme.id):
        assert _states() == [("active", "")]


def test_a_bounce_for_good_stops_and_a_passing_one_does_not(acme: World, zed: World) -> None:
    from recruit_platform.core import outbox

    with tenancy.scope(acme.id):
        make_sequence(0, 2)
        make_enrolment()
        steps.take_due(at=NOON)
        message = OutboxMessage.objects.get(purpose=steps.PURPOSE)
    outbox.record_bounce(message.mail_message_id, permanent=False, at=LATER)
    hear(acme.id, at=LATER + timedelta(hours=1))
    with tenancy.scope(acme.id):
        assert _states() == [("active", "")]
        OutboxMessage.objects.update(bounced_at=None)
    outbox.record_bounce(message.mail_message_id, permanent=True, at=LATER)
    hear(acme.id, at=LATER + timedelta(hours=1))
    with tenancy.scope(acme.id):
        assert _states() == [("stopped", "bounced")]


def test_switching_off_stops_everybody_in_it_and_nobody_else(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        sequence = make_sequence(2)
        for _ in range(3):
            make_enrolment()
        assert sequences.switch_off(sequence, by=a_recruiter(), at=LATER) == 3
        assert _states() == [("stopped", "sequence_off")] * 3
        assert sequences.switch_off(sequence, by=a_recruiter(), at=LATER) == 0
    with tenancy.scope(zed.id):
        make_sequence(2)
        make_enrolment()
        assert _states() == [("active", "")]


def test_stopping_twice_is_stopping_once(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(2)
        enrolment = make_enrolment()
        by = Actor.user(acme.recruiter)
        assert enrolments.stop(enrolment, because=StoppedBecause.PERSON, by=by, at=LATER)
        assert not enrolments.stop(enrolment, because=StoppedBecause.REPLY, by=by, at=LATER)
        assert _states() == [("stopped", "person")]
        assert not StepDelivery.objects.exists()
        assert Enrolment.objects.get().state == EnrolmentState.STOPPED
