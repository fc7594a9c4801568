from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.models import Outcome
from recruit_platform.core import tenancy
from recruit_platform.core.log import tallies
from recruit_platform.core.models import Event, Membership
from talentpool.models import (
    Application,
    CallBack,
    Candidate,
    EndedBy,
    EndReason,
    Stage,
    StageChange,
    StageKind,
)
from talentpool.services import applications, stages
from tests.support.builders import NOON, World
from tests.support.campaigns import make_link
from tests.support.candidates import a_form, a_person, a_recruiter, a_stage, make_application, make_submitted
from tests.support.vacancies import make_vacancy

DAY = NOON.date()
STEPS = ("funnel.applied", "funnel.contacted", "funnel.interview", "funnel.offer", "funnel.hired")


def funnel(vacancy_id: int | None = None) -> list[int]:
    first, until = DAY - timedelta(days=5), DAY + timedelta(days=30)
    return [tallies.total(kind, first=first, until=until, subject_id=vacancy_id) for kind in STEPS]


def kinds_of(application: Application) -> list[str]:
    found = Event.objects.filter(subject_kind="application", subject_id=application.pk).order_by("id")
    return list(found.values_list("kind", flat=True))


def test_an_application_brings_everything_with_it_in_one_go(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        vacancy, link = make_vacancy(), make_link()
        sent = make_submitted(vacancy, last_link=link, motivation=" Ik wil graag. ")
        application = sent.application
        assert sent.is_new
        assert (application.stage.name, application.stage_kind, application.motivation) == (
            "Nieuw",
            "new",
            "Ik wil graag.",
        )
        assert (application.first_link, application.last_link) == (link, link)
        assert application.reference.startswith("AX-")
        assert list(StageChange.objects.values_list("application_id", "from_kind", "to_kind")) == [
            (application.pk, "", "new")
        ]
        assert list(Outcome.objects.values_list("application_id", "kind", "last_link_id")) == [
            (application.pk, "applied", link.pk)
        ]
        assert kinds_of(application) == ["application.received"]
        assert funnel(vacancy.pk) == [1, 0, 0, 0, 0]
    with tenancy.scope(zed.id):
        assert (Candidate.objects.count(), Application.objects.count(), funnel()) == (0, 0, [0, 0, 0, 0, 0])


def test_the_same_form_twice_is_one_application(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        vacancy, form = make_vacancy(), a_form(key="dezelfde")
        first = applications.submit(form, vacancy=vacancy, at=NOON)
        second = applications.submit(form, vacancy=vacancy, at=NOON + timedelta(seconds=1))
        assert (second.application, second.is_new) == (first.application, False)
        assert (Candidate.objects.count(), Application.objects.count(), funnel()[0]) == (1, 1, 1)
    with tenancy.scope(zed.id):
        other = applications.submit(form, vacancy=None, at=NOON)
        assert other.is_new
        assert Application.objects.count() == 1


def test_a_second_application_never_doubles_a_person(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        person = a_person(email="Noor@Voorbeeld.example", phone="06 12345678")
        first = make_submitted(make_vacancy(), person=person)
        again = a_person(email="noor@voorbeeld.example", phone="06 87654321")
        second = make_submitted(make_vacancy("Intern begeleider"), person=again)
        assert second.candidate == first.candidate
        assert second.is_new
        assert Candidate.objects.get().phone == "06 12345678"  # a form overwrites nothing
        assert second.application.answers == {"phone": "06 87654321"}
    with tenancy.scope(zed.id):
        elsewhere = make_submitted(None, person=person)
        assert elsewhere.candidate.pk != first.candidate.pk


def test_a_number_without_address_finds_the_same_name_only(acme: World) -> None:
    with tenancy.scope(acme.id):
        known = make_submitted(None, person=a_person("Zoë", "Çelik", email="", phone="06-12 34 56 78")).candidate
        same = make_submitted(
            None, person=a_person("zoe", "celik", email="zoe@voorbeeld.example", phone="+31612345678")
        )
        partner = make_submitted(None, person=a_person("Jan", "Çelik", email="", phone="0612345678"))
        stranger = make_submitted(
            None, person=a_person("Zoë", "Çelik", email="ander@voorbeeld.example", phone="0612345678")
        )
        assert same.candidate == known
        assert Candidate.objects.get(pk=known.pk).email == "zoe@voorbeeld.example"
        assert len({known.pk, partner.candidate.pk, stranger.candidate.pk}) == 3


def test_a_running_application_for_the_same_vacancy_is_given_back(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy, person = make_vacancy(), a_person()
        first = make_submitted(vacancy, person=person)
        second = make_submitted(vacancy, person=person)
        assert (second.application, second.is_new) == (first.application, False)
        assert kinds_of(first.application) == ["application.received", "application.repeated"]
        applications.end(first.application, ended_by=EndedBy.US, reason=EndReason.FILLED, by=a_recruiter(), at=NOON)
        assert make_submitted(vacancy, person=person).is_new


def test_moving_counts_each_step_once_also_the_skipped_ones(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(positions=2)
        application, by = make_application(vacancy), a_recruiter()
        applications.move(application, to=a_stage(StageKind.INTERVIEW), by=by, at=NOON + timedelta(days=1))
        applications.move(application, to=a_stage(StageKind.CONTACTED), by=by, at=NOON + timedelta(days=2))
        applications.move(application, to=a_stage(StageKind.HIRED), by=by, at=NOON + timedelta(days=3))
        assert funnel(vacancy.pk) == [1, 0, 1, 1, 1]  # by hand alone: nobody said that they spoke
        vacancy.refresh_from_db()
        assert (vacancy.hired, vacancy.state) == (1, "published")
        assert sorted(Outcome.objects.values_list("kind", flat=True)) == [
            "applied",
            "hired",
            "interview",
            "offer",
        ]
        assert [tallies.differences(kind) for kind in STEPS] == [[], [], [], [], []]


def test_a_day_is_the_organisations_day(acme: World) -> None:
    with tenancy.scope(acme.id):
        late = NOON.astimezone(ZoneInfo("Europe/Amsterdam")).replace(hour=0, minute=15) + timedelta(days=1)
        make_application(make_vacancy(), at=late)
        assert [
            (count.day, count.n)
            for count in tallies.per_day(["funnel.applied"], first=DAY, until=DAY + timedelta(days=9))
        ] == [(DAY + timedelta(days=1), 1)]
        assert tallies.differences("funnel.applied") == []


def test_the_last_position_closes_the_vacancy_and_undo_opens_it(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(positions=1)
        application, by = make_application(vacancy), a_recruiter()
        change = applications.move(application, to=a_stage(StageKind.HIRED), by=by, at=NOON)
        vacancy.refresh_from_db()
        assert (vacancy.hired, vacancy.state, vacancy.closed_because) == (1, "closed", "filled")
        assert change is not None
        applications.undo_move(application, change, by=by, at=NOON + timedelta(minutes=1))
        vacancy.refresh_from_db()
        assert (vacancy.hired, vacancy.state) == (0, "published")
        assert (application.stage_kind, application.stage_since, application.first_contact_at) == ("new", NOON, None)
        assert funnel(vacancy.pk) == [1, 0, 0, 0, 0]
        assert [tallies.differences(kind) for kind in (*STEPS, "call.in_time", "call.late")] == [[]] * 7
        assert CallBack.objects.filter(application=application, ended_at=None).count() == 1


def test_only_the_last_move_can_be_undone(acme: World) -> None:
    with tenancy.scope(acme.id):
        application, by = make_application(make_vacancy()), a_recruiter()
        first = applications.move(application, to=a_stage(StageKind.CONTACTED), by=by, at=NOON)
        applications.move(application, to=a_stage(StageKind.INTERVIEW), by=by, at=NOON)
        assert first is not None
        with pytest.raises(applications.MovedMeanwhile):
            applications.undo_move(application, first, by=by, at=NOON)


def test_the_second_of_two_movers_is_told(acme: World) -> None:
    with tenancy.scope(acme.id):
        application, by = make_application(make_vacancy()), a_recruiter()
        seen = application.version
        applications.move(application, to=a_stage(StageKind.INTERVIEW), by=by, at=NOON, version=seen)
        with pytest.raises(applications.MovedMeanwhile):
            applications.move(application, to=a_stage(StageKind.OFFER), by=by, at=NOON, version=seen)
        assert applications.move(application, to=a_stage(StageKind.INTERVIEW), by=by, at=NOON) is None


def test_ending_asks_by_whom_and_why_and_can_be_resumed(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy, by = make_vacancy(), a_recruiter()
        application = make_application(vacancy, stage=StageKind.INTERVIEW)
        with pytest.raises(applications.ApplicationRefused):
            applications.move(application, to=a_stage(StageKind.ENDED), by=by, at=NOON)
        applications.end(
            application, ended_by=EndedBy.CANDIDATE, reason=EndReason.PAY, by=by, at=NOON, note="Elders meer"
        )
        assert (application.stage_kind, application.ended_by, application.end_reason, application.end_note) == (
            "ended", "candidate", "pay", "Elders meer",
        )  # fmt: skip
        with pytest.raises(applications.Ended):
            applications.move(application, to=a_stage(StageKind.OFFER), by=by, at=NOON)
        applications.resume(application, by=by, at=NOON)
        assert (application.stage_kind, application.ended_at, application.end_reason) == ("interview", None, "")
        assert funnel(vacancy.pk) == [1, 1, 1, 0, 0]


def test_the_ready_stages_are_made_once_and_kept_apart(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        stages.ensure()
        stages.ensure()
        assert list(Stage.objects.order_by("position").values_list("kind", flat=True)) == list(StageKind.values)
    with tenancy.scope(zed.id):
        assert Stage.objects.count() == 0


def test_qualified_is_told_once(acme: World) -> None:
    with tenancy.scope(acme.id):
        application, by = make_application(make_vacancy()), a_recruiter()
        for _time in range(2):
            applications.judge(application, qualified=True, by=by, at=NOON)
        assert kinds_of(application) == ["application.received", "application.qualified"]
        assert Outcome.objects.filter(kind="qualified").count() == 1


def test_who_moved_it_is_kept(acme: World) -> None:
    with tenancy.scope(acme.id):
        application = make_application(make_vacancy(), stage=StageKind.CONTACTED)
        recruiter = Membership.objects.get(role="recruiter")
        assert list(StageChange.objects.order_by("id").values_list("by_id", flat=True)) == [None, recruiter.pk]
        moved = Event.objects.get(kind="application.moved")
        assert (moved.actor_kind, moved.actor_id) == ("user", recruiter.user_id)
        assert moved.data["candidate"] == application.candidate_id
