"""Steps: inside the window, on working days, never late, never twice, asked again when they leave."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from django.template.loader import get_template

from automation import tasks
from automation.models import Enrolment, Sequence, SequenceKind, StepDelivery
from automation.services import enrolments, steps
from automation.services.sequences import Planned
from automation.services.sequences import change as change_sequence
from calendar_app.selectors import working_time
from recruit_platform.core import clock, tenancy
from recruit_platform.core.models import DayOff, MessageState, OutboxMessage
from recruit_platform.core.outbox import rechecks
from recruit_platform.lib import periods
from talentpool.models import Candidate, ConsentPurpose
from talentpool.services import consent
from tests.support.automation import make_enrolment, make_sequence, make_template
from tests.support.builders import World
from tests.support.candidates import a_recruiter, make_candidate


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Amsterdam (UTC+1)."""
    return datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC)


def _deliveries() -> list[tuple[int, str, str]]:
    return list(StepDelivery.objects.order_by("id").values_list("position", "state", "reason"))


def _due() -> datetime | None:
    return Enrolment.objects.order_by("-id").values_list("due_at", flat=True)[0]


def test_a_whole_sequence_runs_step_by_step(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(1, 3)
        make_enrolment(at=_at(23, 12))
        assert _due() == _at(24, 9)
        assert steps.take_due(at=_at(24, 8, 59)) == 0
        assert steps.take_due(at=_at(24, 9, 1)) == 1
        assert _due() == _at(27, 9)
        mail = OutboxMessage.objects.get(purpose=steps.PURPOSE)
        enrolment = Enrolment.objects.get()
        assert mail.key == f"sequence:{enrolment.pk}:1"
        assert mail.policy == "hold"
        assert mail.lapses_at == _at(24, 17)
        assert mail.unsubscribe_url.startswith("http")
        assert steps.take_due(at=_at(27, 9, 1)) == 1
        enrolment.refresh_from_db()
        assert (enrolment.state, enrolment.due_at, enrolment.ended_at) == ("done", None, _at(27, 9, 1))
        assert _deliveries() == [(1, "queued", ""), (2, "queued", "")]


def test_weekends_holidays_and_days_off_do_not_count(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        sequence = make_sequence(1)
        DayOff.objects.create(day=datetime(2026, 11, 30).date(), name="Studiedag")
        working = working_time()
        friday = _at(27, 12)
        assert enrolments.due(sequence, wait_days=1, after=friday, working=working) == datetime(
            2026, 12, 1, 8, tzinfo=UTC
        )
        day_before_christmas = datetime(2026, 12, 24, 11, tzinfo=UTC)
        assert enrolments.due(sequence, wait_days=1, after=day_before_christmas, working=working) == datetime(
            2026, 12, 28, 8, tzinfo=UTC
        )


def test_outside_the_window_a_step_waits_for_the_next_one(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(0, opens=time(10), closes=time(12))
        make_enrolment(at=_at(23, 18))
        assert _due() == _at(24, 10)
        Enrolment.objects.update(due_at=_at(23, 18))
        assert steps.take_due(at=_at(23, 19)) == 1
        assert _due() == _at(24, 10)
        assert not OutboxMessage.objects.filter(purpose=steps.PURPOSE).exists()


def test_a_step_that_is_more_than_two_working_days_late_is_skipped_also_at_night(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(0, 1)
        make_enrolment(at=_at(16, 12))
        steps.take_due(at=_at(23, 3))
        assert _deliveries() == [(1, "skipped", "late")]
        assert not OutboxMessage.objects.filter(purpose=steps.PURPOSE).exists()
        assert _due() == _at(24, 9)


def test_two_working_days_is_not_too_late(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(0)
        make_enrolment(at=_at(20, 12))
        steps.take_due(at=_at(24, 12))
        assert _deliveries() == [(1, "queued", "")]


def test_nobody_gets_two_follow_ups_within_two_days(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(0, 0)
        make_enrolment(at=_at(23, 12))
        steps.take_due(at=_at(23, 12))
        steps.take_due(at=_at(23, 12))
        assert _deliveries() == [(1, "queued", "")]
        assert _due() == _at(25, 12)
        steps.take_due(at=_at(25, 12))
        assert _deliveries() == [(1, "queued", ""), (2, "queued", "")]


def _said(words: str) -> list[str]:
    return re.findall(r"hooguit (\d+) (?:keer|mail) per maand", words, re.IGNORECASE)


def test_the_promise_of_the_consent_text_is_the_number_that_is_kept() -> None:
    promised = str(consent.POOL_MAILS_A_MONTH)
    assert _said(str(consent.READY_TEXT[ConsentPurpose.POOL])) == [promised]
    for page in ("status.html", "signup_done.html", "apply/consent.html"):
        words = get_template(f"careers/{page}").template.source  # type: ignore[attr-defined]
        assert set(_said(words)) == {promised}, page


def _warm(candidate: Candidate, *, at: datetime) -> Enrolment:
    made = enrolments.keep_warm(candidate, since=at, at=at)
    assert made is not None
    return made


def test_a_month_lies_between_the_mails_of_the_pool_whatever_the_steps_say(acme: World, zed: World) -> None:
    promised = int(_said(str(consent.READY_TEXT[ConsentPurpose.POOL]))[0])
    with tenancy.scope(acme.id):
        make_sequence(0, 0, 3, kind=SequenceKind.KEEP_WARM)
        candidate = make_candidate()
        text = consent.current_text(ConsentPurpose.POOL, at=_at(2, 12))
        consent.give(candidate, text=text, source="test", by=a_recruiter(), at=_at(2, 12))
        _warm(candidate, at=_at(2, 12))
        now, until = _at(2, 12), _at(2, 12) + timedelta(days=120)
        while now < until:
            steps.take_due(at=now)
            now += timedelta(hours=3)
        left = list(
            OutboxMessage.objects.filter(purpose=steps.PURPOSE).order_by("id").values_list("created_at", flat=True)
        )
        assert len(left) == 3
        for day in left:
            month = periods.add_months(day.date(), 1)
            assert sum(day.date() <= other.date() < month for other in left) <= promised
        assert [one.date() for one in left] == [date(2026, 11, 2), date(2026, 12, 2), date(2027, 1, 4)]


def test_the_month_holds_over_two_times_in_the_pool_and_skips_what_never_left(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(0, kind=SequenceKind.KEEP_WARM)
        candidate = make_candidate()
        text = consent.current_text(ConsentPurpose.POOL, at=_at(2, 12))
        consent.give(candidate, text=text, source="test", by=a_recruiter(), at=_at(2, 12))
        _warm(candidate, at=_at(2, 12))
        steps.take_due(at=_at(2, 12))
        _warm(candidate, at=_at(10, 12))
        steps.take_due(at=_at(10, 12))
        assert _due() == datetime(2026, 12, 2, 11, tzinfo=UTC)
        OutboxMessage.objects.update(state=MessageState.CANCELLED)
        Enrolment.objects.filter(state="active").update(due_at=_at(10, 12))
        steps.take_due(at=_at(10, 12))
        assert len(_deliveries()) == 2


def test_a_mail_that_could_not_leave_before_the_window_closed_is_not_sent_at_night(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(0)
        make_enrolment(at=_at(23, 12))
        steps.take_due(at=_at(23, 12))
        mail = OutboxMessage.objects.get(purpose=steps.PURPOSE)
        assert rechecks.refusals([mail], at=_at(23, 16, 59)) == {}
        assert rechecks.refusals([mail], at=_at(23, 17)) == {mail.pk: "lapsed"}


def test_it_is_asked_again_at_the_moment_of_sending_whatever_was_heard(acme: World, zed: World) -> None:
    """The events of an answer may be late; the mail asks the candidate's own row."""
    with tenancy.scope(acme.id):
        make_sequence(0)
        enrolment = make_enrolment(at=_at(23, 12))
        steps.take_due(at=_at(23, 12))
        enrolment.refresh_from_db()
        assert enrolment.state == "done"
        mail = OutboxMessage.objects.get(purpose=steps.PURPOSE)
        assert rechecks.refusals([mail], at=_at(23, 13)) == {}
        for change, reason in (
            ({"last_reply_at": _at(23, 13)}, "reply"),
            ({"last_human_contact_at": _at(23, 13)}, "call"),
            ({"opted_out_at": _at(23, 13)}, "opt_out"),
            ({"erased_at": _at(23, 13)}, "erased"),
        ):
            Candidate.objects.filter(pk=enrolment.candidate_id).update(**change)
            assert rechecks.refusals([mail], at=_at(23, 14)) == {mail.pk: reason}
            Candidate.objects.filter(pk=enrolment.candidate_id).update(**dict.fromkeys(change))


def test_an_answer_that_was_not_heard_yet_still_stops_the_step(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(1)
        enrolment = make_enrolment(at=_at(23, 12))
        Candidate.objects.filter(pk=enrolment.candidate_id).update(last_reply_at=_at(23, 13))
        steps.take_due(at=_at(24, 10))
        enrolment.refresh_from_db()
        assert (enrolment.state, enrolment.stopped_because) == ("stopped", "reply")
        assert _deliveries() == []


def test_steps_taken_away_finish_those_who_were_beyond_them(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        sequence = make_sequence(0, 1)
        make_enrolment(at=_at(23, 12))
        steps.take_due(at=_at(23, 12))
        held = Sequence.objects.get(pk=sequence.pk)
        from automation.services.sequences import Window

        change_sequence(
            held,
            name="Korter",
            window=Window(held.send_from, held.send_until),
            steps=[Planned(template=make_template(), wait_days=0)],
            by=a_recruiter(),
            at=_at(23, 13),
        )
        steps.take_due(at=_at(26, 10))
        assert Enrolment.objects.get().state == "done"
        assert _deliveries() == [(1, "queued", "")]


def test_the_task_takes_all_that_is_due_in_each_organisation(acme: World, zed: World) -> None:
    noon = _at(24, 12)
    for world in (acme, zed):
        with tenancy.scope(world.id):
            make_sequence(0)
            for _ in range(3):
                make_enrolment(at=noon)
    with clock.held(noon + timedelta(minutes=1)):
        from automation import sweeping

        assert sorted(sweeping.with_follow_ups(at=clock.now())) == sorted([acme.id, zed.id])
        assert sweeping.with_follow_ups(at=noon - timedelta(days=1)) == []
        tasks.follow_up(organisation_id=acme.id)
    with tenancy.scope(acme.id):
        assert Enrolment.objects.filter(state="done").count() == 3
        assert set(OutboxMessage.objects.values_list("state", flat=True)) == {MessageState.DUE}
    with tenancy.scope(zed.id):
        assert Enrolment.objects.filter(state="active").count() == 3
