"""Questions about a person, across organisations where the walls allow it: by ids only."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import connection

from recruit_platform.core.models import Organisation, User

_SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def organisation_ids(person: User) -> list[int]:
    """Return the organisations in which a person has an active membership, oldest first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.organisations_of(%s)", [person.pk])
        return sorted(row[0] for row in cursor.fetchall())


def organisations(person: User) -> list[Organisation]:
    """Return those organisations by name. Two statements."""
    found = Organisation.objects.filter(pk__in=organisation_ids(person))
    return sorted(found, key=lambda organisation: (organisation.name.casefold(), organisation.pk))


def has_second_step(person: User) -> bool:
    """Tell whether a person has an authenticator app or a passkey. One statement."""
    return Authenticator.objects.filter(user_id=person.pk, type__in=_SECOND_STEPS).exists()


def exists(email: str) -> bool:
    """Tell whether somebody logs in with this address. One statement on a unique index."""
    return User.objects.filter(email=email.lower()).exists()
