"""Contact over the API: a key is nobody, so each attempt names the member who made it; only people stop the clock."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from recruit_platform.core import tenancy
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Event, Membership
from talentpool.models import (
    Application,
    Call,
    CallBack,
    CandidateDocument,
    Consent,
    Note,
    Stage,
    StageKind,
)
from talentpool.selectors import board, call_list
from tests.core.api.conftest import Ask, make_key
from tests.core.files.uploads import pdf
from tests.support.builders import NOON, World
from tests.support.candidates import a_person, make_application, make_candidate
from tests.support.vacancies import make_vacancy

LATER = NOON + timedelta(minutes=30)


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def application(acme: World, zed: World) -> Application:
    """Noor's, in the first organisation; another one, in the second, must never be touched."""
    with tenancy.scope(zed.id):
        make_application(make_vacancy(), person=a_person("Zij", "Van Zed"))
    with tenancy.scope(acme.id):
        return make_application(make_vacancy(), person=a_person("Noor", "Voorbeeld"))


def post(ask: Ask, path: str, secret: str, body: dict[str, Any] | None = None) -> Any:
    return ask(path, secret, method="post", data=body or {}, content_type="application/json")


def member(world: World, role: str = "recruiter") -> str:
    with tenancy.scope(world.id):
        return str(Membership.objects.get(role=role).public_id)


def test_a_call_of_a_member_stops_the_clock_and_names_member_and_key(
    acme: World, zed: World, ask: Ask, application: Application
) -> None:
    secret = make_key(acme, Scope.CONTACT_WRITE, Scope.CONTACT_READ).secret
    there = f"/api/v1/candidates/{application.candidate.public_id}/calls"
    tried = post(ask, f"{there}/log", secret, {"outcome": "voicemail", "by": member(acme)})
    assert (tried.status_code, tried.json()["application"]) == (201, str(application.public_id))
    with tenancy.scope(acme.id):
        standing = CallBack.objects.get()
        assert (standing.ended_at, standing.attempts) == (None, 1)
    spoke = post(ask, f"{there}/log", secret, {"outcome": "spoke", "note": "Belt terug", "by": member(acme)})
    assert (spoke.status_code, spoke.json()["by"]) == (201, member(acme))
    assert [one["outcome"] for one in ask(there, secret).json()["items"]] == ["spoke", "voicemail"]
    with tenancy.scope(acme.id):
        held = Application.objects.get()
        assert (CallBack.objects.get().end, held.first_contact_at, held.stage_kind) == ("contact", LATER, "contacted")
        logged = Event.objects.filter(kind="call.logged").order_by("pk")
        assert {(one.actor_kind, one.actor_id) for one in logged} == {("user", acme.recruiter.pk)}
        assert {one.actor_kind for one in Event.objects.filter(kind="api_key.acted")} == {"api_key"}
    with tenancy.scope(zed.id):
        assert not Call.objects.exists()
        assert CallBack.objects.get().ended_at is None


def test_a_call_without_a_person_is_no_contact(acme: World, zed: World, ask: Ask, application: Application) -> None:
    secret = make_key(acme, Scope.CONTACT_WRITE).secret
    there = f"/api/v1/candidates/{application.candidate.public_id}/calls/log"
    with tenancy.scope(zed.id):
        strange = str(Application.objects.get().public_id)
    good = {"outcome": "spoke", "by": member(acme)}
    assert post(ask, there, secret, {"outcome": "spoke"}).status_code == 422
    for wrong in ({"by": member(zed)}, {"outcome": "mailed"}, {"application": strange}, {"note": "x" * 1001}):
        assert post(ask, there, secret, {**good, **wrong}).status_code == 422, wrong
    assert post(ask, there, secret, {**good, "by": member(acme, "marketeer")}).status_code == 403
    with tenancy.scope(acme.id):
        Membership.objects.filter(role="recruiter").update(is_active=False)
    assert post(ask, there, secret, good).status_code == 422
    with tenancy.scope(acme.id):
        assert not Call.objects.exists()
        assert CallBack.objects.get().ended_at is None
        assert not Event.objects.filter(kind="api_key.acted").exists()


def test_the_call_list_is_that_of_the_screen_and_is_worked_through(
    acme: World, zed: World, ask: Ask, application: Application
) -> None:
    with tenancy.scope(acme.id):
        make_application(make_vacancy(), at=NOON - timedelta(days=9))
        wanted = [str(one.public_id) for one in call_list.due()]
    secret = make_key(acme, Scope.CONTACT_READ, Scope.CONTACT_WRITE).secret
    told = ask("/api/v1/call-list", secret).json()
    assert [one["id"] for one in told["due"]] == wanted
    assert (told["overdue"], [one["is_late"] for one in told["due"]]) == (1, [True, False])
    there = f"/api/v1/call-list/{told['due'][1]['id']}"
    assert post(ask, f"{there}/assign", secret, {"to": member(acme), "by": member(acme, "admin")}).status_code == 200
    mine = ask(f"/api/v1/call-list?assigned_to={member(acme)}", secret).json()
    assert [one["application"] for one in mine["due"]] == [str(application.public_id)]
    held = post(ask, f"{there}/wait", secret, {"waits": True, "by": member(acme)})
    assert held.json()["waits_for_candidate_since"] is not None
    assert [one["id"] for one in ask("/api/v1/call-list", secret).json()["waiting"]] == [wanted[1]]
    assert post(ask, f"{there}/wait", secret, {"waits": False, "by": member(acme)}).json()["is_late"] is False
    assert post(ask, f"{there}/outcome", secret, {"outcome": "no_answer", "by": member(acme)}).status_code == 201
    again = ask("/api/v1/call-list", secret).json()["due"][1]
    assert (again["attempts"], again["last_call"]["outcome"]) == (1, "no_answer")
    assert ask(f"/api/v1/call-list?assigned_to={member(zed)}", secret).status_code == 422
    assert post(ask, f"{there}/assign", secret, {"to": member(zed), "by": member(acme)}).status_code == 422
    strange = make_key(zed, Scope.CONTACT_WRITE).secret
    for path, body in (("outcome", {"outcome": "spoke"}), ("wait", {"waits": True}), ("assign", {"to": None})):
        assert post(ask, f"{there}/{path}", strange, {**body, "by": member(zed)}).status_code == 404


def test_notes_and_replies_are_a_members(acme: World, zed: World, ask: Ask, application: Application) -> None:
    secret = make_key(acme, Scope.CONTACT_READ, Scope.CONTACT_WRITE).secret
    there = f"/api/v1/candidates/{application.candidate.public_id}"
    made = post(ask, f"{there}/notes/add", secret, {"text": "Kan pas in maart", "by": member(acme)})
    assert (made.status_code, made.json()["by"]) == (201, member(acme))
    assert ask(f"{there}/notes", secret).json()["items"] == [made.json()]
    assert post(ask, f"{there}/notes/add", secret, {"text": " ", "by": member(acme)}).status_code == 422
    replied = post(ask, f"{there}/replied", secret, {"by": member(acme)})
    assert (replied.status_code, replied.json()["last_reply_at"]) == (200, "2026-11-23T11:30:00Z")
    other = make_key(zed, Scope.CONTACT_READ, Scope.CONTACT_WRITE).secret
    assert ask(f"{there}/notes", other).status_code == 404
    assert post(ask, f"{there}/notes/add", other, {"text": "x", "by": member(zed)}).status_code == 404
    with tenancy.scope(zed.id):
        assert not Note.objects.exists()


def test_consent_is_given_to_the_words_in_use_and_withdrawn(
    acme: World, zed: World, ask: Ask, application: Application
) -> None:
    secret = make_key(acme, Scope.CANDIDATES_READ, Scope.CONSENT_WRITE).secret
    [pool, _whatsapp] = ask("/api/v1/consent-texts", secret).json()["items"]
    assert (pool["purpose"], pool["version"], "1 jaar" in pool["text_nl"]) == ("pool", 1, True)
    there = f"/api/v1/candidates/{application.candidate.public_id}/consents"
    assert post(ask, f"{there}/give", secret, {"purpose": "pool", "version": 2}).status_code == 422
    given = post(ask, f"{there}/give", secret, {"purpose": "pool", "version": 1}).json()["items"]
    assert [(one["purpose"], one["version"], one["holds"]) for one in given] == [("pool", 1, True)]
    assert post(ask, f"{there}/withdraw", secret, {"purpose": "whatsapp"}).json()["items"][0]["holds"] is True
    for _again in range(2):
        after = post(ask, f"{there}/withdraw", secret, {"purpose": "pool"})
        assert [one["holds"] for one in after.json()["items"]] == [False]
    assert ask(there, secret).json() == after.json()
    assert ask(there, make_key(zed, Scope.CANDIDATES_READ).secret).status_code == 404
    assert post(ask, f"{there}/give", make_key(acme, Scope.CANDIDATES_WRITE).secret).status_code == 403
    with tenancy.scope(acme.id):
        kinds = Event.objects.filter(kind__startswith="consent.").order_by("pk").values_list("kind", "actor_kind")
        assert list(kinds) == [("consent.given", "api_key"), ("consent.withdrawn", "api_key")]
    with tenancy.scope(zed.id):
        assert not Consent.objects.exists()


def test_a_document_is_added_listed_and_opened_by_a_link_for_one_member(
    acme: World, zed: World, ask: Ask, application: Application
) -> None:
    secret = make_key(acme, Scope.DOCUMENTS_READ, Scope.DOCUMENTS_WRITE).secret
    there = f"/api/v1/candidates/{application.candidate.public_id}/documents"
    file = {"name": "cv.pdf", "content_type": "application/pdf", "content": base64.b64encode(pdf()).decode()}
    made = post(ask, f"{there}/add", secret, {"file": file, "application": str(application.public_id)})
    assert (made.status_code, made.json()["name"], made.json()["size"]) == (201, "cv.pdf", len(pdf()))
    assert ask(there, secret).json()["items"] == [made.json()]
    link = f"/api/v1/documents/{made.json()['id']}/link"
    opened = post(ask, link, secret, {"by": member(acme)})
    path = "/" + opened.json()["url"].partition("//")[2].partition("/")[2]
    recruiter, colleague = Client(), Client()
    recruiter.force_login(acme.recruiter)
    colleague.force_login(acme.admin)
    assert b"".join(recruiter.get(path).streaming_content) == pdf()  # type: ignore[attr-defined]
    assert colleague.get(path).status_code == 404
    assert post(ask, link, secret, {"by": member(acme, "director")}).status_code == 403
    assert post(ask, link, make_key(zed, Scope.DOCUMENTS_READ).secret, {"by": member(zed)}).status_code == 404
    with tenancy.scope(acme.id):
        assert Event.objects.filter(kind="candidate.document_opened").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": "geen base64!"},
        {"content": base64.b64encode(b"MZ").decode(), "name": "cv.exe"},
        {"content": base64.b64encode(b"geen pdf").decode()},
        {"content": ""},
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    acme: World, ask: Ask, application: Application, wrong: dict[str, str]
) -> None:
    secret = make_key(acme, Scope.DOCUMENTS_WRITE).secret
    file = {"name": "cv.pdf", "content_type": "application/pdf", "content": base64.b64encode(pdf()).decode(), **wrong}
    answer = post(ask, f"/api/v1/candidates/{application.candidate.public_id}/documents/add", secret, {"file": file})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"][:6]) == (422, "#/file")
    with tenancy.scope(acme.id):
        assert not CandidateDocument.objects.exists()


def test_people_are_added_corrected_and_opted_out(acme: World, zed: World, ask: Ask) -> None:
    secret = make_key(acme, Scope.CANDIDATES_MANAGE, Scope.CANDIDATES_READ).secret
    body = {"first_name": "Noor", "last_name": "Voorbeeld", "email": "noor@voorbeeld.example"}
    made, again = (post(ask, "/api/v1/candidates/add", secret, body) for _time in range(2))
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json() == again.json()
    there = f"/api/v1/candidates/{made.json()['id']}"
    changed = post(ask, f"{there}/change", secret, {"version": 1, "phone": "0612345678"}).json()
    assert (changed["version"], changed["email"]) == (2, "noor@voorbeeld.example")
    assert post(ask, f"{there}/change", secret, {"version": 1, "city": "Ede"}).status_code == 409
    assert post(ask, f"{there}/change", secret, {"email": "", "phone": ""}).status_code == 422
    assert post(ask, "/api/v1/candidates/add", secret, {**body, "email": ""}).status_code == 409
    assert post(ask, f"{there}/opt-out", secret).json()["opted_out_at"] == "2026-11-23T11:30:00Z"
    assert ask(there, secret).json()["opted_out_at"] is not None
    strange = make_key(zed, Scope.CANDIDATES_MANAGE, Scope.CANDIDATES_READ).secret
    assert ask(there, strange).status_code == 404
    assert post(ask, f"{there}/opt-out", strange).status_code == 404


def test_two_who_are_one_are_merged_in_somebodys_name_and_parted_again(acme: World, zed: World, ask: Ask) -> None:
    with tenancy.scope(zed.id):
        stranger = make_candidate(a_person("Noor", "Voorbeeld"))
    with tenancy.scope(acme.id):
        kept = make_candidate(a_person("Noor", "Voorbeeld"))
        other = make_application(make_vacancy(), person=a_person("Noor", "Voorbeeld")).candidate
    secret = make_key(acme, Scope.CANDIDATES_MANAGE, Scope.CANDIDATES_READ).secret
    there = f"/api/v1/candidates/{kept.public_id}"
    assert [one["id"] for one in ask(f"{there}/doubles", secret).json()["items"]] == [str(other.public_id)]
    body = {"other": str(other.public_id), "by": member(acme)}
    assert post(ask, f"{there}/merge", secret, {**body, "other": str(stranger.public_id)}).status_code == 422
    assert post(ask, f"{there}/merge", secret, {**body, "by": member(acme, "hiring_manager")}).status_code == 403
    assert post(ask, f"{there}/merge", secret, body).status_code == 200
    assert ask(f"/api/v1/candidates/{other.public_id}", secret).status_code == 404
    with tenancy.scope(acme.id):
        assert Application.objects.get().candidate_id == kept.pk
    assert post(ask, f"{there}/merge/undo", secret, {"by": member(acme)}).status_code == 200
    assert post(ask, f"{there}/merge/undo", secret, {"by": member(acme)}).status_code == 404
    with tenancy.scope(acme.id):
        assert Application.objects.get().candidate_id == other.pk


def test_the_board_is_that_of_the_screen_and_moves_are_taken_back(
    acme: World, zed: World, ask: Ask, application: Application
) -> None:
    with tenancy.scope(acme.id):
        make_application(make_vacancy(), at=NOON - timedelta(days=2))
        admin = Membership.objects.get(role="admin")
        wanted = [
            (one.stage.name, one.total, [str(card.public_id) for card in one.cards])
            for one in board.columns(admin, vacancy=None)
        ]
        interview = Stage.objects.get(kind=StageKind.INTERVIEW)
    secret = make_key(acme, Scope.CANDIDATES_READ, Scope.CANDIDATES_WRITE).secret
    columns = ask("/api/v1/board", secret).json()["columns"]
    assert [(one["name"], one["total"], [card["id"] for card in one["items"]]) for one in columns] == wanted
    assert application.vacancy is not None
    narrowed = ask(f"/api/v1/board?vacancy={application.vacancy.public_id}", secret).json()["columns"]
    assert sum(one["total"] for one in narrowed) == 1
    there = f"/api/v1/applications/{application.public_id}"
    moved = post(ask, f"{there}/move", secret, {"stage": str(interview.public_id)}).json()
    back = post(ask, f"{there}/move/undo", secret, {"version": moved["version"]})
    assert (back.status_code, back.json()["stage_kind"]) == (200, "new")
    assert post(ask, f"{there}/move/undo", secret, {"version": moved["version"]}).status_code == 409
    assert post(ask, f"{there}/judge", secret, {"qualified": True}).json()["is_qualified"] is True
    assert post(ask, f"{there}/resume", secret).status_code == 409
    post(ask, f"{there}/end", secret, {"ended_by": "us", "reason": "filled"})
    assert post(ask, f"{there}/resume", secret).json()["ended_at"] is None
    strange = make_key(zed, Scope.CANDIDATES_WRITE).secret
    for path, body in (("move/undo", {"version": 1}), ("judge", {"qualified": True}), ("resume", {})):
        assert post(ask, f"{there}/{path}", strange, body).status_code == 404


def test_stages_are_an_admins(acme: World, zed: World, ask: Ask, application: Application) -> None:
    secret = make_key(acme, Scope.STAGES_WRITE).secret
    admin = member(acme, "admin")
    body = {"name": "Proefles", "kind": "interview", "by": admin}
    made = post(ask, "/api/v1/stages/add", secret, body)
    assert made.status_code == 201
    assert post(ask, "/api/v1/stages/add", secret, body).status_code == 409
    assert post(ask, "/api/v1/stages/add", secret, {**body, "by": member(acme)}).status_code == 403
    there = f"/api/v1/stages/{made.json()['id']}"
    limits = {"name": "Proefles", "ideal_hours": 8, "at_most_hours": 16, "by": admin}
    assert post(ask, f"{there}/change", secret, limits).json()["at_most_hours"] == 16
    assert post(ask, f"{there}/change", secret, {**limits, "ideal_hours": 17}).status_code == 409
    strange = make_key(zed, Scope.STAGES_WRITE).secret
    assert post(ask, f"{there}/switch-off", strange, {"by": member(zed, "admin")}).status_code == 404
    stay = post(ask, f"{there}/switch-off", secret, {"by": admin}).json()["items"]
    assert "Proefles" not in [one["name"] for one in stay]
    with tenancy.scope(acme.id):
        new = Stage.objects.get(kind=StageKind.NEW)
    assert post(ask, f"/api/v1/stages/{new.public_id}/switch-off", secret, {"by": admin}).status_code == 409
