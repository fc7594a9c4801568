"""Who may see which applications: hiring managers those of their own vacancies, and no other names at all."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from calendar_app.selectors import vacancies
from recruit_platform.core.models import Membership, Role
from talentpool.models import Application, Candidate


def applications_for(membership: Membership) -> QuerySet[Application]:
    """Return what a member may see. A hiring manager's are those of their vacancies: one subquery more."""
    if membership.role != Role.HIRING_MANAGER:
        return Application.objects.all()
    return Application.objects.filter(vacancy__in=vacancies.visible_to(membership).values("pk"))


def candidates_for(membership: Membership) -> QuerySet[Candidate]:
    """Return the people a member may see; merged ones are found under who they were merged into."""
    standing = Candidate.objects.filter(merged_into=None, erased_at=None)
    if membership.role != Role.HIRING_MANAGER:
        return standing
    return standing.filter(pk__in=applications_for(membership).values("candidate"))


def candidate(membership: Membership, public_id: UUID) -> Candidate:
    """Return one; raises Candidate.DoesNotExist when there is none this member may see."""
    return candidates_for(membership).get(public_id=public_id)


def erased(membership: Membership, public_id: UUID) -> Candidate | None:
    """Return somebody whose data are gone, to whom a line without a name still leads; None when this member saw them never."""
    gone = Candidate.objects.filter(erased_at__isnull=False, merged_into=None)
    if membership.role == Role.HIRING_MANAGER:
        gone = gone.filter(pk__in=applications_for(membership).values("candidate"))
    return gone.filter(public_id=public_id).first()  # unique


def application(membership: Membership, public_id: UUID) -> Application:
    """Return one with its candidate, vacancy and stage; raises Application.DoesNotExist."""
    found = applications_for(membership).select_related("candidate", "vacancy", "stage")
    return found.get(public_id=public_id)
