from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from calendar_app.models import FactLabel, Vacancy, VacancyFact
from calendar_app.selectors import vacancies as held
from calendar_app.services import vacancies
from calendar_app.services.vacancies import EditedMeanwhile, VacancyRefused, Values, Words
from recruit_platform.core import tenancy
from recruit_platform.core.models import Event, Membership
from tests.support.builders import NOON, World
from tests.support.vacancies import make_vacancy

TODAY = date(2026, 11, 23)


def events() -> list[Any]:
    return list(Event.objects.order_by("pk").values_list("kind", "data"))


def draft(**values: Any) -> Vacancy:
    return make_vacancy(state="draft", opened_at=None, **values)


def test_a_new_vacancy_is_a_draft_with_its_words(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        values: Values = {"title": "Verpleegkundige", "opens_on": TODAY, "positions": 2}
        words = {FactLabel.BENEFITS: Words(text_nl="Fietsplan"), FactLabel.SCHEDULE: Words()}
        made = vacancies.create(values=values, words=words, by=acme.recruiter, at=NOON)
        assert (made.state, made.version, made.positions) == ("draft", 1, 2)
        assert list(VacancyFact.objects.values_list("label", "text_nl")) == [("benefits", "Fietsplan")]
        assert events() == [("vacancy.created", {})]
        assert list(held.open_to_public(today=TODAY)) == []
    with tenancy.scope(zed.id):
        assert not Vacancy.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"closes_on": date(2026, 11, 22)}, "closes_on"),
        ({"salary_min_minor": 500_00, "salary_max_minor": 400_00}, "salary_max_minor"),
        ({"week_minutes_min": 2400, "week_minutes_max": 1200}, "week_minutes_max"),
        ({"positions": 0}, "positions"),
        ({"title": "  "}, "title"),
    ],
)
def test_what_runs_the_wrong_way_is_refused_with_the_field(acme: World, wrong: Values, field: str) -> None:
    with tenancy.scope(acme.id):
        values: Values = {"title": "Docent", "opens_on": TODAY, **wrong}
        with pytest.raises(VacancyRefused) as refused:
            vacancies.create(values=values, by=acme.recruiter, at=NOON)
        assert refused.value.field == field
        assert (Vacancy.objects.count(), events()) == (0, [])


def test_publishing_asks_for_a_salary_range_or_a_reason(acme: World) -> None:
    with tenancy.scope(acme.id):
        silent = draft(salary_min_minor=None, salary_max_minor=None)
        with pytest.raises(VacancyRefused):
            vacancies.publish(silent, by=acme.recruiter, at=NOON)
        half = draft(salary_max_minor=None)
        with pytest.raises(VacancyRefused):
            vacancies.publish(half, by=acme.recruiter, at=NOON)
        told = draft(salary_min_minor=None, salary_max_minor=None, salary_left_out_because="cao volgt in januari")
        assert vacancies.publish(told, by=acme.recruiter, at=NOON).state == "published"
        assert events() == [("vacancy.published", {"opens_on": "2026-11-01"}), ("vacancy.opened", {})]


def test_publishing_asks_for_a_place_unless_all_work_is_at_home(acme: World) -> None:
    with tenancy.scope(acme.id):
        with pytest.raises(VacancyRefused) as refused:
            vacancies.publish(draft(city="", remote="partly"), by=acme.recruiter, at=NOON)
        assert refused.value.field == "city"
        for where in ({"remote": "fully"}, {"postcode": "3825 AA"}, {"province": "Utrecht"}):
            assert vacancies.publish(draft(city="", **where), by=acme.recruiter, at=NOON).state == "published"


def test_a_published_vacancy_cannot_lose_its_place_and_one_without_can_still_be_mended(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy, older = make_vacancy(), make_vacancy(city="")
        with pytest.raises(VacancyRefused):
            vacancies.change(vacancy, values={"city": ""}, by=acme.recruiter, at=NOON)
        assert vacancies.change(older, values={"title": "Conciërge"}, by=acme.recruiter, at=NOON).title == "Conciërge"


def test_a_position_that_comes_free_reopens_also_an_older_vacancy_without_a_place(acme: World) -> None:
    with tenancy.scope(acme.id):
        older = make_vacancy(city="")
        assert vacancies.record_hire(older, by=1, at=NOON).state == "closed"
        assert vacancies.record_hire(older, by=-1, at=NOON).state == "published"


def test_a_published_vacancy_cannot_lose_its_salary(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
        with pytest.raises(VacancyRefused):
            vacancies.change(vacancy, values={"salary_min_minor": None}, version=1, by=acme.recruiter, at=NOON)
        vacancy.refresh_from_db()
        assert (vacancy.salary_min_minor, vacancy.version, events()) == (362_200, 1, [])


def test_publishing_ahead_opens_on_its_day_and_is_told_once_after_days_of_downtime(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = vacancies.publish(draft(opens_on=date(2026, 12, 1)), by=acme.recruiter, at=NOON)
        vacancies.publish(vacancy, by=acme.recruiter, at=NOON)
        assert vacancy.opened_at is None
        assert list(held.open_to_public(today=date(2026, 11, 30))) == []
        assert list(held.open_to_public(today=date(2026, 12, 1))) == [vacancy]
        late = NOON + timedelta(days=20)
        assert [vacancies.follow_dates(at=late), vacancies.follow_dates(at=late)] == [1, 0]
        vacancy.refresh_from_db()
        assert vacancy.opened_at == late
        assert events() == [("vacancy.published", {"opens_on": "2026-12-01"}), ("vacancy.opened", {})]


def test_the_last_day_counts_whole_and_closing_is_told_once(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        other = make_vacancy(closes_on=TODAY)
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(closes_on=TODAY)
        last_minute = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)
        assert vacancies.follow_dates(at=last_minute) == 0
        assert list(held.open_to_public(today=TODAY)) == [vacancy]
        assert list(held.open_to_public(today=TODAY + timedelta(days=1))) == []  # without any worker
        next_day = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
        assert [vacancies.follow_dates(at=next_day), vacancies.follow_dates(at=next_day)] == [1, 0]
        vacancy.refresh_from_db()
        assert (vacancy.state, vacancy.closed_because, vacancy.closed_at) == ("closed", "date", next_day)
        assert events() == [("vacancy.closed", {"because": "date"})]
    with tenancy.scope(zed.id):
        other.refresh_from_db()
        assert other.state == "published"


def test_a_vacancy_whose_whole_life_fell_in_the_downtime_opened_and_closed(acme: World) -> None:
    with tenancy.scope(acme.id):
        make_vacancy(opens_on=date(2026, 11, 20), closes_on=date(2026, 11, 21), opened_at=None)
        assert vacancies.follow_dates(at=NOON) == 1
        assert events() == [("vacancy.opened", {}), ("vacancy.closed", {"because": "date"})]


def test_the_last_hire_closes_and_taking_it_back_reopens(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(positions=2)
        assert vacancies.record_hire(vacancy, by=1, at=NOON).state == "published"
        filled = vacancies.record_hire(vacancy, by=1, at=NOON)
        assert (filled.state, filled.closed_because, filled.hired) == ("closed", "filled", 2)
        again = vacancies.record_hire(vacancy, by=-1, at=NOON)
        assert (again.state, again.closed_because, again.hired) == ("published", "", 1)
        kinds = [kind for kind, _data in events()]
        assert kinds == ["vacancy.closed", "vacancy.published", "vacancy.opened"]


def test_taking_a_hire_back_does_not_reopen_what_a_person_or_a_date_closed(acme: World) -> None:
    with tenancy.scope(acme.id):
        by_person = make_vacancy(state="closed", closed_because="person", closed_at=NOON, hired=1)
        assert vacancies.record_hire(by_person, by=-1, at=NOON).state == "closed"
        passed = make_vacancy(
            state="closed", closed_because="filled", closed_at=NOON, hired=1, closes_on=date(2026, 11, 20)
        )
        assert vacancies.record_hire(passed, by=-1, at=NOON).state == "closed"
        assert vacancies.record_hire(passed, by=-1, at=NOON).hired == 0


def test_reopening_needs_a_day_that_is_not_over_and_a_place(acme: World) -> None:
    with tenancy.scope(acme.id):
        passed = make_vacancy(state="closed", closed_because="date", closed_at=NOON, closes_on=date(2026, 11, 20))
        with pytest.raises(VacancyRefused) as refused:
            vacancies.publish(passed, by=acme.recruiter, at=NOON)
        assert refused.value.field == "closes_on"
        vacancies.change(passed, values={"closes_on": date(2026, 12, 20)}, version=1, by=acme.recruiter, at=NOON)
        assert vacancies.publish(passed, by=acme.recruiter, at=NOON).state == "published"
        full = make_vacancy(state="closed", closed_because="filled", closed_at=NOON, hired=1)
        with pytest.raises(VacancyRefused):
            vacancies.publish(full, by=acme.recruiter, at=NOON)


def test_the_second_of_two_editors_is_told_and_saves_nothing(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
        vacancies.change(vacancy, values={"city": "Zeist"}, version=1, by=acme.recruiter, at=NOON)
        with pytest.raises(EditedMeanwhile) as refused:
            vacancies.change(vacancy, values={"city": "Houten"}, version=1, by=acme.admin, at=NOON)
        assert (refused.value.now.city, refused.value.now.version) == ("Zeist", 2)
        same = vacancies.change(vacancy, values={"city": "Zeist"}, version=1, by=acme.admin, at=NOON)
        assert same.version == 2
        assert events() == [("vacancy.changed", {"fields": ["city"], "version": 2})]


def test_words_change_per_label_and_empty_words_are_not_recorded_again(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
        first = {FactLabel.BENEFITS: Words(text_nl="Fiets"), FactLabel.DRIVING_LICENCE: Words(answer="no")}
        vacancies.change(vacancy, values={}, words=first, version=1, by=acme.recruiter, at=NOON)
        vacancies.change(vacancy, values={}, words={FactLabel.BENEFITS: Words()}, version=2, by=acme.recruiter, at=NOON)
        assert list(VacancyFact.objects.values_list("label", "answer")) == [("driving_licence", "no")]
        assert [data["fields"] for _kind, data in events()] == [["facts"], ["facts"]]


def test_a_hiring_manager_sees_exactly_the_vacancies_given(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        own, other = make_vacancy("Eigen"), make_vacancy("Ander")
        manager = Membership.objects.get(role="hiring_manager")
        recruiter = Membership.objects.get(role="recruiter")
        vacancies.set_managers(own, managers=[manager, recruiter], by=acme.admin, at=NOON)
        vacancies.set_managers(own, managers=[manager], by=acme.admin, at=NOON)
        assert list(held.visible_to(manager)) == [own]
        assert set(held.visible_to(recruiter)) == {own, other}
        vacancies.set_managers(own, managers=[], by=acme.admin, at=NOON)
        assert list(held.visible_to(manager)) == []
        assert events() == [("vacancy.managers_set", {"count": 1}), ("vacancy.managers_set", {"count": 0})]
