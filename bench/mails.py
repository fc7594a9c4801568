"""Mail under kills: 2,000 mails, 3 workers, 20 SIGKILLs, 2 times Redis emptied, 2 beats. Then how fast it goes undisturbed.

`./run bench mails [--mails N] [--kills N]`. Half the mails are `retry`, half `hold`. Limits: none lost; doubles of `retry` at
most one per kill, of `hold` none; every mail of `hold` that did not arrive listed as unsure; late mail at most 15 s.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from itertools import pairwise
from pathlib import Path

from bench import database
from recruit_platform.core import clock, outbox, tenancy
from recruit_platform.core.log import tallies
from recruit_platform.core.models import MessageState, OutboxMessage, Policy
from recruit_platform.core.outbox import sending
from recruit_platform.core.outbox.transports import Parcel, Smtp
from recruit_platform.env import EmailUrl
from tests.faults import workers
from tests.support import mailserver
from tests.support.builders import make_organisation
from tests.support.mailserver import MailServer
from tests.support.valkey import Valkey

ORGANISATIONS = 4
SPEED_MAILS = 400


@dataclass(frozen=True)
class Ended:
    lost: int
    retry_doubles: int
    hold_doubles: int
    unsure: int
    unlisted: int
    differences: int
    longest_gap: float

    def holds(self, kills: int) -> bool:
        clean = (self.lost, self.hold_doubles, self.unlisted, self.differences) == (0, 0, 0, 0)
        return clean and self.retry_doubles <= kills and self.longest_gap <= 15


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="bench mails", description=__doc__)
    options.add_argument("--mails", type=int, default=2000)
    options.add_argument("--kills", type=int, default=20)
    chosen = options.parse_args(arguments)
    with database.own("mails"), tempfile.TemporaryDirectory(prefix="vk", dir="/tmp") as folder:
        valkey = Valkey(Path(folder))
        valkey.start()
        try:
            log = Path(folder) / "log"
            ended = _disturbed(valkey, log, mails=chosen.mails, kills=chosen.kills)
            if not ended.holds(chosen.kills):
                print(f"what the workers said last:\n{log.read_text(errors='replace')[-3000:]}")
        finally:
            valkey.stop()
        _print(ended, mails=chosen.mails, kills=chosen.kills)
        raw, ours = _speed()
    print(f"undisturbed: raw SMTP {raw:.0f}/s, through the outbox {ours:.0f}/s = {ours / raw:.0%} (P15: 50 %)")
    return 0 if ended.holds(chosen.kills) else 1


def _print(ended: Ended, *, mails: int, kills: int) -> None:
    print(f"{mails} mails, 3 workers, {kills} SIGKILLs, 2 FLUSHALLs, 2 beats")
    print(f"  lost                                   {ended.lost}")
    print(f"  doubled, retry (at most one a kill)    {ended.retry_doubles}")
    print(f"  doubled, hold                          {ended.hold_doubles}")
    print(f"  unsure, listed for a person            {ended.unsure}")
    print(f"  hold, not arrived and not listed       {ended.unlisted}")
    print(f"  days where counter and log differ      {ended.differences}")
    print(f"  longest pause before a mail (limit 15) {ended.longest_gap:.1f} s", flush=True)


def _disturbed(valkey: Valkey, log: Path, *, mails: int, kills: int) -> Ended:
    chance = random.Random(7)
    organisations = [make_organisation(f"bench-{number}").pk for number in range(ORGANISATIONS)]
    put: dict[str, Policy] = {}
    arrivals: dict[str, float] = {}
    with (
        mailserver.running() as server,
        workers.started(
            ["worker1", "worker2", "worker3", "beat1", "beat2"], valkey=valkey, mail=server, log=log
        ) as running,
    ):
        server.on_data = lambda content: _arrive(arrivals, content)
        for number in range(mails):
            policy = Policy.HOLD if number % 2 else Policy.RETRY
            put[_put(chance.choice(organisations), number, policy)] = policy
        workers.wait_until(lambda: len(server.received) > 10, seconds=60)
        for number in range(kills):
            running.kill_one(chance, among="worker")
            if number in {kills // 3, 2 * kills // 3}:
                valkey.flush()
            goal = len(server.received) + mails // (kills + 5)
            workers.wait_until(lambda goal=goal: len(server.received) >= goal, seconds=15, every=0.02)  # type: ignore[misc]
        workers.wait_until(lambda: _settled(organisations), seconds=120, every=0.5)
    return _ended(organisations, put, server, sorted(arrivals.values()))


def _arrive(arrivals: dict[str, float], content: bytes) -> None:
    time.sleep(0.005)
    arrivals.setdefault(str(message_from_bytes(content)["Message-ID"]), time.monotonic())


def _put(organisation_id: int, number: int, policy: Policy) -> str:
    with tenancy.scope(organisation_id):
        message = outbox.put(
            key=f"bench:{number}",
            purpose="bench.mail",
            to=f"p{number}@example.org",
            subject="Je gesprek",
            text="Tot morgen om tien uur." * 20,
            policy=policy,
            at=clock.now(),
        )
    return message.mail_message_id


def _settled(organisations: Sequence[int]) -> bool:
    for organisation_id in organisations:
        with tenancy.scope(organisation_id):
            if OutboxMessage.objects.filter(state__in=[MessageState.DUE, MessageState.SENDING]).exists():
                return False
    return True


def _ended(
    organisations: Sequence[int], put: dict[str, Policy], server: MailServer, arrivals: Sequence[float]
) -> Ended:
    arrived: Counter[str] = server.message_ids()
    unsure: set[str] = set()
    different = 0
    for organisation_id in organisations:
        with tenancy.scope(organisation_id):
            unsure |= {message.mail_message_id for message in outbox.selectors.unsure(at_most=1000)}
            different += len(tallies.differences("mail.sent"))
    doubles = Counter({policy: sum(max(0, arrived[i] - 1) for i in put if put[i] == policy) for policy in Policy})
    gaps = [later - earlier for earlier, later in pairwise(arrivals)]
    return Ended(
        lost=sum(1 for i, policy in put.items() if policy == Policy.RETRY and not arrived[i]),
        retry_doubles=doubles[Policy.RETRY],
        hold_doubles=doubles[Policy.HOLD],
        unsure=len(unsure),
        unlisted=sum(1 for i, policy in put.items() if policy == Policy.HOLD and not arrived[i] and i not in unsure),
        differences=different,
        longest_gap=max(gaps, default=0.0),
    )


def _speed() -> tuple[float, float]:
    """Mails a second over one connection, raw and through the outbox: the middle of three rounds each."""
    raws, ours = [], []
    organisation_id = make_organisation("bench-speed").pk
    with mailserver.running() as server:
        url = EmailUrl("smtp+plain", "127.0.0.1", server.port, "", "")
        body = b"Message-ID: <1@x>\r\nSubject: x\r\n\r\n" + b"Tot morgen om tien uur." * 20 + b"\r\n"
        for round_number in range(3):
            way = Smtp(url)
            began = time.monotonic()
            for number in range(SPEED_MAILS):
                way.hand_over(Parcel(None, "a@example.org", f"p{number}@example.org", body))
            raws.append(SPEED_MAILS / (time.monotonic() - began))
            way.close()
            for number in range(SPEED_MAILS):
                _put(organisation_id, round_number * SPEED_MAILS + number, Policy.RETRY)
            way = Smtp(url)
            began = time.monotonic()
            while sending.drain(organisation_id, transport=way):
                pass
            ours.append(SPEED_MAILS / (time.monotonic() - began))
            way.close()
    return statistics.median(raws), statistics.median(ours)
