"""A candidate's own page: only by its signed link, with everything they can arrange there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from recruit_platform.core import tenancy
from recruit_platform.core.models import OutboxMessage, Suppression
from talentpool.careers import links
from talentpool.models import (
    Application,
    CallBack,
    Candidate,
    CandidateDocument,
    Consent,
    Interview,
    InterviewSlot,
    StageKind,
)
from talentpool.services import applications, interviews
from talentpool.services.interviews import Times
from tests.core.files.uploads import pdf
from tests.support.builders import NOON, World
from tests.support.candidates import a_person, a_recruiter, a_stage, make_application
from tests.support.vacancies import make_vacancy


@pytest.fixture(autouse=True)
def noon() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def applied(world: World, **fields: Any) -> tuple[Application, str]:
    with tenancy.scope(world.id):
        application = make_application(make_vacancy(), **fields)
        return application, links.status_token(application)


def at(world: World, name: str, token: str) -> str:
    return reverse(name, args=[world.slug, token])


def text(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_page_tells_where_somebody_is(acme: World) -> None:
    application, token = applied(acme)
    page = text(at(acme, "career_status", token))
    assert application.reference in page
    assert "Wij zijn aan zet" in page
    assert "Je wordt gebeld" in page
    with tenancy.scope(acme.id):
        applications.move(application, to=a_stage(StageKind.OFFER), by=a_recruiter(), at=NOON)
        address = links.status_url(application)
    assert "Aanbod" in text(at(acme, "career_status", token))
    assert address.endswith(at(acme, "career_status", token))


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t.replace(t[4], "x", 1), lambda t: "zomaar"])
def test_a_changed_link_opens_nothing(acme: World, change: Any) -> None:
    _application, token = applied(acme)
    assert Client().get(at(acme, "career_status", change(token))).status_code == 404


def test_a_link_opens_nothing_elsewhere_and_nothing_after_it_was_replaced(acme: World, zed: World) -> None:
    application, token = applied(acme)
    assert Client().get(at(zed, "career_status", token)).status_code == 404
    with tenancy.scope(zed.id), pytest.raises(links.LinkRefused):
        links.read_status(token)
    with tenancy.scope(acme.id):
        Application.objects.filter(pk=application.pk).update(link_version=2)
    answer = Client().get(at(acme, "career_status", token))
    assert (answer.status_code, application.reference in answer.content.decode()) == (404, False)


def test_details_are_corrected_but_not_to_an_address_of_somebody_else(acme: World) -> None:
    _application, token = applied(acme, person=a_person("Noor", email="noor@voorbeeld.example"))
    applied(acme, person=a_person("Bas", email="bas@voorbeeld.example"))
    address = at(acme, "career_correct", token)
    client = Client(enforce_csrf_checks=True)
    fine = client.post(address, {"email": "noor2@voorbeeld.example", "phone": "0687654321"})
    assert fine.headers["Location"].endswith("?gedaan=gegevens")
    with tenancy.scope(acme.id):
        noor = Candidate.objects.get(first_name="Noor")
        assert (noor.email, noor.phone_key) == ("noor2@voorbeeld.example", "+31687654321")
    taken = client.post(address, {"email": "bas@voorbeeld.example", "phone": "0687654321"})
    assert (taken.status_code, "<title>Fout:" in taken.content.decode()) == (422, True)


def test_a_document_can_be_added_and_one_that_lies_is_refused(acme: World) -> None:
    application, token = applied(acme)
    address = at(acme, "career_add_document", token)
    Client().post(address, {"document": SimpleUploadedFile("diploma.pdf", pdf(), "application/pdf")})
    assert "diploma.pdf" in text(at(acme, "career_status", token))
    refused = Client().post(address, {"document": SimpleUploadedFile("x.pdf", b"MZ", "application/pdf")})
    assert refused.status_code == 422
    with tenancy.scope(acme.id):
        document = CandidateDocument.objects.select_related("file__key").get()
        assert document.file.key.owner_id == application.candidate_id


def test_consent_is_taken_back_as_easily_as_given(acme: World) -> None:
    _application, token = applied(acme)
    address = at(acme, "career_consent", token)
    Client().post(address, {"keep": "yes"})
    assert "Mail over ander werk: aan" in text(at(acme, "career_status", token))
    Client().post(address, {"keep": "no"})
    assert "Mail over ander werk: uit" in text(at(acme, "career_status", token))
    with tenancy.scope(acme.id):
        assert Consent.objects.get().withdrawn_at == NOON


def test_withdrawing_stops_it_and_twice_is_fine(acme: World) -> None:
    _application, token = applied(acme)
    for _time in range(2):
        assert Client().post(at(acme, "career_withdraw", token)).status_code == 302
    with tenancy.scope(acme.id):
        application = Application.objects.get()
        assert (application.ended_by, application.end_reason) == ("candidate", "no_longer_interested")
        assert CallBack.objects.get().end == "ended"
    assert "Je hebt je sollicitatie ingetrokken" in text(at(acme, "career_status", token))


def test_unsubscribing_takes_one_post_and_looking_changes_nothing(acme: World, zed: World) -> None:
    application, _token = applied(acme)
    with tenancy.scope(acme.id):
        address = links.unsubscribe_url(application.candidate).removeprefix("http://127.0.0.1:8000")
    assert "Meld me af" in text(address)
    with tenancy.scope(acme.id):
        assert Candidate.objects.get().opted_out_at is None
    one_click = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200
    with tenancy.scope(acme.id):
        assert Candidate.objects.get().opted_out_at == NOON
        assert Suppression.objects.get().reason == "unsubscribe"
    assert Client().post(address.replace(f"/{acme.slug}/", f"/{zed.slug}/")).status_code == 404


def offered(world: World, application: Application) -> list[InterviewSlot]:
    start = NOON + timedelta(days=2)
    times = [Times(start + timedelta(hours=n), start + timedelta(hours=n, minutes=45)) for n in range(2)]
    with tenancy.scope(world.id):
        by = a_recruiter()
        interviews.offer(application, times=times, host=by, place="Zonnewijzerpad 4", by=by, at=NOON)
        return list(InterviewSlot.objects.order_by("starts_at"))


def test_a_candidate_picks_a_time_and_gets_it_in_the_calendar(acme: World) -> None:
    application, token = applied(acme)
    first, second = offered(acme, application)
    page = text(at(acme, "career_status", token))
    assert "Jij bent aan zet" in page
    with tenancy.scope(acme.id):
        assert CallBack.objects.get().waits_for_candidate_since == NOON
    chosen = Client().post(at(acme, "career_choose_slot", token), {"slot": str(second.public_id)})
    assert chosen.headers["Location"].endswith("?gedaan=afspraak")
    with tenancy.scope(acme.id):
        interview = Interview.objects.get()
        assert (interview.state, interview.starts_at) == ("planned", second.starts_at)
        assert Application.objects.get().stage_kind == "interview"
        mails = OutboxMessage.objects.order_by("id").values_list("purpose", "person_id")
        assert list(mails) == [
            ("interview.offered", application.candidate_id),
            ("interview.planned", application.candidate_id),
        ]
    calendar = Client().get(at(acme, "career_appointment", token)).content.decode()
    assert f"UID:{interview.public_id}@interview" in calendar
    assert f"DTSTART:{second.starts_at:%Y%m%dT%H%M%SZ}" in calendar
    late = Client().post(at(acme, "career_choose_slot", token), {"slot": str(first.public_id)})
    assert late.headers["Location"].endswith("?gedaan=bezet")


def test_a_time_of_somebody_else_cannot_be_taken(acme: World) -> None:
    application, _token = applied(acme)
    slot = offered(acme, application)[0]
    _other, token = applied(acme)
    answer = Client().post(at(acme, "career_choose_slot", token), {"slot": str(slot.public_id)})
    assert answer.headers["Location"].endswith("?gedaan=kies")
    with tenancy.scope(acme.id):
        assert Interview.objects.get().state == "offered"


def test_calling_off_tells_the_candidate_and_starts_the_clock_again(acme: World) -> None:
    application, token = applied(acme)
    slot = offered(acme, application)[0]
    Client().post(at(acme, "career_choose_slot", token), {"slot": str(slot.public_id)})
    with tenancy.scope(acme.id):
        for _time in range(2):
            interviews.cancel(
                Interview.objects.select_related("application__candidate").get(), by=a_recruiter(), at=NOON
            )
        purposes = OutboxMessage.objects.order_by("id").values_list("purpose", flat=True)
        assert list(purposes) == ["interview.offered", "interview.planned", "interview.cancelled"]


def test_times_in_the_past_or_none_are_refused(acme: World) -> None:
    application, _token = applied(acme)
    with tenancy.scope(acme.id):
        by = a_recruiter()
        for times in (
            [],
            [Times(NOON - timedelta(hours=1), NOON)],
            [Times(NOON + timedelta(hours=2), NOON + timedelta(hours=1))],
        ):
            with pytest.raises(interviews.InterviewRefused):
                interviews.offer(application, times=times, host=by, place="", by=by, at=NOON)
