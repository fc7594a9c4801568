"""Texts have versions; what was sent keeps its own."""

from __future__ import annotations

import pytest

from automation import addressees
from automation.models import MailTemplate, TemplateKind, TemplateVersion
from automation.placeholders import UnknownPlaceholder
from automation.services import first_replies, templates
from automation.services.templates import ChangedMeanwhile, HalfEnglish, NameTaken, StillUsed, Texts
from recruit_platform.core import tenancy
from recruit_platform.core.models import OutboxMessage
from tests.support.automation import make_template, some_texts
from tests.support.builders import NOON, World
from tests.support.candidates import a_recruiter


def test_a_change_is_a_new_version_and_the_old_one_stays(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        template = make_template("Bevestiging", body_nl="Eerst")
        templates.change(
            template, name="Bevestiging", texts=some_texts(body_nl="Daarna"), seen_version=1, by=a_recruiter(), at=NOON
        )
        kept = list(TemplateVersion.objects.order_by("number").values_list("number", "body_nl"))
        assert kept == [(1, "Eerst"), (2, "Daarna")]
        assert templates.latest(template).body_nl == "Daarna"
    with tenancy.scope(zed.id):
        assert list(TemplateVersion.objects.all()) == []


def test_saving_without_a_change_makes_no_version(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        template = make_template("Oud", body_nl="Zelfde")
        templates.change(
            template, name="Nieuw", texts=some_texts(body_nl=" Zelfde \n"), seen_version=1, by=a_recruiter(), at=NOON
        )
        assert TemplateVersion.objects.count() == 1
        assert MailTemplate.objects.get(pk=template.pk).name == "Nieuw"


def test_the_second_editor_is_told_instead_of_overwriting(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        template = make_template("Tekst")
        edit = {"name": "Tekst", "by": a_recruiter(), "at": NOON}
        templates.change(template, texts=some_texts(body_nl="A"), seen_version=1, **edit)
        with pytest.raises(ChangedMeanwhile):
            templates.change(template, texts=some_texts(body_nl="B"), seen_version=1, **edit)
        assert templates.latest(template).body_nl == "A"


def test_refused_texts_leave_nothing_behind(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_template("Bezet")
        for name, texts, refusal in (
            ("Bezet", some_texts(), NameTaken),
            ("Vrij", some_texts(body_nl="{leeftijd}"), UnknownPlaceholder),
            ("Vrij", some_texts(subject_en="Only this"), HalfEnglish),
        ):
            with pytest.raises(refusal):
                templates.create(name=name, kind=TemplateKind.POOL, texts=texts, by=None, at=NOON)
        assert MailTemplate.objects.count() == TemplateVersion.objects.count() == 1


def test_a_text_in_use_is_not_put_aside(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        template = make_template(kind=TemplateKind.FIRST_REPLY)
        first_replies.choose(None, template=template, by=a_recruiter(), at=NOON)
        with pytest.raises(StillUsed):
            templates.put_aside(template, by=a_recruiter(), at=NOON)
        first_replies.choose_none(None, because="we bellen", by=a_recruiter(), at=NOON)
        templates.put_aside(template, by=a_recruiter(), at=NOON)
        assert not MailTemplate.objects.get().is_active
        with pytest.raises(first_replies.PutAside):
            first_replies.choose(None, template=template, by=a_recruiter(), at=NOON)
        templates.take_back(template, by=a_recruiter(), at=NOON)
        assert MailTemplate.objects.get().is_active


def test_english_falls_back_to_dutch() -> None:
    both = Texts("Onderwerp", "Tekst", "Subject", "Body")
    assert templates.words_in(both, language="en").body == "Body"
    assert templates.words_in(both, language="nl").body == "Tekst"
    only_dutch = templates.words_in(Texts("Onderwerp", "Tekst"), language="en")
    assert (only_dutch.body, only_dutch.language) == ("Tekst", "nl")


def test_a_test_goes_to_the_colleague_alone_and_says_it_is_one(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        made_up = addressees.example(vacancy=None, language="nl")
        templates.test_to_myself(some_texts(), made_up, language="nl", by=a_recruiter(), at=NOON)
        mail = OutboxMessage.objects.get()
        assert mail.to_address == acme.recruiter.email
        assert mail.subject == "[Proef] Hoi Robin"
        assert mail.person_id is None
