"""Claim, send, record: mail leaves here, by workers, with no transaction open while a mail server is spoken to.

Claim      one transaction leases a batch (FOR UPDATE SKIP LOCKED) after asking once more whether each may go.
Hand over  just before each mail a transaction notes the hand-over, fenced by the lease; a mail taken back meanwhile stays.
Record     the same transaction records the mail before it. So a killed worker leaves one mail in doubt, not a batch.
Recover    an expired lease without a hand-over goes back in line; with one, `retry` is sent again and `hold` waits for a person.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Exists, OuterRef, Q

from recruit_platform.core import clock, work
from recruit_platform.core.models import MessageState, Policy

from . import boxes, outcomes, pace, transports
from .outcomes import Outcome

BATCH = 20
MOST_IN_A_ROW = 200  # then the next organisation gets its turn
LEASE = timedelta(seconds=10)
BEAT_SECONDS = 3.0
STALE_SECONDS = 3.0  # a claim older than this is given back and asked again

logger = structlog.get_logger(__name__)
_PENDING = [MessageState.DUE, MessageState.SENDING]


@dataclass(frozen=True)
class _Claim:
    messages: Sequence[Any]
    lease: UUID
    refused: int


def drain(organisation_id: int | None, *, transport: transports.Transport | None = None) -> bool:
    """Send what is due in one organisation (None: account mails); True when there may be more to do at once.

    Safe to run beside itself and to kill at any moment.
    """
    box = boxes.of(organisation_id)
    _recover(box, at=clock.now())
    way_out = transport or transports.from_settings(box.drop)
    try:
        handled = 0
        while handled < MOST_IN_A_ROW:
            if work.stopping():
                return False
            claim = _claim(box, at=clock.now())
            if not claim.messages and not claim.refused:
                return False
            handled += len(claim.messages) + claim.refused
            if claim.messages and not _send(box, way_out, claim):
                return False
        return True
    finally:
        if transport is None:
            way_out.close()


def _claim(box: boxes.Box, *, at: datetime) -> _Claim:
    """Lease the mails that are due, in order; one waits for an earlier one to the same address."""
    lease = uuid4()
    with box.opened():
        earlier = (
            box.rows()
            .filter(to_address=OuterRef("to_address"), state__in=_PENDING)
            .filter(Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), pk__lt=OuterRef("pk")))
        )
        found = list(
            box.rows()
            .filter(~Exists(earlier), state=MessageState.DUE, try_at__lte=at)
            .order_by("due_at", "id")
            .select_for_update(skip_locked=True, of=("self",))[: pace.batch(BATCH)]
        )
        refused = box.refusals(found, at=at) if found else {}
        for reason in set(refused.values()):
            which = [pk for pk, why in refused.items() if why == reason]
            box.rows().filter(pk__in=which).update(state=MessageState.CANCELLED, end_reason=reason, lease=None)
        if refused:
            box.cancelled([(m, refused[m.pk]) for m in found if m.pk in refused], at=at)
        going = [m for m in found if m.pk not in refused]
        box.rows().filter(pk__in=[m.pk for m in going]).update(
            state=MessageState.SENDING, lease=lease, leased_until=at + LEASE, handed_at=None
        )
    return _Claim(going, lease, len(refused))


def _send(box: boxes.Box, way_out: transports.Transport, claim: _Claim) -> bool:
    """Send a claimed batch; False when the way out is closed for now."""
    pace.wait(len(claim.messages))
    since = time.monotonic()
    done: tuple[Any, Outcome] | None = None
    with work.heartbeat(lambda: _extend(box, claim), every_seconds=BEAT_SECONDS):
        for message in claim.messages:
            if work.stopping() or time.monotonic() - since > STALE_SECONDS or (done and done[1].ends_batch):
                break
            step = partial(_hand_over, box, message, before=done, lease=claim.lease)
            done = None
            if _patiently(step):
                done = (message, way_out.hand_over(box.parcel(message, at=clock.now())))
        _patiently(partial(_finish, box, done, claim))
    return done is None or not done[1].ends_batch


def _hand_over(box: boxes.Box, message: Any, *, before: tuple[Any, Outcome] | None, lease: UUID) -> bool:
    """Record the mail before and note that this one is about to leave; False when it is not ours any more."""
    at = clock.now()
    with box.opened():
        if before is not None:
            _record(box, *before, lease=lease, at=at)
        return bool(
            box.rows()
            .filter(pk=message.pk, lease=lease, state=MessageState.SENDING)
            .update(handed_at=at, leased_until=at + LEASE)
        )


def _finish(box: boxes.Box, done: tuple[Any, Outcome] | None, claim: _Claim) -> None:
    """Record the last mail and give back what was not handed over."""
    with box.opened():
        if done is not None:
            _record(box, *done, lease=claim.lease, at=clock.now())
        box.rows().filter(
            pk__in=[m.pk for m in claim.messages], lease=claim.lease, state=MessageState.SENDING, handed_at=None
        ).update(state=MessageState.DUE, lease=None, leased_until=None)


def _record(box: boxes.Box, message: Any, outcome: Outcome, *, lease: UUID, at: datetime) -> None:
    """Write down what became of a mail. The lease is the fence; it also holds after a recovery, until another worker claims."""
    attempts = message.attempts + 1
    verdict = outcomes.verdict(
        outcome,
        policy=message.policy,
        attempts=attempts,
        at=at,
        jitter=random.random,
    )
    fields: dict[str, Any] = {
        "state": verdict.state,
        "lease": None,
        "leased_until": None,
        "attempts": attempts if verdict.counts else message.attempts,
        "last_code": outcome.code,
        "last_reply": outcome.reply[:200],
        "end_reason": verdict.reason,
    }
    if verdict.try_at is not None:
        fields["try_at"] = verdict.try_at
    if verdict.state == MessageState.SENT:
        fields["sent_at"] = at
    won = box.rows().filter(pk=message.pk, lease=lease, state__in=[*_PENDING, MessageState.UNSURE]).update(**fields)
    if not won:
        logger.warning("mail.lease_lost", message_id=message.pk, answer=outcome.answer)
        return
    if verdict.state == MessageState.SENT:
        box.sent(message, at=at)
    elif verdict.state == MessageState.FAILED:
        box.failed(message, reason=verdict.reason or "refused", outcome=outcome, at=at)
    elif verdict.state == MessageState.UNSURE:
        box.unsure([message], at=at)


def _recover(box: boxes.Box, *, at: datetime) -> None:
    """Deal with mails whose worker stopped answering."""
    with box.opened():
        left = list(
            box.rows()
            .filter(state=MessageState.SENDING, leased_until__lt=at)
            .order_by("id")
            .select_for_update(skip_locked=True, of=("self",))
        )
        doubtful = [m for m in left if m.handed_at is not None and m.policy == Policy.HOLD]
        again = [m.pk for m in left if m not in doubtful]
        if again:
            box.rows().filter(pk__in=again).update(state=MessageState.DUE, try_at=at, leased_until=None)
        if doubtful:
            box.rows().filter(pk__in=[m.pk for m in doubtful]).update(state=MessageState.UNSURE, leased_until=None)
            box.unsure(doubtful, at=at)


def _extend(box: boxes.Box, claim: _Claim) -> None:
    with box.opened():
        box.rows().filter(pk__in=[m.pk for m in claim.messages], lease=claim.lease, state=MessageState.SENDING).update(
            leased_until=clock.now() + LEASE
        )


def _patiently(step: Callable[[], Any]) -> Any:
    """Do a database step; when PostgreSQL is restarting, try again for a while: what was sent must not be forgotten."""
    for _attempt in range(settings.MAIL_RECORD_TRIES):
        try:
            return step()
        except (OperationalError, InterfaceError) as problem:
            logger.warning("mail.database_away", problem=type(problem).__name__)
            connection.close()
            time.sleep(0.5)
    return step()
