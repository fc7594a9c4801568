"""One contract for every way out of a mail, and how the real one bears what mail servers do."""

from __future__ import annotations

import smtplib
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from recruit_platform.core.models import AccountMail
from recruit_platform.core.outbox import transports
from recruit_platform.core.outbox.outcomes import Answer
from recruit_platform.core.outbox.transports import Mailbox, Parcel, Smtp, Transport
from recruit_platform.env import EmailUrl
from tests.support import mailserver
from tests.support.mailserver import MailServer

RAW = b"Message-ID: <1@acme.example>\r\nSubject: hoi\r\n\r\n.a line that begins with a dot\r\nlast\r\n"


def parcel(to: str = "sam@example.org") -> Parcel:
    return Parcel(row=AccountMail(), sender="noreply@acme.example", to=to, raw=RAW)


def smtp(port: int, scheme: str = "smtp+plain", *, user: str = "", seconds: float = 1.0) -> Smtp:
    url = EmailUrl(scheme=scheme, host="127.0.0.1", port=port, user=user, password="geheim")
    return Smtp(url, connect_seconds=seconds, mail_seconds=seconds)


class Kept:
    """A transport under contract and where its mails arrive."""

    def __init__(self, transport: Transport, arrived: Callable[[], list[bytes]]) -> None:
        self.transport, self.arrived = transport, arrived


@pytest.fixture(params=["mailbox", "smtp"])
def way(request: pytest.FixtureRequest) -> Iterator[Kept]:
    if request.param == "mailbox":
        dropped: list[bytes] = []
        yield Kept(Mailbox(lambda p: dropped.append(p.raw)), lambda: dropped)
        return
    with mailserver.running() as server:
        transport = smtp(server.port)
        yield Kept(transport, lambda: server.received)
        transport.close()


def test_a_mail_that_is_accepted_arrives_as_it_was(way: Kept) -> None:
    for _ in range(3):
        assert way.transport.hand_over(parcel()).answer == Answer.ACCEPTED
    assert way.arrived() == [RAW] * 3


def test_closing_twice_or_unused_is_harmless_and_it_opens_again(way: Kept) -> None:
    way.transport.close()
    assert way.transport.hand_over(parcel()).answer == Answer.ACCEPTED
    way.transport.close()
    way.transport.close()
    assert way.transport.hand_over(parcel()).answer == Answer.ACCEPTED
    assert len(way.arrived()) == 2


def test_many_mails_share_one_connection() -> None:
    with mailserver.running() as server:
        transport = smtp(server.port)
        for _ in range(20):
            transport.hand_over(parcel())
        transport.close()
        assert (len(server.received), server.connections) == (20, 1)


@pytest.mark.parametrize(
    ("where", "answer", "expected", "code"),
    [
        ("rcpt", "450 4.2.0 greylisted", Answer.DEFERRED, 450),
        ("rcpt", "421 4.3.2 going down", Answer.DEFERRED, 421),
        ("rcpt", "550 5.1.1 unknown", Answer.REFUSED, 550),
        ("data", "452 4.3.1 disk full", Answer.DEFERRED, 452),
        ("data", "554 5.7.1 spam", Answer.REFUSED, 554),
    ],
)
def test_each_answer_of_a_server_is_understood(where: str, answer: str, expected: Answer, code: int) -> None:
    with mailserver.running() as server:
        {"rcpt": server.at_rcpt, "data": server.at_data}[where]["sam@example.org"] = answer
        transport = smtp(server.port)
        outcome = transport.hand_over(parcel())
        assert (outcome.answer, outcome.code) == (expected, code)
        assert transport.hand_over(parcel("other@example.org")).answer == Answer.ACCEPTED
        transport.close()


def test_a_server_that_closes_idle_connections_gets_the_mail_on_a_new_one() -> None:
    with mailserver.running() as server:
        transport = smtp(server.port)
        assert transport.hand_over(parcel()).answer == Answer.ACCEPTED
        assert transport._link is not None
        transport._link.sock.shutdown(2)  # what an idle time-out at the other side looks like
        assert transport.hand_over(parcel()).answer == Answer.ACCEPTED
        assert server.connections == 2
        transport.close()


@pytest.mark.parametrize(
    ("speak", "expected"),
    [
        (mailserver.silent, Answer.UNREACHED),
        (mailserver.dripping_greeting, Answer.UNREACHED),
        (lambda link: link.sendall(b"554 go away\r\n"), Answer.UNREACHED),
        (lambda link: link.sendall(b"\xff\xfe nonsense\r\n" * 3), Answer.UNREACHED),
        (mailserver.breaking_after_text, Answer.UNSURE),
        (mailserver.dripping_after_text, Answer.UNSURE),
    ],
)
def test_a_server_that_behaves_badly_ends_in_the_right_answer_in_time(speak: Any, expected: Answer) -> None:
    with mailserver.talking(speak) as port:
        transport = smtp(port, seconds=0.6)
        began = time.monotonic()
        assert transport.hand_over(parcel()).answer == expected
        assert time.monotonic() - began < 2.5
        transport.close()


def test_nobody_listening_is_unreached() -> None:
    assert smtp(mailserver.free_port()).hand_over(parcel()).answer == Answer.UNREACHED


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    key, found = folder / "key.pem", folder / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(found)]
    subprocess.run(command, check=True, capture_output=True)
    return found, key


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


def _server_side(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*map(str, certificate))
    return context


def _login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data.login == b"acme" and data.password == b"geheim", handled=False)


def test_starttls_and_login(certificate: tuple[Path, Path], trusted: None) -> None:
    options = {"tls_context": _server_side(certificate), "require_starttls": True, "authenticator": _login}
    with mailserver.running(**options, auth_required=True) as server:
        transport = smtp(server.port, "smtp", user="acme")
        assert transport.hand_over(parcel()).answer == Answer.ACCEPTED
        transport.close()
        wrong = smtp(server.port, "smtp", user="zed").hand_over(parcel())
        assert (wrong.answer, wrong.code) == (Answer.OURS, 535)


def test_a_certificate_of_somebody_else_is_refused(certificate: tuple[Path, Path]) -> None:
    with mailserver.running(tls_context=_server_side(certificate), require_starttls=True) as server:
        assert smtp(server.port, "smtp").hand_over(parcel()).answer == Answer.UNREACHED
        assert server.received == []


def test_smtp_without_starttls_is_refused_rather_than_sent_in_the_open() -> None:
    with mailserver.running() as server:
        assert smtp(server.port, "smtp").hand_over(parcel()).answer == Answer.UNREACHED
        assert server.received == []


def test_tls_from_the_start(certificate: tuple[Path, Path], trusted: None) -> None:
    with mailserver.running(ssl_context=_server_side(certificate)) as server:
        transport = smtp(server.port, "smtps")
        assert transport.hand_over(parcel()).answer == Answer.ACCEPTED
        transport.close()
        assert [message_from_bytes(raw)["Subject"] for raw in server.received] == ["hoi"]


def test_the_settings_choose_the_way_out(settings: Any) -> None:
    settings.EMAIL = EmailUrl("mailbox", "", 0, "", "")
    assert isinstance(transports.from_settings(lambda p: None), Mailbox)
    settings.EMAIL = EmailUrl("smtps", "mail.example", 465, "", "")
    assert isinstance(transports.from_settings(lambda p: None), Smtp)


def test_the_stand_in_answers_what_the_protocol_demands() -> None:
    """The dots of the text are quoted as RFC 5321 4.5.2 asks; the library's own way is used, so it must stay there."""
    assert smtplib._quote_periods(b".a\r\n") == b"..a\r\n"  # type: ignore[attr-defined]


def test_server_fake_counts_by_message_id() -> None:
    server = MailServer(received=[RAW, RAW])
    assert server.message_ids() == {"<1@acme.example>": 2}
