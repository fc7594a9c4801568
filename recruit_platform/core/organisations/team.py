"""Who works here, and as what. There is always at least one active admin."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log
from recruit_platform.core.accounts import selectors as people
from recruit_platform.core.accounts import services as accounts
from recruit_platform.core.models import Membership, OrganisationSettings, Role, User, VacancyAccess
from recruit_platform.core.refusals import Refusal


class LastAdmin(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Dit is de laatste beheerder. Maak eerst iemand anders beheerder."))


@transaction.atomic
def change_role(membership: Membership, *, to: Role, by: User, at: datetime) -> Membership:
    """Give a member another role; the same role changes nothing. Raises LastAdmin."""
    _one_at_a_time()
    membership.refresh_from_db()
    before = Role(membership.role)
    if before == to:
        return membership
    _keep_an_admin(membership)
    membership.role = to
    membership.save(update_fields=["role"])
    _log("team.role_changed", membership, by=by, at=at, data={"before": before, "after": to})
    return membership


@transaction.atomic
def deactivate(membership: Membership, *, by: User, at: datetime) -> Membership:
    """Close the organisation to a member, at their next click; what they did stays. Raises LastAdmin.

    Each request looks at the membership. Sessions belong to the person: they end only when no organisation is left to be in.
    """
    _one_at_a_time()
    membership.refresh_from_db()
    if not membership.is_active:
        return membership
    _keep_an_admin(membership)
    membership.is_active = False
    membership.save(update_fields=["is_active"])
    if not people.organisation_ids(membership.user):
        accounts.end_sessions(membership.user)
    _log("team.deactivated", membership, by=by, at=at, data={})
    return membership


@transaction.atomic
def reactivate(membership: Membership, *, by: User, at: datetime) -> Membership:
    """Open the organisation again to a member, in the role they had."""
    _one_at_a_time()
    membership.refresh_from_db()
    if membership.is_active:
        return membership
    membership.is_active = True
    membership.save(update_fields=["is_active"])
    _log("team.reactivated", membership, by=by, at=at, data={})
    return membership


@transaction.atomic
def give_vacancies(membership: Membership, *, vacancies: Collection[UUID], by: User, at: datetime) -> None:
    """Set exactly which vacancies a hiring manager sees, by public id."""
    VacancyAccess.objects.filter(membership=membership).exclude(vacancy_public_id__in=vacancies).delete()
    held = set(vacancies_of(membership))
    VacancyAccess.objects.bulk_create(
        VacancyAccess(membership=membership, vacancy_public_id=vacancy) for vacancy in sorted(set(vacancies) - held)
    )
    _log("team.vacancies_given", membership, by=by, at=at, data={"count": len(set(vacancies))})


def vacancies_of(membership: Membership) -> list[UUID]:
    """Return the vacancies a hiring manager sees. One statement."""
    found = VacancyAccess.objects.filter(membership=membership).order_by("vacancy_public_id")
    return list(found.values_list("vacancy_public_id", flat=True))


def _one_at_a_time() -> None:
    """Two admins who take each other's role in the same second must not both succeed: the settings row is the turnstile."""
    OrganisationSettings.objects.select_for_update().get()


def _keep_an_admin(membership: Membership) -> None:
    if membership.role != Role.ADMIN or not membership.is_active:
        return
    others = Membership.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=membership.pk)
    if not others.exists():
        raise LastAdmin


def _log(kind: str, membership: Membership, *, by: User, at: datetime, data: dict[str, object]) -> None:
    log.append(kind, subject=log.Subject("membership", membership.pk), actor=log.Actor.user(by), at=at, data=data)
