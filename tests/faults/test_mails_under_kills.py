"""Mail while workers are killed, Redis is emptied and two beats run. The long form is bench/mails.py."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from recruit_platform.core import clock, outbox, tenancy, work
from recruit_platform.core.log import tallies
from recruit_platform.core.models import MessageState, OutboxMessage, Policy
from tests.faults import workers
from tests.support import mailserver
from tests.support.builders import make_organisation
from tests.support.valkey import Valkey

MAILS, KILLS = 160, 3


def _put(organisation_id: int, number: int, policy: Policy) -> OutboxMessage:
    with tenancy.scope(organisation_id):
        return outbox.put(
            key=f"{policy}:{number}",
            purpose="test.mail",
            to=f"{policy}{number}@example.org",
            subject="Je gesprek",
            text="Tot morgen.",
            policy=policy,
            at=clock.now(),
        )


def _states(organisation_ids: list[int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for organisation_id in organisation_ids:
        with tenancy.scope(organisation_id):
            found.update(OutboxMessage.objects.values_list("state", flat=True))
    return found


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_mail_is_lost_and_doubles_stay_below_kills(valkey: Valkey, tmp_path: Path) -> None:
    organisations = [make_organisation(slug).pk for slug in ("acme", "zed")]
    chance = random.Random(20261123)
    put: dict[str, str] = {}
    names = ["worker1", "worker2", "beat1", "beat2"]
    with (
        mailserver.running() as server,
        workers.started(names, valkey=valkey, mail=server, log=tmp_path / "log") as running,
    ):
        server.on_data = lambda _content: time.sleep(0.02)  # kills must hit mails under way
        for number in range(MAILS):
            policy = Policy.HOLD if number % 2 else Policy.RETRY
            put[_put(organisations[number % 4 // 2], number, policy).mail_message_id] = policy
        assert workers.wait_until(lambda: len(server.received) > 20, seconds=20)
        for number in range(KILLS):
            running.kill_one(chance, among="worker")
            if number == 1:
                valkey.flush()
            seen = len(server.received)
            workers.wait_until(lambda seen=seen: len(server.received) > seen + 15, seconds=8)  # type: ignore[misc]
        settled = {MessageState.SENT, MessageState.UNSURE}
        assert workers.wait_until(lambda: set(_states(organisations)) <= settled, seconds=25), _states(organisations)
        arrived = server.message_ids()
        kills = running.kills
    states = _states(organisations)
    assert sum(states.values()) == MAILS
    lost = [key for key, policy in put.items() if policy == Policy.RETRY and not arrived[key]]
    assert lost == []
    doubles = {
        policy: sum(arrived[key] - 1 for key in put if put[key] == policy and arrived[key] > 1) for policy in Policy
    }
    assert doubles[Policy.HOLD] == 0
    assert doubles[Policy.RETRY] <= kills
    unsure: set[str] = set()
    for organisation_id in organisations:
        with tenancy.scope(organisation_id):
            unsure |= {message.mail_message_id for message in outbox.selectors.unsure()}
            assert tallies.differences("mail.sent") == []
    held_but_missing = {key for key, policy in put.items() if policy == Policy.HOLD and not arrived[key]}
    assert held_but_missing <= unsure
    assert set(arrived) <= set(put)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_mail_leaves_without_redis_and_workers_recover_when_it_returns(
    valkey: Valkey,
    tmp_path: Path,
) -> None:
    organisation_id = make_organisation("acme").pk
    valkey.stop()
    with (
        mailserver.running() as server,
        workers.started(["worker1"], valkey=valkey, mail=server, log=tmp_path / "log") as running,
    ):
        _put(organisation_id, 1, Policy.RETRY)
        assert workers.wait_until(lambda: len(server.received) == 1, seconds=20), (tmp_path / "log").read_text()[-2000:]
        valkey.start()
        _ring_until_heard(organisation_id, server)
        assert running.end() == [0]


def _ring_until_heard(organisation_id: int, server: mailserver.MailServer) -> None:
    """Through Redis only: the watch does nothing while Redis answers."""
    _put(organisation_id, 2, Policy.RETRY)
    bell = work.bell("core.send_mail", queue=work.Queue.MAIL, organisation_id=organisation_id)

    def heard() -> bool:
        work.ring_now(bell)
        return len(server.received) == 2

    assert workers.wait_until(heard, seconds=20, every=0.5)
