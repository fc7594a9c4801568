"""Share links as rows, and tiles for readers who cannot click through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.models import ShareLink
from recruit_platform.core import ui
from recruit_platform.core.policies import OrganisationRequest


@dataclass(frozen=True)
class Line:
    id: UUID
    name: str
    shows: str
    by: str
    created_at: datetime
    expires_at: datetime
    last_opened_at: datetime | None
    status: ui.Status
    is_open: bool


def lines(found: Iterable[ShareLink], *, at: datetime) -> list[Line]:
    return [_line(one, at=at) for one in found]


def without_links(tiles: Sequence[ui.Tile]) -> list[ui.Tile]:
    return [replace(one, url="") for one in tiles]


def crumbs(request: OrganisationRequest) -> list[ui.Crumb]:
    return [ui.Crumb(label=_("Dashboard"), url=reverse("dashboard", args=[request.organisation.slug]))]


def _line(one: ShareLink, *, at: datetime) -> Line:
    n = len(one.vacancies)
    return Line(
        id=one.public_id,
        name=one.name,
        shows=ngettext("%(n)s vacature", "%(n)s vacatures", n) % {"n": n} if n else _("alles"),
        by=one.made_by.user.name,
        created_at=one.created_at,
        expires_at=one.expires_at,
        last_opened_at=one.last_opened_at,
        status=_status(one, at=at),
        is_open=one.revoked_at is None and one.expires_at > at,
    )


def _status(one: ShareLink, *, at: datetime) -> ui.Status:
    if one.revoked_at is not None:
        return ui.Status(tone=ui.Tone.IDLE, word=_("Ingetrokken"))
    if one.expires_at <= at:
        return ui.Status(tone=ui.Tone.IDLE, word=_("Verlopen"))
    return ui.Status(tone=ui.Tone.OK, word=_("Werkt"))
