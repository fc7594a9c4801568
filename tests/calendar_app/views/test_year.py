from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from calendar_app.models import CalendarLink, Outflow
from calendar_app.presenters import year as presented
from calendar_app.selectors import year as calendar
from calendar_app.services import vacancies as lives
from recruit_platform.core import tenancy
from recruit_platform.core.log import tallies
from recruit_platform.core.models import Event, Membership
from tests.support.builders import NOON, World
from tests.support.vacancies import make_profile, make_vacancy

PAGE = "/o/acme/kalender/"
LINKS = "/o/acme/kalender/agenda/"
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> None:
    time_machine.move_to(NOON)


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(answer: Any) -> str:
    return re.sub(r"[ \n\t]+", " ", answer.content.decode())


def lanes(answer: Any) -> list[tuple[str, str, list[str]]]:
    drawn = answer.context["timeline"].lanes[2:]
    return [(lane.title, str(lane.status.word), [bar.kind for bar in lane.bars]) for lane in drawn]


def test_the_year_shows_late_open_planned_and_filled_urgent_first(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        make_vacancy("Van Zed")
    with tenancy.scope(acme.id):
        make_vacancy("Vervuld", state="closed", closed_because="filled", closed_at=NOON - timedelta(days=5), hired=1)
        make_vacancy("Straks", opens_on=date(2027, 2, 1), opened_at=None)
        make_vacancy("Open tot vrijdag", closes_on=date(2026, 11, 27))
        make_vacancy("Te laat", state="draft", opens_on=date(2026, 11, 3), opened_at=None)
        make_vacancy("Vorig schooljaar", opens_on=date(2026, 1, 5), closes_on=date(2026, 3, 1))
    answer = browser(acme.recruiter).get(PAGE)
    assert lanes(answer) == [
        ("Te laat", "20 dagen te laat", ["gap", "soon"]),
        ("Open tot vrijdag", "Open", ["", "plan"]),
        ("Straks", "Gepland", ["plan"]),
        ("Vervuld", "Vervuld", ["ok"]),
    ]
    page = words(answer)
    assert "Eén vacature had al open moeten zijn." in page
    assert "1 staat open, 1 gaat nog open, 1 sluit binnen een week." in page
    assert "Vacaturekalender 2026/27" in page
    assert [row.name or row.cells[0].text for row in answer.context["table"].rows] == [one[0] for one in lanes(answer)]
    earlier = browser(acme.recruiter).get(f"{PAGE}?jaar=2025-08")
    assert [one[0] for one in lanes(earlier)] == ["Vorig schooljaar"]


def test_the_holidays_are_those_of_the_organisations_region(acme: World) -> None:
    holidays = browser(acme.recruiter).get(PAGE).context["timeline"].lanes[0]
    assert holidays.title == "Schoolvakantie Midden"
    assert (date(2026, 12, 19), date(2027, 1, 3)) in holidays.holidays


def test_outflow_and_hires_add_up_per_month(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        profile = make_profile()
        Outflow.objects.create(profile=profile, month=date(2026, 10, 1), kind="recorded", leavers=99, changed_at=NOON)
    with tenancy.scope(acme.id):
        teacher, nurse = make_profile("Leerkracht"), make_profile("Verpleegkundige")
        for profile, month, kind, n in (
            (teacher, 10, "recorded", 3), (teacher, 10, "planned", 8), (nurse, 10, "planned", 2), (nurse, 12, "planned", 4),
        ):  # fmt: skip
            Outflow.objects.create(profile=profile, month=date(2026, month, 1), kind=kind, leavers=n, changed_at=NOON)
        vacancy, without = make_vacancy(profile=teacher), make_vacancy()
        tallies.count("funnel.hired", day=date(2026, 10, 9), subject_id=vacancy.pk, n=4)
        tallies.count("funnel.hired", day=date(2026, 10, 9), subject_id=without.pk)
    rows = {row.label: list(row.values) for row in browser(acme.director).get(PAGE).context["months"]}
    empty = ["·"] * 12
    needed = [*empty[:2], "5", "·", "4", *empty[5:]]
    assert rows == {
        "Uitstroom": needed,
        "Aannames nodig": needed,
        "Aangenomen": ["0", "0", "4", *["0"] * 9],
        "Tekort": ["·", "·", "−1", "−1", *["·"] * 8],  # added up until now; December is still to come
    }


@pytest.mark.parametrize(
    ("leavers", "hired", "values", "total"),
    [
        ([6, 4, 2, 2], [0, 5, 7, 0], ["−6", "−5", "·", "−2"], "2"),  # 14 asked, 12 made
        ([1, 0, 0, 0], [5, 0, 0, 0], ["·"] * 4, "0"),
        ([0, 0, 0, 3], [2, 0, 0, 0], ["·", "·", "·", "−1"], "1"),
    ],
)
def test_a_month_with_more_hires_than_leavers_makes_up_for_others(
    leavers: list[int], hired: list[int], values: list[str], total: str
) -> None:
    firsts = calendar.firsts_from(date(2026, 8, 1))
    months = calendar.Months(firsts, [*leavers, *[9] * 8], [*hired, *[0] * 8])
    row = presented.month_rows(months, today=TODAY)[-1]
    assert (list(row.values), row.total, row.is_bad) == ([*values, *["·"] * 8], total, total != "0")


def test_a_calendar_link_is_shown_once_read_without_a_login_and_revoked_for_good(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy("Docent; Nederlands, vwo", closes_on=date(2026, 12, 18), start_by_on=date(2027, 2, 1))
    recruiter = browser(acme.recruiter)
    made = recruiter.post(LINKS, {"name": "Telefoon"})
    path = re.search(r'value="http://testserver(/agenda/acme/[^"]+\.ics)"', made.content.decode())
    assert path is not None
    address = path[1]
    assert address not in words(recruiter.get(LINKS))
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    events = {str(one["SUMMARY"]): one["DTSTART"].dt for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert events == {
        "Opent: Docent; Nederlands, vwo (Utrecht)": date(2026, 11, 1),
        "Laatste dag: Docent; Nederlands, vwo (Utrecht)": date(2026, 12, 18),
        "Iemand nodig: Docent; Nederlands, vwo (Utrecht)": date(2027, 2, 1),
    }
    with tenancy.scope(acme.id):
        link = CalendarLink.objects.get()
        assert (link.times_read, link.last_read_at) != (0, None)
        assert address.split("/")[-1].removesuffix(".ics") not in {link.token_hash, link.name}
        lives.change(vacancy, values={"closes_on": date(2026, 12, 19)}, by=acme.recruiter, at=NOON)
    moved = Calendar.from_ical(Client().get(address).content)
    uids = {str(one["UID"]): one["DTSTART"].dt for one in moved.walk("VEVENT")}
    assert uids[f"{vacancy.public_id}-closes@testserver"] == date(2026, 12, 19)
    assert Client().get(address.replace("/acme/", "/zed/")).status_code == 404
    other = browser(acme.admin).post(f"{LINKS}{link.public_id}/intrekken/")
    assert other.status_code == 404  # somebody else's link
    assert recruiter.post(f"{LINKS}{link.public_id}/intrekken/").status_code == 302
    assert Client().get(address).status_code == 404
    with tenancy.scope(acme.id):
        kinds = list(Event.objects.filter(kind__in=["calendar_link.made", "calendar_link.revoked"]).values_list("kind"))
        assert len(kinds) == 2


def test_a_link_shows_what_its_maker_sees_and_dies_with_the_membership(acme: World) -> None:
    with tenancy.scope(acme.id):
        own, _other = make_vacancy("Eigen"), make_vacancy("Ander")
        manager = Membership.objects.get(role="hiring_manager")
        lives.set_managers(own, managers=[manager], by=acme.admin, at=NOON)
    made = browser(acme.hiring_manager).post(LINKS, {"name": "Agenda"})
    found = re.search(r'value="http://testserver([^"]+\.ics)"', made.content.decode())
    assert found is not None
    body = Client().get(found[1]).content.decode()
    assert ("Eigen" in body, "Ander" in body) == (True, False)
    with tenancy.scope(acme.id):
        Membership.objects.filter(pk=manager.pk).update(is_active=False)
    assert Client().get(found[1]).status_code == 404


def test_a_link_without_a_name_or_beyond_the_most_is_refused(acme: World) -> None:
    recruiter = browser(acme.recruiter)
    assert recruiter.post(LINKS, {"name": ""}).status_code == 422
    for n in range(20):
        assert recruiter.post(LINKS, {"name": f"Link {n}"}).status_code == 200
    over = recruiter.post(LINKS, {"name": "Nog een"})
    assert (over.status_code, "Trek er eerst een in" in words(over)) == (422, True)
