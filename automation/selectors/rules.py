"""What the page of rules needs: the choices, the sequences, and what each did lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence as Several
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from automation.models import Enrolment, EnrolmentState, FirstReply, MailTemplate, Sequence, Step
from automation.services import enrolments, first_replies, steps
from recruit_platform.core.log import tallies

LATELY_DAYS = 7


@dataclass(frozen=True)
class Effect:
    """What one sequence did in the last seven days, and how many are in it now."""

    started: int = 0
    sent: int = 0
    stopped: int = 0
    active: int = 0


@dataclass(frozen=True)
class Rule:
    sequence: Sequence
    steps: Several[Step]
    effect: Effect


def is_set_up() -> bool:
    """Tell whether the organisation has texts at all. One statement."""
    return MailTemplate.objects.exists()


def first_reply_choices() -> list[FirstReply]:
    """Return the choices: that for all others first, then per vacancy by title. One statement."""
    rows = FirstReply.objects.select_related("template", "vacancy", "changed_by__user")
    return sorted(rows, key=lambda row: (row.vacancy_id is not None, row.vacancy.title if row.vacancy else "", row.pk))


def first_replies_sent(*, today: date) -> int:
    """Return how many first replies were made in the last seven days, today included. One statement."""
    return tallies.total(first_replies.SENT, first=_since(today), until=today + timedelta(days=1))


def every(*, today: date) -> list[Rule]:
    """Return the sequences with their steps and effect, by name. Four statements."""
    sequences = list(Sequence.objects.order_by("kind", "name", "pk"))
    by_sequence: dict[int, list[Step]] = {}
    for step in Step.objects.select_related("template").order_by("sequence_id", "position"):
        by_sequence.setdefault(step.sequence_id, []).append(step)
    effects = _effects(today=today)
    return [Rule(one, by_sequence.get(one.pk, []), effects.get(one.pk, Effect())) for one in sequences]


def _effects(*, today: date) -> dict[int, Effect]:
    kinds = (enrolments.STARTED, steps.SENT, enrolments.STOPPED)
    counted: Counter[tuple[int, str]] = Counter()
    for count in tallies.per_day(kinds, first=_since(today), until=today + timedelta(days=1)):
        counted[count.subject_id, count.kind] += count.n
    running = Enrolment.objects.filter(state=EnrolmentState.ACTIVE).values("sequence_id").annotate(n=Count("pk"))
    active = {row["sequence_id"]: row["n"] for row in running.order_by("sequence_id")}
    return {
        one: Effect(
            started=counted[one, enrolments.STARTED],
            sent=counted[one, steps.SENT],
            stopped=counted[one, enrolments.STOPPED],
            active=active.get(one, 0),
        )
        for one in {sequence for sequence, _kind in counted} | set(active)
    }


def _since(today: date) -> date:
    return today - timedelta(days=LATELY_DAYS - 1)
