"""Addresses of the career site that stand in mails and feeds: absolute, and where they open something personal, signed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from calendar_app.models import Vacancy
from recruit_platform.core import tenancy
from recruit_platform.core.models import Organisation
from talentpool.models import Application, Candidate

_STATUS = signing.Signer(salt="talentpool.status")
_UNSUBSCRIBE = signing.Signer(salt="talentpool.unsubscribe")


class LinkRefused(Exception):
    """The link was changed, is another organisation's, or was replaced by a newer one."""


@dataclass(frozen=True)
class Opens:
    """What a status link opens, once its version is the application's own."""

    application: UUID
    version: int


def home_url(organisation: Organisation | None = None) -> str:
    return _absolute(organisation, "career_home")


def job_url(vacancy: Vacancy, organisation: Organisation | None = None) -> str:
    return _absolute(organisation, "career_job", str(vacancy.public_id))


def status_url(application: Application, organisation: Organisation | None = None) -> str:
    """Return the candidate's own page about one application. No login: the link is the key, so it is mailed to them only."""
    return _absolute(organisation, "career_status", status_token(application))


def unsubscribe_url(candidate: Candidate, organisation: Organisation | None = None) -> str:
    """Return the page, and one-click address (RFC 8058), that ends all mail one can unsubscribe from."""
    signed = _UNSUBSCRIBE.sign(f"{tenancy.required()}.{candidate.public_id.hex}")
    return _absolute(organisation, "career_unsubscribe", signed)


def status_token(application: Application) -> str:
    return _STATUS.sign(f"{tenancy.required()}.{application.public_id.hex}.{application.link_version}")


def read_status(token: str) -> Opens:
    """Return what a status link opens in the active organisation. Raises LinkRefused."""
    parts = _parts(_STATUS, token, 3)
    return Opens(application=UUID(hex=parts[1]), version=int(parts[2]))


def read_unsubscribe(token: str) -> UUID:
    """Return the candidate's public id. Raises LinkRefused."""
    return UUID(hex=_parts(_UNSUBSCRIBE, token, 2)[1])


def _parts(signer: signing.Signer, token: str, count: int) -> list[str]:
    try:
        parts = signer.unsign(token).split(".")
    except signing.BadSignature as problem:
        raise LinkRefused from problem
    if len(parts) != count or parts[0] != str(tenancy.required()):
        raise LinkRefused
    return parts


def _absolute(organisation: Organisation | None, name: str, *more: str) -> str:
    """One statement when the organisation is not given. Its own host name, where it has one, else the product's."""
    house = organisation or Organisation.active()
    path = reverse(name, args=[house.slug, *more])
    if not house.career_host:
        return f"{settings.PUBLIC_URL}{path}"
    return f"{settings.PUBLIC_URL.partition('://')[0]}://{house.career_host}{path}"
