"""The log in words: what upper floors tell, read on the page of the floor below."""

from __future__ import annotations

from django.test import Client
from django.utils import translation

from recruit_platform.core import log, tenancy
from recruit_platform.core.presenters import audit
from tests.support.builders import NOON, World
from tests.support.candidates import a_person, make_application
from tests.support.vacancies import make_vacancy


def test_every_kind_of_event_has_words_in_both_languages() -> None:
    kinds = log.kinds.names()
    assert {"application.received", "campaign.started", "sequence.stopped", "share_link.made"} <= set(kinds)
    said: dict[str, list[str]] = {}
    for language in ("nl", "en"):
        with translation.override(language):
            said[language] = [audit.kind_in_words(kind) for kind in kinds]
    assert not [kind for kind, words in zip(kinds, said["nl"], strict=True) if kind == words or not words]
    assert len(set(said["nl"])) == len(kinds), "two kinds that read alike cannot be told apart in the filter"
    assert len(set(said["en"])) == len(kinds)
    assert not set(said["nl"]) & set(said["en"])
    assert audit.kind_in_words("long.gone") == "long.gone"


def test_the_log_names_things_but_no_candidate(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(title="Leerkracht groep 7")
        about = log.Subject("vacancy", vacancy.pk)
        log.append("vacancy.created", subject=about, actor=log.Actor.user(acme.admin), at=NOON)
        application = make_application(vacancy, person=a_person("Willemijn", "Onbekendsma"))
    client = Client()
    client.force_login(acme.director)
    page = client.get("/o/acme/log/")
    seen = {(line.what, line.about) for line in page.context["lines"]}
    assert ("Vacature gemaakt", "Leerkracht groep 7") in seen
    assert ("Sollicitatie binnengekomen", application.reference) in seen
    assert ("Kandidaat in de pool gekomen", "") in seen
    assert b"Onbekendsma" not in page.content
