"""Erasing on the screen, from the line on Vandaag, and over the API: seen first, meant, done once, refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recruit_platform.core import tenancy
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Event, Membership, OutboxMessage
from talentpool.models import Application, Candidate, EndedBy, EndReason, StageKind
from talentpool.presenters import erasure as presented
from talentpool.selectors import held
from talentpool.services import applications, notes, own_data
from tests.core.api.conftest import Ask, make_key
from tests.support.builders import NOON, World
from tests.support.candidates import a_person, a_recruiter, make_application, make_candidate
from tests.support.vacancies import make_vacancy

LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at(world: World, name: str, candidate: Candidate) -> str:
    return reverse(name, args=[world.slug, candidate.public_id])


def ended(world: World, name: str = "Noor", **fields: Any) -> Application:
    with tenancy.scope(world.id):
        application = make_application(make_vacancy(positions=2), person=a_person(name, "Kievit"), **fields)
        applications.end(
            application, ended_by=EndedBy.US, reason=EndReason.OTHER, by=a_recruiter(), at=NOON, note="te ver weg"
        )
        return application


def fresh(candidate: Candidate) -> Candidate:
    with tenancy.scope(candidate.organisation_id):
        return Candidate.objects.get(pk=candidate.pk)


def test_a_recruiter_sees_what_goes_ticks_and_erases(acme: World, zed: World) -> None:
    gone, other = ended(acme).candidate, ended(zed, "Zef").candidate
    with tenancy.scope(acme.id):
        notes.add(gone, text="belde terug", by=a_recruiter(), at=NOON)
    client, there = browser(acme.recruiter), at(acme, "erase_candidate", gone)
    assert there in client.get(at(acme, "candidate", gone)).content.decode()
    page = client.get(there).content.decode()
    for words in ("Noor Kievit", "Notities", "Stappen door de fasen", "laatste mail", "Verwijder voorgoed"):
        assert words in page
    unticked = client.post(there)
    assert unticked.status_code == 422
    assert fresh(gone).erased_at is None
    done = client.post(there, {"sure": "on"}, follow=True)
    assert done.redirect_chain == [(at(acme, "candidate", gone), 302)]
    told = done.content.decode()
    assert "De gegevens van deze persoon zijn verwijderd op ma 23 nov 2026." in told
    assert "Noor" not in told
    assert (fresh(gone).erased_at, fresh(gone).first_name) == (LATER, "")
    assert fresh(other).first_name == "Zef"
    with tenancy.scope(acme.id):
        event = Event.objects.get(kind="candidate.erased")
        assert (event.actor_id, event.subject_id) == (acme.recruiter.pk, gone.pk)


def test_a_second_click_is_harmless(acme: World, zed: World) -> None:
    gone = ended(acme).candidate
    client, there = browser(acme.recruiter), at(acme, "erase_candidate", gone)
    for _click in range(2):
        assert client.post(there, {"sure": "on"}).headers["Location"] == at(acme, "candidate", gone)
    assert client.get(there).status_code == 302
    with tenancy.scope(acme.id):
        assert Event.objects.filter(kind="candidate.erased").count() == 1
        assert OutboxMessage.objects.filter(purpose="candidate.erased").count() == 1


def test_a_running_application_is_said_and_refused(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        busy = make_application(make_vacancy(), person=a_person("Noor")).candidate
    client, there = browser(acme.recruiter), at(acme, "erase_candidate", busy)
    page = client.get(there).content.decode()
    assert "Stop die eerst" in page
    assert "Verwijder voorgoed" not in page
    assert client.post(there, {"sure": "on"}).status_code == 409
    assert fresh(busy).first_name == "Noor"


def test_of_somebody_who_was_hired_is_asked_whether_the_rest_is_kept_elsewhere(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        hired = make_application(make_vacancy(), person=a_person("Noor"), stage=StageKind.HIRED).candidate
    client, there = browser(acme.recruiter), at(acme, "erase_candidate", hired)
    assert "personeelsadministratie" in client.get(there).content.decode()
    assert client.post(there, {"sure": "on"}).status_code == 422
    assert client.post(there, {"sure": "on", "is_kept_elsewhere": "on"}).status_code == 302
    board = client.get(reverse("board", args=[acme.slug])).content.decode()
    assert "Verwijderd" in board
    assert "Noor" not in board


def test_only_who_manages_candidates_may_and_only_of_their_own_organisation(acme: World, zed: World) -> None:
    gone = ended(acme).candidate
    there = at(acme, "erase_candidate", gone)
    for role in ("marketeer", "hiring_manager", "director"):
        assert browser(acme.people[role]).post(there, {"sure": "on"}).status_code in {403, 404}
    assert browser(zed.recruiter).post(there, {"sure": "on"}).status_code == 404
    across = reverse("erase_candidate", args=[zed.slug, gone.public_id])
    assert browser(zed.recruiter).post(across, {"sure": "on"}).status_code == 404
    assert fresh(gone).first_name == "Noor"


@pytest.mark.django_db(transaction=True)
def test_the_line_on_vandaag_leads_there_and_goes_once_it_is_done(
    transactional_db: None, acme: World, zed: World, valkey: Any
) -> None:
    gone = ended(acme).candidate
    with tenancy.scope(acme.id):
        own_data.ask_erasure(gone, by=a_recruiter(), at=NOON)
    client, there = browser(acme.recruiter), at(acme, "erase_candidate", gone)
    listed = reverse("number_rows", args=[acme.slug, "te-verwijderen"])
    assert there in client.get(listed).content.decode()
    assert there not in browser(acme.hiring_manager).get(listed).content.decode()
    today = reverse("dashboard", args=[acme.slug])
    assert listed in client.get(today).content.decode()
    client.post(there, {"sure": "on"})
    assert listed not in client.get(today).content.decode()
    assert there not in client.get(listed).content.decode()


@pytest.mark.django_db(transaction=True)
def test_no_screen_shows_a_word_of_who_is_gone(transactional_db: None, acme: World, zed: World, valkey: Any) -> None:
    gone = ended(acme, motivation="Ik hou van kraanvogels").candidate
    client = browser(acme.recruiter)
    with tenancy.scope(acme.id):
        link = gone.email
    pages = [reverse(name, args=[acme.slug]) for name in ("dashboard", "pool", "board", "calls", "mails")]
    pages += [f"{reverse('pool', args=[acme.slug])}?q={query}" for query in ("noor", "kievit", link)]
    pages.append(reverse("number_rows", args=[acme.slug, "sollicitaties"]))
    before = "".join(client.get(page).content.decode() for page in pages)
    assert "Noor" in before  # also in what is kept in Redis by now
    client.post(at(acme, "erase_candidate", gone), {"sure": "on"})
    with tenancy.scope(acme.id):
        OutboxMessage.objects.filter(purpose="candidate.erased").update(to_address="")  # as once it has left
    for page in pages:
        shown = client.get(page.partition("?")[0]).content.decode() + client.get(page).content.decode().replace(
            page, ""
        )
        for word in ("Noor", "kraanvogels"):
            assert word not in shown, page
    assert "Niemand gevonden" in client.get(pages[-2]).content.decode()


def test_every_table_has_words_on_the_screen() -> None:
    assert set(presented.WORDS) == {model._meta.label for model in held.ways()} | {"core.OutboxMessage"}


def post(ask: Ask, path: str, secret: str, body: dict[str, Any]) -> Any:
    return ask(path, secret, method="post", data=body, content_type="application/json")


def test_over_the_api_a_member_answers_for_it(acme: World, zed: World, ask: Ask) -> None:
    gone = ended(acme).candidate
    with tenancy.scope(zed.id):
        far = make_candidate()
    with tenancy.scope(acme.id):
        by = {role: str(Membership.objects.get(role=role).public_id) for role in ("recruiter", "marketeer")}
        busy = make_application(make_vacancy(), person=a_person("Sem")).candidate
    secret = make_key(acme, Scope.CANDIDATES_MANAGE).secret
    there = f"/api/v1/candidates/{gone.public_id}/erase"
    meant = {"by": by["recruiter"], "sure": True}
    assert post(ask, there, make_key(acme, Scope.CANDIDATES_READ).secret, meant).status_code == 403
    assert post(ask, there, secret, {"sure": True}).status_code == 422
    assert post(ask, there, secret, {**meant, "sure": False}).status_code == 422
    assert post(ask, there, secret, {**meant, "by": by["marketeer"]}).status_code == 403
    assert post(ask, f"/api/v1/candidates/{far.public_id}/erase", secret, meant).status_code == 404
    refused = post(ask, f"/api/v1/candidates/{busy.public_id}/erase", secret, meant)
    assert refused.status_code == 409
    assert fresh(gone).first_name == "Noor"
    done = post(ask, there, secret, meant)
    assert (done.status_code, done.json()["id"]) == (200, str(gone.public_id))
    assert post(ask, there, secret, meant).json() == done.json()
    assert (fresh(gone).first_name, fresh(busy).first_name, fresh(far).first_name) == ("", "Sem", "Noor")
    with tenancy.scope(acme.id):
        acted = Event.objects.filter(kind="api_key.acted").order_by("-id")[0]
        assert acted.data["may"] == "candidates.manage"
