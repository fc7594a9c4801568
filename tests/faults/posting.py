"""Real forms posted while PostgreSQL and web workers are killed, and what became of each post.

Even numbers add a day off, each its own, posted once whatever comes. Odd ones invite somebody and are posted again until
accepted, as a person would. The long form is bench/web_kills.py.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle

from tests.faults.standing import Browser, House, no_answer

DAYS_OFF = "/o/acme/instellingen/vrije-dagen/"
INVITE = "/o/acme/instellingen/team/uitnodigen/"
CLIENTS = 4
MOST_TRIES = 200
PAUSE_SECONDS = 0.2


@dataclass(frozen=True)
class Kill:
    what: str
    at: float


@dataclass(frozen=True)
class Try:
    began: float
    ended: float
    status: int | None  # None: no answer
    retry_after: str | None


@dataclass
class Record:
    """Every try of every post, every kill."""

    tries: dict[int, list[Try]] = field(default_factory=dict)
    kills: list[Kill] = field(default_factory=list)

    @property
    def every_try(self) -> list[Try]:
        return [one for tries in list(self.tries.values()) for one in list(tries)]

    @property
    def acknowledged(self) -> set[int]:
        return {number for number, tries in list(self.tries.items()) if any(one.status == 302 for one in tries)}

    def unexpected(self) -> Counter[str]:
        """Answers other than accepted, none, or 503 that says when to come back."""
        wrong = (one for one in self.every_try if one.status not in {302, None})
        return Counter(str(one.status) for one in wrong if one.status != 503 or not one.retry_after)

    def recoveries(self, what: str) -> list[float]:
        """Seconds from each kill to the first accepted post that began after it."""
        found = []
        for kill in self.kills:
            later = [one.ended for one in self.every_try if one.status == 302 and one.began >= kill.at]
            if kill.what == what:
                found.append(min(later, default=float("inf")) - kill.at)
        return found


@dataclass(frozen=True)
class Verdict:
    """Numbers of posts."""

    lost: list[int]
    doubled: list[int]


def run(house: House, *, posts: int, kills: int) -> Record:
    """Post with several clients at once; kill PostgreSQL and a web worker in turn, spread over the posts."""
    record, numbers, lock = Record(), iter(range(posts)), threading.Lock()
    killers = cycle([("postgres", house.kill_postgres), ("web", house.kill_a_web_worker)])
    browser = Browser(house.address)
    browser.sign_in()
    clients = [
        threading.Thread(target=_post_all, args=[browser, record, numbers, lock], daemon=True) for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for number in range(kills):
        _wait(lambda goal=(number + 1) * posts // (kills + 1): len(record.acknowledged) >= goal, clients)
        what, kill = next(killers)
        record.kills.append(Kill(what, time.monotonic()))
        kill()
        _wait(
            lambda at=record.kills[-1].at: any(one.began >= at and one.status == 302 for one in record.every_try),
            clients,
        )
    for client in clients:
        client.join()
    return record


def judge(record: Record, found: dict[str, dict[str, Sequence[object]]]) -> Verdict:
    """Compare what was acknowledged with what is there."""
    days, invitations = found["days"], found["invitations"]
    lost, doubled = [], []
    for number in sorted(record.tries):
        if number % 2:
            rows, mails = invitations.get(_email(number), [0, 0])
            is_there, is_doubled = (rows, mails) != (0, 0), rows > 1 or mails > 1  # type: ignore[operator]
            is_whole = rows == mails == 1
        else:
            name, events = days.get(_day(number).isoformat(), [None, 0])
            is_there, is_doubled = name is not None, events > 1  # type: ignore[operator]
            is_whole = name == _name(number) and events == 1
        if number in record.acknowledged and not is_there:
            lost.append(number)
        if is_doubled or (is_there and not is_whole):
            doubled.append(number)
    return Verdict(lost, doubled)


def _post_all(browser: Browser, record: Record, numbers: object, lock: threading.Lock) -> None:
    while True:
        with lock:
            number = next(numbers, None)  # type: ignore[call-overload]
        if number is None:
            return
        tries = record.tries.setdefault(number, [])
        for _ in range(MOST_TRIES if number % 2 else 1):
            tries.append(_post(browser, number))
            if tries[-1].status not in {503, None}:
                break
            time.sleep(PAUSE_SECONDS)


def _post(browser: Browser, number: int) -> Try:
    path, fields = (
        (INVITE, {"email": _email(number), "role": "recruiter"})
        if number % 2
        else (DAYS_OFF, {"day": _day(number).isoformat(), "name": _name(number)})
    )
    began = time.monotonic()
    try:
        status, headers = browser.post(path, fields)
    except no_answer():
        return Try(began, time.monotonic(), None, None)
    return Try(began, time.monotonic(), status, headers.get("Retry-After"))


def _wait(condition: Callable[[], bool], clients: Sequence[threading.Thread]) -> None:
    while not condition() and any(client.is_alive() for client in clients):
        time.sleep(0.02)


def _day(number: int) -> date:
    return date(2030, 1, 1) + timedelta(days=number)


def _name(number: int) -> str:
    return f"Vrij {number}"


def _email(number: int) -> str:
    return f"p{number}@example.org"
