from __future__ import annotations

from datetime import date

import pytest

from calendar_app import facts
from calendar_app.models import FactLabel
from recruit_platform.core import tenancy
from recruit_platform.lib.money import Money
from tests.support.builders import World
from tests.support.vacancies import make_fact, make_vacancy


def test_what_is_not_recorded_is_none_and_what_is_recorded_as_no_says_no(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(company_car="no")
        make_fact(vacancy, FactLabel.DRIVING_LICENCE, answer="no")
        found = facts.of(vacancy, language="nl")
    said = {label: fact.text for label, fact in found.items() if fact}
    assert said == {
        FactLabel.SALARY: "€\u00a03.622 – €\u00a05.520 per maand",
        FactLabel.LOCATION: "Utrecht",
        FactLabel.COMPANY_CAR: "Geen auto van de zaak",
        FactLabel.DRIVING_LICENCE: "Nee",
    }
    assert len(found) == len(FactLabel) == 23
    assert found[FactLabel.TRAVEL_ALLOWANCE] is None


def test_every_typed_fact_reads_as_a_sentence_part_in_both_languages(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(
            salary_min_minor=1_650_50, salary_max_minor=1_650_50, salary_period="hour", salary_scale="LB",
            week_minutes_min=24 * 60, week_minutes_max=36 * 60 + 30, street="Dorpsstraat 1", postcode="3511 AB",
            contract="permanent", remote="partly", starts_on=date(2027, 2, 1), closes_on=date(2026, 12, 18),
        )  # fmt: skip
        dutch, english = facts.of(vacancy, language="nl"), facts.of(vacancy, language="en")
    wanted = (FactLabel.SALARY, FactLabel.HOURS, FactLabel.LOCATION, FactLabel.START_DATE, FactLabel.DEADLINE)
    assert [getattr(dutch[label], "text", None) for label in wanted] == [
        "€\u00a01.650,50 per uur (schaal LB)",
        "24–36,5 uur per week",
        "Dorpsstraat 1, 3511 AB Utrecht",
        "maandag 1 februari 2027",
        "vrijdag 18 december 2026",
    ]
    assert getattr(dutch[FactLabel.CONTRACT_TYPE], "text", None) == "Vast"
    assert getattr(english[FactLabel.DEADLINE], "text", "") == "Friday 18 December 2026"


def test_words_stand_after_the_typed_value_and_fall_back_to_dutch(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
        make_fact(vacancy, FactLabel.SALARY, text="Vakantiegeld 8 %.", text_en="Holiday pay 8%.")
        make_fact(vacancy, FactLabel.BENEFITS, text="Laptop.")
        make_fact(vacancy, FactLabel.TRAVEL_ALLOWANCE, answer="yes", text="€ 0,23 per km.")
        dutch, english = facts.of(vacancy, language="nl"), facts.of(vacancy, language="en")
    assert getattr(dutch[FactLabel.SALARY], "text", "") == "€\u00a03.622 – €\u00a05.520 per maand. Vakantiegeld 8 %."
    assert getattr(dutch[FactLabel.TRAVEL_ALLOWANCE], "text", "") == "Ja. € 0,23 per km."
    assert getattr(english[FactLabel.BENEFITS], "text", "") == "Laptop."
    assert getattr(english[FactLabel.SALARY], "detail", "") == "Holiday pay 8%."


def test_values_for_machines_are_typed_and_half_a_range_is_no_range(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(week_minutes_max=960)
        found = facts.salary(vacancy)
        assert found is not None
        assert (found.low, found.high, found.period) == (Money(362_200, "EUR"), Money(552_000, "EUR"), "month")
        assert facts.hours(vacancy) == facts.Hours(960, 960)
        assert facts.salary(make_vacancy(salary_max_minor=None, salary_left_out_because="volgt nog")) is None
        assert facts.place(make_vacancy(city="")) is None


def test_words_of_many_vacancies_take_one_statement(
    acme: World, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with tenancy.scope(acme.id):
        first, second = make_vacancy("Een"), make_vacancy("Twee")
        make_fact(first, FactLabel.BENEFITS, text="Fiets")
        with django_assert_num_queries(1):  # type: ignore[operator]
            words = facts.words_of([first, second])
            both = [facts.of(one, language="nl", words=words[one.pk])[FactLabel.BENEFITS] for one in (first, second)]
    assert [one.text if one else None for one in both] == ["Fiets", None]
