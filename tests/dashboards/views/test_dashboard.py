"""The dashboard per role: what each sees, that numbers open their rows, and that nothing leaks."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from campaigns.models import ReportRow
from recruit_platform.core import clock, tenancy
from recruit_platform.core.models import Membership, VacancyAccess
from talentpool.models import StageKind
from tests.support.builders import World
from tests.support.campaigns import make_account
from tests.support.candidates import a_person, make_application
from tests.support.vacancies import make_vacancy

HOME = "/o/acme/"


def _filled(world: World) -> Any:
    """Two vacancies, people in several stages, one of them overdue; somebody of the other organisation as well."""
    at = clock.now() - timedelta(days=6)
    with tenancy.scope(world.id):
        own = make_vacancy(
            "Eigen vacature",
            positions=3,
            opens_on=(at - timedelta(days=60)).date(),
            start_by_on=at.date() + timedelta(days=9),
        )
        make_application(own, person=a_person("Overtijd", "Wachter"), at=at)
        for stage in (StageKind.CONTACTED, StageKind.HIRED):
            make_application(own, at=at, stage=stage)
        make_application(
            make_vacancy("Andere vacature", opens_on=date(2026, 1, 5)), person=a_person("Onzichtbaar"), at=at
        )
        member = Membership.objects.get(user=world.hiring_manager)
        VacancyAccess.objects.create(membership=member, vacancy_public_id=own.public_id)
    return own


def _get(client: Client, user: Any, path: str = HOME) -> str:
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_a_recruiter_sees_who_waits_by_name_and_each_line_opens_as_many_rows(
    acme: World, zed: World, client: Client
) -> None:
    _filled(acme)
    _filled(zed)
    page = _get(client, acme.recruiter)
    assert "Overtijd Wachter" in page
    lines = re.findall(r'<li><a href="([^"]+)"><span class="n[^"]*">(\d+)</span>', page)
    assert lines
    tiles = re.findall(r'<span class="xs muted">(.*?)</span>(?:</a>|</div>)', page)
    assert sum(tile.endswith("live") for tile in tiles) == 4  # each count says how new it is, money its last day
    assert any(tile.endswith("nog niets gemeld") for tile in tiles)
    for url, count in lines:
        rows = _get(client, acme.recruiter, url)
        if "/cijfers/" in url:
            assert f'<p class="verdict m-0"><b>{count}</b>' in rows, url


@pytest.mark.parametrize("role", ["director", "marketeer"])
def test_who_may_not_see_candidates_sees_the_counts_without_a_name(
    acme: World, zed: World, client: Client, role: str
) -> None:
    _filled(acme)
    pages = [HOME, f"{HOME}cijfers/applied/", f"{HOME}cijfers/te-laat-gebeld/", f"{HOME}cijfers/gebeld/"]
    for path in pages:
        page = _get(client, acme.people[role], path)
        for name in ("Overtijd", "Wachter", "Onzichtbaar"):
            assert name not in page, (path, name)
    assert "<b>4</b>" in _get(client, acme.people[role], f"{HOME}cijfers/applied/")


def test_a_hiring_manager_sees_their_own_vacancies_and_no_money(acme: World, zed: World, client: Client) -> None:
    _filled(acme)
    page = _get(client, acme.hiring_manager)
    assert "Eigen vacature" in page
    assert "Andere vacature" not in page
    assert "Uitgaven" not in page
    rows = _get(client, acme.hiring_manager, f"{HOME}cijfers/applied/")
    assert "<b>3</b>" in rows
    assert "Onzichtbaar" not in rows
    for forbidden in ("reach", "uitgaven", "voorstellen"):
        assert client.get(f"{HOME}cijfers/{forbidden}/").status_code == 403


def test_the_other_organisation_is_nowhere(acme: World, zed: World, client: Client) -> None:
    _filled(zed)
    page = _get(client, acme.admin)
    assert "Eigen vacature" not in page
    assert "<b>0</b>" in _get(client, acme.admin, f"{HOME}cijfers/applied/")
    client.force_login(acme.admin)
    assert client.get("/o/zed/cijfers/applied/").status_code == 404


def test_a_number_that_does_not_exist_is_no_page(acme: World, zed: World, client: Client) -> None:
    client.force_login(acme.admin)
    assert client.get(f"{HOME}cijfers/leeftijd/").status_code == 404


def test_a_period_is_in_the_address_and_a_strange_one_means_thirty_days(
    acme: World, zed: World, client: Client
) -> None:
    with tenancy.scope(acme.id):
        make_application(make_vacancy(), at=clock.now() - timedelta(days=60))
    for days, count in (("30", 0), ("90", 1), ("365", 1), ("'; --", 0)):
        assert f"<b>{count}</b>" in _get(client, acme.recruiter, f"{HOME}cijfers/applied/?dagen={days}")
    page = _get(client, acme.recruiter, f"{HOME}?dagen=90")
    assert "/o/acme/live/funnel/90?" in page


def test_every_live_panel_is_for_its_own_readers(acme: World, zed: World, client: Client) -> None:
    expected = {"today": 200, "numbers": 200, "funnel": 200, "schedule": 200, "pace": 403, "calls": 403}
    client.force_login(acme.hiring_manager)
    assert {name: client.get(f"{HOME}live/{name}").status_code for name in expected} == expected
    client.force_login(zed.admin)
    assert {client.get(f"{HOME}live/{name}").status_code for name in expected} == {404}


def test_money_and_thousands_are_written_so_and_cents_are_added_up_before_they_are_rounded(
    acme: World, zed: World, client: Client
) -> None:
    day = clock.local_date(clock.now(), zone="Europe/Amsterdam")
    with tenancy.scope(acme.id):
        for name in ("Meta", "Indeed"):
            account = make_account(name)
            ReportRow.objects.create(
                account=account, identity="x", version=1, is_current=True, first_on=day, last_on=day, at=clock.now(),
                spend_minor=60_075, impressions=20_500,
            )  # fmt: skip
    assert "<b>€ 1.202</b>" in _get(client, acme.admin, f"{HOME}cijfers/niet-gekoppeld/").replace("\xa0", " ")
    assert "<b>41.000</b>" in _get(client, acme.admin, f"{HOME}cijfers/reach/")
