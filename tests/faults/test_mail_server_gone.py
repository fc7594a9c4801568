"""Nobody answers at the mail server: people go on inviting, the mail waits in sight, and leaves when the server is back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from recruit_platform.core import clock, tenancy
from recruit_platform.core.models import MessageState, OutboxMessage
from recruit_platform.core.outbox import sending
from recruit_platform.core.outbox.transports import Smtp
from recruit_platform.env import EmailUrl
from tests.support import mailserver
from tests.support.builders import World


@pytest.mark.django_db(transaction=True)
def test_an_invitation_is_accepted_queued_shown_and_sent_when_the_mail_server_returns(
    acme: World, client: Client
) -> None:
    client.force_login(acme.admin)
    there = "/o/acme/instellingen/team/uitnodigen/"
    assert client.post(there, {"email": "nieuw@example.org", "role": "recruiter"}).status_code == 302
    _drain(acme, port=mailserver.free_port())
    message = _message(acme)
    assert (message.state, message.attempts) == (MessageState.DUE, 0)
    waiting = client.get("/o/acme/mail/?state=due").content.decode()
    assert "nieuw@example.org" in waiting
    with tenancy.scope(acme.id):  # a quarter of a minute later
        OutboxMessage.objects.update(try_at=clock.now() - timedelta(seconds=1))
    with mailserver.running() as server:
        _drain(acme, port=server.port)
        assert [address.strip() for address in server.recipients()] == ["nieuw@example.org"]
    assert _message(acme).state == MessageState.SENT
    assert "nieuw@example.org" not in client.get("/o/acme/mail/?state=due").content.decode()


def _drain(world: World, *, port: int) -> None:
    way = Smtp(EmailUrl("smtp+plain", "127.0.0.1", port, "", ""))
    try:
        while sending.drain(world.id, transport=way):
            pass
    finally:
        way.close()


def _message(world: World) -> OutboxMessage:
    with tenancy.scope(world.id):
        return OutboxMessage.objects.get()
