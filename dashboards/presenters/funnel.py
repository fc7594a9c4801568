"""The funnel as rows with bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.presenters import words
from dashboards.selectors.funnel import PEOPLE, Funnel, Row, Step
from recruit_platform.core import ui


@dataclass(frozen=True)
class FunnelRow:
    label: str
    count: str
    share: str
    interval: str
    median: str
    bar: ui.Bar
    is_weakest: bool
    url: str
    definition: str


@dataclass(frozen=True)
class FunnelTable:
    """``ads`` have bars against reach, ``people`` bars that begin again at the applications."""

    ads: Sequence[FunnelRow]
    people: Sequence[FunnelRow]
    again_at: str
    weakest: str
    is_empty: bool


def table(found: Funnel, *, urls: dict[Step, str]) -> FunnelTable:
    weakest = found.weakest
    rows = {row.step: row for row in found.rows}
    ads = [row for row in found.rows if row.step not in PEOPLE and row.count is not None]
    people = [rows[step] for step in PEOPLE]
    return FunnelTable(
        ads=[_row(row, top=ads[0], weakest=weakest, urls=urls) for row in ads],
        people=[_row(row, top=people[0], weakest=weakest, urls=urls) for row in people],
        again_at=words.count(people[0].count),
        weakest=_weakest(weakest),
        is_empty=not any(row.count for row in found.rows),
    )


def _row(row: Row, *, top: Row, weakest: Row | None, urls: dict[Step, str]) -> FunnelRow:
    is_weakest = weakest is not None and row.step == weakest.step
    most = max(top.count or 0, top.before or 0, row.count or 0, 1)
    return FunnelRow(
        label=str(words.STEPS[row.step]),
        count=words.count(row.count),
        share=words.share(row.share),
        interval=words.interval(row.share),
        median=words.days(row.median_days),
        bar=ui.Bar(
            share=(row.count or 0) / most,
            before_share=(row.before or 0) / most if row.before is not None else None,
            tone=ui.Tone.BAD if is_weakest else ui.Tone.PLAIN,
        ),
        is_weakest=is_weakest,
        url=urls.get(row.step, ""),
        definition=str(words.DEFINITIONS[row.step]),
    )


def _weakest(row: Row | None) -> str:
    if row is None:
        return ""
    steps = list(Step)
    above = words.STEPS[steps[steps.index(row.step) - 1]]
    return _("Zwakste stap: %(above)s → %(step)s, %(now)s tegen %(before)s in de dagen ervoor.") % {
        "above": above,
        "step": words.STEPS[row.step],
        "now": words.share(row.share),
        "before": words.share(row.share_before),
    }
