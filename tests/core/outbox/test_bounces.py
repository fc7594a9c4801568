from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from hypothesis import given
from hypothesis import strategies as st

from recruit_platform.core import outbox, tenancy
from recruit_platform.core.log import tallies
from recruit_platform.core.models import Event, OutboxMessage, Suppression, SuppressionReason
from recruit_platform.core.outbox import bounces, sending
from tests.support.builders import NOON, World
from tests.support.mails import LONG_AGO, Way, fresh, put


def report(message_id: str, *, action: str = "failed", status: str = "5.1.1", headers_only: bool = True) -> bytes:
    original = f"From: noreply@acme.example\r\nMessage-ID: {message_id}\r\nSubject: hoi\r\n"
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: noreply@acme.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        "Message-ID: <bounce@mx.example>\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; sam@example.org\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\n{original}\r\n--b--\r\n"
    ).encode()


def complaint(message_id: str) -> bytes:
    return (
        "From: fbl@mx.example\r\nTo: noreply@acme.example\r\nSubject: complaint\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nUnwanted.\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n\r\n"
        "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: noreply@acme.example\r\n"
        f"Message-ID: {message_id}\r\n\r\nhoi\r\n--b--\r\n"
    ).encode()


@pytest.fixture
def sent(acme: World) -> OutboxMessage:
    message = put(acme.id)
    sending.drain(acme.id, transport=Way())
    return fresh(message)


@pytest.mark.parametrize("headers_only", [True, False])
def test_a_permanent_bounce_is_noted_once_and_ends_mail_to_that_address(
    sent: OutboxMessage, zed: World, headers_only: bool
) -> None:
    raw = report(sent.mail_message_id, headers_only=headers_only)
    assert bounces.take_in(raw, at=NOON)
    assert bounces.take_in(raw, at=LONG_AGO)
    assert fresh(sent).bounced_at == NOON
    with tenancy.scope(sent.organisation_id):
        event = Event.objects.get(kind="mail.bounced")
        assert event.data == {"message": sent.pk, "permanent": True}
        assert list(Suppression.objects.values_list("reason", flat=True)) == ["bounce"]
    with tenancy.scope(zed.id):
        assert Suppression.objects.count() == 0


def test_a_temporary_failure_ends_nothing_and_a_delay_is_no_bounce(sent: OutboxMessage) -> None:
    assert bounces.take_in(report(sent.mail_message_id, action="delayed", status="4.4.1"), at=NOON)
    assert fresh(sent).bounced_at is None
    assert bounces.take_in(report(sent.mail_message_id, status="4.2.2"), at=NOON)
    with tenancy.scope(sent.organisation_id):
        assert Suppression.objects.count() == 0
    assert fresh(sent).bounced_at == NOON


def test_a_delivery_is_counted_once_on_the_local_day(sent: OutboxMessage) -> None:
    late = NOON.replace(hour=23, minute=30)  # the next day in Amsterdam
    for _ in range(2):
        assert bounces.take_in(report(sent.mail_message_id, action="delivered", status="2.0.0"), at=late)
    assert fresh(sent).delivered_at == late
    with tenancy.scope(sent.organisation_id):
        found = tallies.per_day(["mail.delivered"], first=date.min, until=date.max)
    assert found == [tallies.Count("mail.delivered", 0, date(2026, 11, 24), 1)]


def test_a_delivery_after_the_bounce_does_not_count(sent: OutboxMessage) -> None:
    outbox.record_bounce(sent.mail_message_id, permanent=True, at=NOON)
    outbox.record_delivered(sent.mail_message_id, at=NOON)
    assert fresh(sent).delivered_at is None


def test_a_complaint_ends_all_mail(sent: OutboxMessage) -> None:
    assert outbox.record_complaint(sent.mail_message_id, at=NOON)
    with tenancy.scope(sent.organisation_id):
        assert Suppression.objects.get().reason == SuppressionReason.COMPLAINT


def test_reports_about_mail_that_is_not_ours_change_nothing(sent: OutboxMessage, zed: World) -> None:
    stranger = "<0193594b-1111-7222-8333-444444444444"
    moved = sent.mail_message_id.replace(f".o{sent.organisation_id}@", f".o{zed.id}@")
    for message_id in ("<x@y>", f"{stranger}.o{sent.organisation_id}@x>", f"{stranger}.o0@x>", moved):
        assert not outbox.record_bounce(message_id, permanent=True, at=NOON)
        assert not outbox.record_delivered(message_id, at=NOON)
    assert fresh(sent).bounced_at is None
    for raw in (b"", b"Subject: hoi\r\n\r\nhoi", b"x" * (bounces.MOST_BYTES + 1)):
        assert bounces.take_in(raw, at=NOON) is False


@given(st.binary(max_size=300), st.integers(0, 900), st.integers(0, 200))
def test_no_bytes_break_the_reader(noise: bytes, start: int, length: int) -> None:
    raw = report("<1@x>")
    bounces.parse(raw[:start] + noise + raw[start + length :])


def test_a_complaint_ends_mail_to_that_address(sent: OutboxMessage) -> None:
    assert bounces.take_in(complaint(sent.mail_message_id), at=NOON)
    assert fresh(sent).bounced_at is None
    with tenancy.scope(sent.organisation_id):
        assert list(Suppression.objects.values_list("reason", flat=True)) == ["complaint"]


def piped(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the command says to a mail server that pipes a mail into it."""
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("take_in_mail", stdout=said)
    return said.getvalue()


def test_a_mail_server_pipes_a_bounce_in(sent: OutboxMessage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert piped(report(sent.mail_message_id), monkeypatch) == "Taken in.\n"
    assert fresh(sent).bounced_at is not None
    for other in (report("<a@b.example>"), b"Subject: hoi\r\n\r\nhoi", b"\xff" * 100, b"x" * (bounces.MOST_BYTES + 9)):
        assert piped(other, monkeypatch) == "Not a report about a mail of ours; left alone.\n"


def test_a_mail_server_hears_to_try_again_while_the_database_is_away(
    sent: OutboxMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object) -> object:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(away), pytest.raises(CommandError) as refused:
        piped(report(sent.mail_message_id), monkeypatch)
    assert refused.value.returncode == 75
    assert fresh(sent).bounced_at is None
