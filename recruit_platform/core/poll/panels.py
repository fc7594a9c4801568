"""Live panels: what each shows, who may see it, and how a page embeds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from recruit_platform.core import clock, policies, tenancy
from recruit_platform.core.roles import Can

from . import fragments, tokens
from .fragments import PLACE, Fragment
from .tokens import Ticket


@dataclass(frozen=True)
class House:
    """All a panel may know of who reads it: the organisation. So one render serves every reader."""

    organisation_id: int
    slug: str
    time_zone: str
    today: date


Context = Callable[[House], Mapping[str, Any]]


@dataclass(frozen=True)
class Panel:
    """``context`` gives the template's rows from the active organisation."""

    name: str
    can: Can
    template: str
    context: Context


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> Panel:
    if panel.name in _panels:
        raise ValueError(f"The panel {panel.name} is registered twice.")
    _panels[panel.name] = panel
    return panel


def get(name: str) -> Panel:
    return _panels[name]


def registered() -> list[Panel]:
    return list(_panels.values())


def view_of(panel: Panel) -> policies.View:
    """The view behind a panel's polls: for members who may see it. 204 when the reader has this content already."""

    def live_panel(request: policies.OrganisationRequest) -> HttpResponse:
        fragment = _fragment(panel, request)
        old = _ticket_in_hand(request)
        if old is not None and fragment.etag == request.GET.get("v") and _has_time_left(old):
            answer = HttpResponse(status=204)
        else:
            answer = HttpResponse(_addressed(fragment, panel, request))
        answer["Cache-Control"] = "private, no-cache"
        answer["ETag"] = f'"{fragment.etag}"'
        return answer

    live_panel.__name__ = f"live_{panel.name.replace('-', '_')}"
    return policies.member(panel.can)(live_panel)


def embedded(panel: Panel, request: policies.OrganisationRequest) -> SafeString:
    """The panel for a page's template; it keeps itself fresh from there."""
    body = _addressed(_fragment(panel, request), panel, request)
    return mark_safe(body.decode())  # noqa: S308  rendered by a template of ours, the address escaped


def fragment_for(ticket: Ticket, *, version: bytes) -> Fragment:
    """Return the fragment of a version for whoever holds a ticket, without their session: it stands for their permission.

    Opens the organisation, its time zone and the reader's language. Raises KeyError when there is no such panel any more.
    """
    panel = get(ticket.panel)
    house = _house(ticket.organisation_id, slug=ticket.slug, time_zone=ticket.time_zone)
    with (
        translation.override(ticket.language),
        timezone.override(ZoneInfo(ticket.time_zone)),
        tenancy.scope(ticket.organisation_id),
    ):
        return fragments.turn(
            ticket.organisation_id, panel.name, ticket.language, version, render=_render(panel, house)
        )


def _fragment(panel: Panel, request: policies.OrganisationRequest) -> Fragment:
    organisation_id = tenancy.required()
    house = _house(organisation_id, slug=request.organisation.slug, time_zone=request.settings.time_zone)
    return fragments.shared(organisation_id, panel.name, _language(), render=_render(panel, house))


def _house(organisation_id: int, *, slug: str, time_zone: str) -> House:
    return House(organisation_id, slug, time_zone, today=clock.local_date(clock.now(), zone=time_zone))


def _render(panel: Panel, house: House) -> Callable[[], str]:
    return lambda: render_to_string(panel.template, {**panel.context(house), "poll_url": PLACE})


def _addressed(fragment: Fragment, panel: Panel, request: policies.OrganisationRequest) -> bytes:
    path = reverse(f"live-{panel.name}", kwargs={"organisation": request.organisation.slug})
    ticket = Ticket(
        organisation_id=tenancy.required(),
        slug=request.organisation.slug,
        time_zone=request.settings.time_zone,
        user_id=request.user.pk,
        panel=panel.name,
        language=_language(),
        expires_at=int(clock.now().timestamp()) + tokens.LIFE_SECONDS,
    )
    return fragment.addressed(path=path, token=tokens.issue(ticket, path=path, session=_session(request)))


def _ticket_in_hand(request: HttpRequest) -> Ticket | None:
    token = request.GET.get("t", "")
    return tokens.read(token, path=request.path, session=_session(request), now=clock.now().timestamp())


def _has_time_left(ticket: Ticket) -> bool:
    return ticket.expires_at - clock.now().timestamp() > tokens.LIFE_SECONDS / 2


def _session(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE
