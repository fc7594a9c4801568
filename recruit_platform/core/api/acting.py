"""Who does something over the API: the key itself or, where only a person may, a member of the team that the request names."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request

from recruit_platform.core import log
from recruit_platform.core.log import Actor
from recruit_platform.core.models import Membership
from recruit_platform.core.roles import Can, may

from .keys import ActiveKey


class InNameOf(serializers.Serializer):
    """For what only a person of the team may do or answers for: a key is nobody."""

    by = serializers.UUIDField(
        help_text="The member (see members) who did it or asked for it. The log names the key too."
    )


def key(request: Request) -> Actor:
    """Return the key of a request, as the log names it."""
    return Actor.api_key(_held(request).id)


def member(request: Request, public_id: UUID, *, can: Can, at: datetime) -> Membership:
    """Return the member in whose name a key acts, and write down that it does. Two statements.

    Raises ValidationError for somebody who is not an active member here, PermissionDenied for one whose role may not do it:
    a key never gets further than the person it names.
    """
    found = Membership.objects.select_related("user").filter(public_id=public_id, is_active=True).first()  # unique
    if found is None or not found.user.is_active:
        raise ValidationError({"by": ["There is no such member."]})
    if not may(found, can):
        raise PermissionDenied(f"This member may not do this: {can} is missing.")
    actor = key(request)
    subject = log.Subject("api_key", _held(request).id)
    log.append("api_key.acted", subject=subject, actor=actor, at=at, data={"member": found.pk, "may": can})
    return found


def _held(request: Request) -> ActiveKey:
    return cast(ActiveKey, request.auth)  # the base class lets nobody in without one
