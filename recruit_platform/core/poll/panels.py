"""Live panels: what each shows, who may see it, and how a page embeds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from recruit_platform.core import clock, policies, tenancy
from recruit_platform.core.models import Membership
from recruit_platform.core.roles import Can

from . import fragments, tokens, versions
from .fragments import PLACE, Fragment
from .tokens import Ticket


@dataclass(frozen=True)
class House:
    """All a panel may know of who reads it: the organisation, and its variant. So one render serves every reader alike.

    ``choice`` is what readers choose (a period), ``reader`` what sets them apart (a role, a member); empty where none is.
    """

    organisation_id: int
    slug: str
    time_zone: str
    today: date
    at: datetime
    choice: str = ""
    reader: str = ""


Context = Callable[[House], Mapping[str, Any]]


def _same_for_all(_membership: Membership) -> str:
    return ""


@dataclass(frozen=True)
class Panel:
    """``context`` gives the template's rows from the active organisation.

    ``choices`` are words of lower-case letters and digits, the first is the ordinary one; ``reader`` names what a member sees
    that others do not (the empty word: nothing), again in such a word. Each pair has a fragment of its own; all change
    together. ``follows`` names panels whose change is a change of this one too.
    """

    name: str
    can: Can
    template: str
    context: Context
    choices: tuple[str, ...] = ("",)
    reader: Callable[[Membership], str] = _same_for_all
    follows: tuple[str, ...] = ()

    def place(self, choice: str) -> str:
        return self.name if choice == self.choices[0] else f"{self.name}/{choice}"

    def address(self, choice: str) -> str:
        """The name of its address."""
        return f"live-{self.place(choice).replace('/', '-')}"


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> Panel:
    if panel.name in _panels:
        raise ValueError(f"The panel {panel.name} is registered twice.")
    _panels[panel.name] = panel
    versions.follow(panel.name, panels=panel.follows)
    return panel


def get(name: str) -> Panel:
    return _panels[name]


def registered() -> list[Panel]:
    return list(_panels.values())


def view_of(panel: Panel, choice: str) -> policies.View:
    """The view behind the polls of one choice of a panel: for members who may see it. 204 when the reader has it already."""

    def live_panel(request: policies.OrganisationRequest) -> HttpResponse:
        fragment = _fragment(panel, choice, request)
        old = _ticket_in_hand(request)
        if old is not None and fragment.etag == request.GET.get("v") and _has_time_left(old):
            answer = HttpResponse(status=204)
        else:
            answer = HttpResponse(_addressed(fragment, panel, choice, request))
        answer["Cache-Control"] = "private, no-cache"
        answer["ETag"] = f'"{fragment.etag}"'
        return answer

    live_panel.__name__ = panel.address(choice).replace("-", "_")
    return policies.member(panel.can)(live_panel)


def embedded(panel: Panel, request: policies.OrganisationRequest, *, choice: str = "") -> SafeString:
    """The panel for a page's template; it keeps itself fresh from there. What is no choice of it shows the ordinary one."""
    chosen = choice if choice in panel.choices else panel.choices[0]
    body = _addressed(_fragment(panel, chosen, request), panel, chosen, request)
    return mark_safe(body.decode())  # noqa: S308  rendered by a template of ours, the address escaped


def fragment_for(ticket: Ticket, seen: fragments.Seen) -> Fragment:
    """Return the fragment of the version seen for whoever holds a ticket, without their session: it stands for their permission.

    Opens the organisation, its time zone and the reader's language. Raises KeyError when there is no such panel any more.
    """
    panel = get(ticket.panel)
    house = _house(ticket.organisation_id, slug=ticket.slug, time_zone=ticket.time_zone, variant=ticket.variant)
    with (
        translation.override(ticket.language),
        timezone.override(ZoneInfo(ticket.time_zone)),
        tenancy.scope(ticket.organisation_id),
    ):
        return fragments.rendered(shelf_of(ticket), seen, render=_render(panel, house))


def shelf_of(ticket: Ticket) -> fragments.Shelf:
    return fragments.Shelf(ticket.organisation_id, ticket.panel, ticket.language, ticket.variant)


def _fragment(panel: Panel, choice: str, request: policies.OrganisationRequest) -> Fragment:
    organisation_id = tenancy.required()
    variant = _variant(panel, choice, request)
    house = _house(
        organisation_id, slug=request.organisation.slug, time_zone=request.settings.time_zone, variant=variant
    )
    shelf = fragments.Shelf(organisation_id, panel.name, _language(), variant)
    return fragments.shared(shelf, render=_render(panel, house))


def _variant(panel: Panel, choice: str, request: policies.OrganisationRequest) -> str:
    return f"{choice}-{panel.reader(request.membership)}"


def _house(organisation_id: int, *, slug: str, time_zone: str, variant: str) -> House:
    at = clock.now()
    choice, _, reader = variant.partition("-")
    today = clock.local_date(at, zone=time_zone)
    return House(organisation_id, slug, time_zone, today=today, at=at, choice=choice, reader=reader)


def _render(panel: Panel, house: House) -> Callable[[], str]:
    return lambda: render_to_string(panel.template, {**panel.context(house), "poll_url": PLACE})


def _addressed(fragment: Fragment, panel: Panel, choice: str, request: policies.OrganisationRequest) -> bytes:
    path = reverse(panel.address(choice), kwargs={"organisation": request.organisation.slug})
    ticket = Ticket(
        organisation_id=tenancy.required(),
        slug=request.organisation.slug,
        time_zone=request.settings.time_zone,
        user_id=request.user.pk,
        panel=panel.name,
        language=_language(),
        expires_at=int(clock.now().timestamp()) + tokens.LIFE_SECONDS,
        variant=_variant(panel, choice, request),
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
