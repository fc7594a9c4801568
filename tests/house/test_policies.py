"""Who may open what: every address, every role, the other organisation, nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from recruit_platform.core import tenancy
from recruit_platform.core.models import Role
from recruit_platform.core.policies import Audience
from recruit_platform.core.roles import GRANTS
from tests.support import addresses
from tests.support.addresses import Address
from tests.support.builders import World, make_world
from tests.support.planting import parents_first, plant

# Addresses of the login package: who it lets in itself, by its own decorators and stages. A new one must be put here by hand.
LOGIN_PACKAGE: dict[str, Audience] = {
    "account_login": Audience.ANYONE,
    "account_logout": Audience.ANYONE,
    "account_inactive": Audience.ANYONE,
    "account_signup": Audience.ANYONE,
    "account_reset_password": Audience.ANYONE,
    "account_reset_password_done": Audience.ANYONE,
    "account_reset_password_from_key": Audience.ANYONE,
    "account_reset_password_from_key_done": Audience.ANYONE,
    "account_email_verification_sent": Audience.ANYONE,
    "account_confirm_login_code": Audience.ANYONE,
    "mfa_authenticate": Audience.ANYONE,
    "mfa_login_webauthn": Audience.ANYONE,
    "account_reauthenticate": Audience.SIGNED_IN,
    "account_email": Audience.SIGNED_IN,
    "account_change_password": Audience.SIGNED_IN,
    "account_set_password": Audience.SIGNED_IN,
    "mfa_index": Audience.SIGNED_IN,
    "mfa_reauthenticate": Audience.SIGNED_IN,
    "mfa_activate_totp": Audience.SIGNED_IN,
    "mfa_deactivate_totp": Audience.SIGNED_IN,
    "mfa_view_recovery_codes": Audience.SIGNED_IN,
    "mfa_generate_recovery_codes": Audience.SIGNED_IN,
    "mfa_download_recovery_codes": Audience.SIGNED_IN,
    "mfa_list_webauthn": Audience.SIGNED_IN,
    "mfa_add_webauthn": Audience.SIGNED_IN,
    "mfa_reauthenticate_webauthn": Audience.SIGNED_IN,
    "mfa_remove_webauthn": Audience.SIGNED_IN,
    "mfa_edit_webauthn": Audience.SIGNED_IN,
    "usersessions_list": Audience.SIGNED_IN,
}
MEMBERS = addresses.of_members()
CANARY = "kanariepiet"
# Opening these writes a line of its own to the log, on purpose: who looked at what.
NOTED_WHEN_OPENED = {"file_download"}


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[World, World]]:
    """Both organisations full of rows, made once: this file only looks, and each test rolls back what it did."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        ours, theirs = make_world("huisaanzee"), make_world("verweg")
        plant(ours.organisation, canary="eigenwaar", seed=1)
        plant(theirs.organisation, canary=CANARY, seed=2)
        yield ours, theirs
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def rolled_back(django_db_blocker: Any) -> Iterator[None]:
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def browser(person: Any = None, *, checks_csrf: bool = False) -> Client:
    client = Client(enforce_csrf_checks=checks_csrf, raise_request_exception=True)
    if person is not None:
        client.force_login(person)
    return client


def named(address: Address) -> str:
    return address.name


def test_every_address_has_a_policy() -> None:
    without = {address.name for address in addresses.every() if address.policy is None}
    assert without == set(LOGIN_PACKAGE)


def test_every_address_of_the_career_host_has_a_policy() -> None:
    found = {a.name: a.policy.audience for a in addresses.every("recruit_platform.urls_career")}
    assert {name for name, audience in found.items() if audience is Audience.ANYONE} == {"language", "theme"}
    visited = {name for name, audience in found.items() if audience is Audience.VISITOR}
    assert set(found) - visited == {"language", "theme"}
    assert {"career_home", "career_theme", "career_logo", "career_job", "career_apply", "career_status"} <= visited


def test_every_permission_is_granted_to_an_admin_and_asked_somewhere() -> None:
    asked = {address.policy.can for address in MEMBERS}
    assert asked <= set(GRANTS)
    assert all(Role.ADMIN in roles for roles in GRANTS.values())


@pytest.mark.parametrize("address", MEMBERS, ids=named)
@pytest.mark.parametrize("role", Role)
def test_a_member_gets_in_by_role(worlds: tuple[World, World], rolled_back: None, address: Address, role: Role) -> None:
    ours, _theirs = worlds
    answer = browser(ours.people[role]).get(addresses.path_in(ours, address))
    if role in GRANTS[address.policy.can]:
        assert answer.status_code not in {401, 403, 500}, answer
        assert not answer.headers.get("Location", "").startswith("/account/login")
    else:
        assert answer.status_code == 403
    assert CANARY not in answer.content.decode()


@pytest.mark.parametrize("address", MEMBERS, ids=named)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_other_organisation_is_not_there(
    worlds: tuple[World, World], rolled_back: None, address: Address, method: str
) -> None:
    """404 and the very page that an address that never existed gives: no name, no hint, no timing of a look-up."""
    ours, theirs = worlds
    client = browser(ours.admin)
    nowhere = getattr(client, method)("/o/nergens/").content
    answer = getattr(client, method)(addresses.path_in(theirs, address))
    assert answer.status_code == 404
    assert answer.content == nowhere


@pytest.mark.parametrize("address", [a for a in MEMBERS if addresses.has_ids(a)], ids=named)
def test_ids_of_the_other_organisation_lead_nowhere(
    worlds: tuple[World, World], rolled_back: None, address: Address
) -> None:
    ours, theirs = worlds
    if address.name == "remove_day_off":  # a day is no id: both may have it, each has its own
        with tenancy.scope(ours.id):
            from recruit_platform.core.models import DayOff

            DayOff.objects.all().delete()
    before = fingerprint(theirs)
    client, path = browser(ours.admin), addresses.path_in(ours, address, ids_of=theirs)
    answers = [client.get(path), client.post(path)]
    assert {answer.status_code for answer in answers} in ({404}, {404, 405})
    assert not any(CANARY in answer.content.decode() for answer in answers)
    assert fingerprint(theirs) == before


@pytest.mark.parametrize("address", MEMBERS, ids=named)
def test_without_login_there_is_only_the_login_page(
    worlds: tuple[World, World], rolled_back: None, address: Address
) -> None:
    ours, _theirs = worlds
    path = addresses.path_in(ours, address)
    answer = browser().get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/?next=")
    from_htmx = browser().get(path, headers={"HX-Request": "true"})
    assert (from_htmx.status_code, from_htmx.content) == (204, b"")
    assert from_htmx.headers["HX-Redirect"].startswith("/account/login/")


@pytest.mark.parametrize(
    "address", [a for a in addresses.every() if a.policy and a.policy.audience == Audience.SIGNED_IN], ids=named
)
def test_pages_of_a_person_ask_for_a_login(rolled_back: None, address: Address) -> None:
    answer = browser().get(f"/{address.pattern}")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize("name", [n for n, audience in LOGIN_PACKAGE.items() if audience is Audience.SIGNED_IN])
def test_pages_of_the_login_package_ask_for_a_login(rolled_back: None, name: str) -> None:
    from django.urls import reverse

    answer = browser().get(reverse(name, args=[1] if name in {"mfa_remove_webauthn", "mfa_edit_webauthn"} else []))
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize("address", MEMBERS, ids=named)
def test_a_post_needs_a_csrf_token(worlds: tuple[World, World], rolled_back: None, address: Address) -> None:
    ours, _theirs = worlds
    before = fingerprint(ours)
    answer = browser(ours.admin, checks_csrf=True).post(addresses.path_in(ours, address))
    assert answer.status_code == 403
    assert fingerprint(ours) == before


@pytest.mark.parametrize("address", [a for a in MEMBERS if a.name not in NOTED_WHEN_OPENED], ids=named)
def test_looking_changes_nothing(worlds: tuple[World, World], rolled_back: None, address: Address) -> None:
    ours, theirs = worlds
    before = fingerprint(ours), fingerprint(theirs)
    browser(ours.admin).get(addresses.path_in(ours, address))
    assert (fingerprint(ours), fingerprint(theirs)) == before


@pytest.mark.parametrize(
    "path", ["/taal/", "/thema/", "/dichtheid/", "/sneltoetsen/", "/account/logout/", "/account/email/"]
)
def test_what_changes_a_person_is_no_get_and_needs_a_csrf_token(
    worlds: tuple[World, World], rolled_back: None, path: str
) -> None:
    ours, _theirs = worlds
    client = browser(ours.admin, checks_csrf=True)
    assert client.get(path).status_code in {200, 405}
    assert client.session.get("_auth_user_id") == str(ours.admin.pk)
    assert client.post(path, {"language": "en", "theme": "dark"}).status_code == 403


def test_a_visitor_switches_the_language_without_a_token_and_stays_on_the_page(
    worlds: tuple[World, World], rolled_back: None
) -> None:
    ours, _theirs = worlds
    visitor = Client(enforce_csrf_checks=True)
    home = f"/werkbij/{ours.slug}/"
    page = visitor.get(home)
    assert (page.status_code, dict(visitor.cookies)) == (200, {})
    answer = visitor.post("/taal/", {"language": "en", "next": home})
    assert (answer.status_code, answer["Location"]) == (302, home)
    assert '<html lang="en"' in visitor.get(home).content.decode()


def fingerprint(world: World) -> dict[str, str]:
    """Every row of an organisation as one number per table; when a member was here last is no change of theirs."""
    found = {}
    with tenancy.scope(world.id), connection.cursor() as cursor:
        for model in parents_first():
            table = model._meta.db_table
            row = "(to_jsonb(t) - 'last_seen_on')::text"
            cursor.execute(f"SELECT md5(coalesce(string_agg({row}, chr(10) ORDER BY id), '')) FROM \"{table}\" t")
            found[table] = cursor.fetchone()[0]
    return found
