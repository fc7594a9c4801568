"""Automation over the API: the same rules as on the screens, changed in somebody's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from automation.models import Enrolment, FirstReply, MailTemplate, Sequence, SequenceKind, TemplateKind
from automation.selectors import rules
from automation.services import first_replies, steps
from recruit_platform.core import tenancy
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Event, Membership, OutboxMessage
from talentpool.models import CallOutcome, Consent, ConsentPurpose
from talentpool.services import calls, consent
from tests.core.api.conftest import Ask, make_key
from tests.support.automation import make_enrolment, make_sequence, make_template
from tests.support.builders import NOON, World
from tests.support.candidates import a_recruiter, make_application, make_candidate
from tests.support.vacancies import make_vacancy

READ, WRITE = Scope.AUTOMATION_READ, Scope.AUTOMATION_WRITE
WORDS = {"name": "Welkom", "subject_nl": "Hoi {voornaam}", "body_nl": "Over {functie}."}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def post(ask: Ask, path: str, secret: str, body: dict[str, Any] | None = None) -> Any:
    return ask(path, secret, method="post", data=body or {}, content_type="application/json")


def member(world: World, role: str = "recruiter") -> str:
    with tenancy.scope(world.id):
        return str(Membership.objects.get(role=role).public_id)


def test_a_text_is_made_given_a_next_version_tried_and_put_aside(acme: World, zed: World, ask: Ask) -> None:
    with tenancy.scope(zed.id):
        make_template("Van Zed")
    secret, by = make_key(acme, READ, WRITE).secret, {"by": member(acme)}
    made = post(ask, "/api/v1/texts/create", secret, {**WORDS, "kind": "follow_up", **by})
    assert (made.status_code, made.json()["newest"]["version"], made.json()["newest"]["by"]) == (201, 1, by["by"])
    there = f"/api/v1/texts/{made.json()['id']}"
    changed = post(ask, f"{there}/change", secret, {**WORDS, "body_nl": "Anders.", "version": 1, **by})
    assert (changed.status_code, changed.json()["newest"]["version"]) == (200, 2)
    assert post(ask, f"{there}/change", secret, {**WORDS, "version": 1, **by}).status_code == 409
    versions = ask(f"{there}/versions", secret).json()["items"]
    assert [(one["version"], one["body_nl"]) for one in versions] == [(2, "Anders."), (1, "Over {functie}.")]
    sent = post(ask, f"{there}/test", secret, by)
    with tenancy.scope(acme.id):
        assert OutboxMessage.objects.get(public_id=sent.json()["mail"]).to_address == "recruiter@acme.example"
    assert post(ask, f"{there}/put-aside", secret, by).json()["is_active"] is False
    assert post(ask, f"{there}/take-back", secret, by).json()["is_active"] is True
    assert [one["name"] for one in ask("/api/v1/texts", secret).json()["items"]] == ["Welkom"]
    assert "{voornaam}" in [one["written"] for one in ask("/api/v1/texts/placeholders", secret).json()["items"]]
    strange = make_key(zed, READ, WRITE).secret
    assert ask(there, strange).status_code == 404
    assert post(ask, f"{there}/put-aside", strange, {"by": member(zed)}).status_code == 404


def test_what_is_wrong_with_a_text_is_pointed_at(acme: World, zed: World, ask: Ask) -> None:
    secret = make_key(acme, WRITE).secret
    good = {**WORDS, "kind": "follow_up", "by": member(acme)}
    for wrong, pointer in (
        ({"body_nl": "Hoi {achternaam}"}, "#/body_nl"),
        ({"kind": "rejection"}, "#/kind"),
        ({"subject_nl": ""}, "#/subject_nl"),
        ({"by": member(zed)}, "#/by"),
    ):
        answer = post(ask, "/api/v1/texts/create", secret, {**good, **wrong})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert post(ask, "/api/v1/texts/create", secret, {**good, "subject_en": "Hi"}).status_code == 409
    assert post(ask, "/api/v1/texts/create", secret, {**good, "by": member(acme, "marketeer")}).status_code == 403
    assert post(ask, "/api/v1/texts/create", make_key(acme, READ).secret, good).status_code == 403
    assert ask("/api/v1/texts", secret).status_code == 403
    with tenancy.scope(acme.id):
        assert not MailTemplate.objects.exists()


def test_the_first_reply_is_chosen_per_vacancy_or_explicitly_none(acme: World, zed: World, ask: Ask) -> None:
    with tenancy.scope(zed.id):
        strange = make_vacancy()
    with tenancy.scope(acme.id):
        vacancy, text = make_vacancy(), make_template(kind=TemplateKind.FIRST_REPLY)
        other_kind = make_template(kind=TemplateKind.FOLLOW_UP)
    secret, by = make_key(acme, READ, WRITE).secret, {"by": member(acme)}
    path, own = "/api/v1/first-replies/choose", {"vacancy": str(vacancy.public_id)}
    for_all = {"vacancy": None, "template": str(text.public_id), **by}
    assert post(ask, path, secret, for_all).status_code == 200
    assert post(ask, path, secret, {**own, "template": None, **by}).status_code == 409  # without a reason
    none = post(ask, path, secret, {**own, "template": None, "because": "We bellen iedereen.", **by}).json()
    assert [(one["vacancy"], one["template"], one["none_because"]) for one in none["items"]] == [
        (None, str(text.public_id), ""), (str(vacancy.public_id), None, "We bellen iedereen."),
    ]  # fmt: skip
    for wrong in (
        {**for_all, "vacancy": str(strange.public_id)},
        {**for_all, "template": str(other_kind.public_id)},
        {**for_all, "because": "x"},
        {**for_all, "by": member(zed)},
    ):
        assert post(ask, path, secret, wrong).status_code == 422
    there = f"/api/v1/first-replies/{vacancy.public_id}/follow-the-rest"
    assert post(ask, there, make_key(zed, WRITE).secret, {"by": member(zed)}).status_code == 404
    for _again in range(2):
        assert len(post(ask, there, secret, by).json()["items"]) == 1
    with tenancy.scope(zed.id):
        assert not FirstReply.objects.exists()


def test_first_replies_that_were_sent_are_turned_page_by_page(acme: World, zed: World, ask: Ask) -> None:
    sent = {}
    for world in (zed, acme):
        with tenancy.scope(world.id):
            text = make_template(kind=TemplateKind.FIRST_REPLY)
            first_replies.choose(None, template=text, by=a_recruiter(), at=NOON)
            sent[world.slug] = [make_application(make_vacancy()) for _ in range(3)]
            for one in sent[world.slug]:
                first_replies.send(one, at=NOON)
    secret = make_key(acme, READ).secret
    first = ask("/api/v1/first-replies/sent?limit=2", secret).json()
    second = ask(f"/api/v1/first-replies/sent?limit=2&cursor={first['next_cursor']}", secret).json()
    told = [one["application"] for one in [*first["items"], *second["items"]]]
    assert told == [str(one.public_id) for one in reversed(sent["acme"])]
    assert second["next_cursor"] is None
    assert {one["mail"]["state"] for one in first["items"]} == {"due"}
    theirs = make_key(zed, READ).secret
    assert ask(f"/api/v1/first-replies/sent?cursor={first['next_cursor']}", theirs).status_code == 422
    with tenancy.scope(acme.id):
        counted = rules.first_replies_sent(today=NOON.date())
    assert ask("/api/v1/first-replies", secret).json()["sent_in_seven_days"] == counted == 3


def test_a_sequence_is_made_switched_on_changed_and_switched_off(acme: World, zed: World, ask: Ask) -> None:
    with tenancy.scope(zed.id):
        strange = make_template()
        make_sequence(1)
    with tenancy.scope(acme.id):
        text, reply = make_template(), make_template(kind=TemplateKind.FIRST_REPLY)
    secret, by = make_key(acme, READ, WRITE).secret, {"by": member(acme)}
    body = {"name": "Na solliciteren", "kind": "after_applying", "steps": [], **by}
    made = post(ask, "/api/v1/sequences/create", secret, body)
    assert (made.status_code, made.json()["is_on"], made.json()["send_from"]) == (201, False, "09:00")
    there = f"/api/v1/sequences/{made.json()['id']}"
    assert post(ask, f"{there}/on", secret, by).status_code == 409  # no steps
    two = [{"template": str(text.public_id), "wait_days": days} for days in (2, 5)]
    changed = post(ask, f"{there}/change", secret, {"name": "Na solliciteren", "steps": two, **by})
    assert [(one["position"], one["wait_days"], one["template"]) for one in changed.json()["steps"]] == [
        (1, 2, str(text.public_id)), (2, 5, str(text.public_id)),
    ]  # fmt: skip
    assert post(ask, f"{there}/on", secret, by).json()["is_on"] is True
    with tenancy.scope(acme.id):
        make_enrolment()
    assert ask(there, secret).json()["lately"] == {"started": 1, "sent": 0, "stopped": 0, "active": 1}
    for wrong in (
        {"steps": [{"template": str(strange.public_id), "wait_days": 1}]},
        {"steps": [{"template": str(reply.public_id), "wait_days": 1}]},
        {"steps": two * 7},
        {"send_from": "17:00", "send_until": "09:00"},
    ):
        answer = post(ask, f"{there}/change", secret, {"name": "Na", "steps": two, **by, **wrong})
        assert answer.status_code == 422, wrong
    assert post(ask, f"{there}/off", secret, by).json()["lately"]["active"] == 0
    assert [one["name"] for one in ask("/api/v1/sequences", secret).json()["items"]] == ["Na solliciteren"]
    assert ask(there, make_key(zed, READ).secret).status_code == 404
    with tenancy.scope(zed.id):
        assert Sequence.objects.get().is_on


def test_who_is_in_a_sequence_is_told_with_deliveries_and_taken_out(acme: World, zed: World, ask: Ask) -> None:
    with tenancy.scope(zed.id):
        make_sequence(0)
        make_enrolment()
    with tenancy.scope(acme.id):
        sequence = make_sequence(0, 3)
        enrolment = make_enrolment()
        steps.take_due(at=NOON)
    secret, by = make_key(acme, READ, WRITE).secret, {"by": member(acme)}
    there = f"/api/v1/sequences/{sequence.public_id}/enrolments"
    [told] = ask(f"{there}?state=active", secret).json()["items"]
    assert (told["id"], told["candidate"]) == (str(enrolment.public_id), str(enrolment.candidate.public_id))
    assert [(one["position"], one["state"], one["mail"]["state"]) for one in told["deliveries"]] == [
        (1, "queued", "due")
    ]
    assert ask(f"{there}?state=weg", secret).status_code == 422
    stop = f"/api/v1/enrolments/{told['id']}/stop"
    assert post(ask, stop, make_key(zed, WRITE).secret, {"by": member(zed)}).status_code == 404
    assert post(ask, stop, secret).status_code == 422
    stopped = post(ask, stop, secret, by).json()
    assert (stopped["state"], stopped["stopped_because"]) == ("stopped", "person")
    assert stopped["deliveries"][0]["mail"]["state"] == "cancelled"
    assert post(ask, stop, secret, by).json()["ended_at"] == stopped["ended_at"]
    assert ask(there, make_key(zed, READ).secret).status_code == 404
    with tenancy.scope(acme.id):
        event = Event.objects.get(kind="sequence.stopped")
        assert (event.actor_kind, event.actor_id) == ("user", acme.recruiter.pk)
    with tenancy.scope(zed.id):
        assert Enrolment.objects.get().state == "active"


def test_a_sequence_begins_by_the_rules_that_begin_it_by_itself(acme: World, zed: World, ask: Ask) -> None:
    with tenancy.scope(zed.id):
        strange = make_candidate()
    with tenancy.scope(acme.id):
        make_sequence(1)
        application, called = make_application(make_vacancy()), make_application(make_vacancy())
        calls.log(called.candidate, outcome=CallOutcome.SPOKE, by=a_recruiter(), at=NOON + timedelta(seconds=1))
        warm = make_candidate()
    secret, path = make_key(acme, WRITE).secret, "/api/v1/enrolments/begin"
    body = {"kind": "after_applying", "candidate": str(application.candidate.public_id), "by": member(acme)}
    made = post(ask, path, secret, body)
    assert (made.status_code, made.json()["application"]) == (201, str(application.public_id))
    assert post(ask, path, secret, body).status_code == 409  # one at a time
    assert post(ask, path, secret, {**body, "candidate": str(called.candidate.public_id)}).status_code == 409
    no_consent = {**body, "kind": "keep_warm", "candidate": str(warm.public_id)}
    assert post(ask, path, secret, no_consent).status_code == 409
    for wrong in ({"candidate": str(strange.public_id)}, {"candidate": str(warm.public_id)}, {"by": member(zed)}):
        assert post(ask, path, secret, {**body, **wrong}).status_code == 422, wrong
    with tenancy.scope(acme.id):
        text = consent.current_text(ConsentPurpose.POOL, at=NOON)
        consent.give(warm, text=text, source="test", by=a_recruiter(), at=NOON)
        make_sequence(1, kind=SequenceKind.KEEP_WARM)
    assert post(ask, path, secret, no_consent).status_code == 201
    with tenancy.scope(acme.id):
        assert Enrolment.objects.filter(state="active").count() == 2
        assert Consent.objects.count() == 1
