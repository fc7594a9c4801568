"""Forms sent by machines. Nobody is refused: who looks like one proves otherwise, by work of the browser or by waiting.

Signs: a field that people do not see is filled in; the whole form took seconds; many forms from one network. Without Redis the
network is not counted, and applying goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import altcha
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from recruit_platform.core import hints, tenancy
from recruit_platform.lib import ids
from talentpool.models import ApplicationDraft
from talentpool.services import drafts

QUICKEST_SECONDS = 5
FORMS_PER_NETWORK, PER_SECONDS = 8, 600.0
SHORTEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 20, 300
_HARDEST = 60_000  # numbers a browser tries; a second or two on a phone
_PROOF_LIFE = timedelta(minutes=30)
_SEAL, _SEAL_LIFE = "talentpool.page", timedelta(days=7)


@dataclass(frozen=True)
class Question:
    """What the page asks: the puzzle for the browser's script, and from when on waiting counts as an answer."""

    puzzle: Mapping[str, Any]
    wait_seconds: int


def question(request: HttpRequest, draft: ApplicationDraft, *, at: datetime) -> Question | None:
    """Return what must be answered before this form is sent, or None. Asked once, it stays until it is answered."""
    held = draft.data.get("proof")
    if held is not None:
        return None if _is_answered(request, held, at=at) else _asked(held, at=at)
    wait = _reason_to_wait(request, trap=bool(draft.data.get("trap")), began_at=draft.started_at, at=at)
    if wait is None:
        return None
    held = _new(wait, at=at)
    drafts.keep(draft, step=draft.step, data={"proof": held})
    return _asked(held, at=at)


@dataclass(frozen=True)
class Carried:
    """What a form of one page carries along, sealed: its own key, when it was opened, and what was asked of it."""

    key: str
    began_at: datetime
    proof: Mapping[str, Any] | None = None

    def sealed(self) -> str:
        values = {"key": self.key, "began": self.began_at.isoformat(), "proof": self.proof, "of": tenancy.required()}
        return signing.dumps(values, salt=_SEAL, compress=True)


def carry(*, at: datetime) -> Carried:
    """Begin a form of one page. Nothing is kept here: looking writes nothing."""
    return Carried(key=ids.token(), began_at=at)


def carried(sealed: str, *, at: datetime) -> Carried:
    """Return what came back with a form. A seal that is broken, another organisation's or a week old begins anew."""
    try:
        found = signing.loads(sealed, salt=_SEAL, max_age=_SEAL_LIFE)
    except signing.BadSignature:
        return carry(at=at)
    if found["of"] != tenancy.required():
        return carry(at=at)
    return Carried(key=found["key"], began_at=datetime.fromisoformat(found["began"]), proof=found["proof"])


def question_of_page(
    request: HttpRequest, carried: Carried, *, trap: bool, at: datetime
) -> tuple[Question, Carried] | None:
    """As ``question``, for a form that is not kept on the server; with what it carries from now on."""
    if carried.proof is not None:
        answered = _is_answered(request, carried.proof, at=at)
        return None if answered else (_asked(carried.proof, at=at), carried)
    wait = _reason_to_wait(request, trap=trap, began_at=carried.began_at, at=at)
    if wait is None:
        return None
    held = _new(wait, at=at)
    return _asked(held, at=at), replace(carried, proof=held)


def _reason_to_wait(request: HttpRequest, *, trap: bool, began_at: datetime, at: datetime) -> float | None:
    over = hints.take(
        hints.key("applications", tenancy.required(), _network(request)),
        size=FORMS_PER_NETWORK,
        per_seconds=PER_SECONDS,
    )
    if over:
        return over
    if trap or at - began_at < timedelta(seconds=QUICKEST_SECONDS):
        return SHORTEST_WAIT_SECONDS
    return None


def _new(wait: float, *, at: datetime) -> dict[str, Any]:
    expires = at.replace(tzinfo=None) + _PROOF_LIFE
    options = altcha.ChallengeOptionsV1(max_number=_HARDEST, hmac_key=_secret(), expires=expires)
    puzzle = altcha.create_challenge_v1(options)
    seconds = min(LONGEST_WAIT_SECONDS, max(SHORTEST_WAIT_SECONDS, wait))
    return {
        "algorithm": puzzle.algorithm,
        "challenge": puzzle.challenge,
        "salt": puzzle.salt,
        "signature": puzzle.signature,
        "maxnumber": puzzle.max_number,
        "from": (at + timedelta(seconds=seconds)).isoformat(),
    }


def _asked(held: Mapping[str, Any], *, at: datetime) -> Question:
    left = datetime.fromisoformat(held["from"]) - at
    puzzle = {name: held[name] for name in ("algorithm", "challenge", "salt", "signature", "maxnumber")}
    return Question(puzzle=puzzle, wait_seconds=max(1, round(left.total_seconds())))


def _is_answered(request: HttpRequest, held: Mapping[str, Any], *, at: datetime) -> bool:
    """The puzzle of this very form, solved; or its waiting time is over."""
    if at >= datetime.fromisoformat(held["from"]):
        return True
    number = request.POST.get("proof", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 12):
        return False
    return hashlib.sha256(f"{held['salt']}{number}".encode()).hexdigest() == held["challenge"]


def _network(request: HttpRequest) -> str:
    """A keyed hash of the address: enough to count, useless to find anybody."""
    address = str(get_adapter().get_client_ip(request))
    return salted_hmac("talentpool.network", address, algorithm="sha256").hexdigest()[:16]


def _secret() -> str:
    return salted_hmac("talentpool.proof", settings.SECRET_KEY, algorithm="sha256").hexdigest()
