"""The stages of an organisation. A ready set is there from the start; every kind has at least one stage when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log, tenancy
from recruit_platform.core.models import Membership, OrganisationSettings
from recruit_platform.core.poll import versions
from recruit_platform.core.refusals import Refusal
from talentpool.models import Application, Stage, StageKind


class StageRefused(Refusal):
    """The stages cannot be changed like that."""


@dataclass(frozen=True)
class Ready:
    """Limits in working hours: 8 is one working day. Source: call-back clock, ideal one working day, at most two."""

    kind: StageKind
    name: Promise
    ideal_hours: int | None = None
    at_most_hours: int | None = None


READY: tuple[Ready, ...] = (
    Ready(StageKind.NEW, _("Nieuw"), 8, 16),
    Ready(StageKind.CONTACTED, _("Gesproken"), 24, 40),
    Ready(StageKind.INTERVIEW, _("Gesprek"), 40, 80),
    Ready(StageKind.OFFER, _("Aanbod"), 24, 40),
    Ready(StageKind.HIRED, _("Aangenomen")),
    Ready(StageKind.ENDED, _("Gestopt")),
)


def ensure() -> None:
    """Make the ready set where an organisation has no stages; beside another one doing the same there is still one set."""
    if not Stage.objects.exists():
        _make(READY)


def of_kind(kind: StageKind) -> Stage:
    """Return the first active stage of a kind; makes the ready one when there is none. One statement when there is."""
    ensured = _first(kind)
    if ensured is None:
        ensure()
        ensured = _first(kind)
    if ensured is None:
        _make([ready for ready in READY if ready.kind == kind])
        ensured = _first(kind)
    if ensured is None:  # its name is taken by a stage of another kind or one that is switched off
        ensured = Stage.objects.create(name=f"{kind.label} ({kind})", kind=kind, position=_last_position() + 1)
    return ensured


@transaction.atomic
def change(
    stage: Stage, *, name: str, ideal_hours: int | None, at_most_hours: int | None, by: Membership, at: datetime
) -> Stage:
    """Rename a stage and set how long an application may wait there, in working hours. Raises StageRefused."""
    if Stage.objects.filter(name=name).exclude(pk=stage.pk).exists():
        raise StageRefused(_("Er is al een fase met deze naam."))
    if ideal_hours is not None and at_most_hours is not None and ideal_hours > at_most_hours:
        raise StageRefused(_("De streeftijd kan niet langer zijn dan de uiterste tijd."))
    stage.name, stage.ideal_hours, stage.at_most_hours = name, ideal_hours, at_most_hours
    stage.save(update_fields=["name", "ideal_hours", "at_most_hours"])
    _log(stage, by=by, at=at)
    return stage


@transaction.atomic
def add(*, name: str, kind: StageKind, by: Membership, at: datetime) -> Stage:
    """Add a stage behind the others of its kind. Raises StageRefused."""
    ensure()
    if Stage.objects.filter(name=name).exists():
        raise StageRefused(_("Er is al een fase met deze naam."))
    order = list(StageKind.values)
    others = list(Stage.objects.order_by("position", "id"))
    place = sum(1 for other in others if order.index(other.kind) <= order.index(kind))
    for number, other in enumerate(others):
        Stage.objects.filter(pk=other.pk).update(position=number + (number >= place))
    stage = Stage.objects.create(name=name, kind=kind, position=place)
    _log(stage, by=by, at=at)
    return stage


@transaction.atomic
def switch_off(stage: Stage, *, by: Membership, at: datetime) -> None:
    """Take a stage off the board. Raises StageRefused while applications stand in it or it is the last of its kind."""
    if Application.objects.filter(stage=stage).exists():
        raise StageRefused(_("Er staan nog kandidaten in deze fase. Verplaats ze eerst."))
    if not Stage.objects.filter(kind=stage.kind, is_active=True).exclude(pk=stage.pk).exists():
        raise StageRefused(_("Van deze soort moet er één fase blijven."))
    stage.is_active = False
    stage.save(update_fields=["is_active"])
    _log(stage, by=by, at=at)


def _first(kind: StageKind) -> Stage | None:
    standing = Stage.objects.filter(kind=kind, is_active=True).order_by("position", "id")
    return tenancy.remembered(Stage, kind, standing.first)


def _make(wanted: list[Ready] | tuple[Ready, ...]) -> None:
    order = [ready.kind for ready in READY]
    with translation.override(OrganisationSettings.active().language):
        rows = [
            Stage(
                name=str(ready.name),
                kind=ready.kind,
                position=order.index(ready.kind),
                ideal_hours=ready.ideal_hours,
                at_most_hours=ready.at_most_hours,
            )
            for ready in wanted
        ]
    Stage.objects.bulk_create(rows, ignore_conflicts=True)


def _last_position() -> int:
    last = Stage.objects.order_by("-position", "-id").first()
    return last.position if last else -1


def _log(stage: Stage, *, by: Membership, at: datetime) -> None:
    subject, actor = log.Subject("stage", stage.pk), log.Actor.user(by.user_id)
    log.append("stage.changed", subject=subject, actor=actor, at=at, data={"kind": stage.kind})
    versions.touch("careers")
