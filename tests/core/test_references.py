"""What stands outside for the number of a row."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from recruit_platform.core import tenancy
from recruit_platform.core.models import OutboxMessage
from recruit_platform.core.references import cursor, row_of
from tests.core.views.test_pages import browser
from tests.support.builders import World
from tests.support.mails import put


@given(st.integers(1, 2**63 - 1))
def test_a_cursor_leads_back_to_its_row_in_its_own_list_and_organisation_only(row: int) -> None:
    with tenancy.active(1):
        made = cursor(row, of="log")
        assert cursor(row, of="log") == made
        assert (row_of(made, of="log"), row_of(made, of="mails")) == (row, None)
    with tenancy.active(2):
        assert row_of(made, of="log") is None


@given(st.text() | st.binary(min_size=24, max_size=24).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_what_is_no_cursor_of_ours_leads_nowhere(given_: str) -> None:
    with tenancy.active(1):
        assert row_of(given_, of="log") is None


def test_neighbours_do_not_look_alike() -> None:
    with tenancy.active(1):
        made = [base64.urlsafe_b64decode(cursor(row, of="log")) for row in range(1, 200)]
    assert len(set(made)) == len({raw[:8] for raw in made}) == len({raw[16:] for raw in made}) == 199


def test_the_links_between_pages_hold_no_row_numbers(acme: World) -> None:
    for number in range(51):
        put(acme.id, f"m{number}")
    with tenancy.scope(acme.id):
        last = OutboxMessage.objects.order_by("-pk")[49].pk
        expected = cursor(last, of="/o/acme/mail/")
    page = browser(acme.admin).get("/o/acme/mail/")
    assert page.context["page"].paging.next_url == f"?before={expected}".replace("=", "%3D").replace(
        "before%3D", "before="
    )
    older = browser(acme.admin).get(f"/o/acme/mail/{page.context['page'].paging.next_url}")
    assert len(older.context["lines"]) == 1
    assert len(browser(acme.admin).get(f"/o/acme/mail/?before={last}").context["lines"]) == 50
