"""What an organisation sets for itself. Of two editors the second is told what changed instead of overwriting it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log, tenancy
from recruit_platform.core.models import DayOff, Organisation, OrganisationSettings, User
from recruit_platform.core.organisations import events
from recruit_platform.core.poll import versions
from recruit_platform.core.refusals import Refusal

Value = str | int | bool | None

OF_ORGANISATION = frozenset({"name", "career_host"})
OF_SETTINGS = frozenset(events.SETTINGS_FIELDS) - OF_ORGANISATION


class EditedMeanwhile(Refusal):
    """Somebody else saved since the form was opened; ``held`` is what stands now for the fields of that form."""

    def __init__(self, *, version: int, held: Mapping[str, Value]) -> None:
        super().__init__(_("Iemand anders heeft deze instellingen intussen veranderd."))
        self.version, self.held = version, held


class HostTaken(Refusal):
    pass


@dataclass(frozen=True)
class Current:
    """The editable values as they stand, and the version a form must send back."""

    version: int
    values: Mapping[str, Value]


def current(*, names: frozenset[str]) -> Current:
    """Return the named values of the active organisation. Two statements."""
    settings = OrganisationSettings.objects.get()
    organisation = Organisation.objects.get(pk=tenancy.required())
    values = {name: getattr(organisation if name in OF_ORGANISATION else settings, name) for name in sorted(names)}
    return Current(settings.version, values)


@transaction.atomic
def change(*, version: int, values: Mapping[str, Value], by: User, at: datetime) -> OrganisationSettings:
    """Save the values that differ and append one event that names the changed fields.

    Raises EditedMeanwhile when the settings are no longer at ``version``, HostTaken when the host name is in use elsewhere.
    """
    unknown = set(values) - OF_ORGANISATION - OF_SETTINGS
    if unknown:
        raise ValueError(f"No such settings: {sorted(unknown)}")
    settings = OrganisationSettings.objects.select_for_update().get()
    held = current(names=frozenset(values))
    changed = {name: value for name, value in values.items() if held.values[name] != value}
    if not changed:
        return settings
    if settings.version != version:
        raise EditedMeanwhile(version=settings.version, held=held.values)
    _save_organisation({name: value for name, value in changed.items() if name in OF_ORGANISATION})
    for name in set(changed) & OF_SETTINGS:
        setattr(settings, name, changed[name])
    settings.version += 1
    settings.full_clean(exclude=["organisation"])
    settings.save(update_fields=[*sorted(set(changed) & OF_SETTINGS), "version"])
    log.append(
        "settings.changed",
        subject=log.Subject("organisation", tenancy.required()),
        actor=log.Actor.user(by),
        at=at,
        data={"fields": sorted(changed), "version": settings.version},
    )
    versions.touch("organisation")
    return settings


@transaction.atomic
def add_day_off(*, day: date, name: str, by: User, at: datetime) -> DayOff:
    """Add a day on which nobody works here; a day that is there already gets the new name."""
    day_off, _created = DayOff.objects.update_or_create(day=day, defaults={"name": name})
    log.append(
        "day_off.added",
        subject=log.Subject("day_off", day_off.pk),
        actor=log.Actor.user(by),
        at=at,
        data={"day": day},
    )
    versions.touch("organisation")
    return day_off


@transaction.atomic
def remove_day_off(day_off: DayOff, *, by: User, at: datetime) -> None:
    """Work again on a day. A second time changes nothing."""
    day_off_id, day = day_off.pk, day_off.day
    removed, _per_model = DayOff.objects.filter(pk=day_off_id).delete()
    if removed:
        log.append(
            "day_off.removed",
            subject=log.Subject("day_off", day_off_id),
            actor=log.Actor.user(by),
            at=at,
            data={"day": day},
        )
        versions.touch("organisation")


def _save_organisation(changed: Mapping[str, Value]) -> None:
    if not changed:
        return
    try:
        with transaction.atomic():
            Organisation.objects.filter(pk=tenancy.required()).update(**changed)
    except IntegrityError as problem:
        raise HostTaken(_("Deze host is al in gebruik.")) from problem
