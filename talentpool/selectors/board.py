"""The board: running applications per stage, the longest waiting on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from calendar_app.models import Vacancy
from recruit_platform.core.models import Membership
from talentpool.models import Application, Stage, StageKind
from talentpool.selectors import access

CARDS = 60


@dataclass(frozen=True)
class Column:
    """``total`` counts all; ``cards`` are the first of them."""

    stage: Stage
    total: int
    cards: Sequence[Application]


def in_order() -> list[Stage]:
    """Return the stages in use, in the order of the board. One statement."""
    return list(Stage.objects.filter(is_active=True).order_by("position", "id"))


def columns(membership: Membership, *, vacancy: Vacancy | None) -> list[Column]:
    """Return the board of one vacancy, or of all this member sees. Two statements and one per stage."""
    running = access.applications_for(membership).filter(ended_at=None)
    if vacancy is not None:
        running = running.filter(vacancy=vacancy)
    totals = dict(running.order_by().values_list("stage").annotate(n=Count("pk")))
    found = []
    for stage in in_order():
        if stage.kind == StageKind.ENDED:
            continue
        cards = running.filter(stage=stage).select_related("candidate", "vacancy").order_by("stage_since", "id")
        found.append(Column(stage, totals.get(stage.pk, 0), list(cards[:CARDS]) if totals.get(stage.pk) else []))
    return found
