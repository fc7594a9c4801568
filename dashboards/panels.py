"""The live panels of the dashboard. One render serves every reader alike; roles and hiring managers have their own."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from calendar_app.models import Vacancy
from dashboards import periods, readers
from dashboards.presenters import funnel as funnel_rows
from dashboards.presenters import kpis, people, words
from dashboards.presenters import pace as pace_card
from dashboards.presenters import schedule as schedule_rows
from dashboards.presenters import today as today_rows
from dashboards.selectors import calls, funnel, money, schedule, today
from dashboards.selectors.funnel import Step
from recruit_platform.core.poll.panels import House, Panel, register
from recruit_platform.core.roles import Can

SHOWN_LINES = 8
SHOWN_CALLS = 5


def _today(house: House) -> dict[str, Any]:
    reader = readers.from_word(house.reader)
    items = today.items(reader, at=house.at, today=house.today, zone=house.time_zone)
    return {"tasks": today_rows.tasks(items, slug=house.slug, at=house.at)}


def _numbers(house: House) -> dict[str, Any]:
    reader, span = readers.from_word(house.reader), _span(house)
    tiles = kpis.tiles(reader, span=span, slug=house.slug, choice=house.choice, at=house.at, is_live=True)
    return {"tiles": tiles, "days": span.days}


def _funnel(house: House) -> dict[str, Any]:
    reader, span = readers.from_word(house.reader), _span(house)
    urls = {step: rows_url(house.slug, step, choice=house.choice) for step in Step}
    return {
        "funnel": funnel_rows.table(funnel.of(reader, span=span), urls=urls),
        "days": span.days,
        "share_means": words.DEFINITIONS["share"],
        "median_means": words.DEFINITIONS["median"],
    }


def _schedule(house: House) -> dict[str, Any]:
    lines = schedule.lines(readers.from_word(house.reader), today=house.today)
    return {
        "rows": schedule_rows.rows(lines[:SHOWN_LINES], url_of=lambda one: _vacancy_url(house.slug, one)),
        "more": max(0, len(lines) - SHOWN_LINES),
        "all_url": reverse("number_rows", args=[house.slug, "schema"]),
        "means": words.DEFINITIONS["schedule"],
    }


def _pace(house: House) -> dict[str, Any]:
    found = money.pace(today=house.today)
    return {
        "pace": pace_card.card(found, today=house.today) if found is not None else None,
        "means": words.DEFINITIONS["spend"],
        "campaigns_url": reverse("campaigns", args=[house.slug]),
    }


def _calls(house: House) -> dict[str, Any]:
    reader = readers.from_word("")
    late = calls.overdue(reader, at=house.at).select_related("application__candidate", "application__vacancy")
    return {
        "rows": people.call_lines(late[:SHOWN_CALLS], at=house.at, slug=house.slug),
        "count": calls.overdue_count(reader, at=house.at),
        "all_url": reverse("calls", args=[house.slug]),
    }


def rows_url(slug: str, step: Step, *, choice: str) -> str:
    """The rows behind a step of the funnel, over the same days."""
    return f"{reverse('number_rows', args=[slug, step.value])}?dagen={choice}"


def _span(house: House) -> periods.Span:
    return periods.latest(house.choice, today=house.today, zone=house.time_zone)


def _vacancy_url(slug: str, vacancy: Vacancy) -> str:
    return reverse("vacancy", args=[slug, vacancy.public_id])


TODAY = register(Panel("today", Can.SEE_DASHBOARD, "dashboards/panels/today.html", _today, reader=readers.word_of))
NUMBERS = register(
    Panel(
        "numbers",
        Can.SEE_DASHBOARD,
        "dashboards/panels/numbers.html",
        _numbers,
        choices=periods.CHOICES,
        reader=readers.word_of,
        follows=("funnel", "calls", "mails-sent"),
    )
)
FUNNEL = register(
    Panel(
        "funnel",
        Can.SEE_DASHBOARD,
        "dashboards/panels/funnel.html",
        _funnel,
        choices=periods.CHOICES,
        reader=readers.scope_word_of,
    )
)
SCHEDULE = register(
    Panel(
        "schedule",
        Can.SEE_DASHBOARD,
        "dashboards/panels/schedule.html",
        _schedule,
        reader=readers.scope_word_of,
        follows=("funnel", "today"),
    )
)
PACE = register(Panel("pace", Can.SEE_CAMPAIGNS, "dashboards/panels/pace.html", _pace))
CALLS = register(Panel("calls", Can.SEE_CALLS, "dashboards/panels/calls.html", _calls))
