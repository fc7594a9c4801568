"""What people seldom see, and then need: invitations, the second step, errors, a mail. Looked at as every other page is."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from recruit_platform.core import clock, errors, tenancy
from recruit_platform.core.models import (
    JobState,
    LongJob,
    MessageState,
    OrganisationSettings,
    OutboxMessage,
    PendingEvent,
    User,
)
from recruit_platform.core.organisations import invitations
from recruit_platform.core.views import errors as said
from tests.browser.conftest import NARROW, WIDE, Open, Visit
from tests.support.builders import World, make_person
from tests.support.mails import words_of
from tests.support.planting import plant

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def faults(seen: Visit, path: str, *, name: str, status: int = 200) -> list[str]:
    """Open a path wide and narrow, look at it in each scheme; return what is wrong, in words.

    The browser's own line about the status is not a fault.
    """
    found = []
    for looks in (WIDE, NARROW):
        seen.complaints.clear()
        seen.turn(looks[0])
        answer = seen.page.goto(path, wait_until="load")
        if answer is None or answer.status != status:
            found.append(f"status {answer and answer.status}")
        found += seen.looks(name, *looks)
        found += [line for line in seen.complaints if "Failed to load resource" not in line]
    return [f"{name}: {what}" for what in found]


def shown(seen: Visit, path: str, answer: HttpResponse | str) -> str:
    """Let the browser find this answer at an address of the server, so that its style sheets are there too."""
    body = answer if isinstance(answer, str) else answer.content.decode()
    status = 200 if isinstance(answer, str) else answer.status_code
    seen.page.route(f"**{path}", lambda route: route.fulfill(status=status, content_type="text/html", body=body))
    return path


def invite(world: World, email: str) -> tuple[str, OutboxMessage]:
    with tenancy.scope(world.id):
        invitations.send(email=email, role="hiring_manager", by=world.admin, at=clock.now())
        mail = OutboxMessage.objects.latest("pk")
        found = re.search(r"https?://[^/\s]+(/uitnodiging/[\w-]+/)", words_of(mail).text)
    assert found
    return found[1], mail


def test_no_page_on_the_way_in_has_a_fault(acme: World, visit: Open) -> None:
    new, mail = invite(acme, "nieuw@acme.example")
    known, _mail = invite(acme, make_person("bekend@elders.example").email)
    seen = visit()
    found = faults(seen, new, name="uitnodiging")
    for looks in (WIDE, NARROW):
        seen.turn(looks[0])
        seen.page.goto(new)
        seen.page.locator("main button").click()
        seen.page.locator("[data-errors]").wait_for()
        found += seen.looks("uitnodiging-fout", *looks)
    found += faults(seen, known, name="uitnodiging-bekende")
    found += faults(seen, "/uitnodiging/bestaat-niet/", name="uitnodiging-onbekend", status=404)
    found += faults(seen, shown(seen, "/mail-uitnodiging", words_of(mail).html), name="mail-uitnodiging")
    assert "\n".join(found) == ""


def test_no_page_about_the_second_step_has_a_fault(acme: World, visit: Open) -> None:
    with tenancy.scope(acme.id):
        OrganisationSettings.objects.update(mfa_required=True)
    seen = visit(acme.recruiter)
    found = faults(seen, "/o/acme/", name="tweede-stap-nodig")
    found += faults(seen, "/account/2fa/", name="tweede-stap")
    found += faults(seen, "/account/sessions/", name="sessies")
    assert "\n".join(found) == ""


def test_the_page_of_what_was_not_processed_has_no_fault(acme: World, visit: Open) -> None:
    plant(acme.organisation, canary="lampion")
    with tenancy.scope(acme.id):
        PendingEvent.objects.update(
            failed_at=clock.now(), last_error="OperationalError at django.db.backends.utils:105"
        )
        OutboxMessage.objects.update(state=MessageState.FAILED)
        LongJob.objects.update(state=JobState.FAILED, ended_at=clock.now(), failure="Het bestand is weg.")
    seen = visit(acme.admin)
    found = faults(seen, "/o/acme/verwerking/", name="verwerking")
    assert seen.page.get_by_role("button", name="Opnieuw proberen").count() > 1
    assert "\n".join(found) == ""


def test_no_error_has_a_fault(acme: World, visit: Open) -> None:
    seen = visit(acme.recruiter)
    found = faults(seen, "/o/acme/instellingen/team/", name="fout-403", status=403)
    found += faults(seen, "/o/acme/bestaat-niet/", name="fout-404", status=404)
    found += faults(seen, "/werkbij/acme/bestaat-niet/", name="fout-404-werkbij", status=404)
    for answer in (
        said.server_error(a_request(acme.recruiter)),
        errors.database_unavailable(a_request(acme.recruiter)),
        said.csrf_failed(a_request(acme.recruiter)),
        errors.too_large(a_request(acme.recruiter), at_most=10_000_000),
        errors.conflict(a_request(acme.recruiter), rule="core_x_tenant_fk"),
    ):
        name = f"fout-{answer.status_code}-getoond"
        found += faults(seen, shown(seen, f"/{name}", answer), name=name, status=answer.status_code)
        if answer.status_code == 403:
            assert seen.page.title().startswith("Deze pagina stond te lang open"), (
                "an old form is not a matter of roles"
            )
    assert "\n".join(found) == ""


def a_request(user: User) -> HttpRequest:
    request = RequestFactory().get("/o/acme/")
    request.user = user or AnonymousUser()
    return request
