from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from recruit_platform.core import outbox, tenancy
from recruit_platform.core.log import Actor
from recruit_platform.core.models import Event, MessageState, OutboxMessage
from recruit_platform.core.outbox import sending
from tests.support.builders import World
from tests.support.mails import LONG_AGO, Way, fresh, put

EVIL = "Jan\r\nBcc: everyone@example.org\r\n\r\nHallo\x00\u202e"


def test_a_second_put_with_the_same_key_changes_nothing(acme: World, zed: World) -> None:
    first = put(acme.id)
    again = put(acme.id, subject="Anders", to="ander@example.org")
    other = put(zed.id)
    assert (again.pk, again.subject, again.to_address) == (first.pk, "Je gesprek", "sam@example.org")
    assert other.pk != first.pk
    with tenancy.scope(acme.id):
        assert OutboxMessage.objects.count() == 1


def test_the_message_id_is_fixed_at_birth_and_names_the_organisation(acme: World) -> None:
    message = put(acme.id)
    assert outbox.services.organisation_of(message.mail_message_id) == acme.id
    way = Way(lambda parcel: outbox_outcomes.pop(0))
    outbox_outcomes = [sending.Outcome(sending.outcomes.Answer.DEFERRED, 450), sending.Outcome("accepted", 250)]
    sending.drain(acme.id, transport=way)
    with tenancy.scope(acme.id):
        OutboxMessage.objects.update(try_at=LONG_AGO)
    sending.drain(acme.id, transport=way)
    sent = [message_from_bytes(parcel.raw)["Message-ID"] for parcel in way.parcels]
    assert sent == [message.mail_message_id] * 2
    assert fresh(message).state == MessageState.SENT


@pytest.mark.parametrize(
    "address",
    ["", "sam", "sam@", "a@b@c.nl", "sam@example.org\r\nBcc: x@y.nl", "a@example.org, b@example.org", "<a@b.nl>"],
)
def test_what_is_not_one_address_is_refused(acme: World, address: str) -> None:
    with pytest.raises(outbox.AddressRefused):
        put(acme.id, to=address)
    with pytest.raises(outbox.AddressRefused):
        put(acme.id, reply_to=address or "x")


def test_nothing_breaks_out_of_its_header(acme: World) -> None:
    put(acme.id, subject=EVIL, to_name=EVIL, text=EVIL)
    way = Way()
    sending.drain(acme.id, transport=way)
    mail = message_from_bytes(way.parcels[0].raw, policy=default)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Jan Bcc: everyone@example.org Hallo"
    assert [address.addr_spec for address in mail["To"].addresses] == ["sam@example.org"]
    assert mail["To"].addresses[0].display_name == "Jan Bcc: everyone@example.org Hallo"
    with pytest.raises(ValueError, match="unsubscribe_url"):
        put(acme.id, "m2", unsubscribe_url="https://x.nl/a>\r\nBcc: x@y.nl")


def test_the_headers_say_what_kind_of_mail_it_is(acme: World) -> None:
    put(
        acme.id,
        unsubscribe_url="https://werkbij.example/u/abc",
        reply_to="team@acme.example",
        html="<p>Tot morgen.</p>",
    )
    put(acme.id, "m2", to="two@example.org")
    way = Way()
    sending.drain(acme.id, transport=way)
    pool, plain = (message_from_bytes(parcel.raw, policy=default) for parcel in way.parcels)
    assert pool["List-Unsubscribe"] == "<https://werkbij.example/u/abc>"
    assert pool["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (pool["Auto-Submitted"], pool["Reply-To"]) == ("auto-generated", "team@acme.example")
    assert pool["From"].addresses[0].display_name == "Acme"
    assert pool.get_body(("html",)).get_content().strip() == "<p>Tot morgen.</p>"
    assert pool.get_body(("plain",)).get_content().strip() == "Tot morgen."
    assert (plain["List-Unsubscribe"], plain["Reply-To"], plain["Date"] is not None) == (None, None, True)


def test_style_rules_go_onto_the_elements(acme: World) -> None:
    html = "<html><head><style>p { color: #b42318 }</style></head><body><p>Hoi</p></body></html>"
    put(acme.id, html=html)
    way = Way()
    sending.drain(acme.id, transport=way)
    body = message_from_bytes(way.parcels[0].raw, policy=default).get_body(("html",)).get_content()
    assert '<p style="color: #b42318' in body


def test_cancelling_works_until_the_mail_is_handed_over(acme: World, zed: World) -> None:
    person, by = outbox.Person("applicant", 5), Actor.user(acme.recruiter)
    due, theirs, sent = (
        put(acme.id, person=person),
        put(zed.id, person=person),
        put(acme.id, "m2", to="two@example.org"),
    )
    with tenancy.scope(acme.id):
        assert outbox.cancel_for_person(person, by=by, at=LONG_AGO) == 1
    way = Way()
    sending.drain(acme.id, transport=way)
    with tenancy.scope(acme.id):
        assert outbox.cancel(sent, by=by, at=LONG_AGO) is False
        told = Event.objects.filter(kind="mail.cancelled").values_list("subject_kind", "subject_id", "data")
        assert list(told) == [("applicant", 5, {"message": due.pk, "reason": "cancelled"})]
    assert way.to == ["two@example.org"]
    assert (fresh(due).state, fresh(theirs).state) == (MessageState.CANCELLED, MessageState.DUE)


def test_a_mail_leaves_at_its_moment_and_not_after_it_lapsed(acme: World) -> None:
    later = put(acme.id, "later", due_at=LONG_AGO.replace(year=2090))
    late = put(acme.id, "late", to="two@example.org", lapses_at=LONG_AGO.replace(hour=12))
    way = Way()
    sending.drain(acme.id, transport=way)
    assert way.to == []
    assert fresh(later).state == MessageState.DUE
    assert (fresh(late).state, fresh(late).end_reason) == (MessageState.CANCELLED, "lapsed")
