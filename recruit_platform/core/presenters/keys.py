"""API keys as lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import ApiKey
from recruit_platform.core.ui.parts import Status, Tone


@dataclass(frozen=True)
class Line:
    id: UUID
    name: str
    hint: str
    may: list[str]
    by: str
    created_at: datetime
    last_used_at: datetime | None
    status: Status
    works: bool


def lines(found: Iterable[ApiKey], *, at: datetime) -> list[Line]:
    return [_line(one, at=at) for one in found]


def _line(one: ApiKey, *, at: datetime) -> Line:
    expired = one.expires_at is not None and one.expires_at <= at
    labels = dict(Scope.choices)
    if one.revoked_at is not None:
        status = Status(tone=Tone.IDLE, word=_("Ingetrokken"))
    elif expired:
        status = Status(tone=Tone.IDLE, word=_("Verlopen"))
    else:
        status = Status(tone=Tone.OK, word=_("Werkt"))
    return Line(
        id=one.public_id,
        name=one.name,
        hint=one.hint,
        may=[str(labels.get(scope, scope)) for scope in one.scopes],
        by=one.created_by.name,
        created_at=one.created_at,
        last_used_at=one.last_used_at,
        status=status,
        works=one.revoked_at is None and not expired,
    )
