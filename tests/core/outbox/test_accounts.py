from __future__ import annotations

import io
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.management import CommandError, call_command
from django.db import connection

from recruit_platform.core import clock, outbox
from recruit_platform.core.models import AccountMail, MessageState
from recruit_platform.core.outbox import accounts, sealed, sending
from recruit_platform.env import EmailUrl
from tests.support.mails import LONG_AGO, Way

BACKEND = "recruit_platform.core.outbox.DjangoBackend"
LINK = "https://127.0.0.1/account/reset/abc123"
pytestmark = pytest.mark.django_db


def _reset(**fields: Any) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        **{"subject": "Nieuw wachtwoord", "body": f"Ga naar {LINK}", "to": ["ada@acme.example"], **fields}
    )
    mail.attach_alternative(f"<a href='{LINK}'>hier</a>", "text/html")
    return mail


def test_mail_of_django_becomes_a_row_whose_words_nobody_can_read() -> None:
    assert get_connection(BACKEND).send_messages([_reset()]) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text, encode(sealed, 'escape') FROM core_accountmail m")
        ((row, escaped),) = cursor.fetchall()
    assert "ada@acme.example" in row
    assert "abc123" not in row
    assert "abc123" not in escaped
    assert "wachtwoord" not in escaped


def test_it_is_sent_once_and_its_words_are_wiped(settings: Any) -> None:
    settings.EMAIL = EmailUrl("smtp", "mail.example", 587, "", "")
    get_connection(BACKEND).send_messages([_reset()])
    way = Way()
    sending.drain(None, transport=way)
    sending.drain(None, transport=way)
    mail = message_from_bytes(way.parcels[0].raw)
    assert (way.to, mail["Subject"], mail["Auto-Submitted"]) == (
        ["ada@acme.example"],
        "Nieuw wachtwoord",
        "auto-generated",
    )
    assert LINK.encode() in b"".join(part.get_payload(decode=True) or b"" for part in mail.walk())
    kept = AccountMail.objects.get()
    assert (kept.state, kept.sealed) == (MessageState.SENT, None)


def test_in_the_demo_it_can_be_read_in_the_mailbox() -> None:
    get_connection(BACKEND).send_messages([_reset()])
    assert accounts.kept_for("ada@acme.example", at_most=5) == []
    sending.drain(None)
    (kept,) = accounts.kept_for("ada@acme.example", at_most=5)
    assert (kept.to, kept.subject, kept.text) == ("ada@acme.example", "Nieuw wachtwoord", f"Ga naar {LINK}")
    assert accounts.kept_for("bea@acme.example", at_most=5) == []


def test_its_words_are_printed_on_the_machine_itself_and_only_where_mail_stays(settings: Any) -> None:
    get_connection(BACKEND).send_messages([_reset()])
    sending.drain(None)
    printed = io.StringIO()
    call_command("demo_mail", "Ada@Acme.example", stdout=printed)
    assert LINK in printed.getvalue()
    with pytest.raises(CommandError, match="no account mail to bea"):
        call_command("demo_mail", "bea@acme.example")
    settings.MAIL_STAYS_HERE = False
    with pytest.raises(CommandError, match="in the demo"):
        call_command("demo_mail", "ada@acme.example")


def test_a_code_that_comes_too_late_is_not_sent() -> None:
    accounts.put(to="ada@acme.example", subject="Code", words="123456", html="", at=LONG_AGO)
    way = Way()
    sending.drain(None, transport=way)
    kept = AccountMail.objects.get()
    assert (way.to, kept.state, kept.end_reason, kept.sealed) == ([], MessageState.CANCELLED, "lapsed", None)


def test_words_of_one_mail_do_not_open_as_those_of_another(settings: Any) -> None:
    words = sealed.Words("a", "b", "c")
    closed = sealed.seal(words, message_id="<1@x>")
    settings.FILE_KEYS = (b"n" * 32, *settings.FILE_KEYS)
    assert sealed.unseal(closed, message_id="<1@x>") == words
    with pytest.raises(sealed.Unreadable):
        sealed.unseal(closed, message_id="<2@x>")
    settings.FILE_KEYS = (b"n" * 32,)
    with pytest.raises(sealed.Unreadable):
        sealed.unseal(closed, message_id="<1@x>")


def test_attachments_are_refused_and_old_mail_is_forgotten() -> None:
    with pytest.raises(ValueError, match="attachments"):
        get_connection(BACKEND).send_messages([EmailMessage("a", "b", to=["a@b.nl"], attachments=[("x", b"y", "a/b")])])
    now = clock.now()
    for days in (40, 40, 1):
        accounts.put(to="ada@acme.example", subject="x", words="y", html="", at=now - timedelta(days=days))
    newest = AccountMail.objects.order_by("-id")[0]
    AccountMail.objects.exclude(pk=newest.pk).update(state=MessageState.SENT, sent_at=now)
    assert accounts.forget_old(at=now) == 2
    assert AccountMail.objects.get().pk == newest.pk


def test_the_outbox_of_organisations_and_account_mail_do_not_mix() -> None:
    get_connection(BACKEND).send_messages([_reset()])
    with pytest.raises(Exception, match="No organisation"):
        outbox.selectors.by_state()
