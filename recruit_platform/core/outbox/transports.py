"""Ways out for a mail: a mail server, or the mailbox page of the demo. Both keep one contract (tests/contracts)."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings

from recruit_platform.env import EmailUrl

from .outcomes import Answer, Outcome, refused_code

CONNECT_SECONDS = 10.0
MAIL_SECONDS = 60.0


@dataclass(frozen=True)
class Parcel:
    """One mail ready to be handed over."""

    row: Any
    sender: str
    to: str
    raw: bytes


class Transport(Protocol):
    def hand_over(self, parcel: Parcel) -> Outcome:
        """Hand over one mail; never raises for what a mail server or a network may do."""

    def close(self) -> None: ...


Drop = Callable[[Parcel], None]


class Mailbox:
    """Nothing leaves: the mail becomes a row on the mailbox page. ``drop`` writes it."""

    def __init__(self, drop: Drop) -> None:
        self._drop = drop

    def hand_over(self, parcel: Parcel) -> Outcome:
        self._drop(parcel)
        return Outcome(Answer.ACCEPTED, 250)

    def close(self) -> None:
        pass


class Smtp:
    """One connection for many mails, opened at the first, opened again after it broke.

    Each mail has a deadline over all its steps: a server that drips one byte per second does not hold the worker.
    """

    def __init__(
        self, url: EmailUrl, *, connect_seconds: float = CONNECT_SECONDS, mail_seconds: float = MAIL_SECONDS
    ) -> None:
        self._url, self._connect_seconds, self._mail_seconds = url, connect_seconds, mail_seconds
        self._link: smtplib.SMTP | None = None

    def hand_over(self, parcel: Parcel) -> Outcome:
        reused = self._link is not None
        outcome = self._attempt(parcel)
        if reused and outcome.answer == Answer.UNREACHED:
            return self._attempt(parcel)  # servers close idle connections; nothing of this mail was on its way
        return outcome

    def close(self) -> None:
        link, self._link = self._link, None
        if link is None:
            return
        try:
            with _deadline(link, 2.0):
                link.quit()
        except (OSError, smtplib.SMTPException):
            link.close()

    def _attempt(self, parcel: Parcel) -> Outcome:
        try:
            link = self._open()
        except _Ours as problem:
            return Outcome(Answer.OURS, problem.code, problem.reply)
        except (OSError, smtplib.SMTPException, ValueError) as problem:
            return Outcome(Answer.UNREACHED, None, type(problem).__name__)
        under_way = _UnderWay()
        try:
            with _deadline(link, self._mail_seconds):
                outcome = _converse(link, parcel, under_way)
        except (OSError, smtplib.SMTPException, ValueError) as problem:
            self._drop()
            answer = Answer.UNSURE if under_way else Answer.UNREACHED
            return Outcome(answer, getattr(problem, "smtp_code", None), type(problem).__name__)
        if outcome.closes_connection:
            self._drop()
        return outcome

    def _open(self) -> smtplib.SMTP:
        if self._link is not None:
            return self._link
        context = ssl.create_default_context()
        if self._url.scheme == "smtps":
            link: smtplib.SMTP = smtplib.SMTP_SSL(timeout=self._connect_seconds, context=context)
        else:
            link = smtplib.SMTP(timeout=self._connect_seconds)
        link._host = self._url.host  # type: ignore[attr-defined]  # the name that TLS verifies; connect() does not set it
        try:
            with _deadline(link, self._connect_seconds):
                code, reply = link.connect(self._url.host, self._url.port)
                if code != 220:
                    raise smtplib.SMTPConnectError(code, reply)
                link.ehlo_or_helo_if_needed()
                if self._url.scheme == "smtp":
                    link.starttls(context=context)
                    link.ehlo()
                if self._url.user:
                    _log_in(link, self._url)
        except BaseException:
            link.close()
            raise
        if link.sock is not None:
            link.sock.settimeout(self._mail_seconds)
        self._link = link
        return link

    def _drop(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


class _Ours(Exception):
    def __init__(self, code: int | None, reply: str) -> None:
        self.code, self.reply = code, reply


class _UnderWay:
    """Turns true when the text of the mail starts to leave."""

    def __init__(self) -> None:
        self._is = False

    def start(self) -> None:
        self._is = True

    def __bool__(self) -> bool:
        return self._is


def _log_in(link: smtplib.SMTP, url: EmailUrl) -> None:
    try:
        link.login(url.user, url.password)
    except smtplib.SMTPAuthenticationError as problem:
        raise _Ours(problem.smtp_code, _reply(problem.smtp_error)) from problem
    except smtplib.SMTPNotSupportedError as problem:
        raise _Ours(None, type(problem).__name__) from problem


def _converse(link: smtplib.SMTP, parcel: Parcel, under_way: _UnderWay) -> Outcome:
    """MAIL, RCPT, DATA by hand, to know at which step it broke."""
    code, reply = link.mail(parcel.sender)
    if code != 250:
        link.rset()
        return Outcome(Answer.DEFERRED if 400 <= code < 500 else Answer.OURS, code, _reply(reply))
    code, reply = link.rcpt(parcel.to)
    if code not in {250, 251}:
        if code != 421:
            link.rset()
        return refused_code(code, _reply(reply), about_recipient=True)
    code, reply = link.docmd("DATA")
    if code != 354:
        return refused_code(code, _reply(reply), about_recipient=False)
    under_way.start()
    body = smtplib._quote_periods(parcel.raw)  # type: ignore[attr-defined]
    link.send(body if body.endswith(b"\r\n") else body + b"\r\n")
    link.send(b".\r\n")
    code, reply = link.getreply()
    if code == 250:
        return Outcome(Answer.ACCEPTED, code, _reply(reply))
    return refused_code(code, _reply(reply), about_recipient=True)


def _reply(raw: bytes | str) -> str:
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    return " ".join(text.split())[:200]


@contextmanager
def _deadline(link: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """Shut the connection down from another thread when the block takes longer; a time-out per read never fires on a drip."""
    alarm = threading.Timer(seconds, _shut_down, [link])
    alarm.daemon = True
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


def _shut_down(link: smtplib.SMTP) -> None:
    sock = getattr(link, "sock", None)
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def from_settings(drop: Drop) -> Transport:
    """The way out that EMAIL_URL names."""
    url: EmailUrl = settings.EMAIL
    return Mailbox(drop) if url.scheme == "mailbox" else Smtp(url)
