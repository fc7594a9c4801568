"""What a mail server answered, and what follows from it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from recruit_platform.core.models import MessageState, Policy

# With waits that double up to four hours this is about three days of trying, counted from the first try: mail that waited
# for a mail server to come back gets all of them.
MOST_ATTEMPTS = 24
_LONGEST = timedelta(hours=4)
_UNREACHED = timedelta(seconds=15)
# Enhanced status codes of "no such mailbox" and "no such domain" (RFC 3463, X.1.x), and a mailbox that is disabled (X.2.1).
_NO_MAILBOX = re.compile(r"\b5\.(1\.(1|2|3|6|10)|2\.1)\b")
_NO_MAILBOX_CODES = {550, 551, 553}
# First wait per code (RFC 5321 4.2.3): 450 is mostly greylisting, which asks for minutes; 452 a full disk or too many at once.
_FIRST_WAIT = {
    421: timedelta(minutes=1),
    450: timedelta(minutes=5),
    451: timedelta(minutes=2),
    452: timedelta(minutes=10),
}


class Answer(StrEnum):
    ACCEPTED = "accepted"
    DEFERRED = "deferred"  # 4xx about this mail
    REFUSED = "refused"  # 5xx about this mail or its recipient
    OURS = "ours"  # refused for a reason on our side: login, sender address
    UNREACHED = "unreached"  # no connection, or it broke before the text was on its way
    UNSURE = "unsure"  # it broke after the text was on its way: nobody knows


@dataclass(frozen=True)
class Outcome:
    answer: Answer
    code: int | None = None
    reply: str = ""
    recipient_gone: bool = False

    @property
    def closes_connection(self) -> bool:
        return self.answer in {Answer.UNREACHED, Answer.UNSURE} or self.code == 421

    @property
    def ends_batch(self) -> bool:
        """The next mail would meet the same: the rest waits for the next round."""
        return self.closes_connection or self.answer == Answer.OURS


@dataclass(frozen=True)
class Verdict:
    """The state that follows, when to try again, and why it ended."""

    state: MessageState
    try_at: datetime | None = None
    reason: str | None = None
    counts: bool = True  # as an attempt towards longer waits


def refused_code(code: int, reply: str, *, about_recipient: bool) -> Outcome:
    """The outcome of a 4xx or 5xx answer to RCPT or DATA."""
    if 400 <= code < 500:
        return Outcome(Answer.DEFERRED, code, reply)
    gone = about_recipient and (
        bool(_NO_MAILBOX.search(reply)) or (code in _NO_MAILBOX_CODES and not re.search(r"\b5\.\d+\.\d+\b", reply))
    )
    return Outcome(Answer.REFUSED, code, reply, recipient_gone=gone)


def verdict(outcome: Outcome, *, policy: str, attempts: int, at: datetime, jitter: Callable[[], float]) -> Verdict:
    """Decide what becomes of a mail. ``attempts`` counts this one; ``jitter`` returns a number in [0, 1).

    Failed connections come back soon and never lead to a permanent failure; deferrals wait longer each time and end after
    about three days; ``hold`` is never sent twice, so an unsure answer stops there for a person.
    """
    match outcome.answer:
        case Answer.ACCEPTED:
            return Verdict(MessageState.SENT)
        case Answer.REFUSED:
            return Verdict(MessageState.FAILED, reason="no_mailbox" if outcome.recipient_gone else "refused")
        case Answer.UNSURE if policy == Policy.HOLD:
            return Verdict(MessageState.UNSURE)
        case Answer.DEFERRED if attempts >= MOST_ATTEMPTS:
            return Verdict(MessageState.FAILED, reason="gave_up")
        case Answer.DEFERRED | Answer.OURS | Answer.UNSURE:
            return Verdict(MessageState.DUE, try_at=at + _wait(outcome.code, attempts, jitter()))
        case Answer.UNREACHED:
            return Verdict(MessageState.DUE, try_at=at + _UNREACHED * (1 + jitter()), counts=False)


def _wait(code: int | None, attempts: int, chance: float) -> timedelta:
    first = _FIRST_WAIT.get(code or 0, timedelta(minutes=1))
    wait = min(first * 2 ** min(max(attempts - 1, 0), 12), _LONGEST)
    return wait * (0.8 + 0.4 * chance)
