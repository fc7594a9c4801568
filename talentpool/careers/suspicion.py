"""Forms sent by machines. Nobody is refused: who looks like one proves otherwise, by work of the browser or by waiting.

Signs: a field that people do not see is filled in; the whole form took seconds; many forms from one network. Without Redis the
network is not counted, and applying goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import altcha
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from recruit_platform.core import hints, tenancy
from talentpool.models import ApplicationDraft
from talentpool.services import drafts

QUICKEST_SECONDS = 5
FORMS_PER_NETWORK, PER_SECONDS = 8, 600.0
SHORTEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 20, 300
_HARDEST = 60_000  # numbers a browser tries; a second or two on a phone
_PROOF_LIFE = timedelta(minutes=30)


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
    wait = _reason_to_wait(request, draft, at=at)
    if wait is None:
        return None
    held = _new(wait, at=at)
    drafts.keep(draft, step=draft.step, data={"proof": held})
    return _asked(held, at=at)


def _reason_to_wait(request: HttpRequest, draft: ApplicationDraft, *, at: datetime) -> float | None:
    over = hints.take(
        hints.key("applications", tenancy.required(), _network(request)),
        size=FORMS_PER_NETWORK,
        per_seconds=PER_SECONDS,
    )
    if over:
        return over
    if draft.data.get("trap") or at - draft.started_at < timedelta(seconds=QUICKEST_SECONDS):
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
