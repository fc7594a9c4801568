from __future__ import annotations

import io
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client

from recruit_platform.core import outbox, tenancy
from recruit_platform.core.accounts.adapters import SecondFactorAdapter
from recruit_platform.core.models import OutboxMessage, Role, SuppressionReason
from recruit_platform.core.organisations import invitations
from recruit_platform.core.outbox import sending
from tests.core.accounts.test_sessions import login, with_password
from tests.support.builders import NOON, PASSWORD, World, make_world
from tests.support.mails import LONG_AGO, Way, words_of

OLD, NEW = b"o" * 32, b"n" * 32


def test_secret_is_not_readable_in_the_database(settings: LazySettings) -> None:
    settings.FILE_KEYS = (OLD,)
    assert "JBSWY3DP" not in SecondFactorAdapter().encrypt("JBSWY3DP")


def test_secret_survives_a_change_of_key(settings: LazySettings) -> None:
    settings.FILE_KEYS = (OLD,)
    kept = SecondFactorAdapter().encrypt("JBSWY3DP")
    settings.FILE_KEYS = (NEW, OLD)
    assert SecondFactorAdapter().decrypt(kept) == "JBSWY3DP"


@pytest.mark.django_db(transaction=True)
def test_after_rewrap_the_old_key_may_go(settings: LazySettings) -> None:
    """The whole rotation: codes still let in, suppressed addresses still get nothing, a waiting invitation still has its link."""
    settings.FILE_KEYS = (OLD,)
    acme = make_world("acme")
    person = with_password(acme)
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    recovery = RecoveryCodes.activate(person).get_unused_codes()[0]
    with tenancy.scope(acme.id):
        outbox.suppress("sam@example.org", reason=SuppressionReason.ERASURE, at=NOON)
        invitations.send(email="nieuw@acme.example", role=Role.RECRUITER, by=acme.admin, at=NOON)
    outbox.accounts.put(to=person.email, subject="Code", words="123456", html="", at=NOON)
    settings.FILE_KEYS = (NEW, OLD)
    assert rewrapped() == "Closed anew: 1 keys, 2 second-step secrets, 2 mails.\n"
    assert rewrapped() == "Closed anew: 0 keys, 0 second-step secrets, 0 mails.\n"
    settings.FILE_KEYS = (NEW,)

    for code in (format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", int(time.time()) // 30)), recovery):
        client = Client()
        client.post("/account/login/", {"login": person.email, "password": PASSWORD})
        client.post("/account/2fa/authenticate/", {"code": code})
        assert client.get("/o/acme/").status_code == 200
    with tenancy.scope(acme.id):
        refused = outbox.put(key="m", purpose="test.mail", to="SAM@example.org", subject="x", text="x", at=LONG_AGO)
        invited = OutboxMessage.objects.get(purpose="team.invitation")
    assert "/uitnodiging/" in words_of(invited).text
    sending.drain(acme.id, transport=Way())
    with tenancy.scope(acme.id):
        assert OutboxMessage.objects.get(pk=refused.pk).end_reason == "suppressed"


def test_the_code_is_asked_for_in_dutch(acme: World) -> None:
    page = login(with_password(acme)).get("/account/2fa/totp/activate/").content.decode()
    assert "Code uit je app" in page
    assert "Authenticator code" not in page


def rewrapped() -> str:
    said = io.StringIO()
    call_command("file_keys", "rewrap", stdout=said)
    return said.getvalue()


def test_secret_is_lost_with_its_key(settings: LazySettings) -> None:
    settings.FILE_KEYS = (OLD,)
    kept = SecondFactorAdapter().encrypt("JBSWY3DP")
    settings.FILE_KEYS = (NEW,)
    with pytest.raises(InvalidToken):
        SecondFactorAdapter().decrypt(kept)
