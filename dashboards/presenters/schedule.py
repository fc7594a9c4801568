"""Vacancies on or off schedule, as rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from calendar_app.models import Vacancy
from dashboards.planned_line import Standing
from dashboards.presenters import words
from dashboards.selectors.schedule import Line
from recruit_platform.core import ui

_FULL_BAR_DAYS = 40


@dataclass(frozen=True)
class ScheduleRow:
    id: str
    title: str
    about: str
    status: ui.Status
    drift: ui.Drift
    apart: str
    tone: ui.Tone
    url: str


def rows(lines: Sequence[Line], *, url_of: Callable[[Vacancy], str]) -> list[ScheduleRow]:
    return [_row(line, url=url_of(line.vacancy)) for line in lines]


def _row(line: Line, *, url: str) -> ScheduleRow:
    vacancy, judged = line.vacancy, line.schedule
    tone, word = words.STANDINGS[judged.standing]
    filled = _("%(hired)s van %(positions)s") % {"hired": vacancy.hired, "positions": vacancy.positions}
    shown = judged.days if judged.standing not in {Standing.QUIET, Standing.NO_DEADLINE} else 0
    return ScheduleRow(
        id=str(vacancy.public_id),
        title=vacancy.title,
        about=f"{vacancy.department or vacancy.city} · {filled}" if vacancy.department or vacancy.city else filled,
        status=ui.Status(tone=tone, word=word),
        drift=ui.Drift(share=shown / _FULL_BAR_DAYS, tone=_drift_tone(judged.standing, shown)),
        apart=words.days_apart(judged.days, judged.standing, quiet_days=line.quiet_days),
        tone=tone if tone == ui.Tone.BAD else ui.Tone.PLAIN,
        url=url,
    )


def _drift_tone(standing: Standing, shown: int) -> ui.Tone:
    if standing in {Standing.NOT_OPEN, Standing.FAR_BEHIND, Standing.BEHIND}:
        return ui.Tone.BAD
    return ui.Tone.OK if shown > 0 else ui.Tone.PLAIN
