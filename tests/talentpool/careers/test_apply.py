"""Applying as a visitor does, without script, without cookies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from calendar_app.models import Vacancy
from recruit_platform.core import files, tenancy
from recruit_platform.core.files.shelf import path_of
from recruit_platform.core.log import tallies
from recruit_platform.core.models import Event, FileKey, StoredFile
from talentpool.models import Application, ApplicationDraft, Candidate, CandidateDocument, Consent
from talentpool.services import drafts
from tests.core.files.uploads import pdf
from tests.support.builders import NOON, World
from tests.support.campaigns import make_link
from tests.support.vacancies import make_vacancy

DETAILS = {"name": "Noor el Idrissi", "email": "noor@voorbeeld.example", "phone": "0612345678"}
DAY = NOON.date()


class Visitor:
    """Somebody with a browser that keeps no cookies; time goes on while they read."""

    def __init__(self, world: World, traveller: time_machine.Coordinates) -> None:
        self.slug, self.time = world.slug, traveller

    def get(self, path: str, **extra: str) -> object:
        return Client().get(path, HTTP_USER_AGENT="Mozilla/5.0", **extra)

    def post(self, path: str, data: dict[str, object] | None = None) -> object:
        self.time.shift(timedelta(seconds=20))
        return Client(enforce_csrf_checks=True).post(path, data or {}, HTTP_USER_AGENT="Mozilla/5.0")

    def begin(self, vacancy: Vacancy, *, query: str = "", **details: str) -> str:
        """Fill in the first page; returns the address of the next one."""
        answer = self.post(reverse("career_apply", args=[self.slug, vacancy.public_id]) + query, {**DETAILS, **details})
        assert answer.status_code == 302, answer.content.decode()
        return answer.headers["Location"]

    def to_check(self, vacancy: Vacancy, **more: object) -> str:
        papers = self.begin(vacancy)
        consent = self.post(papers, {"motivation": "Liefst niet op woensdag", **more}).headers["Location"]
        return self.post(consent, {"consent": "365"}).headers["Location"]


@pytest.fixture
def visitor(acme: World) -> Iterator[Visitor]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield Visitor(acme, traveller)


def vacancy_in(world: World, **fields: object) -> Vacancy:
    with tenancy.scope(world.id):
        return make_vacancy(**fields)


def counted(world: World) -> dict[str, int]:
    kinds = ["funnel.visit", "funnel.started", "funnel.applied"]
    with tenancy.scope(world.id):
        return tallies.totals(kinds, first=DAY, until=DAY + timedelta(days=9))


def test_a_whole_application_without_script_or_cookies(acme: World, zed: World, visitor: Visitor) -> None:
    vacancy = vacancy_in(acme)
    assert visitor.get(reverse("career_job", args=[acme.slug, vacancy.public_id])).status_code == 200
    check = visitor.to_check(vacancy, cv=SimpleUploadedFile("cv-noor.pdf", pdf(), "application/pdf"))
    page = visitor.get(check).content.decode()
    for word in ("Noor el Idrissi", "noor@voorbeeld.example", "06 12345678", "cv-noor.pdf", "Liefst niet op woensdag"):
        assert word in page
    done = visitor.post(check).headers["Location"]
    page = visitor.get(done).content.decode()
    with tenancy.scope(acme.id):
        application = Application.objects.select_related("candidate").get()
        person = application.candidate
        assert (person.first_name, person.last_name, person.email) == ("Noor", "el Idrissi", "noor@voorbeeld.example")
        assert application.reference in page
        assert Consent.objects.get().candidate == person
        document = CandidateDocument.objects.select_related("file__key").get()
        assert (document.file.key.owner_kind, document.file.key.owner_id) == ("candidate", person.pk)
        with files.open(document.file) as plain:
            assert plain.read() == pdf()
        assert StoredFile.objects.count() == 1  # the form's own copy is gone
        draft = ApplicationDraft.objects.get()
        assert (draft.application_id, draft.data) == (application.pk, {"consent": "365"})
    assert counted(acme) == {"funnel.visit": 1, "funnel.started": 1, "funnel.applied": 1}
    assert counted(zed) == {"funnel.visit": 0, "funnel.started": 0, "funnel.applied": 0}


def test_sending_twice_is_one_application(acme: World, visitor: Visitor) -> None:
    check = visitor.to_check(vacancy_in(acme))
    first, second = visitor.post(check), visitor.post(check)
    assert first.headers["Location"] == second.headers["Location"]
    assert visitor.get(check).headers["Location"] == first.headers["Location"]
    with tenancy.scope(acme.id):
        assert Application.objects.count() == 1


def test_a_form_that_was_sent_gives_its_application_again(acme: World) -> None:
    with tenancy.scope(acme.id):
        data = {"name": "Noor Voorbeeld", "email": "noor@voorbeeld.example", "phone": "06 12345678", "consent": "28"}
        draft = drafts.start(vacancy=make_vacancy(), data=data, at=NOON).draft
        first, second = (drafts.submit(draft, at=NOON, language="nl") for _time in range(2))
        assert (first.is_new, second.is_new, second.application) == (True, False, first.application)


def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(acme: World, visitor: Visitor) -> None:
    vacancy = vacancy_in(acme)
    wrong = {"name": "Noor Voorbeeld", "email": "noor.voorbeeld.example", "phone": "06 1234"}
    answer = visitor.post(reverse("career_apply", args=[acme.slug, vacancy.public_id]), wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fout:" in page
    assert (
        page.count("Vul je e-mailadres in met een @, zoals naam@voorbeeld.nl") == 2
    )  # in the summary and at the field
    assert page.count("Vul een telefoonnummer in van 10 cijfers, zoals 06 12345678") == 2
    assert 'href="#id_email"' in page
    assert 'value="noor.voorbeeld.example"' in page
    assert 'value="06 1234"' in page
    with tenancy.scope(acme.id):
        assert ApplicationDraft.objects.count() == 0


def test_consent_has_no_default(acme: World, visitor: Visitor) -> None:
    consent = visitor.post(visitor.begin(vacancy_in(acme))).headers["Location"]
    assert " checked" not in visitor.get(consent).content.decode()
    answer = visitor.post(consent)
    assert (answer.status_code, "Kies hoe lang we je gegevens mogen bewaren" in answer.content.decode()) == (422, True)


def test_a_file_that_lies_is_refused_with_words(acme: World, visitor: Visitor) -> None:
    papers = visitor.begin(vacancy_in(acme))
    answer = visitor.post(
        papers, {"cv": SimpleUploadedFile("cv.pdf", b"MZ no pdf", "application/pdf"), "motivation": "Hallo"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "De inhoud van dit bestand is niet wat de naam zegt" in page
    assert "Hallo" in page
    with tenancy.scope(acme.id):
        assert StoredFile.objects.count() == 0


def test_a_cv_can_be_taken_away_again(acme: World, visitor: Visitor) -> None:
    papers = visitor.begin(vacancy_in(acme))
    visitor.post(papers, {"cv": SimpleUploadedFile("cv.pdf", pdf(), "application/pdf")})
    assert "cv.pdf" in visitor.get(papers).content.decode()
    visitor.post(papers, {"weg": "1"})
    assert "cv.pdf" not in visitor.get(papers).content.decode()
    with tenancy.scope(acme.id):
        assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("is_damaged", [False, True])
def test_an_application_arrives_also_when_its_cv_is_gone_and_the_cv_is_asked_for_again(
    acme: World, visitor: Visitor, is_damaged: bool
) -> None:
    vacancy = vacancy_in(acme)
    check = visitor.to_check(vacancy, cv=SimpleUploadedFile("cv-noor.pdf", pdf(), "application/pdf"))
    with tenancy.scope(acme.id):
        bytes_of_cv = path_of(acme.id, StoredFile.objects.get().public_id)
    if is_damaged:
        bytes_of_cv.write_bytes(bytes_of_cv.read_bytes()[:-1])
    else:
        bytes_of_cv.unlink()
    answer = visitor.post(check)
    assert answer.status_code == 302
    for _time in range(2):
        page = visitor.get(answer.headers["Location"]).content.decode()
        assert "Je sollicitatie is goed binnengekomen, maar je cv niet." in page
    with tenancy.scope(acme.id):
        application = Application.objects.get()
        assert application.reference in page
        assert (CandidateDocument.objects.count(), StoredFile.objects.count()) == (0, 0)
        assert Event.objects.get(kind="candidate.document_missing").data == {"application": application.pk}
        assert ApplicationDraft.objects.get().data == {"consent": "365", "cv_missing": True}
    own_page = re.search(r'href="([^"]+/mijn/[^"]+)"', page)
    assert own_page is not None
    again = {"document": SimpleUploadedFile("cv-noor.pdf", pdf(), "application/pdf")}
    assert visitor.post(f"{own_page[1]}document/", again).status_code == 302
    with tenancy.scope(acme.id):
        assert CandidateDocument.objects.get().application == application


def test_a_second_form_for_the_same_job_whose_cv_is_gone_is_taken_too(acme: World, visitor: Visitor) -> None:
    vacancy = vacancy_in(acme)
    visitor.post(visitor.to_check(vacancy))
    check = visitor.to_check(vacancy, cv=SimpleUploadedFile("cv-noor.pdf", pdf(), "application/pdf"))
    with tenancy.scope(acme.id):
        path_of(acme.id, StoredFile.objects.get().public_id).unlink()
    page = visitor.get(visitor.post(check).headers["Location"]).content.decode()
    assert "maar je cv niet." in page
    with tenancy.scope(acme.id):
        assert Application.objects.get().reference in page


def test_a_cv_that_is_sent_twice_at_once_is_kept_once(acme: World) -> None:
    with tenancy.scope(acme.id):
        begun = drafts.start(vacancy=make_vacancy(), data={}, at=NOON)
        tries = [
            ApplicationDraft.objects.get(pk=begun.draft.pk) for _try in range(2)
        ]  # both were read before either wrote
        for draft in tries:
            drafts.attach_cv(draft, BytesIO(pdf()), name="cv.pdf", declared="application/pdf", at=NOON)
        assert StoredFile.objects.get() == ApplicationDraft.objects.get().cv


def test_a_cv_that_comes_after_the_form_was_sent_stays_nowhere(acme: World) -> None:
    with tenancy.scope(acme.id):
        data = {"name": "Noor Voorbeeld", "email": "noor@voorbeeld.example", "phone": "06 12345678", "consent": "28"}
        begun = drafts.start(vacancy=make_vacancy(), data=data, at=NOON)
        late = ApplicationDraft.objects.get(pk=begun.draft.pk)
        drafts.submit(begun.draft, at=NOON, language="nl")
        assert drafts.attach_cv(late, BytesIO(pdf()), name="cv.pdf", declared="application/pdf", at=NOON) is None
        assert StoredFile.objects.count() == 0


def test_a_skipped_step_is_asked_for(acme: World, visitor: Visitor) -> None:
    papers = visitor.begin(vacancy_in(acme))
    check = papers.replace("/cv/", "/controle/")
    assert visitor.post(check).headers["Location"] == papers.replace("/cv/", "/bewaren/")
    assert visitor.get(papers.replace("/cv/", "/klaar/")).headers["Location"] == check


def test_an_expired_form_gives_nothing_away_and_keeps_what_was_just_typed(acme: World, visitor: Visitor) -> None:
    vacancy = vacancy_in(acme)
    papers = visitor.begin(vacancy)
    visitor.time.shift(timedelta(days=8))
    gone = visitor.get(papers)
    assert (gone.status_code, "Noor" in gone.content.decode()) == (410, False)
    again = visitor.post(papers.replace("/cv/", "/gegevens/"), {**DETAILS, "vacancy": str(vacancy.public_id)})
    assert again.status_code == 302
    assert again.headers["Location"] != papers
    with tenancy.scope(acme.id):
        assert drafts.forget_expired(at=NOON + timedelta(days=8)) == 1
        assert ApplicationDraft.objects.count() == 1


def test_a_form_of_one_organisation_opens_nothing_at_another(acme: World, zed: World, visitor: Visitor) -> None:
    papers = visitor.begin(vacancy_in(acme))
    assert visitor.get(papers.replace(f"/{acme.slug}/", f"/{zed.slug}/")).status_code == 410
    vacancy = vacancy_in(zed)
    assert visitor.get(reverse("career_apply", args=[acme.slug, vacancy.public_id])).status_code == 404


def test_who_is_too_quick_proves_or_waits_and_loses_nothing(acme: World, visitor: Visitor) -> None:
    vacancy = vacancy_in(acme)
    check = visitor.to_check(vacancy)
    with tenancy.scope(acme.id):
        ApplicationDraft.objects.update(started_at=NOON + timedelta(seconds=79))
    asked = visitor.post(check)
    page = asked.content.decode()
    assert (asked.status_code, "Nog niet verstuurd" in page, "data-proof" in page) == (422, True, True)
    with tenancy.scope(acme.id):
        assert Application.objects.count() == 0
    assert visitor.post(check).status_code == 302  # twenty seconds later


def test_the_puzzle_opens_the_form_it_was_made_for_only(acme: World, visitor: Visitor) -> None:
    import altcha

    check = visitor.to_check(vacancy_in(acme))
    with tenancy.scope(acme.id):
        draft = ApplicationDraft.objects.get()
        drafts.keep(draft, step="controle", data={"trap": True})
    assert visitor.post(check).status_code == 422
    visitor.time.shift(timedelta(seconds=-30))  # waiting is not what opens it
    with tenancy.scope(acme.id):
        held = ApplicationDraft.objects.get().data["proof"]
    assert visitor.post(check, {"proof": "1"}).status_code == 422
    visitor.time.shift(timedelta(seconds=-30))
    solved = altcha.solve_challenge_v1(held["challenge"], held["salt"], held["algorithm"], held["maxnumber"])
    assert solved is not None
    assert visitor.post(check, {"proof": str(solved.number)}).status_code == 302


def test_a_field_that_people_do_not_see_is_a_sign(acme: World, visitor: Visitor) -> None:
    papers = visitor.begin(vacancy_in(acme), website="https://spam.example")
    consent = visitor.post(papers).headers["Location"]
    check = visitor.post(consent, {"consent": "28"}).headers["Location"]
    assert visitor.post(check).status_code == 422
    with tenancy.scope(acme.id):
        assert Candidate.objects.count() == 0


def test_the_ad_that_brought_somebody_stands_on_the_application(acme: World, visitor: Visitor) -> None:
    vacancy = vacancy_in(acme)
    with tenancy.scope(acme.id):
        first, last = make_link("Meta", vacancy=vacancy), make_link("Google", source="google", vacancy=vacancy)
    browser = Client(HTTP_USER_AGENT="Mozilla/5.0")
    job = reverse("career_job", args=[acme.slug, vacancy.public_id])
    for link in (first, last):
        led = browser.get(reverse("career_link", args=[acme.slug, link.code]))
        assert led.headers["Location"].startswith(f"{job}?l={link.code}&utm_source={link.source}")
    assert set(browser.cookies) == {"herkomst"}
    address = reverse("career_apply", args=[acme.slug, vacancy.public_id])
    answer = browser.post(f"{address}?l={last.code}", DETAILS)  # the page's own link carries the last one along
    with tenancy.scope(acme.id):
        draft = ApplicationDraft.objects.get()
        assert (draft.first_link, draft.last_link) == (first, last)
        assert tallies.total("link.visit", first=DAY, until=DAY + timedelta(days=1), subject_id=first.pk) == 1
    consent = visitor.post(answer.headers["Location"]).headers["Location"]
    visitor.post(visitor.post(consent, {"consent": "28"}).headers["Location"])
    with tenancy.scope(acme.id):
        application = Application.objects.get()
        assert (application.first_link, application.last_link, application.source) == (first, last, "google")


def test_without_cookies_the_address_carries_the_ad(acme: World, visitor: Visitor) -> None:
    vacancy = vacancy_in(acme)
    with tenancy.scope(acme.id):
        link = make_link(vacancy=vacancy)
    job = visitor.get(reverse("career_job", args=[acme.slug, vacancy.public_id]) + f"?l={link.code}").content.decode()
    assert f"/solliciteren/?l={link.code}" in job
    visitor.begin(vacancy, query=f"?l={link.code}")
    with tenancy.scope(acme.id):
        assert ApplicationDraft.objects.get().last_link == link


def test_a_closed_vacancy_says_so_kindly(acme: World, visitor: Visitor) -> None:
    vacancy = vacancy_in(acme, closes_on=DAY - timedelta(days=1))
    other = vacancy_in(acme, title="Conciërge")
    for name in ("career_job", "career_apply"):
        answer = visitor.get(reverse(name, args=[acme.slug, vacancy.public_id]))
        page = answer.content.decode()
        assert (answer.status_code, "Deze vacature is gesloten" in page, other.title in page) == (410, True, True)
    draft = vacancy_in(acme, state="draft")
    assert visitor.get(reverse("career_job", args=[acme.slug, draft.public_id])).status_code == 404


def test_looking_at_the_form_writes_nothing(acme: World, visitor: Visitor) -> None:
    vacancy = vacancy_in(acme)
    assert visitor.get(reverse("career_apply", args=[acme.slug, vacancy.public_id])).status_code == 200
    with tenancy.scope(acme.id):
        assert (ApplicationDraft.objects.count(), FileKey.objects.count()) == (0, 0)
    assert counted(acme)["funnel.started"] == 0
