"""What changes a person. Each writes the change and, in every organisation the person works for, the fact of it."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import F

from recruit_platform.core import log, tenancy
from recruit_platform.core.accounts import selectors
from recruit_platform.core.models import Language, User


@transaction.atomic
def create(*, email: str, name: str, password: str | None = None, language: str = Language.DUTCH) -> User:
    """Make a person whose address is known to be theirs (they opened a mail sent to it); without a password none opens it.

    Raises ValidationError on a weak password.
    """
    person = User(email=email.lower(), name=name, language=language)
    if password is not None:
        validate_password(password, person)
    person.set_password(password)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def set_password(person: User, password: str) -> None:
    """Set a password; every session that was opened with the old one ends."""
    person.set_password(password)
    person.save(update_fields=["password"])


@transaction.atomic
def end_sessions(person: User) -> None:
    """End all sessions of a person, now, in every browser."""
    User.objects.filter(pk=person.pk).update(sessions_ended=F("sessions_ended") + 1)
    UserSession.objects.filter(user=person).delete()
    person.refresh_from_db(fields=["sessions_ended"])


def set_profile(person: User, *, name: str, language: str, theme: str, shortcuts_on: bool) -> None:
    person.name, person.language, person.theme, person.shortcuts_on = name, language, theme, shortcuts_on
    person.save(update_fields=["name", "language", "theme", "shortcuts_on"])


def set_language(person: User, language: str) -> None:
    person.language = language
    person.save(update_fields=["language"])


def set_theme(person: User, theme: str) -> None:
    person.theme = theme
    person.save(update_fields=["theme"])


def set_shortcuts(person: User, *, on: bool) -> None:
    person.shortcuts_on = on
    person.save(update_fields=["shortcuts_on"])


def note(person: User, kind: str, *, at: datetime) -> None:
    """Append a fact about a person to the log of every organisation they work for; admins see it on the audit page."""
    for organisation_id in selectors.organisation_ids(person):
        with tenancy.scope(organisation_id):
            log.append(kind, subject=log.Subject("person", person.pk), actor=log.Actor.user(person), at=at, data={})
