from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from recruit_platform.core import clock, outbox, tenancy
from recruit_platform.core.log import Actor, tallies
from recruit_platform.core.models import (
    Event,
    MailboxMessage,
    MailPace,
    MessageState,
    OutboxMessage,
    Policy,
    Suppression,
    SuppressionReason,
)
from recruit_platform.core.outbox import boxes, rechecks, sending
from recruit_platform.core.outbox.outcomes import Answer, Outcome
from tests.support.builders import World
from tests.support.mails import ACCEPTED, LONG_AGO, Way, fresh, put


def _due_now(organisation_id: int) -> None:
    with tenancy.scope(organisation_id):
        OutboxMessage.objects.filter(state=MessageState.DUE).update(try_at=LONG_AGO)


def _died(organisation_id: int, *, handed_over: bool) -> Any:
    """A worker claims, perhaps begins to hand over, and is killed; its lease has run out."""
    box = boxes.of(organisation_id)
    claim = sending._claim(box, at=clock.now())
    if handed_over:
        assert sending._hand_over(box, claim.messages[0], before=None, lease=claim.lease)
    with tenancy.scope(organisation_id):
        OutboxMessage.objects.filter(state=MessageState.SENDING).update(leased_until=LONG_AGO)
    return claim


def test_a_sent_mail_is_counted_logged_and_never_sent_again(acme: World, zed: World) -> None:
    message, theirs = put(acme.id), put(zed.id)
    way = Way()
    assert sending.drain(acme.id, transport=way) is False
    assert sending.drain(acme.id, transport=way) is False
    kept = fresh(message)
    assert (way.to, kept.state, kept.lease, kept.attempts) == (["sam@example.org"], MessageState.SENT, None, 1)
    assert fresh(theirs).state == MessageState.DUE
    today = clock.local_date(clock.now(), zone="Europe/Amsterdam")
    with tenancy.scope(acme.id):
        event = Event.objects.get(kind="mail.sent")
        assert (event.subject_kind, event.subject_id) == ("message", message.pk)
        assert event.data == {"message": message.pk, "day": today.isoformat()}
        assert tallies.per_day(["mail.sent"], first=date.min, until=date.max) == [
            tallies.Count("mail.sent", 0, today, 1)
        ]
        assert tallies.differences("mail.sent") == []


def test_mails_to_one_address_leave_in_order_and_wait_for_each_other(acme: World) -> None:
    put(acme.id, "second", due_at=LONG_AGO - timedelta(days=1), text="2")
    first = put(acme.id, "first", due_at=LONG_AGO - timedelta(days=2), text="1")
    put(acme.id, "other", to="other@example.org", text="3")
    way = Way(lambda p: Outcome(Answer.DEFERRED, 450) if p.row.key == "first" and len(way.parcels) < 3 else ACCEPTED)
    sending.drain(acme.id, transport=way)
    assert [parcel.row.key for parcel in way.parcels] == ["first", "other"]
    assert fresh(first).state == MessageState.DUE
    _due_now(acme.id)
    sending.drain(acme.id, transport=way)
    assert [parcel.row.key for parcel in way.parcels] == ["first", "other", "first", "second"]


def test_a_recheck_in_the_claim_stops_a_mail_with_its_reason(acme: World, recheck: Callable[..., None]) -> None:
    asked: list[list[str]] = []

    def withdrawn(messages: list[OutboxMessage], *, at: object) -> dict[int, str]:
        assert tenancy.current() == acme.id
        asked.append([m.key for m in messages])
        return {m.pk: "withdrew" for m in messages if m.person_id == 5}

    recheck("withdrawal", withdrawn, reasons={"withdrew": "Trok zich terug."}, purposes=["test.mail"])
    assert (rechecks.in_words("withdrew"), rechecks.in_words("unknown")) == ("Trok zich terug.", None)
    stopped = put(acme.id, person=outbox.Person("applicant", 5))
    put(acme.id, "m2", to="two@example.org", person=outbox.Person("applicant", 6))
    put(acme.id, "m3", to="three@example.org", purpose="other.mail")
    way = Way()
    sending.drain(acme.id, transport=way)
    assert sorted(way.to) == ["three@example.org", "two@example.org"]
    assert asked == [["m1", "m2"]]
    assert (fresh(stopped).state, fresh(stopped).end_reason) == (MessageState.CANCELLED, "withdrew")
    with tenancy.scope(acme.id):
        assert Event.objects.get(kind="mail.cancelled").data == {"message": stopped.pk, "reason": "withdrew"}


def test_a_mail_cancelled_between_claim_and_hand_over_is_not_sent(acme: World) -> None:
    put(acme.id, "m1")
    second = put(acme.id, "m2", to="two@example.org")

    def withdraw_the_next(parcel: Any) -> Outcome:
        with tenancy.scope(acme.id):
            assert outbox.cancel(second, by=Actor.system(), at=clock.now())
        return ACCEPTED

    way = Way(withdraw_the_next)
    sending.drain(acme.id, transport=way)
    assert way.to == ["sam@example.org"]
    assert fresh(second).state == MessageState.CANCELLED


def test_a_suppressed_address_gets_nothing_in_that_organisation_only(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        outbox.suppress("Sam@Example.org", reason=SuppressionReason.BOUNCE, at=LONG_AGO)
        assert "example" not in Suppression.objects.get().address_hash
    mine, theirs = put(acme.id), put(zed.id)
    sending.drain(acme.id, transport=Way())
    sending.drain(zed.id, transport=Way())
    assert (fresh(mine).end_reason, fresh(theirs).state) == ("suppressed", MessageState.SENT)


def test_who_unsubscribed_still_gets_mail_about_their_own_application(acme: World) -> None:
    with tenancy.scope(acme.id):
        outbox.suppress("sam@example.org", reason=SuppressionReason.UNSUBSCRIBE, at=LONG_AGO)
    pool, own = put(acme.id, unsubscribe_url="https://x.example/u"), put(acme.id, "m2")
    sending.drain(acme.id, transport=Way())
    assert (fresh(pool).end_reason, fresh(own).state) == ("suppressed", MessageState.SENT)
    with tenancy.scope(acme.id):
        assert outbox.allow_again("SAM@example.org", reason=SuppressionReason.UNSUBSCRIBE)
    again = put(acme.id, "m3", unsubscribe_url="https://x.example/u")
    sending.drain(acme.id, transport=Way())
    assert fresh(again).state == MessageState.SENT


def test_a_suppression_survives_a_change_of_the_file_key(acme: World, settings: Any) -> None:
    with tenancy.scope(acme.id):
        outbox.suppress("sam@example.org", reason=SuppressionReason.ERASURE, at=LONG_AGO)
    settings.FILE_KEYS = (b"n" * 32, *settings.FILE_KEYS)
    message = put(acme.id)
    sending.drain(acme.id, transport=Way())
    assert fresh(message).end_reason == "suppressed"


def test_no_mailbox_ends_the_mail_and_suppresses_the_address(acme: World) -> None:
    gone, full = put(acme.id), put(acme.id, "m2", to="full@example.org")
    answers = {
        "sam@example.org": Outcome(Answer.REFUSED, 550, "5.1.1 unknown", recipient_gone=True),
        "full@example.org": Outcome(Answer.REFUSED, 552, "5.2.2 full"),
    }
    sending.drain(acme.id, transport=Way(lambda parcel: answers[parcel.to]))
    assert (fresh(gone).state, fresh(gone).end_reason, fresh(gone).last_code) == (
        MessageState.FAILED,
        "no_mailbox",
        550,
    )
    assert (fresh(full).state, fresh(full).end_reason) == (MessageState.FAILED, "refused")
    with tenancy.scope(acme.id):
        assert Suppression.objects.count() == 1
        assert sorted(e.data["reason"] for e in Event.objects.filter(kind="mail.failed")) == ["no_mailbox", "refused"]
    again = put(acme.id, "m4")
    sending.drain(acme.id, transport=Way())
    assert fresh(again).end_reason == "suppressed"


def test_an_unreachable_server_stops_the_round_and_counts_as_no_attempt(acme: World) -> None:
    first, second = put(acme.id), put(acme.id, "m2", to="two@example.org")
    way = Way(Outcome(Answer.UNREACHED, None, "ConnectionRefusedError"))
    assert sending.drain(acme.id, transport=way) is False
    assert len(way.parcels) == 1
    kept = fresh(first)
    assert (kept.state, kept.attempts) == (MessageState.DUE, 0)
    assert timedelta(0) < kept.try_at - clock.now() < timedelta(seconds=31)
    assert (fresh(second).state, fresh(second).lease, fresh(second).try_at) == (MessageState.DUE, None, LONG_AGO)


@pytest.mark.parametrize("policy", [Policy.RETRY, Policy.HOLD])
def test_a_worker_killed_before_the_hand_over_loses_nothing(acme: World, policy: Policy) -> None:
    message = put(acme.id, policy=policy)
    _died(acme.id, handed_over=False)
    way = Way()
    sending.drain(acme.id, transport=way)
    assert len(way.parcels) == 1
    assert fresh(message).state == MessageState.SENT


def test_a_worker_killed_in_the_hand_over_retry_goes_again_hold_waits_for_a_person(acme: World) -> None:
    retry = put(acme.id)
    _died(acme.id, handed_over=True)
    way = Way()
    sending.drain(acme.id, transport=way)
    assert (way.to, fresh(retry).state) == (["sam@example.org"], MessageState.SENT)
    hold = put(acme.id, "m2", policy=Policy.HOLD)
    _died(acme.id, handed_over=True)
    sending.drain(acme.id, transport=way)
    assert len(way.parcels) == 1
    assert fresh(hold).state == MessageState.UNSURE
    with tenancy.scope(acme.id):
        assert [m.pk for m in outbox.selectors.unsure()] == [hold.pk]
        assert Event.objects.filter(kind="mail.unsure").count() == 1


def test_a_live_lease_is_left_alone(acme: World) -> None:
    message = put(acme.id)
    sending._claim(boxes.of(acme.id), at=clock.now())
    way = Way()
    assert sending.drain(acme.id, transport=way) is False
    assert (way.parcels, fresh(message).state) == ([], MessageState.SENDING)


@pytest.mark.parametrize("policy", [Policy.RETRY, Policy.HOLD])
def test_a_slow_worker_may_still_record_what_it_sent_until_another_claims(acme: World, policy: Policy) -> None:
    message = put(acme.id, policy=policy)
    claim = _died(acme.id, handed_over=True)
    box = boxes.of(acme.id)
    sending._recover(box, at=clock.now())
    sending._finish(box, (claim.messages[0], ACCEPTED), claim)
    assert fresh(message).state == MessageState.SENT
    assert sending.drain(acme.id, transport=Way()) is False


def test_a_fenced_off_worker_cannot_overwrite_the_one_that_took_over(acme: World) -> None:
    message = put(acme.id)
    old = _died(acme.id, handed_over=True)
    box = boxes.of(acme.id)
    sending._recover(box, at=clock.now())
    new = sending._claim(box, at=clock.now())
    assert not sending._hand_over(box, old.messages[0], before=None, lease=old.lease)
    sending._finish(box, (old.messages[0], Outcome(Answer.REFUSED, 550)), old)
    kept = fresh(message)
    assert (kept.state, kept.lease) == (MessageState.SENDING, new.lease)


def test_an_unsure_answer_under_hold_is_never_sent_again_by_itself(acme: World) -> None:
    message = put(acme.id, policy=Policy.HOLD)
    unsure = Way(Outcome(Answer.UNSURE, None, "SMTPServerDisconnected"))
    sending.drain(acme.id, transport=unsure)
    _due_now(acme.id)
    sending.drain(acme.id, transport=unsure)
    assert len(unsure.parcels) == 1
    assert fresh(message).state == MessageState.UNSURE


def test_a_person_decides_on_an_unsure_mail_once(acme: World) -> None:
    by = Actor.user(acme.recruiter)
    sent, lost = put(acme.id, policy=Policy.HOLD), put(acme.id, "m2", to="two@example.org", policy=Policy.HOLD)
    way = Way(Outcome(Answer.UNSURE))
    sending.drain(acme.id, transport=way)
    sending.drain(acme.id, transport=way)
    with tenancy.scope(acme.id):
        outbox.was_sent(sent, by=by, at=clock.now())
        outbox.send_again(lost, by=by, at=clock.now())
        for decide in (outbox.was_sent, outbox.send_again):
            with pytest.raises(outbox.NotNow):
                decide(sent, by=by, at=clock.now())
    sending.drain(acme.id, transport=(second := Way()))
    assert (second.to, fresh(sent).state, fresh(lost).state) == (["two@example.org"], "sent", "sent")
    with tenancy.scope(acme.id):
        kinds = sorted(Event.objects.filter(actor_kind="user").values_list("kind", flat=True))
        assert kinds == ["mail.confirmed", "mail.sent_again"]
        assert tallies.total("mail.sent", first=date.min, until=date.max) == 2
        assert tallies.differences("mail.sent") == []


def test_one_organisation_gives_way_after_its_share(acme: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "MOST_IN_A_ROW", 20)
    for number in range(25):
        put(acme.id, f"m{number}", to=f"p{number}@example.org")
    way = Way()
    assert sending.drain(acme.id, transport=way) is True
    assert len(way.parcels) == 20
    assert sending.drain(acme.id, transport=way) is False
    assert len(way.parcels) == 25


def test_the_rate_holds_over_all_senders(acme: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAILS_PER_SECOND = 10
    waits: list[float] = []
    monkeypatch.setattr(outbox.pace.time, "sleep", waits.append)
    for number in range(30):
        put(acme.id, f"m{number}", to=f"p{number}@example.org")
    began = clock.now()
    sending.drain(acme.id, transport=Way())
    ended = clock.now()
    assert (len(waits), waits[0]) == (3, 0)
    room = MailPace.objects.get().next_at - began  # thirty mails at ten a second take three seconds of room
    assert timedelta(seconds=3) <= room <= timedelta(seconds=3) + (ended - began)


def test_in_the_demo_every_mail_lands_in_the_mailbox(acme: World, zed: World) -> None:
    message = put(acme.id)
    sending.drain(acme.id)
    with tenancy.scope(acme.id):
        kept = MailboxMessage.objects.get()
        assert (kept.message_id, kept.to_address, kept.is_sealed) == (message.pk, "sam@example.org", False)
        assert b"Tot morgen." in bytes(kept.raw)
    with tenancy.scope(zed.id):
        assert not MailboxMessage.objects.exists()
