"""What a request asks in a member's name, and what it is about."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from recruit_platform.core.api import acting
from recruit_platform.core.models import Membership
from recruit_platform.core.roles import Can

Row = TypeVar("Row", bound=Model)


def read(request: Request, shape: type[acting.InNameOf], *, at: datetime) -> tuple[dict[str, Any], Membership]:
    """Return what was asked, checked, and the member whose work it is. Raises as ``acting.member``."""
    asked = shape(data=request.data)
    asked.is_valid(raise_exception=True)
    values = dict(asked.validated_data)
    return values, acting.member(request, values.pop("by"), can=Can.MANAGE_CAMPAIGNS, at=at)


def one(rows: QuerySet[Row], public_id: UUID) -> Row:
    """Return what a path is about."""
    found = rows.filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found


def chosen(rows: QuerySet[Row], public_ids: list[UUID], *, field: str) -> list[Row]:
    """Return what a body names, in its order and each once; ValidationError for what is not to be chosen. One statement."""
    known = {one.public_id: one for one in rows.filter(public_id__in=public_ids)}  # type: ignore[attr-defined]
    missing = next((one for one in public_ids if one not in known), None)
    if missing is not None:
        raise ValidationError({field: [f"There is no {missing} to choose here."]})
    return [known[one] for one in dict.fromkeys(public_ids)]
