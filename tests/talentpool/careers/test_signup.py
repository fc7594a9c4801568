"""Signing up for the pool as a visitor does, without script, without cookies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from calendar_app.models import Vacancy
from recruit_platform.core import tenancy
from recruit_platform.core.log import Actor
from recruit_platform.core.models import Event, Membership, OutboxMessage
from talentpool.careers import suspicion
from talentpool.models import Candidate, Consent, ConsentPurpose, ConsentText, Interest, PoolSignup
from talentpool.services import candidates, consent, merging
from tests.support.builders import NOON, World
from tests.support.campaigns import make_link
from tests.support.vacancies import make_profile, make_vacancy

PERSON = {"name": "Noor el Idrissi", "email": "noor@voorbeeld.example", "consent": "1"}


class Visitor:
    def __init__(self, world: World, traveller: time_machine.Coordinates) -> None:
        self.world, self.time = world, traveller
        self.url = reverse("career_signup", args=[world.slug])
        with tenancy.scope(world.id):
            self.work = [make_profile("Leerkracht"), make_profile("Conciërge")]
            for one in self.work:
                make_vacancy(one.name, profile=one)

    def hidden(self, page: HttpResponse) -> dict[str, str]:
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.content.decode())
        return dict(found)

    def open(self, query: str = "") -> dict[str, str]:
        page = Client().get(self.url + query)
        assert page.status_code == 200
        return self.hidden(page)

    def send(self, carried: dict[str, str], *, after: int = 20, query: str = "", **typed: object) -> HttpResponse:
        self.time.shift(timedelta(seconds=after))
        work = [str(one.public_id) for one in self.work[:1]]
        data = {**PERSON, "work": work, **carried, **typed}
        return Client(enforce_csrf_checks=True).post(self.url + query, data)


@pytest.fixture
def visitor(acme: World) -> Iterator[Visitor]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield Visitor(acme, traveller)


def test_somebody_signs_up_and_stands_in_the_pool_with_where_they_came_from(visitor: Visitor, zed: World) -> None:
    with tenancy.scope(visitor.world.id):
        link = make_link("Meta november")
    query = f"?l={link.code}"
    answer = visitor.send(visitor.open(query), query=query)
    assert answer.status_code == 302
    assert "Gelukt" in Client().get(answer.headers["Location"]).content.decode()
    with tenancy.scope(visitor.world.id):
        candidate = Candidate.objects.get()
        signup = PoolSignup.objects.select_related("consent__text").get()
        assert (candidate.first_name, candidate.last_name, candidate.email) == ("Noor", "el Idrissi", PERSON["email"])
        assert (signup.candidate, signup.source, signup.last_link) == (candidate, "facebook", link)
        assert signup.consent is not None
        assert (signup.consent.source, signup.consent.text.version) == ("signup", 1)
        assert list(Interest.objects.values_list("profile__name", flat=True)) == ["Leerkracht"]
        event = Event.objects.get(kind="candidate.signed_up")
        assert event.data == {"signup": signup.pk, "link": link.pk, "profiles": [visitor.work[0].pk]}
        mail = OutboxMessage.objects.get()
        assert (mail.purpose, mail.to_address) == ("candidate.signed_up", PERSON["email"])
        assert mail.unsubscribe_url
    client = Client()
    client.force_login(visitor.world.people["recruiter"])
    page = client.get(reverse("pool", args=[visitor.world.slug])).content.decode()
    assert all(words in page for words in ("Noor el Idrissi", "Meta november", "Leerkracht"))
    page = client.get(reverse("candidate", args=[visitor.world.slug, candidate.public_id])).content.decode()
    assert all(words in page for words in ("Wil horen over", "via Meta november", "Schreef zich in voor de talentpool"))
    with tenancy.scope(zed.id):
        assert not Candidate.objects.exists()


def test_the_same_form_or_person_again_is_one_person_who_keeps_what_is_known(visitor: Visitor) -> None:
    carried = visitor.open()
    visitor.send(carried)
    assert visitor.send(carried).status_code == 302
    both = [str(one.public_id) for one in visitor.work]
    visitor.send(visitor.open(), name="Iemand Anders", email="NOOR@voorbeeld.example", work=both)
    with tenancy.scope(visitor.world.id):
        candidate = Candidate.objects.get()
        assert candidate.first_name == "Noor"
        assert PoolSignup.objects.count() == 2
        assert Interest.objects.filter(candidate=candidate).count() == 2
        assert Consent.objects.filter(withdrawn_at=None).count() == 1
        candidates.opt_out(candidate, by=Actor.candidate(candidate.pk), at=NOON)
    visitor.send(visitor.open())
    with tenancy.scope(visitor.world.id):
        assert Candidate.objects.get().opted_out_at == NOON


def test_what_is_missing_is_asked_and_what_was_typed_stays(visitor: Visitor) -> None:
    carried = visitor.open()
    answer = visitor.send(carried, work=[], consent="", email="geen adres")
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Kies over welk werk", "Zet een vinkje", "met een @", 'value="Noor el Idrissi"', "<title>Fout:"):
        assert words in page
    with tenancy.scope(visitor.world.id):
        assert not Candidate.objects.exists()
        assert not ConsentText.objects.exists()  # looking and mistakes write nothing


def test_words_that_changed_since_the_page_was_opened_are_read_again(visitor: Visitor) -> None:
    carried = visitor.open()
    with tenancy.scope(visitor.world.id):
        first = consent.current_text(ConsentPurpose.POOL, at=NOON)
        ConsentText.objects.create(
            purpose=ConsentPurpose.POOL, version=first.version + 1, text_nl="Nieuwe woorden", months=6, created_at=NOON
        )
    page = visitor.send(carried).content.decode()
    assert "De tekst is intussen veranderd" in page
    assert "Nieuwe woorden" in page
    assert visitor.send({**carried, "text": "2"}).status_code == 302
    with tenancy.scope(visitor.world.id):
        assert Consent.objects.select_related("text").get().text.version == 2


def test_only_work_that_was_ever_open_to_the_public_is_named(visitor: Visitor) -> None:
    with tenancy.scope(visitor.world.id):
        make_vacancy("Nog niet", profile=make_profile("Geheime functie"), state="draft", opened_at=None)
        make_profile("Ander geheim")
        retired = make_profile("Oude functie", is_active=False)
        make_vacancy("Oud", profile=retired)
    page = Client().get(visitor.url).content.decode()
    assert "Leerkracht" in page
    assert not any(name in page for name in ("Geheime functie", "Ander geheim", "Oude functie"))
    assert visitor.send(visitor.open(), work=[str(retired.public_id)]).status_code == 422


def test_without_work_to_choose_it_is_an_open_signup(zed: World) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        visitor = Visitor(zed, traveller)
        with tenancy.scope(zed.id):
            Vacancy.objects.all().delete()
        carried = visitor.open()
        assert "Over welk werk" not in Client().get(visitor.url).content.decode()
        assert visitor.send(carried, work=[]).status_code == 302
    with tenancy.scope(zed.id):
        assert (PoolSignup.objects.count(), Interest.objects.count()) == (1, 0)
    client = Client()
    client.force_login(zed.people["recruiter"])
    assert "Open inschrijving" in client.get(reverse("pool", args=[zed.slug])).content.decode()


@pytest.mark.parametrize("sign", ["quick", "trap", "no seal"])
def test_who_looks_like_a_machine_waits_and_then_gets_through(visitor: Visitor, sign: str) -> None:
    carried = visitor.open()
    if sign == "no seal":
        carried["sinds"] = "verzonnen"
    more = {"website": "x"} if sign == "trap" else {}
    answer = visitor.send(carried, after=1 if sign == "quick" else 20, **more)
    assert answer.status_code == 422
    assert "Nog niet verstuurd" in answer.content.decode()
    again = visitor.hidden(answer)
    assert visitor.send(again, after=5, **more).status_code == 422
    assert visitor.send(again, after=20, **more).status_code == 302
    with tenancy.scope(visitor.world.id):
        assert Candidate.objects.count() == 1


def test_a_seal_of_another_organisation_begins_anew(visitor: Visitor, zed: World) -> None:
    with tenancy.scope(zed.id):
        foreign = suspicion.carry(at=NOON).sealed()
    with tenancy.scope(visitor.world.id):
        own = suspicion.carry(at=NOON)
        assert suspicion.carried(own.sealed(), at=NOON).key == own.key
        assert suspicion.carried(foreign, at=NOON + timedelta(hours=1)).began_at == NOON + timedelta(hours=1)


def test_signups_and_wishes_move_with_a_merge_and_back(visitor: Visitor, acme: World) -> None:
    visitor.send(visitor.open())
    both = [str(one.public_id) for one in visitor.work]
    visitor.send(visitor.open(), email="n.idrissi@voorbeeld.example", work=both)
    with tenancy.scope(acme.id):
        kept, other = Candidate.objects.order_by("pk")
        row = merging.merge(kept, other, by=_recruiter(), at=NOON)
        assert PoolSignup.objects.filter(candidate=kept).count() == 2
        assert Interest.objects.filter(candidate=kept).count() == 2
        merging.undo(row, by=_recruiter(), at=NOON)
        assert PoolSignup.objects.filter(candidate=other).count() == 1
        assert Interest.objects.filter(candidate=other).count() == 2


def _recruiter() -> Membership:
    return Membership.objects.get(role="recruiter")
