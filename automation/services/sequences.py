"""Sequences of follow-ups as an organisation sets them: name, window, steps, on or off."""

from __future__ import annotations

from collections.abc import Sequence as Several
from dataclasses import dataclass
from datetime import datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from automation.models import Enrolment, EnrolmentState, MailTemplate, Sequence, SequenceKind, Step, StoppedBecause
from automation.services import enrolments
from recruit_platform.core import log
from recruit_platform.core.models import Membership
from recruit_platform.core.refusals import Refusal
from recruit_platform.lib import text

MOST_STEPS = 12
LONGEST_WAIT_DAYS = 260  # a working year


@dataclass(frozen=True)
class Window:
    """Local times between which mails may leave, on working days."""

    opens: time
    closes: time


@dataclass(frozen=True)
class Planned:
    """One step as somebody wants it: a text, some working days after the step before it."""

    template: MailTemplate
    wait_days: int


class NameTaken(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Er is al een reeks met deze naam."))


class ClosedWindow(Refusal):
    def __init__(self) -> None:
        super().__init__(_("De mails kunnen alleen weg als ‘tot’ later is dan ‘vanaf’."))


class NoSteps(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Een reeks zonder stappen doet niets. Voeg eerst een stap toe."))


class UnfitSteps(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Een reeks heeft hoogstens %(steps)s stappen, en tussen twee stappen zit hoogstens %(days)s werkdagen.")
            % {"steps": MOST_STEPS, "days": LONGEST_WAIT_DAYS}
        )


@transaction.atomic
def create(
    *, name: str, kind: SequenceKind, window: Window, steps: Several[Planned], by: Membership | None, at: datetime
) -> Sequence:
    """Make a sequence; it starts switched off. Raises NameTaken, ClosedWindow, UnfitSteps."""
    _check(window, steps)
    try:
        with transaction.atomic():
            sequence = Sequence.objects.create(
                name=text.clean_line(name),
                kind=kind,
                send_from=window.opens,
                send_until=window.closes,
                created_at=at,
                changed_at=at,
            )
    except IntegrityError as taken:
        raise NameTaken from taken
    _write_steps(sequence, steps)
    _log("sequence.made", sequence, by=by, at=at, steps=len(steps))
    return sequence


@transaction.atomic
def change(
    sequence: Sequence, *, name: str, window: Window, steps: Several[Planned], by: Membership, at: datetime
) -> None:
    """Set name, window and steps. Who is under way goes on at the same position; beyond the last step they are done.

    Raises NameTaken, ClosedWindow, UnfitSteps, and NoSteps for a sequence that is on.
    """
    held = Sequence.objects.select_for_update().get(pk=sequence.pk)
    _check(window, steps)
    if held.is_on and not steps:
        raise NoSteps
    held.name, held.send_from, held.send_until = text.clean_line(name), window.opens, window.closes
    held.changed_at = at
    try:
        with transaction.atomic():
            held.save(update_fields=["name", "send_from", "send_until", "changed_at"])
    except IntegrityError as taken:
        raise NameTaken from taken
    Step.objects.filter(sequence=held).delete()
    _write_steps(held, steps)
    _log("sequence.changed", held, by=by, at=at, steps=len(steps))


@transaction.atomic
def switch_on(sequence: Sequence, *, by: Membership | None, at: datetime) -> None:
    """Let it take people in from now on. Raises NoSteps."""
    if not Step.objects.filter(sequence=sequence).exists():
        raise NoSteps
    if Sequence.objects.filter(pk=sequence.pk, is_on=False).update(is_on=True, changed_at=at):
        _log("sequence.switched_on", sequence, by=by, at=at)


@transaction.atomic
def switch_off(sequence: Sequence, *, by: Membership, at: datetime) -> int:
    """Take nobody in any more and stop everybody who is in it; returns how many were stopped."""
    if not Sequence.objects.filter(pk=sequence.pk, is_on=True).update(is_on=False, changed_at=at):
        return 0
    running = Enrolment.objects.filter(sequence=sequence, state=EnrolmentState.ACTIVE).order_by("id")
    stopped = sum(
        enrolments.stop(one, because=StoppedBecause.SEQUENCE_OFF, by=log.Actor.user(by.user_id), at=at)
        for one in running
    )
    _log("sequence.switched_off", sequence, by=by, at=at)
    return stopped


def _check(window: Window, steps: Several[Planned]) -> None:
    if not window.opens < window.closes:
        raise ClosedWindow
    if len(steps) > MOST_STEPS or any(not 0 <= step.wait_days <= LONGEST_WAIT_DAYS for step in steps):
        raise UnfitSteps


def _write_steps(sequence: Sequence, steps: Several[Planned]) -> None:
    Step.objects.bulk_create(
        Step(sequence=sequence, position=position, wait_days=step.wait_days, template=step.template)
        for position, step in enumerate(steps, start=1)
    )


def _log(kind: str, sequence: Sequence, *, by: Membership | None, at: datetime, **facts: int) -> None:
    actor = log.Actor.user(by.user_id) if by is not None else log.Actor.system()
    log.append(kind, subject=log.Subject("sequence", sequence.pk), actor=actor, at=at, data=facts)
