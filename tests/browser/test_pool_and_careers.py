"""The career site and the pool, looked at and used as people do: wide and narrow, light and dark, with and without script."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from calendar_app.models import FactLabel, Vacancy
from recruit_platform.core import clock, tenancy
from talentpool.careers import links
from talentpool.models import Application, ApplicationDraft, Candidate, StageKind
from talentpool.services import interviews, sites
from talentpool.services.interviews import Times
from tests.browser.conftest import NARROW, VARIANTS, WIDE, Open
from tests.browser.test_pages import judge
from tests.support.builders import World
from tests.support.candidates import a_person, a_recruiter, a_stage, make_application, make_candidate
from tests.support.vacancies import make_fact, make_profile, make_vacancy

pytestmark = [pytest.mark.browser, pytest.mark.slow]
_PEOPLE = (("Bilal", "Aziz", 6), ("Jorinde", "Maas", 3), ("Saskia", "Oudekerk", 1), ("Merel", "Aalders", 0))
_TEXT = "Je staat drie of vier dagen voor groep 5: 24 kinderen.\n\n- een onderwijsassistent op maandag\n- zes weken een coach"


@pytest.fixture
def filled(transactional_db: None, acme: World) -> World:
    """An organisation with vacancies and people in several stages, made through the services."""
    now = clock.now()
    with tenancy.scope(acme.id):
        by = a_recruiter()
        words = {"headline_nl": "Werk waar kinderen verder leren kijken", "contact_phone": "033 462 00 00"}
        sites.change(
            values={**words, "contact_email": "werk@acme.example", "story_nl": "14 basisscholen."}, by=by, at=now
        )
        vacancy = _vacancy()
        make_vacancy("Onderwijsassistent", profile=make_profile("Onderwijsassistent"), city="Soest")
        made = []
        for first, last, days in _PEOPLE:
            made.append(make_application(vacancy, person=a_person(first, last), at=now - timedelta(days=days)))
        make_candidate(a_person("Ilse", "van Grol"), at=now)
        times = [Times(now + timedelta(days=2, hours=n), now + timedelta(days=2, hours=n + 1)) for n in range(2)]
        interviews.offer(made[1], times=times, host=by, place="Zonnewijzerpad 4", by=by, at=now)
    return acme


def _vacancy() -> Vacancy:
    today = clock.local_date(clock.now(), zone="Europe/Amsterdam")
    vacancy = make_vacancy(
        profile=make_profile("Leerkracht"),
        department="De Zonnewijzer",
        city="Amersfoort",
        street="Zonnewijzerpad 4",
        week_minutes_min=1440,
        week_minutes_max=1920,
        contract="temporary_then_permanent",
        remote="no",
        opens_on=today - timedelta(days=20),
        closes_on=today + timedelta(days=20),
        starts_on=today + timedelta(days=70),
        positions=2,
        description=_TEXT,
    )
    make_fact(vacancy, FactLabel.TRAVEL_ALLOWANCE, text="€ 0,23 per km vanaf de eerste kilometer")
    make_fact(vacancy, FactLabel.REQUIREMENTS, text="Een lesbevoegdheid voor het basisonderwijs")
    make_fact(vacancy, FactLabel.DRIVING_LICENCE, answer="no")
    make_fact(vacancy, FactLabel.BENEFITS, text="Laptop, ook voor thuis")
    return vacancy


def _public_paths(world: World) -> list[str]:
    with tenancy.scope(world.id):
        vacancy = Vacancy.objects.get(title="Leerkracht groep 5")
        chooses = Application.objects.get(candidate__first_name="Jorinde")
        waits = Application.objects.get(candidate__first_name="Merel")
        tokens = [links.status_token(one) for one in (chooses, waits)]
    slug = world.slug
    return [
        reverse("career_home", args=[slug]),
        reverse("career_jobs", args=[slug]) + "?plaats=Amersfoort",
        reverse("career_job", args=[slug, vacancy.public_id]),
        reverse("career_apply", args=[slug, vacancy.public_id]),
        *[reverse("career_status", args=[slug, token]) for token in tokens],
        reverse("career_privacy", args=[slug]),
    ]


def _staff_paths(world: World) -> list[str]:
    with tenancy.scope(world.id):
        bilal = Candidate.objects.get(first_name="Bilal")
        application = Application.objects.get(candidate=bilal)
    slug = world.slug
    return [
        reverse("pool", args=[slug]),
        reverse("pool", args=[slug]) + f"?kandidaat={bilal.public_id}",
        reverse("candidate", args=[slug, bilal.public_id]),
        reverse("edit_candidate", args=[slug, bilal.public_id]),
        reverse("board", args=[slug]),
        reverse("calls", args=[slug]),
        reverse("end_application", args=[slug, application.public_id]),
        reverse("offer_interview", args=[slug, application.public_id]),
        reverse("career_texts", args=[slug]),
    ]


def test_the_pages_have_no_fault(filled: World, visit: Open) -> None:
    visitor, recruiter = visit(), visit(filled.recruiter)
    seen = [(visitor, path) for path in _public_paths(filled)] + [(recruiter, path) for path in _staff_paths(filled)]
    found = [fault for who, path in seen for looks in (WIDE, NARROW) for fault in judge(who, path, *looks)]
    assert "\n".join(found) == ""


@pytest.mark.parametrize("with_script", [True, False], ids=["script", "no-script"])
def test_somebody_applies(filled: World, visit: Open, with_script: bool) -> None:
    visitor = visit(None, VARIANTS[2], java_script_enabled=with_script)
    page = visitor.page
    with tenancy.scope(filled.id):
        vacancy = Vacancy.objects.get(title="Leerkracht groep 5")
    page.goto(reverse("career_job", args=[filled.slug, vacancy.public_id]))
    page.get_by_role("link", name="Solliciteer in 2 min").last.click()
    page.get_by_role("button", name="Ga verder").click()
    expect(page).to_have_title("Fout: Wie ben je en hoe bereiken we je? – Leerkracht groep 5 · Acme")
    _shot(visitor, f"apply-fout-{with_script}")
    page.get_by_label("Voor- en achternaam").fill("Noor Voorbeeld")
    page.get_by_label("E-mailadres").fill("noor@voorbeeld.example")
    page.get_by_label("Telefoonnummer").fill("0612345678")
    page.get_by_role("button", name="Ga verder").click()
    _shot(visitor, f"apply-cv-{with_script}")
    page.get_by_role("button", name="Ga verder").click()
    _shot(visitor, f"apply-bewaren-{with_script}")
    page.get_by_label("4 weken").check()
    page.get_by_role("button", name="Ga verder").click()
    _read_for_a_while(filled)
    _shot(visitor, f"apply-controle-{with_script}")
    page.get_by_role("button", name="Verstuur mijn sollicitatie").click()
    expect(page.get_by_role("heading", name="Gelukt, Noor.")).to_be_visible()
    _shot(visitor, f"apply-klaar-{with_script}")
    page.get_by_role("link", name="Bekijk mijn sollicitatie").click()
    expect(page.get_by_text("Wij zijn aan zet")).to_be_visible()
    refused = [
        said for said in visitor.complaints if "422" not in said
    ]  # the browser notes the form that was sent empty
    assert refused == []


def test_who_is_very_quick_is_checked_by_their_own_device(filled: World, visit: Open) -> None:
    page = visit(None, VARIANTS[0]).page
    with tenancy.scope(filled.id):
        vacancy = Vacancy.objects.get(title="Leerkracht groep 5")
    page.goto(reverse("career_apply", args=[filled.slug, vacancy.public_id]))
    page.get_by_label("Voor- en achternaam").fill("Snelle Sam")
    page.get_by_label("E-mailadres").fill("sam@voorbeeld.example")
    page.get_by_label("Telefoonnummer").fill("0612345678")
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_label("4 weken").check()
    page.get_by_role("button", name="Ga verder").click()
    with tenancy.scope(filled.id):
        ApplicationDraft.objects.update(started_at=clock.now())
    page.get_by_role("button", name="Verstuur mijn sollicitatie").click()
    expect(page.get_by_role("heading", name="Gelukt, Snelle.")).to_be_visible(timeout=60_000)


def test_a_card_is_dragged_to_another_column_and_put_back(filled: World, visit: Open) -> None:
    page = visit(filled.recruiter, VARIANTS[0]).page
    page.goto(reverse("board", args=[filled.slug]))
    with tenancy.scope(filled.id):
        application = Application.objects.get(candidate__first_name="Bilal")
        stage = a_stage(StageKind.OFFER)
    _drag(page, f"#kaart-{application.public_id}", f"[data-stage='{stage.public_id}']")
    expect(page.locator(f"[data-stage='{stage.public_id}'] #kaart-{application.public_id}")).to_be_visible()
    expect(page.get_by_text("Bilal Aziz staat nu in Aanbod.")).to_be_visible()
    with tenancy.scope(filled.id):
        assert Application.objects.get(pk=application.pk).stage_kind == "offer"
    page.locator("[data-undo] button").click()
    expect(page.get_by_text("Teruggezet.")).to_be_visible()
    with tenancy.scope(filled.id):
        assert Application.objects.get(pk=application.pk).stage_kind == "new"


def _drag(page: Page, what: str, where: str) -> None:
    source, target = page.locator(what).bounding_box(), page.locator(where).bounding_box()
    assert source
    assert target
    page.mouse.move(source["x"] + source["width"] / 2, source["y"] + source["height"] - 8)
    page.mouse.down()
    for part in (0.3, 0.7, 1.0):
        x = source["x"] + (target["x"] + target["width"] / 2 - source["x"]) * part
        page.mouse.move(x, target["y"] + 20, steps=5)
    page.mouse.up()


def _read_for_a_while(world: World) -> None:
    """People take a minute over this form; a machine does not."""
    with tenancy.scope(world.id):
        ApplicationDraft.objects.update(started_at=clock.now() - timedelta(minutes=1))


def _shot(seen: Any, name: str) -> None:
    seen.shot(f"{name}-{VARIANTS[2]}")
