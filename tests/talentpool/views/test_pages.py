"""The pages colleagues work on: pool, candidate, board, call list."""

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
from recruit_platform.core.models import Event, Membership, User, VacancyAccess
from talentpool.models import (
    Application,
    Call,
    CallBack,
    Candidate,
    CandidateDocument,
    InterviewSlot,
    Note,
    StageKind,
)
from talentpool.services import documents
from tests.core.files.uploads import pdf
from tests.support.builders import NOON, World
from tests.support.campaigns import make_campaign, make_link
from tests.support.candidates import a_person, a_recruiter, a_stage, make_application, make_candidate
from tests.support.vacancies import make_vacancy


@pytest.fixture(autouse=True)
def noon() -> Iterator[Any]:
    with time_machine.travel(NOON + timedelta(hours=1), tick=False) as traveller:
        yield traveller


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def path(world: World, name: str, *more: object) -> str:
    return reverse(name, args=[world.slug, *more])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_the_pool_shows_people_and_what_comes_next(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        make_application(make_vacancy("Verpleegkundige"), person=a_person("Vreemde", "Ander"))
    with tenancy.scope(acme.id):
        make_application(make_vacancy(), person=a_person("Bilal", "Aziz"), at=NOON - timedelta(days=5))
        make_candidate(a_person("Jorinde", "Maas"))
    page = text(browser(acme.recruiter), path(acme, "pool"))
    assert "Bilal Aziz" in page
    assert "Bellen, 3 d te laat" in page
    assert "Jorinde Maas" in page
    assert "Vreemde" not in page


def test_search_finds_the_start_of_a_name_without_accents_an_address_and_a_number(acme: World) -> None:
    with tenancy.scope(acme.id):
        make_candidate(a_person("Zoë", "Çelik", email="zoe@voorbeeld.example", phone="0612345678"))
        make_candidate(a_person("Bilal", "Aziz", email="bilal@voorbeeld.example", phone="0687654321"))
    client = browser(acme.recruiter)
    with tenancy.scope(acme.id):
        make_candidate(a_person("Fatima", "van den Berg"))
    assert "Fatima van den Berg" in text(client, path(acme, "pool") + "?q=berg")
    assert "Fatima van den Berg" in text(client, path(acme, "pool") + "?q=van+den+Be")
    for query in ("zoe", "Zoë ÇE", "celik", "zoe@voor", "06-12345678", "+31612345678"):
        page = text(client, path(acme, "pool") + f"?q={query.replace('+', '%2B')}")
        assert ("Zoë Çelik" in page, "Bilal Aziz" in page) == (True, False), query


def test_the_side_panel_is_an_address_of_its_own(acme: World) -> None:
    with tenancy.scope(acme.id):
        candidate = make_application(make_vacancy(), person=a_person("Fenna", "Hoekstra")).candidate
    page = text(browser(acme.recruiter), path(acme, "pool") + f"?kandidaat={candidate.public_id}")
    assert 'id="kandidaat"' in page
    assert "Solliciteerde" in page


def test_a_hiring_manager_sees_their_own_vacancies_people_and_no_other_names(acme: World) -> None:
    with tenancy.scope(acme.id):
        mine, other = make_vacancy("Groep 5"), make_vacancy("Groep 8")
        manager = Membership.objects.get(role="hiring_manager")
        VacancyAccess.objects.create(membership=manager, vacancy_public_id=mine.public_id)
        seen = make_application(mine, person=a_person("Noor", "Zichtbaar"))
        hidden = make_application(other, person=a_person("Bas", "Verborgen"))
        both = a_person("Iris", "Allebei")
        make_application(mine, person=both)
        make_application(other, person=both)
        upload = {"name": "cv.pdf", "declared": "application/pdf", "by": a_recruiter(), "at": NOON}
        document = documents.add(SimpleUploadedFile("cv.pdf", pdf()), candidate=hidden.candidate, **upload)
        iris = Candidate.objects.get(first_name="Iris")
    client = browser(acme.hiring_manager)
    for address in (path(acme, "pool"), path(acme, "board")):
        page = text(client, address)
        assert ("Noor Zichtbaar" in page, "Bas Verborgen" in page) == (True, False)
    assert client.get(path(acme, "candidate", seen.candidate.public_id)).status_code == 200
    assert client.get(path(acme, "candidate", hidden.candidate.public_id)).status_code == 404
    assert client.get(path(acme, "board") + f"?vacature={other.public_id}").status_code == 404
    assert client.post(path(acme, "open_document", document.public_id)).status_code == 404
    assert client.post(path(acme, "move_application", seen.public_id), {}).status_code == 403
    own = text(client, path(acme, "candidate", iris.public_id))
    assert ("Groep 5" in own, "Groep 8" in own) == (True, False)


def test_a_card_moves_by_menu_and_the_toast_takes_it_back(acme: World) -> None:
    with tenancy.scope(acme.id):
        application, stage = make_application(make_vacancy()), a_stage(StageKind.INTERVIEW)
    client = browser(acme.recruiter)
    posted = {"stage": str(stage.public_id), "version": "1", "next": path(acme, "board")}
    moved = client.post(path(acme, "move_application", application.public_id), posted)
    assert moved.headers["Location"] == path(acme, "board")
    undo = path(acme, "undo_move", application.public_id, 2)
    assert undo in text(client, path(acme, "board"))
    with tenancy.scope(acme.id):
        assert Application.objects.get().stage_kind == "interview"
    client.post(undo)
    with tenancy.scope(acme.id):
        assert Application.objects.get().stage_kind == "new"


def test_a_dragged_card_gets_the_board_back_and_the_second_dragger_is_told(acme: World) -> None:
    with tenancy.scope(acme.id):
        application, stage = make_application(make_vacancy()), a_stage(StageKind.INTERVIEW)
    client, posted = browser(acme.recruiter), {"stage": str(stage.public_id), "version": "1"}
    htmx = {"HX-Request": "true", "HX-Target": "bord"}
    address = path(acme, "move_application", application.public_id)
    first, second = client.post(address, posted, headers=htmx), client.post(address, posted, headers=htmx)
    assert first.content.decode().lstrip().startswith('<div id="bord"')
    assert "staat nu in Gesprek" in first.headers["HX-Trigger"]
    assert "candidate-moved" in first.headers["HX-Trigger"]
    assert "Iemand anders verplaatste" in second.headers["HX-Trigger"]


def test_a_move_counts_as_a_talk_when_the_mover_says_so(acme: World) -> None:
    with tenancy.scope(acme.id):
        silent, spoken = make_application(make_vacancy()), make_application(make_vacancy())
        stage = str(a_stage(StageKind.INTERVIEW).public_id)
    client = browser(acme.recruiter)
    client.post(path(acme, "move_application", silent.public_id), {"stage": stage})
    client.post(path(acme, "move_application", spoken.public_id), {"stage": stage, "spoke": "yes"})
    with tenancy.scope(acme.id):
        ends = [CallBack.objects.get(application=one) for one in (silent, spoken)]
        assert [(one.end, one.in_time) for one in ends] == [("moved", None), ("contact", True)]
        assert [call.application_id for call in Call.objects.all()] == [spoken.pk]
    assert 'name="spoke"' in text(client, path(acme, "candidate", silent.candidate.public_id))
    assert 'name="spoke"' in text(client, path(acme, "board"))


def test_the_page_tells_the_first_and_the_last_ad(acme: World) -> None:
    with tenancy.scope(acme.id):
        first = make_link(label="Zomer", campaign=make_campaign("Leerkrachten"), source="meta")
        last = make_link(label="Herfst", source="google")
        application = make_application(make_vacancy(), first_link=first, last_link=last)
    page = text(browser(acme.recruiter), path(acme, "candidate", application.candidate.public_id))
    assert "Eerste advertentie: meta · Leerkrachten · Zomer" in page
    assert "Laatste advertentie: google · Herfst" in page


def test_a_next_address_elsewhere_is_not_followed(acme: World) -> None:
    with tenancy.scope(acme.id):
        application, stage = make_application(make_vacancy()), a_stage(StageKind.OFFER)
    posted = {"stage": str(stage.public_id), "next": "https://elders.example/x"}
    answer = browser(acme.recruiter).post(path(acme, "move_application", application.public_id), posted)
    assert answer.headers["Location"] == path(acme, "candidate", application.candidate.public_id)


def test_the_call_list_puts_the_late_ones_first_and_takes_the_outcome(acme: World) -> None:
    with tenancy.scope(acme.id):
        late = make_application(make_vacancy(), person=a_person("Tijmen", "Laat"), at=NOON - timedelta(days=7))
        make_application(make_vacancy(), person=a_person("Merel", "Vandaag"))
        promise = CallBack.objects.get(application=late)
    client = browser(acme.recruiter)
    page = text(client, path(acme, "calls"))
    assert page.index("Tijmen Laat") < page.index("Merel Vandaag")
    assert f'href="tel:{late.candidate.phone_key}"' in page
    client.post(path(acme, "call_outcome", promise.public_id), {"outcome": "spoke"})
    with tenancy.scope(acme.id):
        assert Call.objects.get().outcome == "spoke"
        assert CallBack.objects.get(pk=promise.pk).in_time is False
    assert f"bel-{promise.public_id}" not in text(client, path(acme, "calls"))


def test_the_clock_can_wait_for_the_candidate(acme: World) -> None:
    with tenancy.scope(acme.id):
        promise = CallBack.objects.get(application=make_application(make_vacancy()))
    client = browser(acme.recruiter)
    client.post(path(acme, "call_wait", promise.public_id))
    assert "Wacht op antwoord" in text(client, path(acme, "calls"))
    client.post(path(acme, "call_wait", promise.public_id))
    client.post(path(acme, "call_take", promise.public_id))
    with tenancy.scope(acme.id):
        promise.refresh_from_db()
        assert (promise.waits_for_candidate_since, promise.assigned_to) == (None, a_recruiter())


def test_the_candidate_page_keeps_notes_calls_and_replies_on_one_line(acme: World) -> None:
    with tenancy.scope(acme.id):
        candidate = make_application(make_vacancy()).candidate
    client = browser(acme.recruiter)
    client.post(path(acme, "add_note", candidate.public_id), {"text": "Spreekt Frans"})
    client.post(path(acme, "log_call", candidate.public_id), {"outcome": "voicemail", "note": "Probeert morgen"})
    client.post(path(acme, "record_reply", candidate.public_id))
    page = text(client, path(acme, "candidate", candidate.public_id))
    for words in ("Spreekt Frans", "Probeert morgen", "Antwoordde", "Solliciteerde", "Notitie van Recruiter van Acme"):
        assert words in page
    empty = client.post(path(acme, "add_note", candidate.public_id), {"text": " "})
    assert (empty.status_code, "<title>Fout:" in empty.content.decode()) == (422, True)
    with tenancy.scope(acme.id):
        assert Note.objects.count() == 1


def test_a_document_is_opened_by_a_link_of_minutes_and_that_is_written_down(acme: World) -> None:
    with tenancy.scope(acme.id):
        candidate = make_candidate()
    client = browser(acme.recruiter)
    upload = SimpleUploadedFile("cv.pdf", pdf(), "application/pdf")
    client.post(path(acme, "add_document", candidate.public_id), {"document": upload})
    with tenancy.scope(acme.id):
        document = CandidateDocument.objects.get()
    led = client.post(path(acme, "open_document", document.public_id))
    assert b"".join(client.get(led.headers["Location"]).streaming_content) == pdf()
    with tenancy.scope(acme.id):
        assert Event.objects.filter(kind="candidate.document_opened", actor_id=acme.recruiter.pk).count() == 1
    refused = SimpleUploadedFile("cv.exe", b"MZ", "application/octet-stream")
    client.post(path(acme, "add_document", candidate.public_id), {"document": refused})
    assert "Dit soort bestand nemen we niet aan" in text(client, path(acme, "candidate", candidate.public_id))


def test_two_editors_the_second_sees_what_stands(acme: World) -> None:
    with tenancy.scope(acme.id):
        candidate = make_candidate(a_person("Noor", "Eerst"))
    client, address = browser(acme.recruiter), path(acme, "edit_candidate", candidate.public_id)
    posted = {
        "first_name": "Noor",
        "last_name": "Eerst",
        "email": candidate.email,
        "phone": candidate.phone,
        "language": "nl",
    }
    assert client.post(address, {**posted, "city": "Zeist", "version": "1"}).status_code == 302
    second = client.post(address, {**posted, "city": "Soest", "version": "1"})
    assert (second.status_code, "Zeist" in second.content.decode()) == (409, True)


def test_an_application_is_stopped_with_a_reason_and_taken_up_again(acme: World) -> None:
    with tenancy.scope(acme.id):
        application = make_application(make_vacancy())
    client, address = browser(acme.recruiter), path(acme, "end_application", application.public_id)
    assert client.post(address, {"ended_by": "us"}).status_code == 422
    assert client.post(address, {"ended_by": "us", "reason": "experience", "version": "1"}).status_code == 302
    page = text(client, path(acme, "candidate", application.candidate.public_id))
    assert "te weinig ervaring" in page
    client.post(path(acme, "resume_application", application.public_id))
    with tenancy.scope(acme.id):
        assert Application.objects.get().ended_at is None


def test_times_are_offered_in_the_time_zone_of_the_organisation(acme: World) -> None:
    with tenancy.scope(acme.id):
        application = make_application(make_vacancy())
    address = path(acme, "offer_interview", application.public_id)
    posted = {"minutes": "45", "day_1": "2026-12-01", "time_1": "15:30", "day_2": "2026-12-03"}
    assert browser(acme.recruiter).post(address, posted).status_code == 422
    assert browser(acme.recruiter).post(address, {**posted, "time_2": "08:45", "place": "School"}).status_code == 302
    with tenancy.scope(acme.id):
        times = InterviewSlot.objects.order_by("starts_at").values_list("starts_at", flat=True)
        assert [f"{at:%d %H:%M}" for at in times] == ["01 14:30", "03 07:45"]


def test_doubles_are_shown_merged_and_parted_again(acme: World) -> None:
    with tenancy.scope(acme.id):
        kept = make_candidate(a_person("Noor", "Dubbel", email="een@voorbeeld.example", phone="0612345678"))
        other = make_application(
            make_vacancy(), person=a_person("Noor", "Dubbel", email="twee@voorbeeld.example", phone="0612345678")
        ).candidate
    client = browser(acme.recruiter)
    assert "Is dit dezelfde persoon?" in text(client, path(acme, "candidate", kept.public_id))
    client.post(path(acme, "merge", kept.public_id), {"other": str(other.public_id)})
    assert client.get(path(acme, "candidate", other.public_id)).status_code == 404
    with tenancy.scope(acme.id):
        assert Application.objects.get().candidate == kept
    client.post(path(acme, "undo_merge", kept.public_id))
    with tenancy.scope(acme.id):
        assert Application.objects.get().candidate == other
        assert Candidate.objects.filter(merged_into=None).count() == 2


def test_the_words_of_the_career_site_are_for_admins_and_recruiters(acme: World) -> None:
    address = path(acme, "career_texts")
    assert browser(acme.marketeer).get(address).status_code == 403
    posted = {
        "is_public": "on",
        "headline_nl": "Werk waar kinderen verder leren kijken",
        "story_nl": "Wij zijn **veertien** scholen.",
        "contact_phone": "0330000012",
    }
    assert browser(acme.recruiter).post(address, {**posted, "contact_phone": "06 1"}).status_code == 422
    assert browser(acme.recruiter).post(address, {**posted, "contact_phone": "033 4620000"}).status_code == 302
    home = text(Client(), reverse("career_home", args=[acme.slug]))
    assert "Werk waar kinderen verder leren kijken" in home
    assert "<strong>veertien</strong>" in home


def test_somebody_added_by_hand_who_was_known_is_not_doubled(acme: World) -> None:
    with tenancy.scope(acme.id):
        known = make_candidate(a_person("Noor", "Bekend", email="noor@voorbeeld.example"))
    posted = {"first_name": "Noor", "last_name": "Bekend", "email": "NOOR@voorbeeld.example", "language": "nl"}
    answer = browser(acme.recruiter).post(path(acme, "add_candidate"), posted)
    assert answer.headers["Location"] == path(acme, "candidate", known.public_id)
    with tenancy.scope(acme.id):
        assert Candidate.objects.count() == 1
