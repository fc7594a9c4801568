"""Mail servers to send to: a real one that can be told what to answer, and sockets that behave badly."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

logging.getLogger("mail.log").setLevel(logging.WARNING)  # it tells every command


@dataclass
class MailServer:
    """Accepts everything unless told otherwise; ``answers`` maps an address to what RCPT or DATA answer for it."""

    port: int = 0
    received: list[bytes] = field(default_factory=list)
    at_rcpt: dict[str, str] = field(default_factory=dict)
    at_data: dict[str, str] = field(default_factory=dict)
    connections: int = 0
    on_data: Callable[[bytes], None] | None = None

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.at_rcpt:
            return self.at_rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.at_data.get(envelope.rcpt_tos[0], "250 OK")
        if answer.startswith("250"):
            content = envelope.original_content or b""
            self.received.append(content)
            if self.on_data:
                self.on_data(content)
        return answer

    def message_ids(self) -> Counter[str]:
        return Counter(str(message_from_bytes(raw)["Message-ID"]).strip() for raw in self.received)

    def recipients(self) -> list[str]:
        return [str(message_from_bytes(raw)["To"]) for raw in self.received]


@contextmanager
def running(**controller: Any) -> Iterator[MailServer]:
    server = MailServer()
    listening = Controller(server, hostname="127.0.0.1", port=free_port(), **controller)
    listening.start()
    server.port = listening.port
    try:
        yield server
    finally:
        listening.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def talking(speak: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port whose every connection is handed to ``speak``, in a thread of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)
    done = threading.Event()
    links: list[socket.socket] = []

    def serve() -> None:
        while not done.is_set():
            try:
                link, _ = listening.accept()
            except TimeoutError:
                continue
            links.append(link)
            threading.Thread(target=_guarded, args=[speak, link], daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        done.set()
        thread.join()
        for link in links:
            link.close()
        listening.close()


def silent(link: socket.socket) -> None:
    """Half open: accepts the connection and never says a word."""
    time.sleep(30)


def dripping_greeting(link: socket.socket) -> None:
    """One byte at a time, never a whole line."""
    for letter in b"220-" + b"x" * 300:
        link.sendall(bytes([letter]))
        time.sleep(0.05)


def breaking_after_text(link: socket.socket) -> None:
    """Takes the whole mail and hangs up instead of answering: nobody knows whether it went on."""
    _until_text(link)
    link.close()


def dripping_after_text(link: socket.socket) -> None:
    """Takes the whole mail and then answers a byte at a time, for ever."""
    _until_text(link)
    for letter in b"250-" + b"x" * 300:
        link.sendall(bytes([letter]))
        time.sleep(0.05)


def _until_text(link: socket.socket) -> None:
    lines = link.makefile("rb")
    link.sendall(b"220 here\r\n")
    for line in lines:
        word = line.strip().upper()
        if word.startswith(b"EHLO"):
            link.sendall(b"250 here\r\n")
        elif word == b"DATA":
            link.sendall(b"354 go on\r\n")
            for text in lines:
                if text == b".\r\n":
                    return
        else:
            link.sendall(b"250 OK\r\n")


def _guarded(speak: Callable[[socket.socket], None], link: socket.socket) -> None:
    try:
        speak(link)
    except OSError:
        return
