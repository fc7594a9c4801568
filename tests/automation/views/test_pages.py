"""The pages of automation: what each role may do, forms that refuse in words, previews and tests."""

from __future__ import annotations

import html
from typing import Any

from django.test import Client

from automation import starter
from automation.models import FirstReply, MailTemplate, Sequence, TemplateVersion
from automation.services import steps
from recruit_platform.core import clock, tenancy
from recruit_platform.core.models import OutboxMessage
from tests.support.automation import make_enrolment, make_sequence, make_template
from tests.support.builders import NOON, World
from tests.support.candidates import a_person, make_application
from tests.support.vacancies import make_vacancy

HOME = "/o/acme/automatisering/"


def _ready(world: World) -> None:
    with tenancy.scope(world.id):
        starter.ensure(at=NOON)


def _text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_the_rules_read_as_sentences_and_are_made_ready_with_one_click(acme: World, zed: World, client: Client) -> None:
    client.force_login(acme.recruiter)
    assert "Zet ze klaar" in _text(client.get(HOME))
    client.post(f"{HOME}klaarzetten/")
    page = _text(client.get(HOME))
    assert "solliciteert en nog niemand gesproken heeft" in page
    assert "na 2 werkdagen ‘Nog niet gesproken’" in page
    assert "op werkdagen tussen 09:00 en 17:00" in page
    assert "binnen een minuut" in page
    with tenancy.scope(acme.id):
        assert (Sequence.objects.filter(is_on=True).count(), MailTemplate.objects.count()) == (2, 5)
    client.post(f"{HOME}klaarzetten/")
    with tenancy.scope(acme.id):
        assert MailTemplate.objects.count() == 5
    with tenancy.scope(zed.id):
        assert not MailTemplate.objects.exists()


def test_a_marketeer_reads_and_changes_nothing(acme: World, zed: World, client: Client) -> None:
    _ready(acme)
    with tenancy.scope(acme.id):
        sequence = Sequence.objects.order_by("id")[0].public_id
    client.force_login(acme.marketeer)
    assert client.get(HOME).status_code == 200
    assert client.post(f"{HOME}reeksen/{sequence}/uit/").status_code == 403
    assert client.get(f"{HOME}teksten/nieuw/").status_code == 403
    client.post(f"{HOME}eerste-antwoord/", {"choice": "none", "because": "zomaar"})
    with tenancy.scope(acme.id):
        assert FirstReply.objects.get().template is not None


def test_a_text_is_edited_previewed_on_a_real_candidate_and_tested_to_oneself(
    acme: World, zed: World, client: Client
) -> None:
    with tenancy.scope(acme.id):
        template = make_template("Bevestiging", body_nl="Hoi {voornaam}, over {functie}.")
        application = make_application(make_vacancy("Leerkracht"), person=a_person("Fatima"), at=clock.now())
    client.force_login(acme.recruiter)
    path = f"{HOME}teksten/{template.public_id}/"
    typed = {"name": "Bevestiging", "version": 1, "subject_nl": "Dag {voornaam}", "body_nl": "Over {functie}!"}
    chosen = {**typed, "on": str(application.public_id), "language": "nl"}
    preview = client.post(f"{HOME}teksten/voorbeeld/", chosen)
    assert "Dag Fatima" in _text(preview)
    assert "Over Leerkracht!" in _text(preview)
    assert "Dag Fatima" in _text(client.post(path, {**chosen, "preview": "1"}))
    with tenancy.scope(acme.id):
        assert TemplateVersion.objects.count() == 1
    client.post(path, {**typed, "test": "1"})
    with tenancy.scope(acme.id):
        assert OutboxMessage.objects.get(purpose="template.test").to_address == acme.recruiter.email
    assert client.post(path, typed).status_code == 302
    with tenancy.scope(acme.id):
        assert TemplateVersion.objects.order_by("-number")[0].body_nl == "Over {functie}!"


def test_a_text_that_cannot_be_filled_in_is_refused_at_its_field_and_kept(
    acme: World, zed: World, client: Client
) -> None:
    client.force_login(acme.recruiter)
    answer = client.post(
        f"{HOME}teksten/nieuw/",
        {"name": "Nieuw", "kind": "pool", "subject_nl": "Hoi", "body_nl": "Je bent {leeftijd} jaar."},
    )
    assert answer.status_code == 422
    assert "Dit kunnen we niet invullen: {leeftijd}" in _text(answer)
    assert "Je bent {leeftijd} jaar." in _text(answer)
    assert "<title>Fout:" in _text(answer)
    with tenancy.scope(acme.id):
        assert not MailTemplate.objects.exists()


def test_the_first_reply_is_set_per_vacancy_or_none_with_a_reason(acme: World, zed: World, client: Client) -> None:
    _ready(acme)
    with tenancy.scope(acme.id):
        vacancy = make_vacancy("Bijzondere baan")
    client.force_login(acme.admin)
    path = f"{HOME}eerste-antwoord/"
    refused = client.post(path, {"vacancy": str(vacancy.public_id), "choice": "none", "because": ""})
    assert refused.status_code == 422
    assert "Schrijf waarom" in _text(refused)
    client.post(path, {"vacancy": str(vacancy.public_id), "choice": "none", "because": "we bellen"})
    assert "we bellen" in _text(client.get(path))
    client.post(f"{path}{vacancy.public_id}/zoals-de-rest/")
    with tenancy.scope(acme.id):
        assert [row.vacancy_id for row in FirstReply.objects.all()] == [None]


def test_a_sequence_is_edited_and_somebody_is_taken_out(acme: World, zed: World, client: Client) -> None:
    with tenancy.scope(acme.id):
        sequence = make_sequence(0, 5)
        template = make_template("Extra").public_id
        enrolment = make_enrolment(make_application(make_vacancy(), person=a_person("Stan"), at=NOON))
        steps.take_due(at=NOON)
    client.force_login(acme.recruiter)
    path = f"{HOME}reeksen/{sequence.public_id}/"
    page = _text(client.get(path))
    assert "Stan" in page
    assert "stap 1 klaar om te gaan" in page
    values = {"name": "Anders", "send_from": "10:00", "send_until": "12:00", "steps": "3", "text_1": str(template)}
    assert client.post(path, {**values, "wait_1": ""}).status_code == 422
    assert client.post(path, {**values, "wait_1": "4", "send_until": "09:00"}).status_code == 422
    assert client.post(path, {**values, "wait_1": "4"}).status_code == 302
    with tenancy.scope(acme.id):
        kept = Sequence.objects.get(pk=sequence.pk)
        assert (kept.name, kept.send_from.hour) == ("Anders", 10)
    client.post(f"{HOME}deelnemers/{enrolment.public_id}/stop/")
    with tenancy.scope(acme.id):
        enrolment.refresh_from_db()
        assert (enrolment.state, enrolment.stopped_because) == ("stopped", "person")
        assert OutboxMessage.objects.get(purpose=steps.PURPOSE).state == "cancelled"


def test_what_is_zeds_stays_zeds(acme: World, zed: World, client: Client) -> None:
    with tenancy.scope(zed.id):
        sequence, template = make_sequence(1).public_id, make_template().public_id
    client.force_login(acme.admin)
    for path in (f"reeksen/{sequence}/", f"teksten/{template}/"):
        assert client.get(HOME + path).status_code == 404
    assert client.post(f"{HOME}reeksen/{sequence}/uit/").status_code == 404
