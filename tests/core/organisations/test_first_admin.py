"""A new installation is entered: the operator makes an organisation, its first admin comes in by a link."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from recruit_platform.core import tenancy
from recruit_platform.core.models import Event, Invitation, Membership, MessageState, Organisation, OutboxMessage, User
from tests.support.builders import World
from tests.support.mails import words_of

pytestmark = pytest.mark.django_db
PASSWORD = "zeilboot-lantaarn-kers-9"


def create(*arguments: str, slug: str = "nieuw", admin: str = "Ada@nieuw.example", **options: Any) -> str:
    said = io.StringIO()
    call_command("organisation_create", slug, *arguments, name="Stichting Nieuw", admin=admin, stdout=said, **options)
    return said.getvalue()


def mails(slug: str = "nieuw") -> list[OutboxMessage]:
    with tenancy.scope(Organisation.objects.get(slug=slug).pk):
        return list(OutboxMessage.objects.order_by("pk"))


def path_in(text: str) -> str:
    return re.search(r"https?://[^/\s]+(/uitnodiging/[\w-]+/)", text)[1]


def come_in(path: str) -> Client:
    client = Client()
    assert "Stichting Nieuw" in client.get(path).content.decode()
    answer = client.post(path, {"name": "Ada", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/o/nieuw/"
    return client


def test_the_first_admin_comes_in_by_mail_and_invites_others() -> None:
    assert create() == "nieuw is made.\nAn invitation to ada@nieuw.example is on its way.\n"
    (mail,) = mails()
    assert mail.to_address == "ada@nieuw.example"
    assert "None" not in words_of(mail).text + words_of(mail).html
    client = come_in(path_in(words_of(mail).text))
    invited = {"email": "bea@nieuw.example", "role": "recruiter"}
    assert client.post("/o/nieuw/instellingen/team/uitnodigen/", invited).status_code == 302
    page = client.get("/o/nieuw/log/").content.decode()
    assert page.count("de beheerder van de installatie") == 2
    with tenancy.scope(Organisation.objects.get(slug="nieuw").pk):
        assert list(Membership.objects.values_list("user__email", "role")) == [("ada@nieuw.example", "admin")]


def test_a_link_is_printed_instead_and_no_mail_goes() -> None:
    said = create(link=True)
    assert [mail.state for mail in mails()] == [MessageState.CANCELLED]
    come_in(path_in(said))


def test_until_somebody_is_in_it_may_be_repeated_and_closes_the_way_before() -> None:
    first = path_in(create(link=True, admin="adda@nieuw.example"))
    second = path_in(create(link=True))
    third = path_in(create(link=True))
    assert [Client().get(path).status_code for path in (first, second, third)] == [410, 404, 200]
    come_in(third)
    with pytest.raises(CommandError, match="has people"):
        create()
    with tenancy.scope(Organisation.objects.get(slug="nieuw").pk):
        assert Invitation.objects.filter(accepted_at=None, revoked_at=None).count() == 0


@pytest.mark.parametrize("slug", ["live", "Nieuw", "nieuw-", "", "a" * 41])
def test_a_short_name_that_would_break_addresses_is_refused(slug: str) -> None:
    with pytest.raises(CommandError):
        create(slug=slug)
    assert not Organisation.objects.exists()


def test_a_wrong_address_leaves_nothing_behind(acme: World) -> None:
    with pytest.raises(CommandError, match="geldig e-mailadres"):
        create(admin="geen adres")
    assert list(Organisation.objects.values_list("slug", flat=True)) == ["acme"]
    assert not User.objects.filter(email__contains="adres").exists()
    with tenancy.scope(acme.id):
        assert not Event.objects.exists()
