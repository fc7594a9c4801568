"""What single pages do beyond opening."""

from __future__ import annotations

import html
import json
import re
from datetime import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client, RequestFactory

from recruit_platform.core import clock, log, outbox, tenancy
from recruit_platform.core.demo import cast, filling
from recruit_platform.core.models import (
    ApiKey,
    Event,
    MailboxMessage,
    Membership,
    MessageState,
    Organisation,
    OrganisationSettings,
    OutboxMessage,
    Role,
    User,
)
from recruit_platform.core.outbox import sending
from tests.core.accounts.test_sessions import login, with_password
from tests.support.builders import NOON, PASSWORD, World, make_membership
from tests.support.mails import words_of


def browser(person: Any, **defaults: Any) -> Client:
    client = Client(**defaults)
    client.force_login(person)
    return client


def words(answer: Any) -> str:
    return answer.content.decode()


def test_the_second_editor_sees_both_and_may_save_then(acme: World) -> None:
    there = "/o/acme/instellingen/huisstijl/"
    form = {"brand_colour": "#112233", "font": "nunito", "corner_radius": "4", "version": "1"}
    assert browser(acme.admin).post(there, form).status_code == 302
    late = browser(acme.admin).post(there, {**form, "brand_colour": "#aa0000"})
    assert late.status_code == 409
    assert "#112233" in words(late)
    assert "#aa0000" in words(late)
    assert 'name="version" value="2"' in words(late)
    assert browser(acme.admin).post(there, {**form, "brand_colour": "#aa0000", "version": "2"}).status_code == 302
    with tenancy.scope(acme.id):
        assert OrganisationSettings.objects.get().brand_colour == "#aa0000"


@pytest.mark.parametrize(
    "colour", ["red", "#12345", "#GGGGGG", "#112233\n", "#112233;}</style><script>", "\x00#112233", ""]
)
def test_a_colour_that_is_none_is_refused_and_kept_in_the_form(acme: World, colour: str) -> None:
    form = {"brand_colour": colour, "font": "nunito", "corner_radius": "4", "version": "1"}
    answer = browser(acme.admin).post("/o/acme/instellingen/huisstijl/", form)
    with tenancy.scope(acme.id):
        held = OrganisationSettings.objects.get().brand_colour
    assert (answer.status_code, held) in [(422, "#4338ca"), (302, "#112233")]
    assert "<script>" not in words(answer)
    if answer.status_code == 302:
        assert colour.strip("\x00\n") == "#112233", "only what the cleaner takes away may differ"


def test_a_name_of_300_characters_is_refused_and_kept(acme: World) -> None:
    form = {"name": "é" * 300, "region": "noord", "time_zone": "Europe/Paris", "language": "nl", "version": "1"}
    answer = browser(acme.admin).post("/o/acme/instellingen/organisatie/", form)
    assert answer.status_code == 422
    assert "é" * 300 in words(answer)
    assert "<title>Fout:" in words(answer)
    assert Organisation.objects.get(pk=acme.id).name == "Acme"


def test_html_in_a_name_is_shown_not_run(acme: World) -> None:
    acme.recruiter.name = "<script>alert(1)</script>"
    acme.recruiter.save()
    answer = browser(acme.admin).get("/o/acme/instellingen/team/")
    assert "<script>alert" not in words(answer)
    assert "&lt;script&gt;alert" in words(answer)


def test_the_palette_offers_what_the_role_may(acme: World, zed: World) -> None:
    make_membership(zed.organisation, acme.director, Role.DIRECTOR)
    offered = {}
    for role in ("admin", "director"):
        answer = browser(acme.people[role]).get("/o/acme/palet.json")
        offered[role] = {entry["url"] for entry in json.loads(answer.content)["entries"]}
        for url in offered[role]:
            path = url.split("#")[0]
            assert browser(acme.people[role]).get(path).status_code in {200, 302}, url
    assert "/o/zed/" in offered["director"]
    assert "/o/zed/" not in offered["admin"]
    assert not any("instellingen" in url for url in offered["director"])
    assert sum("#lid-" in url for url in offered["admin"]) == 5


def test_an_api_key_asks_who_you_are_and_is_shown_once(acme: World) -> None:
    client = login(with_password(acme, "admin"))
    session = client.session
    session["proved_at"] -= 11 * 60
    session.save()
    form = {"name": "Koppeling", "scopes": ["members.read"]}
    answer = client.post("/o/acme/instellingen/sleutels/", form)
    assert answer.headers["Location"].startswith("/account/reauthenticate/?next=")
    with tenancy.scope(acme.id):
        assert not ApiKey.objects.exists()
    answer = client.post(answer.headers["Location"], {"password": PASSWORD, "next": "/o/acme/instellingen/sleutels/"})
    assert answer.status_code == 200, "the refused request is repeated"
    with tenancy.scope(acme.id):
        key = ApiKey.objects.get()
    assert key.hint in words(answer)
    secret = words(answer).split('readonly value="')[1].split('"')[0]
    assert answer.headers["Cache-Control"] == "no-store"
    assert secret not in words(client.get("/o/acme/instellingen/sleutels/"))
    client.post(f"/o/acme/instellingen/sleutels/{key.public_id}/intrekken/")
    with tenancy.scope(acme.id):
        assert ApiKey.objects.get().revoked_at is not None


def test_a_mail_is_shown_in_a_sandbox_of_its_own(acme: World) -> None:
    raw = (
        b"From: a@acme.example\r\nTo: b@acme.example\r\nSubject: Dag\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/alternative; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhallo\r\n"
        b"--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<script>alert(1)</script><b>hallo</b>\r\n--x--\r\n"
    )
    with tenancy.scope(acme.id):
        message = put_mail()
        held = MailboxMessage.objects.create(
            message=message, mail_message_id="<1@x>", to_address="b@acme.example", raw=raw, received_at=NOON
        )
    client = browser(acme.recruiter)
    page = client.get(f"/o/acme/postvak/{held.public_id}/")
    assert "<script>alert" not in words(page)
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    body = client.get(f"/o/acme/postvak/{held.public_id}/inhoud/")
    policy = body.headers["Content-Security-Policy"]
    assert "sandbox allow-popups" in policy
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert "script-src" not in policy
    assert body.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_link_in_an_invitation_is_not_on_the_mail_page(acme: World) -> None:
    from recruit_platform.core.organisations import invitations

    with tenancy.scope(acme.id):
        invitations.send(email="nieuw@acme.example", role=Role.ADMIN, by=acme.admin, at=NOON)
        message = OutboxMessage.objects.get()
    assert "/uitnodiging/" in words_of(message).text
    assert "/uitnodiging/" not in message.text + message.html
    answer = browser(acme.recruiter).get(f"/o/acme/mail/{message.public_id}/")
    assert answer.status_code == 200
    assert "/uitnodiging/" not in words(answer)


def test_an_unsure_mail_is_decided_on_once(acme: World) -> None:
    with tenancy.scope(acme.id):
        message = put_mail()
        OutboxMessage.objects.update(state=MessageState.UNSURE)
    client = browser(acme.recruiter)
    assert "Onzeker" in words(client.get("/o/acme/mail/"))
    client.post(f"/o/acme/mail/{message.public_id}/wel-verstuurd/")
    late = client.post(f"/o/acme/mail/{message.public_id}/opnieuw/", follow=True)
    assert "al besloten" in words(late)
    with tenancy.scope(acme.id):
        assert OutboxMessage.objects.get().state == MessageState.SENT


def test_the_log_filters_and_pages_without_losing_a_line(acme: World) -> None:
    with tenancy.scope(acme.id):
        for number in range(120):
            log.append(
                "day_off.added",
                subject=log.Subject("day_off", number + 1),
                actor=log.Actor.user(acme.admin),
                at=NOON,
                data={"day": NOON.date()},
            )
        log.append(
            "team.deactivated",
            subject=log.Subject("membership", Membership.objects.get(user=acme.recruiter).pk),
            actor=log.Actor.user(acme.admin),
            at=NOON,
        )
    client, there, seen = browser(acme.director), "/o/acme/log/", []
    url = there
    while url:
        answer = client.get(url)
        seen += [line.id for line in answer.context["lines"]]
        following = answer.context["paging"].next_url
        url = there + following if following else ""
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == 121
    only = client.get(there, {"kind": "team.deactivated"})
    assert [(line.what, line.about, line.who) for line in only.context["lines"]] == [
        ("Uitgezet", "Recruiter van Acme", "Admin van Acme")
    ]
    assert not client.get(there, {"until": "2026-11-22"}).context["lines"]
    for odd in ({"before": "x"}, {"before": "9" * 30}, {"since": "0001-01-01"}, {"kind": "nope"}, {"person": "\x00"}):
        assert client.get(there, odd).status_code == 200


def test_the_language_switch_keeps_the_page_and_goes_nowhere_else(acme: World) -> None:
    client = browser(acme.recruiter)
    answer = client.post("/taal/", {"language": "en", "next": "/o/acme/kalender/"})
    assert answer.headers["Location"] == "/o/acme/kalender/"
    assert client.get("/o/acme/kalender/").headers["Content-Language"] == "en"
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"):
        assert client.post("/taal/", {"language": "nl", "next": elsewhere}).headers["Location"] == "/"
    assert client.post("/taal/", {"language": "de"}).status_code == 422


def test_the_career_site_answers_at_its_own_host_and_shows_nothing_else(acme: World, zed: World, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "werk.acme.example"]
    Organisation.objects.none()
    with tenancy.scope(acme.id):
        Organisation.objects.filter(pk=acme.id).update(career_host="werk.acme.example")
    host = {"SERVER_NAME": "werk.acme.example"}
    client = browser(acme.admin)
    assert "Acme" in words(client.get("/", **host))
    assert client.get("/huisstijl.css", **host).headers["Content-Type"].startswith("text/css")
    assert "#4338ca" in words(client.get("/huisstijl.css", **host))
    for path in ("/o/acme/", "/account/login/", "/werkbij/zed/", "/werkbij/zed/huisstijl.css", "/api/v1/organisation"):
        assert client.get(path, **host).status_code == 404, path
    assert "Zed" in words(Client().get("/werkbij/zed/"))
    assert Client().get("/werkbij/nergens/").status_code == 404


def test_a_database_that_is_away_is_503_and_worth_another_try(monkeypatch: pytest.MonkeyPatch) -> None:
    from recruit_platform.core.views import errors

    for problem, status in ((OperationalError("gone"), 503), (ValueError("ours"), 500)):
        try:
            raise problem
        except type(problem):
            answer = errors.server_error(RequestFactory().get("/"))
        assert answer.status_code == status
        assert answer.get("Retry-After") == ("2" if status == 503 else None)


def test_the_demo_fills_nothing_outside_the_demo(db: None) -> None:
    for command in ("demo_fill", "demo_year", "demo_logins"):
        with pytest.raises(CommandError, match="RECRUIT_MODE=demo"):
            call_command(command)
    assert not Organisation.objects.exists()


def test_the_demo_fills_once_and_its_logins_work(db: None, settings: Any, capsys: Any) -> None:
    settings.IS_DEMO = True
    settings.DEMO_YEAR = "recruit_platform.core.demo.filling.QUIET"
    for _time in range(2):
        call_command("demo_fill")
        for slug in ("wijde-blik", "lindehof"):
            call_command("demo_year", slug)
    call_command("demo_logins")
    printed = capsys.readouterr().out.splitlines()
    said = [line.rpartition(": ")[2].partition(" in ")[0] for line in printed[:8]]
    assert said == [
        "made",
        "made",
        "a year",
        "a year",
        "already there",
        "already there",
        "had its year",
        "had its year",
    ]
    assert len(printed) == 8 + 2 * len(Role)
    *_name, email, password = printed[8].split()
    answer = Client().post("/account/login/", {"login": email, "password": password}, follow=True)
    assert answer.redirect_chain[-1][0] == "/o/wijde-blik/"
    with tenancy.scope(Organisation.objects.get(slug="wijde-blik").pk):
        moments = list(Event.objects.exclude(kind="person.signed_in").order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments), "the log reads in the order in which things happened"


def test_mails_about_accounts_are_for_their_reader_alone(acme: World, zed: World) -> None:
    """A person works in two organisations: a reset link read by the admin of one would open the other."""
    from recruit_platform.core.models import AccountMail
    from recruit_platform.core.outbox import accounts as account_mails

    for person in (acme.recruiter, acme.director, zed.recruiter):
        account_mails.put(to=person.email, subject="Je code", words=f"code voor {person.email}", html="", at=NOON)
    AccountMail.objects.update(state=MessageState.SENT, sent_at=NOON)
    shown = {
        role: {one.to for one in browser(acme.people[role]).get("/o/acme/postvak/").context["account_mails"]}
        for role in ("admin", "recruiter")
    }
    assert shown == {"admin": set(), "recruiter": {acme.recruiter.email}}


def test_an_invitation_in_the_mailbox_is_for_those_who_manage_the_team(acme: World) -> None:
    from recruit_platform.core.organisations import invitations

    with tenancy.scope(acme.id):
        invitations.send(email="nieuw@acme.example", role=Role.ADMIN, by=acme.admin, at=clock.now())
        put_mail(at=clock.now())
    sending.drain(acme.id)
    with tenancy.scope(acme.id):
        held = {one.to_address: one for one in MailboxMessage.objects.all()}
    invited, ordinary = held["nieuw@acme.example"], held["b@acme.example"]
    assert b"/uitnodiging/" not in bytes(invited.raw)
    seen = {}
    for role in ("admin", "recruiter"):
        client = browser(acme.people[role])
        listed = {line.id for line in client.get("/o/acme/postvak/").context["lines"]}
        opened = [client.get(f"/o/acme/postvak/{invited.public_id}/{page}") for page in ("", "inhoud/")]
        assert client.get(f"/o/acme/postvak/{ordinary.public_id}/").status_code == 200
        seen[role] = (listed, [(answer.status_code, "/uitnodiging/" in words(answer)) for answer in opened])
    assert seen == {
        "admin": ({invited.public_id, ordinary.public_id}, [(200, True), (200, True)]),
        "recruiter": ({ordinary.public_id}, [(404, False), (404, False)]),
    }


def test_where_mail_leaves_there_is_no_mailbox(acme: World, settings: Any) -> None:
    settings.MAIL_STAYS_HERE = False
    client = browser(acme.admin)
    assert client.get("/o/acme/postvak/").status_code == 404
    assert "/o/acme/postvak/" not in words(client.get("/o/acme/mail/"))
    assert "demo_mail" not in words(client.get("/account/password/reset/done/"))
    settings.MAIL_STAYS_HERE = True
    assert "/o/acme/postvak/" in words(client.get("/o/acme/mail/"))
    assert "demo_mail" in words(client.get("/account/password/reset/done/"))


def test_a_mail_that_did_not_go_says_why_and_one_that_went_does_not_quote_the_server(acme: World) -> None:
    ends = [
        (MessageState.CANCELLED, "lapsed", None, "Te laat: het moment waarvoor hij bedoeld was, is voorbij."),
        (MessageState.CANCELLED, "a_reason_without_words", None, "Vlak voor het versturen bleek hij niet meer nodig."),
        (MessageState.FAILED, "no_mailbox", "5.1.1 unknown", "Dit adres bestaat niet."),
        (MessageState.DUE, None, "4.2.0 come back", "4.2.0 come back"),
        (MessageState.SENT, None, "2.0.0 queued as 12", ""),
    ]
    with tenancy.scope(acme.id):
        message = put_mail()
    for state, reason, reply, said in ends:
        with tenancy.scope(acme.id):
            OutboxMessage.objects.update(state=state, end_reason=reason, last_reply=reply, sent_at=NOON)
        (line,) = browser(acme.recruiter).get("/o/acme/mail/").context["lines"]
        assert str(line.note) == said
        page = words(browser(acme.recruiter).get(f"/o/acme/mail/{message.public_id}/"))
        assert (said in page, "5.1.1 unknown" in page) == (True, state == MessageState.FAILED)
        assert "ma 23 nov 2026, 12:00" in page


def put_mail(*, at: datetime = NOON) -> OutboxMessage:
    return outbox.put(key="proef:1", purpose="pool.note", to="b@acme.example", subject="Dag", text="hallo", at=at)


def test_a_demo_that_still_lives_its_year_says_so_until_all_of_it_is_there(
    db: None, django_capture_on_commit_callbacks: Any
) -> None:
    house = cast.WIJDE_BLIK
    assert filling.found(house, at=clock.now())
    admin = browser(User.objects.get(email=house.people[0].email))
    page = words(admin.get("/o/wijde-blik/"))
    assert "leeft nu haar jaar" in page
    polled = re.search(r'hx-get="([^"]*/live/demo-year[^"]*)"', page)
    assert polled is not None
    assert "leeft nu haar jaar" in words(admin.get("/o/wijde-blik/live/demo-year"))
    with django_capture_on_commit_callbacks(execute=True):
        assert filling.live(house, at=clock.now())
    assert not filling.live(house, at=clock.now()), "a year is lived once"
    told = words(admin.get(html.unescape(polled[1])))
    assert "Het jaar van deze organisatie staat er." in told
    assert "demo-year" not in words(admin.get("/o/wijde-blik/"))
