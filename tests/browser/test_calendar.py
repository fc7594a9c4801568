"""The pages of the calendar with vacancies in every state, looked at in every variant."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from calendar_app import selectors
from calendar_app.models import CalendarLink, FactLabel, FeedKind, Outflow, OutflowKind
from calendar_app.services import feeds, links
from recruit_platform.core import clock, tenancy
from recruit_platform.core.models import Membership
from recruit_platform.lib.periods import add_months
from tests.browser.conftest import NARROW, WIDE, Open
from tests.browser.test_pages import judge
from tests.support.builders import World, make_world
from tests.support.vacancies import make_fact, make_profile, make_vacancy

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FEED = (
    "titel;plaats;salaris van;salaris tot\nVerpleegkundige avond;Nijmegen;2900;4100\nSchilder;Almere;3;4\n;Ede;;\n"
    "Onderwijsassistent;Amersfoort;2300;3100\n"
)


@pytest.fixture
def town(transactional_db: None) -> World:
    world = make_world("wijde-blik")
    at = clock.now()
    with tenancy.scope(world.id):
        today = selectors.today(at)
        teacher, care = make_profile("Leerkracht basisonderwijs", family="Onderwijs"), make_profile("Verpleegkundige")
        shown = make_vacancy(
            "Leerkracht groep 7-8", profile=teacher, department="De Wilgenhof", city="Almere",
            opens_on=today - timedelta(days=40), closes_on=today + timedelta(days=4), start_by_on=today + timedelta(days=60),
            week_minutes_min=1440, week_minutes_max=2400, contract="permanent", company_car="no", salary_scale="LB",
            positions=2, description="Je geeft les aan 24 kinderen.\n\nJe krijgt een vaste duo-partner.",
        )  # fmt: skip
        make_fact(shown, FactLabel.TRAVEL_ALLOWANCE, answer="yes", text="€ 0,23 per kilometer, de fiets telt dubbel.")
        make_fact(shown, FactLabel.DRIVING_LICENCE, answer="no")
        days = {"opens_on": today + timedelta(days=30), "closes_on": today + timedelta(days=80), "opened_at": None}
        make_vacancy("Onderwijsassistent", profile=teacher, department="Het Palet", city="Amersfoort", **days)
        make_vacancy(
            "Directeur", state="draft", department="Het Palet", opens_on=today - timedelta(days=20), opened_at=None
        )
        make_vacancy("Nachtverpleegkundige", profile=care, opens_on=today - timedelta(days=90))
        make_vacancy(
            "Intern begeleider", profile=teacher, opens_on=today - timedelta(days=70), state="closed",
            closed_because="filled", closed_at=at - timedelta(days=9), hired=1,
        )  # fmt: skip
        this_month = today.replace(day=1)
        for n, kind in ((-2, "recorded"), (-1, "recorded"), (0, "recorded"), (1, "planned"), (2, "planned")):
            Outflow.objects.create(
                profile=teacher, month=add_months(this_month, n), kind=OutflowKind(kind), leavers=5 + n, changed_at=at
            )
        admin = Membership.objects.get(role="admin")
        links.make(name="Telefoon van Noor", member=admin, at=at)
        feeds.preview(
            io.BytesIO(FEED.encode()),
            source="ATS",
            kind=FeedKind.TABLE,
            name="vacatures.csv",
            publish=True,
            by=admin,
            at=at,
        )
        assert CalendarLink.objects.exists()
    return world


def paths(world: World) -> list[str]:
    from calendar_app.models import FeedRun, JobProfile, Vacancy

    with tenancy.scope(world.id):
        vacancy = Vacancy.objects.order_by("pk")[0].public_id
        profile = JobProfile.objects.order_by("pk")[0].public_id
        run = FeedRun.objects.get().public_id
    start = f"/o/{world.slug}"
    return [
        f"{start}/kalender/",
        f"{start}/vacatures/",
        f"{start}/vacatures/?q=nergens",
        f"{start}/vacatures/{vacancy}/",
        f"{start}/vacatures/{vacancy}/bewerken/",
        f"{start}/kalender/profielen/",
        f"{start}/kalender/profielen/{profile}/",
        f"{start}/kalender/uitstroom/",
        f"{start}/kalender/agenda/",
        f"{start}/kalender/inlezen/",
        f"{start}/kalender/inlezen/{run}/",
    ]


def test_no_page_of_the_calendar_has_a_fault(town: World, visit: Open) -> None:
    seen = visit(town.admin)
    found = [fault for path in paths(town) for looks in (WIDE, NARROW) for fault in judge(seen, path, *looks)]
    assert "\n".join(found) == ""


def test_a_vacancy_is_planned_published_and_seen_on_the_axis_with_a_mouse(town: World, visit: Open) -> None:
    seen = visit(town.recruiter)
    page = seen.page
    page.goto(f"/o/{town.slug}/kalender/")
    page.get_by_role("link", name="Vacature plannen").first.click()
    page.get_by_label("Functietitel").fill("Vakleerkracht gym")
    page.get_by_label("Salaris van (€)").fill("3.300")
    page.get_by_role("button", name="Bewaar als concept").click()
    page.get_by_role("button", name="Publiceren").click()
    page.get_by_text("Zet er een salaris bij").first.wait_for()
    page.get_by_label("Salaris tot (€)").fill("4.700")
    page.locator("[name=city]").fill("Utrecht")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("button", name="Publiceren").click()
    page.get_by_text("Staat open tot alle plekken vervuld zijn.").wait_for()
    page.goto(f"/o/{town.slug}/kalender/")
    assert page.locator("#jaar").get_by_role("link", name="Vakleerkracht gym").is_visible()
    assert seen.complaints == []
