"""Job profiles: made, renamed, put away, taken up again."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from calendar_app.models import JobProfile
from recruit_platform.core import log
from recruit_platform.core.log import Actor
from recruit_platform.core.models import User
from recruit_platform.core.poll import versions
from recruit_platform.core.refusals import Refusal


class NameTaken(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Er is al een profiel met deze naam."))


@transaction.atomic
def create(*, name: str, family: str = "", by: User | Actor, at: datetime) -> JobProfile:
    """Make a profile. Raises NameTaken."""
    profile = JobProfile(name=name, family=family, created_at=at)
    _save(profile)
    _log("profile.created", profile, by=by, at=at)
    return profile


@transaction.atomic
def change(profile: JobProfile, *, name: str, family: str, by: User | Actor, at: datetime) -> JobProfile:
    """Rename; the same words again change nothing. Raises NameTaken."""
    if (profile.name, profile.family) == (name, family):
        return profile
    profile.name, profile.family = name, family
    _save(profile, "name", "family")
    _log("profile.changed", profile, by=by, at=at)
    return profile


@transaction.atomic
def set_active(profile: JobProfile, *, to: bool, by: User | Actor, at: datetime) -> JobProfile:
    """Put away, or take up again: a profile that is away stays with its vacancies and history, and is not offered any more."""
    if profile.is_active == to:
        return profile
    profile.is_active = to
    profile.save(update_fields=["is_active"])
    _log("profile.taken_up" if to else "profile.retired", profile, by=by, at=at)
    return profile


def _save(profile: JobProfile, *fields: str) -> None:
    try:
        with transaction.atomic():
            profile.save(update_fields=fields or None)
    except IntegrityError as problem:
        raise NameTaken from problem


def _log(kind: str, profile: JobProfile, *, by: User | Actor, at: datetime) -> None:
    actor = by if isinstance(by, Actor) else Actor.user(by)
    log.append(kind, subject=log.Subject("profile", profile.pk), actor=actor, at=at)
    versions.touch("vacancies")
