"""From an invitation to the second organisation, the way a person goes: only through pages and mails."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from recruit_platform.core import tenancy
from recruit_platform.core.models import Event, Membership, OrganisationSettings, OutboxMessage, User
from tests.support.builders import PASSWORD, World
from tests.support.mails import words_of

NEW_PASSWORD = "zeilboot-lantaarn-kers-9"


def invite(world: World, email: str, role: str = "recruiter") -> str:
    """Let the admin invite somebody through the team page; returns the path in the mail."""
    admin = Client()
    admin.force_login(world.admin)
    answer = admin.post(f"/o/{world.slug}/instellingen/team/uitnodigen/", {"email": email, "role": role})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    with tenancy.scope(world.id):
        mail = OutboxMessage.objects.order_by("-pk").first()
        assert mail.to_address == email.lower()
        found = re.search(r"https?://[^/\s]+(/uitnodiging/[\w-]+/)", words_of(mail).text)
    assert found, words_of(mail).text
    return found[1]


def code_now(secret: str) -> str:
    """The code of this half minute, with enough of it left to be sent."""
    left = 30 - time.time() % 30
    if left < 8:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def page(answer: Any) -> str:
    return answer.content.decode()


@pytest.mark.django_db(transaction=True)  # the login package tells of a second step after the commit
def test_somebody_new_comes_in_sets_a_second_step_and_switches(acme: World, zed: World) -> None:
    # invited at acme, account made
    newcomer = Client()
    path = invite(acme, "Sofie.Jansen@acme.example")
    assert "Acme" in page(newcomer.get(path))
    weak = newcomer.post(path, {"name": "Sofie Jansen", "password": "welkom2026!!"})
    assert weak.status_code == 422
    assert "Sofie Jansen" in page(weak), "what was typed is kept"
    answer = newcomer.post(path, {"name": "Sofie Jansen", "password": NEW_PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/o/acme/"
    person = User.objects.get(email="sofie.jansen@acme.example")

    # out and in again, with the address and the password
    newcomer.post("/account/logout/")
    assert newcomer.get("/o/acme/").status_code == 302
    answer = newcomer.post("/account/login/", {"login": person.email, "password": NEW_PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/o/acme/"

    # invited at zed too: the same person, logged in
    second = invite(zed, person.email, "marketeer")
    assert "Zed" in page(newcomer.get(second))
    assert newcomer.post(second).headers["Location"] == "/o/zed/"
    assert newcomer.get("/o/zed/").status_code == 200

    # zed asks for a second step: acme stays open, zed waits for it
    with tenancy.scope(zed.id):
        OrganisationSettings.objects.update(mfa_required=True)
    assert newcomer.get("/o/acme/").status_code == 200
    answer = newcomer.get("/o/zed/", follow=True)
    assert answer.redirect_chain[0][0] == "/account/tweede-stap/?organisatie=zed"
    assert "Zed" in page(answer)

    # the code app; the password was given a moment ago and is not asked again
    assert newcomer.get("/account/2fa/totp/activate/").status_code == 200
    secret = newcomer.session["mfa.totp.secret"]
    assert newcomer.post("/account/2fa/totp/activate/", {"code": "000000"}).status_code == 422
    assert newcomer.post("/account/2fa/totp/activate/", {"code": code_now(secret)}).status_code == 302
    assert newcomer.get("/o/zed/").status_code == 200

    # from now on the password alone is not enough, also not for acme
    elsewhere = Client()
    answer = elsewhere.post("/account/login/", {"login": person.email, "password": NEW_PASSWORD})
    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert elsewhere.get("/o/acme/").headers["Location"].startswith("/account/login/")
    answer = elsewhere.post("/account/2fa/authenticate/", {"code": code_now(secret)}, follow=True)
    assert answer.status_code == 200
    assert elsewhere.get("/o/acme/").status_code == 200

    # the chooser names both, and the log of each tells its own part
    chooser = page(elsewhere.get("/organisaties/"))
    assert "/o/acme/" in chooser
    assert "/o/zed/" in chooser
    with tenancy.scope(zed.id):
        kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["team.invited", "team.joined", "person.second_step_added", "person.signed_in"]


def test_a_code_works_once(acme: World) -> None:
    """Of two logins with the same code in the same half minute one gets in."""
    person = _with_code_app(acme)
    code = code_now("JBSWY3DPEHPK3PXP")
    outcomes = []
    for _ in range(2):
        client = Client()
        client.post("/account/login/", {"login": person.email, "password": PASSWORD})
        outcomes.append(client.post("/account/2fa/authenticate/", {"code": code}).status_code)
    assert outcomes == [302, 422]


def test_a_password_reset_does_not_walk_around_the_second_step(acme: World, mailoutbox: Any) -> None:
    person = _with_code_app(acme)
    client = Client()
    client.post("/account/password/reset/", {"email": person.email})
    link = re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", mailoutbox[0].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    answer = client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
    assert answer.status_code == 200
    assert client.get("/o/acme/").headers["Location"].startswith("/account/login/")
    answer = client.post("/account/login/", {"login": person.email, "password": NEW_PASSWORD})
    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert client.get(link, follow=True).status_code == 200
    assert "werkt niet meer" in page(client.get(link, follow=True))


@pytest.mark.parametrize(
    ("spoil", "status", "words"),
    [
        ({"expires_at": "2020-01-01T00:00:00Z"}, 410, "verlopen"),
        ({"revoked_at": "2026-01-01T00:00:00Z"}, 410, "ingetrokken"),
    ],
)
def test_a_closed_invitation_says_why(acme: World, spoil: dict[str, str], status: int, words: str) -> None:
    from recruit_platform.core.models import Invitation

    path = invite(acme, "sofie@acme.example")
    with tenancy.scope(acme.id):
        Invitation.objects.update(**spoil)
    answer = Client().get(path)
    assert answer.status_code == status
    assert words in page(answer)
    answer = Client().post(path, {"name": "Sofie", "password": NEW_PASSWORD})
    assert answer.status_code == status
    assert not User.objects.filter(email="sofie@acme.example").exists()


def test_a_used_invitation_does_not_open_twice(acme: World) -> None:
    path = invite(acme, "sofie@acme.example")
    assert Client().post(path, {"name": "Sofie", "password": NEW_PASSWORD}).status_code == 302
    again = Client().post(path, {"name": "Mallory", "password": NEW_PASSWORD})
    assert (again.status_code, "al gebruikt" in page(again)) == (410, True)
    assert User.objects.filter(email="sofie@acme.example").values_list("name", flat=True).get() == "Sofie"


def test_an_invitation_is_for_its_address_only(acme: World, zed: World) -> None:
    path = invite(acme, "sofie@acme.example")
    mallory = Client()
    mallory.force_login(zed.recruiter)
    answer = mallory.post(path)
    assert answer.status_code == 403
    assert "sofie@acme.example" not in page(answer)
    with tenancy.scope(acme.id):
        assert not Membership.objects.filter(user=zed.recruiter).exists()


def test_a_link_that_never_was_is_said_so(db: None) -> None:
    answer = Client().get("/uitnodiging/dit-is-geen-token/")
    assert (answer.status_code, "bestaat niet" in page(answer)) == (404, True)


def test_the_link_of_the_mail_before_stops_working_after_sending_again(acme: World) -> None:
    from recruit_platform.core.models import Invitation

    first = invite(acme, "sofie@acme.example")
    with tenancy.scope(acme.id):
        invitation = Invitation.objects.get()
    admin = Client()
    admin.force_login(acme.admin)
    admin.post(f"/o/acme/instellingen/team/uitnodiging/{invitation.public_id}/opnieuw/")
    assert Client().get(first).status_code == 404
    with tenancy.scope(acme.id):
        states = list(OutboxMessage.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["cancelled", "due"]


def _with_code_app(world: World) -> User:
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import encrypt

    person = world.recruiter
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    data = {"secret": encrypt("JBSWY3DPEHPK3PXP")}
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data=data)
    return person
