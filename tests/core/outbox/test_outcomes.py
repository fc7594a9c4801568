from __future__ import annotations

from datetime import timedelta

import pytest

from recruit_platform.core.models import MessageState, Policy
from recruit_platform.core.outbox import outcomes
from recruit_platform.core.outbox.outcomes import Answer, Outcome, Verdict, refused_code
from tests.support.builders import NOON


def _verdict(outcome: Outcome, *, policy: Policy = Policy.RETRY, attempts: int = 1, jitter: float = 0.5) -> Verdict:
    return outcomes.verdict(outcome, policy=policy, attempts=attempts, at=NOON, jitter=lambda: jitter)


def _wait(code: int | None, *, attempts: int = 1, answer: Answer = Answer.DEFERRED, jitter: float = 0.5) -> timedelta:
    found = _verdict(Outcome(answer, code), attempts=attempts, jitter=jitter)
    assert found.state == MessageState.DUE
    assert found.try_at is not None
    return found.try_at - NOON


@pytest.mark.parametrize(("code", "minutes"), [(421, 1), (450, 5), (451, 2), (452, 10), (454, 1)])
def test_each_temporary_answer_has_its_own_first_wait(code: int, minutes: int) -> None:
    assert _wait(code) == timedelta(minutes=minutes)
    assert _wait(code, jitter=0) == timedelta(minutes=minutes * 0.8)
    assert _wait(code, jitter=0.9999) < timedelta(minutes=minutes * 1.2)


def test_waits_double_up_to_four_hours_and_end_after_about_three_days() -> None:
    waits = [_wait(450, attempts=n) for n in range(1, outcomes.MOST_ATTEMPTS)]
    assert waits[:4] == [timedelta(minutes=m) for m in (5, 10, 20, 40)]
    assert waits[-1] == timedelta(hours=4)
    assert timedelta(days=2.5) < sum(waits, timedelta()) < timedelta(days=4)
    last = _verdict(Outcome(Answer.DEFERRED, 450), attempts=outcomes.MOST_ATTEMPTS)
    assert (last.state, last.reason) == (MessageState.FAILED, "gave_up")


@pytest.mark.parametrize("attempts", [1, 24, 500])
def test_a_failed_connection_comes_back_soon_and_never_fails_the_mail(attempts: int) -> None:
    found = _verdict(Outcome(Answer.UNREACHED), attempts=attempts)
    assert (found.state, found.counts) == (MessageState.DUE, False)
    assert found.try_at == NOON + timedelta(seconds=22.5)


def test_a_refusal_for_our_own_reasons_never_fails_the_mail() -> None:
    assert _verdict(Outcome(Answer.OURS, 535), attempts=500).state == MessageState.DUE


def test_an_unsure_end_is_retried_or_held_by_policy() -> None:
    assert _verdict(Outcome(Answer.UNSURE)).state == MessageState.DUE
    assert _verdict(Outcome(Answer.UNSURE), policy=Policy.HOLD).state == MessageState.UNSURE


@pytest.mark.parametrize(
    ("code", "reply", "gone"),
    [
        (550, "5.1.1 user unknown", True),
        (550, "No such user here", True),
        (553, "5.1.2 bad domain", True),
        (550, "5.7.1 message refused as spam", False),
        (552, "5.2.2 mailbox full", False),
        (554, "transaction failed", False),
        (550, "5.2.1 mailbox disabled", True),
        (450, "4.1.1 try later", False),
    ],
)
def test_only_a_missing_mailbox_suppresses_the_address(code: int, reply: str, gone: bool) -> None:
    found = refused_code(code, reply, about_recipient=True)
    assert found.recipient_gone is gone
    assert found.answer == (Answer.DEFERRED if code < 500 else Answer.REFUSED)
    assert refused_code(code, reply, about_recipient=False).recipient_gone is False
