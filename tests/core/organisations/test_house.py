"""An error on a career site wears the organisation's name and style; elsewhere it wears the product's."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from recruit_platform.core import errors, tenancy
from recruit_platform.core.models import OrganisationSettings
from recruit_platform.core.organisations import house, logo
from tests.core.organisations.pictures import png
from tests.support.builders import NOON, World

NOWHERE = "/werkbij/acme/vacature/bestaat-niet/"


@pytest.fixture(autouse=True)
def files_of_their_own(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def wears(answer: Any) -> tuple[str, str, bool]:
    """The name in the window's title, the address of the way back, and whether the product's mark is there."""
    body = answer.content.decode()
    title, back = (
        re.search(r"<title>.* · (.*)</title>", body),
        re.search(r'class="btn btn-primary" href="([^"]*)"', body),
    )
    assert title
    assert back
    return title[1], back[1], "Recruit" in body


OURS, PRODUCT = ("Acme", "/werkbij/acme/", False), ("Recruit", "/", True)


def test_a_page_that_is_not_there_wears_the_house(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        logo.replace(BytesIO(png()), name="logo.png", declared="image/png", by=acme.admin, at=NOON)
        picture = logo.url_of(OrganisationSettings.objects.get(), organisation=acme.organisation)
    answer = Client().get(NOWHERE)
    body = answer.content.decode()
    assert (answer.status_code, wears(answer)) == (404, OURS)
    assert 'href="/werkbij/acme/huisstijl.css"' in body
    assert f'src="{picture}"' in body
    assert "tabler" not in body
    assert wears(Client().get("/werkbij/zed/x/")) == ("Zed", "/werkbij/zed/", False)
    assert wears(Client().get(f"/werkbij/acme/logo/{acme_id()}/")) == OURS, "refused by the view itself"


def acme_id() -> str:
    return "01890000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("path", ["/werkbij/", "/werkbij/nergens/x/", "/nergens/", "/o/acme/", "/o/acme/nergens/"])
def test_elsewhere_it_is_the_products(acme: World, path: str) -> None:
    client = Client()
    client.force_login(acme.recruiter)
    answer = client.get(f"{path}x/")
    assert (answer.status_code, wears(answer)) == (404, PRODUCT)


def test_at_a_host_of_its_own_every_address_is_of_that_house(acme: World, zed: World, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["werkenbij.acme.example"]
    acme.organisation.career_host = "werkenbij.acme.example"
    with tenancy.scope(acme.id):
        acme.organisation.save(update_fields=["career_host"])
    for path in ("/x/", "/werkbij/zed/", "/werkbij/zed/x/"):
        answer = Client().get(path, headers={"host": "werkenbij.acme.example"})
        assert (answer.status_code, wears(answer)) == (404, OURS)


def test_what_is_refused_before_the_page_wears_it_too(acme: World) -> None:
    request = RequestFactory().post(NOWHERE)
    assert wears(errors.too_large(request, at_most=10)) == OURS
    assert wears(errors.not_understood(request)) == OURS


def test_our_own_mistake_and_a_lost_database_ask_nothing(acme: World) -> None:
    request = RequestFactory().get(NOWHERE)
    with CaptureQueriesContext(connection) as asked:
        assert wears(errors.database_unavailable(request)) == PRODUCT
        request.organisation = acme.organisation  # type: ignore[attr-defined]  # the visitor was already let in
        assert wears(errors.database_unavailable(request)) == OURS
    assert len(asked) == 0


def test_when_the_database_goes_away_meanwhile_the_page_is_the_products(acme: World) -> None:
    def gone(*_: Any) -> None:
        raise OperationalError("gone")

    request = RequestFactory().get(NOWHERE)
    with connection.execute_wrapper(gone):
        assert house.of(request, may_ask=True) is None
        assert wears(errors.not_understood(request)) == PRODUCT


def test_a_person_at_work_sees_the_product(acme: World) -> None:
    request = RequestFactory().get(NOWHERE)
    request.organisation, request.membership = acme.organisation, object()  # type: ignore[attr-defined]
    assert house.of(request, may_ask=True) is None
