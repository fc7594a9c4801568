"""A reference that is checked last is broken: the commit says no, and the person reads why."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from recruit_platform.core import tenancy
from recruit_platform.core.models import DayOff, Event, PendingEvent
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can
from recruit_platform.urls import urlpatterns as of_product
from tests.support.builders import NOON, World, make_world

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]
NOBODY = 999_999_999


@csrf_exempt
@member(Can.SEE_DASHBOARD)
def save(request: OrganisationRequest) -> HttpResponse:
    """Saves a day, says so, and refers to an event that is not there: PostgreSQL looks at that when all is done."""
    DayOff.objects.create(day="2026-12-24", name="Kerstavond")
    messages.success(request, "Bewaard!")
    if "at_once" in request.POST:
        DayOff.objects.create(day="2026-12-24", name="Kerstavond")
    PendingEvent.objects.create(subscriber="ear", event_id=int(request.POST["event"]), due_at=NOON)
    return HttpResponse("bewaard")


urlpatterns = [
    path("o/<slug:organisation>/bewaar/", save),
    path("api/<slug:organisation>/bewaar/", save),
    path("", include(of_product)),
]
handler500 = "recruit_platform.core.views.errors.server_error"


@pytest.fixture
def house() -> World:
    return make_world("acme")


def member_of(house: World) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(house.admin, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def kept(house: World) -> tuple[int, int]:
    with tenancy.scope(house.id):
        return DayOff.objects.count(), PendingEvent.objects.count()


def test_a_person_reads_409_and_nothing_is_half_saved_nor_said_to_be_saved(house: World, caplog: Any) -> None:
    client = member_of(house)
    answer = client.post("/o/acme/bewaar/", {"event": NOBODY})
    body = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (409, "no-store")
    assert "<h1>Dit past niet meer</h1>" in body
    assert "tenant_fk" not in body
    assert str(NOBODY) not in body + caplog.text
    assert kept(house) == (0, 0)
    assert "commit.refused" in caplog.text
    assert "core_pendingevent_event_id_tenant_fk" in caplog.text
    assert "Bewaard!" not in client.get("/o/acme/").content.decode()


def test_a_program_reads_problem_details_with_the_rule(house: World) -> None:
    answer = member_of(house).post("/api/acme/bewaar/", {"event": NOBODY})
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert answer.json() == {
        "type": "about:blank",
        "title": "Dit past niet meer",
        "status": 409,
        "detail": answer.json()["detail"],
        "rule": "core_pendingevent_event_id_tenant_fk",
    }
    assert kept(house) == (0, 0)


def test_what_fits_is_kept_and_the_connection_works_on_after_a_refusal(house: World) -> None:
    with tenancy.scope(house.id):
        event = Event.objects.create(
            kind="day_off.added", at=NOON, actor_kind="system", subject_kind="day_off", subject_id=1
        )
    client = member_of(house)
    assert client.post("/o/acme/bewaar/", {"event": NOBODY}).status_code == 409
    assert (connection.in_atomic_block, connection.run_on_commit) == (False, [])
    assert client.post("/o/acme/bewaar/", {"event": event.pk}).status_code == 200
    assert kept(house) == (1, 1)
    assert "Bewaard!" in client.get("/o/acme/").content.decode()


def test_a_rule_broken_before_the_commit_stays_our_mistake(house: World) -> None:
    assert member_of(house).post("/o/acme/bewaar/", {"event": NOBODY, "at_once": 1}).status_code == 500
    assert kept(house) == (0, 0)
