"""A candidate's own data by their own link: a copy of all of it, and the request that it goes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from automation.services import enrolments
from recruit_platform.core import outbox, tenancy
from recruit_platform.core.models import Event
from talentpool.careers import copies, links
from talentpool.models import Application, CallOutcome, Candidate, Consent, ConsentPurpose, StageKind
from talentpool.selectors import held
from talentpool.services import calls, consent, documents, notes
from tests.core.files.uploads import pdf
from tests.support.automation import make_sequence
from tests.support.builders import NOON, World
from tests.support.candidates import a_person, a_recruiter, make_application
from tests.support.vacancies import make_vacancy


@pytest.fixture(autouse=True)
def noon() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def applied(world: World, name: str = "Noor", **fields: Any) -> tuple[Application, str]:
    with tenancy.scope(world.id):
        application = make_application(make_vacancy(positions=3), person=a_person(name), **fields)
        return application, links.status_token(application)


def at(world: World, name: str, token: str) -> str:
    return reverse(name, args=[world.slug, token])


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def box_of(world: World, token: str) -> zipfile.ZipFile:
    answer = Client().post(at(world, "career_copy", token))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    assert 'filename="mijn-gegevens.zip"' in answer.headers["Content-Disposition"]
    return zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def test_the_copy_holds_everything_about_this_person_and_nobody_else(acme: World, zed: World) -> None:
    application, token = applied(acme, motivation="Ik wil graag.")
    other, _token = applied(acme, "Sem", motivation="Ik ook.")
    elsewhere, _far = applied(zed, "Zef", motivation="Elders.")
    with tenancy.scope(acme.id):
        by, paper = a_recruiter(), SimpleUploadedFile("../cv.pdf", pdf())
        for one in (application, other):
            text = f"Over {one.candidate.first_name}"
            calls.log(one.candidate, outcome=CallOutcome.SPOKE, by=by, at=NOON, application=one, note=f"{text} gebeld")
            notes.add(one.candidate, text=f"{text} genoteerd", by=by, at=NOON)
        documents.add(paper, name="cv.pdf", declared="application/pdf", candidate=application.candidate, by=by, at=NOON)
        consent.give(
            application.candidate,
            text=consent.current_text(ConsentPurpose.POOL, at=NOON),
            source="test",
            by=by,
            at=NOON,
        )
        make_sequence(2)
        outbox.put(
            key="x",
            purpose="candidate.first_reply",
            to=application.candidate.email,
            subject="Dank je wel",
            text="Hoi Noor",
            policy=outbox.Policy.RETRY,
            person=outbox.Person("candidate", application.candidate_id),
            at=NOON,
        )
        assert enrolments.keep_warm(application.candidate, since=NOON, at=NOON) is None  # nobody keeps warm here
    box = box_of(acme, token)
    assert box.namelist() == ["gegevens.html", "gegevens.json", "documenten/1-cv.pdf"]
    assert box.read("documenten/1-cv.pdf") == pdf()
    found = json.loads(box.read("gegevens.json"))["held"]
    assert set(found) == {
        "talentpool.Candidate",
        "talentpool.Application",
        "talentpool.StageChange",
        "talentpool.Call",
        "talentpool.CallBack",
        "talentpool.Note",
        "talentpool.CandidateDocument",
        "talentpool.Consent",
        "core.OutboxMessage",
        "core.Event",
    }
    assert [(row["first_name"], row["email"]) for row in found["talentpool.Candidate"]] == [
        ("Noor", application.candidate.email)
    ]
    assert [row["motivation"] for row in found["talentpool.Application"]] == ["Ik wil graag."]
    assert [row["note"] for row in found["talentpool.Call"]] == ["Over Noor gebeld"]
    assert [row["text"] for row in found["talentpool.Note"]] == ["Over Noor genoteerd"]
    assert [row["text"] for row in found["core.OutboxMessage"]] == ["Hoi Noor"]
    page = box.read("gegevens.html").decode()
    assert "Over Noor genoteerd" in page
    assert "Solliciteerde" not in page  # the log's own words: what happened, not how colleagues say it
    assert "Sollicitatie binnengekomen" in page
    for told in (page, json.dumps(found)):
        assert not any(word in told for word in ("Sem", "Ik ook", "Zef", "Elders", by.user.name, by.user.email))
    with tenancy.scope(acme.id):
        copied = Event.objects.get(kind="candidate.data_copied")
        assert (copied.subject_id, copied.actor_kind) == (application.candidate_id, "candidate")
    with tenancy.scope(zed.id):
        assert not Event.objects.filter(kind="candidate.data_copied").exists()
    assert elsewhere.pk


def test_every_table_that_tells_of_a_candidate_has_a_heading() -> None:
    labels = {model._meta.label for model in held.ways()} | {"core.OutboxMessage", "core.Event"}
    assert labels == set(copies.HEADINGS)


def test_no_secret_and_no_colleague_is_in_a_copy(acme: World) -> None:
    application, _token = applied(acme, stage=StageKind.INTERVIEW)
    with tenancy.scope(acme.id):
        names = {cell.name for table in held.about(application.candidate) for row in table.rows for cell in row}
    assert names.isdisjoint({"id", "organisation", "by", "host", "assigned_to", "form_key", "email_key", "sealed"})


def test_a_copy_is_only_taken_by_a_button_and_with_a_link_that_holds(acme: World, zed: World) -> None:
    _application, token = applied(acme)
    assert Client().get(at(acme, "career_copy", token)).status_code == 405
    assert Client().post(at(acme, "career_copy", token + "x")).status_code == 404
    assert Client().post(at(zed, "career_copy", token)).status_code == 404
    assert at(acme, "career_copy", token) in Client().get(at(acme, "career_status", token)).content.decode()


def test_asking_for_erasure_is_confirmed_stops_what_can_stop_and_waits_for_a_person(
    acme: World, zed: World, noon: Any
) -> None:
    application, token = applied(acme)
    untouched, _token = applied(acme, "Sem")
    with tenancy.scope(acme.id):
        text = consent.current_text(ConsentPurpose.POOL, at=NOON)
        consent.give(application.candidate, text=text, source="test", by=a_recruiter(), at=NOON)
    client, address = Client(), at(acme, "career_erase", token)
    asked = client.get(address).content.decode()
    assert "uiterlijk op wo 23 dec 2026" in asked
    client.post(address)  # without the button's own word nothing happens
    with tenancy.scope(acme.id):
        assert not Candidate.objects.filter(erasure_asked_at__isnull=False).exists()
    assert client.post(address, {"sure": "yes"}).headers["Location"].endswith("?gedaan=verwijderen")
    noon.shift(timedelta(days=2))
    client.post(address, {"sure": "yes"})  # a second time changes nothing, also not the term
    with tenancy.scope(acme.id):
        candidate = Candidate.objects.get(erasure_asked_at__isnull=False)
        assert (candidate.pk, candidate.erasure_asked_at, candidate.opted_out_at, candidate.erased_at) == (
            application.candidate_id, NOON, NOON, None,
        )  # fmt: skip
        assert Application.objects.get(ended_at__isnull=False).pk == application.pk
        assert Application.objects.get(ended_at__isnull=False).ended_by == "candidate"
        assert not Consent.objects.filter(withdrawn_at=None).exists()
        assert Event.objects.filter(kind="candidate.erasure_asked").count() == 1
        assert Application.objects.get(pk=untouched.pk).ended_at is None
    page = client.get(at(acme, "career_status", token)).content.decode()
    assert "uiterlijk op wo 23 dec 2026" in page
    assert address not in page


def test_who_asked_for_erasure_stands_on_today_and_on_their_page(acme: World, zed: World) -> None:
    application, token = applied(acme, "Noor")
    client = browser(acme.recruiter)
    rows = reverse("number_rows", args=[acme.slug, "te-verwijderen"])
    Client().post(at(acme, "career_erase", token), {"sure": "yes"})
    assert rows in client.get(reverse("dashboard", args=[acme.slug])).content.decode()
    elsewhere = browser(zed.recruiter).get(reverse("dashboard", args=[zed.slug])).content.decode()
    assert "te-verwijderen" not in elsewhere
    listed = client.get(rows).content.decode()
    assert "Noor" in listed
    assert "wo 23 dec 2026" in listed
    page = client.get(reverse("candidate", args=[acme.slug, application.candidate.public_id])).content.decode()
    assert "Vroeg om verwijdering: de gegevens moeten uiterlijk wo 23 dec 2026 weg zijn." in page
    with tenancy.scope(acme.id):
        Candidate.objects.update(erased_at=NOON)
    assert "Noor" not in client.get(rows).content.decode()


def test_somebody_who_was_hired_is_not_withdrawn_by_asking(acme: World) -> None:
    application, token = applied(acme, stage=StageKind.HIRED)
    Client().post(at(acme, "career_erase", token), {"sure": "yes"})
    with tenancy.scope(acme.id):
        assert Application.objects.get(pk=application.pk).ended_at is None
