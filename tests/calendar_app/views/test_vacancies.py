from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from calendar_app.models import FactLabel, JobProfile, Vacancy, VacancyFact
from calendar_app.services import vacancies as lives
from recruit_platform.core import tenancy
from recruit_platform.core.models import Membership, VacancyAccess
from tests.support.builders import NOON, World
from tests.support.vacancies import make_fact, make_profile, make_vacancy

LIST = "/o/acme/vacatures/"


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> None:
    time_machine.move_to(NOON)


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(answer: Any) -> str:
    return re.sub(r"[ \n\t]+", " ", answer.content.decode())


def titles(answer: Any) -> list[str]:
    return re.findall(r'data-row>\s*<th[^>]*>\s*<a class="q"[^>]*>([^<]+)<', answer.content.decode())


def fields(answer: Any, **typed: str) -> dict[str, str]:
    """What a browser would send back: the form's own values, hidden ones too, with what a person typed over them."""
    sent = {}
    for bound in answer.context["form"]:
        value = bound.value()
        sent[bound.html_name] = "" if value is None else str(bound.field.prepare_value(value))
        if bound.field.show_hidden_initial:
            sent[bound.html_initial_name] = sent[bound.html_name]
    return {**sent, **typed}


def address(vacancy: Vacancy, rest: str = "") -> str:
    return f"{LIST}{vacancy.public_id}/{rest}"


def test_a_vacancy_is_made_published_changed_and_closed_without_script(acme: World) -> None:
    recruiter = browser(acme.recruiter)
    with tenancy.scope(acme.id):
        profile = make_profile("Leerkracht")
    typed = fields(
        recruiter.get(f"{LIST}nieuw/"), title="Leerkracht groep 5", profile=str(profile.public_id), closes_on="2026-12-18",
        salary_min_minor="3.622", salary_max_minor="5.520,50", week_minutes_min="24", week_minutes_max="36,5",
        city="Ede", company_car="no", travel_allowance_answer="yes", travel_allowance_nl="€ 0,23 per km",
    )  # fmt: skip
    made = recruiter.post(f"{LIST}nieuw/", typed)
    with tenancy.scope(acme.id):
        vacancy = Vacancy.objects.get()
        fact = VacancyFact.objects.get()
        assert (vacancy.salary_min_minor, vacancy.salary_max_minor) == (362_200, 552_050)
        assert (vacancy.week_minutes_min, vacancy.week_minutes_max) == (1440, 2190)
        assert (vacancy.profile_id, vacancy.remote, vacancy.company_car, vacancy.state) == (
            profile.pk,
            "",
            "no",
            "draft",
        )
        assert (fact.label, fact.answer, fact.text_nl) == ("travel_allowance", "yes", "€ 0,23 per km")
    assert made["Location"] == address(vacancy)
    assert recruiter.post(address(vacancy, "publiceren/")).status_code == 302
    page = words(recruiter.get(address(vacancy)))
    assert "Nog 26 dagen open." in page
    assert "€\u00a03.622 – €\u00a05.520,50 per maand" in page
    assert "24–36,5 uur per week" in page
    assert "Ja. € 0,23 per km" in page
    assert recruiter.post(address(vacancy, "sluiten/")).status_code == 302
    assert "Gesloten: gesloten door een collega." in words(recruiter.get(address(vacancy)))


def test_closed_with_every_position_filled_is_filled_whoever_closed_it(acme: World) -> None:
    with tenancy.scope(acme.id):
        make_vacancy("Vol", state="closed", closed_because="person", closed_at=NOON, positions=3, hired=3)
        full = Vacancy.objects.get()
        half = make_vacancy("Half", state="closed", closed_because="person", closed_at=NOON, positions=3, hired=2)
    recruiter = browser(acme.recruiter)
    assert "Vervuld: 3 van 3." in words(recruiter.get(address(full)))
    assert "Gesloten: gesloten door een collega." in words(recruiter.get(address(half)))


def test_publishing_without_pay_leads_to_the_form_with_the_reason(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(state="draft", salary_min_minor=None, salary_max_minor=None)
    answer = browser(acme.recruiter).post(address(vacancy, "publiceren/"), follow=True)
    assert answer.redirect_chain == [(address(vacancy, "bewerken/"), 302)]
    assert "Zet er een salaris bij" in words(answer)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": ""}, "verplicht"),
        ({"closes_on": "2026-10-01"}, "De sluitingsdatum ligt vóór de openingsdatum."),
        ({"salary_min_minor": "veel"}, "Schrijf een bedrag als 3.622 of 15,50."),
        ({"salary_min_minor": "9.999"}, "Het hoogste salaris is lager dan het laagste."),
        ({"week_minutes_min": "400"}, "Schrijf uren per week als 32 of 36,5."),
        ({"opens_on": "0026-11-01"}, "Kies een dag tussen 2000 en 2100."),
        ({"positions": "0"}, "minstens"),
        ({"benefits_en": "Bike"}, "Schrijf het eerst in het Nederlands."),
        ({"salary_min_minor": "", "salary_max_minor": ""}, "Zet er een salaris bij"),
    ],
)
def test_wrong_input_is_refused_with_words_and_kept(acme: World, typed: dict[str, str], says: str) -> None:
    recruiter = browser(acme.recruiter)
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
    sent = fields(recruiter.get(address(vacancy, "bewerken/")), department="De Zonnewijzer", **typed)
    answer = recruiter.post(address(vacancy, "bewerken/"), sent)
    assert answer.status_code == 422
    assert says in words(answer)
    assert "De Zonnewijzer" in words(answer)
    assert "<title>Fout:" in words(answer)
    with tenancy.scope(acme.id):
        vacancy.refresh_from_db()
        assert (vacancy.version, vacancy.department) == (1, "")


def test_the_second_editor_sees_both_keeps_what_was_left_alone_and_may_save(acme: World) -> None:
    recruiter = browser(acme.recruiter)
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
    there = address(vacancy, "bewerken/")
    opened = recruiter.get(there)
    assert recruiter.post(there, fields(opened, city="Zeist", salary_max_minor="6.000")).status_code == 302
    late = recruiter.post(there, fields(opened, city="Houten"))
    assert late.status_code == 409
    assert [(one.mine, one.theirs) for one in late.context["meanwhile"]] == [("Houten", "Zeist")]
    assert recruiter.post(there, fields(late)).status_code == 302
    with tenancy.scope(acme.id):
        vacancy.refresh_from_db()
        assert (vacancy.city, vacancy.salary_max_minor, vacancy.version) == ("Houten", 600_000, 3)


def test_the_list_filters_by_phase_profile_and_words_and_its_counts_are_its_rows(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        make_vacancy("Van Zed")
    with tenancy.scope(acme.id):
        care = make_profile("Zorg")
        make_vacancy("Open zorg", profile=care, city="Ede")
        make_vacancy("Straks", opens_on=date(2026, 12, 1), opened_at=None)
        make_vacancy("Schets", state="draft")
        make_vacancy("Voorbij zonder werker", closes_on=date(2026, 11, 22))
        make_vacancy("Vervuld één", state="closed", closed_because="filled", closed_at=NOON)
    recruiter = browser(acme.recruiter)
    assert titles(recruiter.get(LIST)) == ["Vervuld één", "Voorbij zonder werker", "Schets", "Straks", "Open zorg"]
    seen = {}
    for phase in ("open", "planned", "draft", "closed"):
        answer = recruiter.get(f"{LIST}?toestand={phase}")
        seen[phase] = titles(answer)
        shown = next(tab for tab in answer.context["phases"] if tab.current)
        assert shown.count == len(seen[phase])
    assert seen == {
        "open": ["Open zorg"],
        "planned": ["Straks"],
        "draft": ["Schets"],
        "closed": ["Vervuld één", "Voorbij zonder werker"],
    }
    assert titles(recruiter.get(f"{LIST}?profiel={care.public_id}")) == ["Open zorg"]
    assert titles(recruiter.get(f"{LIST}?q=EDE+zorg")) == ["Open zorg"]
    assert titles(recruiter.get(f"{LIST}?q=een")) == ["Vervuld één"]
    assert "Geen vacature past hierbij" in words(recruiter.get(f"{LIST}?q=zzz"))


def test_a_long_list_pages_without_loss_or_repeat(acme: World) -> None:
    with tenancy.scope(acme.id):
        for n in range(53):
            make_vacancy(f"Nummer {n}")
    recruiter = browser(acme.recruiter)
    first = recruiter.get(LIST)
    older = recruiter.get(f"{LIST}{first.context['table'].paging.next_url}")
    assert titles(first) + titles(older) == [f"Nummer {n}" for n in reversed(range(53))]


def test_a_hiring_manager_sees_own_vacancies_only_and_changes_nothing(acme: World) -> None:
    with tenancy.scope(acme.id):
        own, other = make_vacancy("Eigen"), make_vacancy("Ander")
        member = Membership.objects.get(role="hiring_manager")
    admin, manager = browser(acme.admin), browser(acme.hiring_manager)
    assert admin.post(address(own, "meekijken/"), {"managers": [str(member.public_id)]}).status_code == 302
    assert titles(manager.get(LIST)) == ["Eigen"]
    assert manager.get(address(own)).status_code == 200
    assert manager.get(address(other)).status_code == 404
    assert manager.get(address(own, "bewerken/")).status_code == 403
    assert "Bewerken" not in words(manager.get(address(own)))
    assert admin.post(address(own, "meekijken/"), {}).status_code == 302
    with tenancy.scope(acme.id):
        assert not VacancyAccess.objects.exists()


def test_zed_cannot_open_or_change_acmes_vacancy(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
    admin = browser(zed.admin)
    for rest in ("", "bewerken/"):
        assert admin.get(f"/o/zed/vacatures/{vacancy.public_id}/{rest}").status_code == 404
    for rest in ("bewerken/", "publiceren/", "sluiten/", "meekijken/"):
        assert admin.post(f"/o/zed/vacatures/{vacancy.public_id}/{rest}", {}).status_code == 404
    with tenancy.scope(acme.id):
        vacancy.refresh_from_db()
        assert (vacancy.state, vacancy.version) == ("published", 1)


def test_the_page_names_what_nobody_recorded_and_escapes_what_people_wrote(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy("<b>Docent</b>", description="<script>x</script>", salary_left_out_because="")
        make_fact(vacancy, FactLabel.BENEFITS, text="<i>fiets</i>")
    page = words(browser(acme.director).get(address(vacancy)))
    assert "Niet vastgelegd" in page
    assert "reiskosten" in page
    assert "<script>x" not in page
    assert "<i>fiets" not in page
    assert "&lt;b&gt;Docent" in page


def test_profiles_are_made_once_renamed_and_put_away(acme: World, zed: World) -> None:
    there = "/o/acme/kalender/profielen/"
    with tenancy.scope(zed.id):
        make_profile("Leerkracht")
    recruiter = browser(acme.recruiter)
    assert recruiter.post(there, {"name": "Leerkracht", "family": "Onderwijs"}).status_code == 302
    twice = recruiter.post(there, {"name": "Leerkracht", "family": ""})
    assert (twice.status_code, "Er is al een profiel met deze naam." in words(twice)) == (422, True)
    with tenancy.scope(acme.id):
        profile = JobProfile.objects.get()
        make_vacancy(profile=profile)
        lives.close(make_vacancy(profile=profile), by=acme.recruiter, at=NOON)
    row = recruiter.get(there).context["rows"][0]
    assert (row.vacancies, row.open) == (2, 1)
    assert recruiter.post(f"{there}{profile.public_id}/", {"name": "Docent", "family": ""}).status_code == 302
    assert recruiter.post(f"{there}{profile.public_id}/wegzetten/").status_code == 302
    with tenancy.scope(acme.id):
        profile.refresh_from_db()
        assert (profile.name, profile.is_active) == ("Docent", False)
    assert str(profile.public_id) not in words(recruiter.get(f"{LIST}nieuw/"))
    assert recruiter.post(f"{there}{profile.public_id}/terugzetten/").status_code == 302
    assert str(profile.public_id) in words(recruiter.get(f"{LIST}nieuw/"))
    assert browser(acme.marketeer).get(there).status_code == 403
