from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest

from calendar_app.models import FeedKind, FeedRun, FeedSource, FeedVacancy, Vacancy
from calendar_app.services import feeds, vacancies
from recruit_platform.core import jobs, tenancy
from recruit_platform.core.jobs import runner
from recruit_platform.core.models import Event, LongJob, Membership, StoredFile
from tests.calendar_app.imports.test_feeds import REAL, real
from tests.support.builders import NOON, World

HEAD = "Job ID,Title,Final URL,Location ID,Salary\n"
FIRST = HEAD + "1,Kok,https://x.example/v/kok,Ede,€2500-€3000\n2,Arts,https://x.example/v/arts,Ede,\n"
SECOND = HEAD + "9,Kok,https://x.example/v/kok?utm_source=g,Ede,€2600-€3100\n3,Docent,https://x.example/v/d,Ede,€3-€4\n"


def me() -> Membership:
    return Membership.objects.get(role="recruiter")


def read(text: str, *, kind: FeedKind = FeedKind.GOOGLE_CSV, source: str = "ATS", publish: bool = True) -> FeedRun:
    stream = io.BytesIO(text.encode())
    return feeds.preview(stream, source=source, kind=kind, name="feed.csv", publish=publish, by=me(), at=NOON)


def applied(text: str, *, reason: str = "cao volgt", **how: Any) -> FeedRun:
    run = feeds.explain(read(text, **how), salary_reason=reason)
    return feeds.apply(run, by=me(), at=NOON)


def held() -> list[tuple[str, str, str, int | None]]:
    rows = Vacancy.objects.order_by("pk").values_list("title", "state", "closed_because", "salary_min_minor")
    return list(rows)


def counts(run: FeedRun) -> tuple[int, int, int, int]:
    return tuple(run.outcome[name] for name in ("new", "changed", "same", "gone"))  # type: ignore[return-value]


def test_a_preview_changes_nothing_but_tells_all(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        run = read(FIRST)
        assert (counts(run), run.rows, run.state) == ((2, 0, 0, 0), 2, "previewed")
        assert held() == []
        assert list(Event.objects.values_list("kind", flat=True)) == ["feed.previewed"]
        feeds.discard(run, by=me(), at=NOON)
        with pytest.raises(feeds.RunRefused):
            feeds.apply(run, by=me(), at=NOON)
    with tenancy.scope(zed.id):
        assert not FeedRun.objects.exists()


def test_applying_adds_changes_closes_and_the_same_file_again_does_nothing(acme: World) -> None:
    with tenancy.scope(acme.id):
        applied(FIRST)
        assert held() == [("Kok", "published", "", 250_000), ("Arts", "published", "", None)]
        assert Vacancy.objects.get(title="Arts").salary_left_out_because == "cao volgt"
        assert counts(read(FIRST)) == (0, 0, 2, 0)
        second = applied(SECOND)
        assert counts(second) == (1, 1, 0, 1)
        assert held() == [
            ("Kok", "published", "", 260_000),  # known by its path although its id changed
            ("Arts", "closed", "feed", None),
            ("Docent", "published", "", None),  # three euros a month is not published
        ]
        assert [one["doubt"] for one in second.outcome["flagged"]] == ["implausible"]
        assert counts(applied(SECOND)) == (0, 0, 2, 0)
        assert counts(applied(FIRST)) == (0, 2, 0, 1)  # back again: reopened, not new
        assert held()[1] == ("Arts", "published", "", None)


def test_undo_restores_what_nobody_touched_and_counts_the_rest(acme: World) -> None:
    with tenancy.scope(acme.id):
        first = applied(FIRST)
        second = applied(SECOND)
        with pytest.raises(feeds.RunRefused):
            feeds.undo(first, by=me(), at=NOON)
        done = feeds.undo(second, by=me(), at=NOON)
        assert held() == [("Kok", "published", "", 250_000), ("Arts", "published", "", None)]
        assert (done.state, done.outcome["kept"]) == ("undone", 0)
        assert counts(read(FIRST)) == (0, 0, 2, 0)
        assert counts(read(SECOND)) == (1, 1, 0, 1)
        kok = Vacancy.objects.get(title="Kok")
        vacancies.change(kok, values={"title": "Souschef"}, by=acme.recruiter, at=NOON)
        again = feeds.undo(first, by=me(), at=NOON)
        assert again.outcome["kept"] == 1
        assert held() == [("Souschef", "closed", "person", 250_000)]
        assert not FeedVacancy.objects.exists()


def test_without_the_tick_new_vacancies_are_drafts(acme: World) -> None:
    with tenancy.scope(acme.id):
        applied(FIRST, publish=False)
        assert [row[1] for row in held()] == ["draft", "draft"]


def test_without_a_reason_of_a_person_what_tells_no_salary_stays_a_draft(acme: World) -> None:
    with tenancy.scope(acme.id):
        assert read(FIRST).outcome["without_salary"] == 1
        applied(FIRST, reason="")
        doubtful = applied("titel;plaats;salaris\nDocent;Ede;€3-€4\n", reason="", source="B", kind=FeedKind.TABLE)
        assert doubtful.outcome["without_salary"] == 1
        rows = Vacancy.objects.order_by("pk").values_list("title", "state", "salary_left_out_because")
        assert list(rows) == [("Kok", "published", ""), ("Arts", "draft", ""), ("Docent", "draft", "")]


def test_what_tells_no_place_stays_a_draft_and_is_counted(acme: World) -> None:
    with tenancy.scope(acme.id):
        run = applied("titel;plaats;sluitingsdatum\nKok;;\nArts;Ede;\nOud;;2026-11-01\n", kind=FeedKind.TABLE)
        assert (run.outcome["without_place"], run.outcome["without_salary"]) == (1, 1)
        assert [row[:2] for row in held()] == [("Kok", "draft"), ("Arts", "published"), ("Oud", "draft")]


def test_what_was_done_is_not_explained_afterwards(acme: World) -> None:
    with tenancy.scope(acme.id):
        run = applied(FIRST)
        assert feeds.explain(run, salary_reason="iets anders").outcome["salary_reason"] == "cao volgt"


def test_what_a_person_changed_stays_until_the_feed_says_something_new(acme: World) -> None:
    with tenancy.scope(acme.id):
        applied(FIRST)
        kok = Vacancy.objects.get(title="Kok")
        vacancies.change(kok, values={"title": "Chef-kok"}, by=acme.recruiter, at=NOON)
        applied(FIRST)
        assert held()[0][0] == "Chef-kok"
        applied(SECOND)
        assert held()[0][0] == "Kok"


def test_two_sources_do_not_close_each_others_vacancies(acme: World) -> None:
    with tenancy.scope(acme.id):
        applied(FIRST)
        applied("titel;plaats\nKok;Ede\n", source="Lijst", kind=FeedKind.TABLE)
        assert [row[1] for row in held()] == ["published"] * 3
        with pytest.raises(feeds.RunRefused):
            read("titel\nKok\n", source="ATS", kind=FeedKind.TABLE)
        assert FeedSource.objects.count() == 2


def test_a_file_that_cannot_be_read_keeps_nothing(acme: World) -> None:
    with tenancy.scope(acme.id):
        with pytest.raises(feeds.reading.Unreadable):
            read("<source/>", kind=FeedKind.TABLE)
        assert (FeedSource.objects.count(), StoredFile.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_a_vacancy_whose_last_day_is_over_stays_a_draft(acme: World) -> None:
    with tenancy.scope(acme.id):
        applied("titel;sluitingsdatum\nKok;2026-11-01\n", kind=FeedKind.TABLE)
        assert [row[1] for row in held()] == ["draft"]
        assert Vacancy.objects.get().closes_on == date(2026, 11, 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_applies_a_long_one_once_also_when_rung_twice(acme: World) -> None:
    with tenancy.scope(acme.id):
        run = read(FIRST)
        job = jobs.start("calendar_app.feed_apply", input={"run": run.pk}, by=acme.recruiter, at=NOON)
    runner.run(acme.id, job.pk)
    with tenancy.scope(acme.id):
        LongJob.objects.filter(pk=job.pk).update(state="waiting", created_at=NOON + timedelta(1))
    runner.run(acme.id, job.pk)
    with tenancy.scope(acme.id):
        assert LongJob.objects.get().result == {"new": 2, "changed": 0, "gone": 0}
        assert len(held()) == 2


@real
def test_two_days_of_a_real_feed_close_one_and_add_none(acme: World) -> None:
    with tenancy.scope(acme.id):
        for day in ("19", "20"):
            text = (REAL / f"ggz_jobs_feed_2025-11-{day}.csv").read_text(encoding="utf-8")
            run = applied(text)
        assert counts(run) == (0, 135, 0, 1)
        assert Vacancy.objects.filter(state="published").count() == 135
        assert Vacancy.objects.get(state="closed").title == "Verpleegkundige kliniek ouderen open"
