"""People who apply on the career site, without script or cookies, while PostgreSQL and web workers are killed.

Everybody opens the job's form, goes through its pages, reads them for as long as people do, and sends a page again after no
answer or a 503 that says when to come back. Every third sends a CV along; every tenth applies for a second job while the first
application is still on its way. The long form is bench/applications.py.
"""

from __future__ import annotations

import hashlib
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import cycle, takewhile
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.faults.posting import Kill
from tests.faults.standing import House, no_answer
from tests.support import posting_forms

SITE = "/werkbij/acme/"
PEOPLE = 40
MOST_TRIES = 300
PAUSE_SECONDS = 0.2
READING_SECONDS = 5.2  # who is quicker than 5 s is asked to prove that no machine sends the form
_BOUNDARY = "a-line-between-the-parts"
_SEED = 20


class Stopped(Exception):
    """A person met something that no waiting mends."""


@dataclass(frozen=True)
class Applicant:
    """One application. Number nine of every ten is by the same person as number eight, for the other job."""

    number: int

    @property
    def person(self) -> int:
        return self.number - 1 if self.number % 10 == 9 else self.number

    @property
    def job(self) -> int:
        return 1 if self.number % 10 == 9 else 0

    @property
    def email(self) -> str:
        return f"s{self.person}@example.org"

    @property
    def details(self) -> dict[str, str]:
        return {
            "name": f"Sollicitant {_in_letters(self.person)}",
            "email": self.email,
            "phone": f"06{12_000_000 + self.person}",
        }

    @property
    def cv(self) -> bytes | None:
        if self.number % 3:
            return None
        head = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n"
        remark = f"% {self.number} ".encode() + random.Random(self.number).randbytes(3000).hex().encode()
        return head + remark + b"\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"

    @property
    def consent(self) -> str:
        return "365" if self.number % 2 else "28"


@dataclass
class Record:
    """What people met. ``begun``: numbers. ``accepted``: when each request began and ended that was told "it is in"."""

    held: float = float("inf")  # from this number on people wait until all kills struck
    struck: threading.Event = field(default_factory=threading.Event)
    begun: list[int] = field(default_factory=list)
    answers: Counter[int | None] = field(default_factory=Counter)  # None: no answer
    unexpected: Counter[str] = field(default_factory=Counter)
    accepted: list[tuple[float, float]] = field(default_factory=list)
    references: dict[int, str] = field(default_factory=dict)  # by number
    kills: list[Kill] = field(default_factory=list)

    def may_begin(self, number: int) -> None:
        """Return when this application may begin."""
        if number >= self.held:
            self.struck.wait()

    def recoveries(self, what: str) -> list[float]:
        """Seconds from each kill to the first application accepted by a request that began after it."""
        return [
            min((ended for began, ended in self.accepted if began >= kill.at), default=float("inf")) - kill.at
            for kill in self.kills
            if kill.what == what
        ]


@dataclass(frozen=True)
class Verdict:
    """Numbers of applications, and things that stand wrong, each with how many."""

    lost: list[int]
    doubled: list[int]
    half: list[int]
    wrong: dict[str, int]
    left_for_sweeper: int

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.half or any(self.wrong.values()))


def run(house: House, *, applications: int, kills: int, people: int = PEOPLE, seconds: float = float("inf")) -> Record:
    """Apply with many people at once; kill in turn, at uneven moments spread over the applications.

    After ``seconds`` nobody begins any more; the kills are then spread over that time where it goes faster than the applications.
    The last people wait for the last kill, however quick the machine is: without them nothing would show that it was got over.
    """
    held = (kills * applications // (kills + 1) + applications) // 2
    record, lock, began_at = Record(held=held), threading.Lock(), time.monotonic()
    numbers = takewhile(lambda _number: time.monotonic() - began_at < seconds, range(applications))
    uneven = random.Random(_SEED)
    killers = cycle(
        [
            ("postmaster", house.kill_postgres),
            ("web", house.kill_a_web_worker),
            ("backend", house.kill_a_backend),
            ("web", house.kill_a_web_worker),
        ]
    )
    jobs = _jobs(house)
    crowd = [
        threading.Thread(target=_apply_all, args=[house, jobs, record, numbers, lock], daemon=True)
        for _ in range(people)
    ]
    for person in crowd:
        person.start()
        time.sleep(READING_SECONDS / people)  # else all read at once, and nobody feels a kill
    for number in range(kills):
        goal = (number + 1) * applications // (kills + 1)
        turn_at = began_at + (number + 1) * seconds / (kills + 1)
        _wait(lambda goal=goal, at=turn_at: len(record.accepted) >= goal or time.monotonic() >= at, crowd)
        time.sleep(uneven.random())
        what, kill = next(killers)
        killed = Kill(what, time.monotonic())
        record.kills.append(killed)
        kill()
        if number == kills - 1:
            record.struck.set()
        _wait(lambda at=killed.at: any(began >= at for began, _ended in record.accepted[-people * 2 :]), crowd)
    record.struck.set()
    for person in crowd:
        person.join()
    return record


def judge(record: Record, found: Mapping[str, Any]) -> Verdict:
    """Compare what people were told with what stands in the database and on the disk (``furnish.applications``)."""
    lost, doubled, half = [], [], []
    everybody = [Applicant(number) for number in sorted(record.begun)]
    wanted_yes = Counter(one.email for one in everybody if one.consent == "365")
    for one in everybody:
        rows = found["applications"].get(f"{one.email} {one.job}", [])
        told = record.references.get(one.number)
        if told is not None and told not in [row["reference"] for row in rows]:
            lost.append(one.number)
        if len(rows) > 1 or found["people"].get(one.email, 0) > 1:
            doubled.append(one.number)
        wanted = {"received": 1, "news": found["listeners"], "stages": 1, "call_backs": 1, "cvs": _sums(one)}
        if any({name: row[name] for name in wanted} != wanted for row in rows):
            half.append(one.number)
        yes = found["consents"].get(one.email, [0, 0])
        if rows and told and yes != [wanted_yes[one.email], min(1, wanted_yes[one.email])]:
            half.append(one.number)
    return Verdict(lost, doubled, sorted(set(half)), dict(found["wrong"]), found["left_for_sweeper"])


def _apply_all(
    house: House,
    jobs: Sequence[str],
    record: Record,
    numbers: Iterator[int],
    lock: threading.Lock,
) -> None:
    while True:
        with lock:
            number = next(numbers, None)
        if number is None:
            return
        record.may_begin(number)
        with lock:
            record.begun.append(number)
        one = Applicant(number)
        person = _Person(house, record, lock)
        try:
            person.apply(one, job=jobs[one.job])
        except Stopped as problem:
            with lock:
                record.unexpected[str(problem)] += 1


class _Person:
    """Somebody at a browser that runs no script and keeps no cookies; a new connection per request shows who was killed."""

    def __init__(self, house: House, record: Record, lock: threading.Lock) -> None:
        self._host, self._record, self._lock = urlsplit(house.address).netloc, record, lock

    def apply(self, one: Applicant, *, job: str) -> None:
        papers = self._send(f"{job}solliciteren/", one.details)
        begun = time.monotonic()
        keep = self._send(papers, {"motivation": "Liefst niet op woensdag"}, cv=one.cv)
        check = self._send(keep, {"consent": one.consent})
        page = self._open(check)
        time.sleep(max(0.0, READING_SECONDS - (time.monotonic() - begun)))
        done, began, ended = self._post(check, page, {}, cv=None)
        if not done.endswith("/klaar/"):
            raise Stopped(f"sent on to {done.rsplit('/', 2)[-2]}")
        with self._lock:
            self._record.accepted.append((began, ended))
        found = re.search(r'class="ref">([A-Z0-9-]+)<', self._open(done))
        if found is None:
            raise Stopped("no reference")
        with self._lock:
            self._record.references[one.number] = found[1]

    def _send(self, path: str, answers: Mapping[str, str], *, cv: bytes | None = None) -> str:
        """Open a page, fill in its form, send it; returns where that leads."""
        return self._post(path, self._open(path), answers, cv=cv)[0]

    def _open(self, path: str) -> str:
        return self._until_answered(lambda: self._ask("GET", path), wanted=200)[0]

    def _post(self, path: str, page: str, answers: Mapping[str, str], *, cv: bytes | None) -> tuple[str, float, float]:
        (form,) = (one for one in posting_forms.in_page(page, path) if one.path == path)
        unknown = set(answers) - {one.name for one in form.fields}
        if unknown:
            raise Stopped(f"no field {sorted(unknown)} on the page")
        fields = {one.name: one.value for one in form.fields if one.kind == "hidden"} | dict(answers)
        body, kind = _encoded(fields, cv)
        return self._until_answered(lambda: self._ask("POST", form.path, body, kind), wanted=302)

    def _until_answered(
        self, ask: Callable[[], tuple[int, str | None, str]], *, wanted: int
    ) -> tuple[str, float, float]:
        for _ in range(MOST_TRIES):
            began = time.monotonic()
            try:
                status, retry_after, text = ask()
            except no_answer():
                status, retry_after, text = None, None, ""
            with self._lock:
                self._record.answers[status] += 1
            if status == wanted:
                return text, began, time.monotonic()
            if status is not None and not (status == 503 and retry_after):
                raise Stopped(f"{status}, wanted {wanted}")
            time.sleep(PAUSE_SECONDS)
        raise Stopped("gave up")

    def _ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str | None, str]:
        """Status, Retry-After, and the page, or where a redirect leads."""
        link = HTTPConnection(self._host, timeout=30)
        try:
            link.request(method, path, body or None, {"Content-Type": kind} if kind else {})
            answer = link.getresponse()
            text = answer.read().decode(errors="replace")
            return answer.status, answer.headers.get("Retry-After"), answer.headers.get("Location") or text
        finally:
            link.close()


def _jobs(house: House) -> list[str]:
    """The addresses of the two jobs, found as people find them: in the list, by their titles."""
    record = Record()
    page = _Person(house, record, threading.Lock())._open(f"{SITE}vacatures/")
    found = dict(re.findall(r'class="go" href="([^"?]+)[^"]*">([^<]+)<', page))
    return sorted(found, key=lambda path: found[path])


def _encoded(fields: Mapping[str, str], cv: bytes | None) -> tuple[bytes, str]:
    if cv is None:
        return urlencode(fields).encode() or b"_=", "application/x-www-form-urlencoded"
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="cv"; filename="cv.pdf"\r\n'
    parts.append(f"{head}Content-Type: application/pdf\r\n\r\n".encode() + cv + b"\r\n")
    return b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={_BOUNDARY}"


def _sums(one: Applicant) -> list[str]:
    return [hashlib.sha256(one.cv).hexdigest()] if one.cv is not None else []


def _in_letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def _wait(condition: Callable[[], bool], crowd: Sequence[threading.Thread]) -> None:
    while not condition() and any(person.is_alive() for person in crowd):
        time.sleep(0.02)
