"""What every template of the product's own pages finds beside its own context: `look` and, for members, `frame`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from recruit_platform.core.accounts import selectors as accounts
from recruit_platform.core.models import Organisation, Role
from recruit_platform.core.organisations import logo
from recruit_platform.core.policies import OrganisationRequest

from . import appearance, navigation


@dataclass(frozen=True)
class House:
    """An organisation in the switcher."""

    name: str
    url: str
    initials: str
    current: bool


class Frame:
    """The frame of a member's page. Each part is made when the template asks for it; a fragment asks for nothing."""

    def __init__(self, request: OrganisationRequest) -> None:
        self._request = request

    @property
    def organisation(self) -> Organisation:
        return self._request.organisation

    @property
    def initials(self) -> str:
        return initials(self._request.organisation.name)

    @cached_property
    def logo_url(self) -> str:
        """One statement when there is a logo."""
        return logo.url_of(self._request.settings, organisation=self.organisation)

    @property
    def short_name(self) -> str:
        """The name without the kind of house: 'De Wijde Blik'."""
        name = self._request.organisation.name
        first, _space, rest = name.partition(" ")
        return rest if rest and first.lower() in _KINDS else name

    @property
    def my_initials(self) -> str:
        return initials(self._request.user.name)

    @property
    def my_role(self) -> str:
        return str(Role(self._request.membership.role).label)

    @property
    def is_demo(self) -> bool:
        return bool(settings.IS_DEMO or self._request.settings.is_demo)

    @property
    def demo_year_is_due(self) -> bool:
        """A demo organisation still lives its year: the page says so, and later that it is there."""
        return bool(self._request.settings.demo_year_is_due)

    @property
    def palette_url(self) -> str:
        return reverse("palette", args=[self.organisation.slug])

    @property
    def mailbox_url(self) -> str:
        """The demo's mailbox, for those who may open it."""
        return next((item.url for item in self.menu if item.icon == "inbox"), "")

    @cached_property
    def places(self) -> Sequence[navigation.NavItem]:
        return self._items(navigation.PLACES)

    @cached_property
    def menu(self) -> Sequence[navigation.NavItem]:
        return self._items(navigation.MENU)

    @property
    def more_is_current(self) -> bool:
        return any(item.current for item in (*self.menu, *(place for place in self.places if place.late)))

    @cached_property
    def houses(self) -> Sequence[House]:
        """The organisations of this person. Two statements."""
        return [
            House(
                name=other.name,
                url=reverse("dashboard", args=[other.slug]),
                initials=initials(other.name),
                current=other == self.organisation,
            )
            for other in accounts.organisations(self._request.user)
        ]

    def _items(self, places: Sequence[navigation.Place]) -> Sequence[navigation.NavItem]:
        return navigation.items(
            places, membership=self._request.membership, slug=self.organisation.slug, path=self._request.path
        )


def interface(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    look = {"look": appearance.of(request), "mail_stays_here": settings.MAIL_STAYS_HERE}
    if not hasattr(request, "membership"):
        return {**look, **_of_visitor(request)}
    return {**look, "frame": Frame(request)}  # type: ignore[arg-type]


def _of_visitor(request: HttpRequest) -> dict[str, Any]:
    """On the public pages of an organisation: its logo, asked for only where a template prints it."""
    if not hasattr(request, "settings"):
        return {}
    return {"logo_url": lambda: logo.url_of(request.settings, organisation=request.organisation)}  # type: ignore[attr-defined]


def initials(name: str) -> str:
    """Two letters for a mark: 'Stichting De Wijde Blik' gives WB, because what kind of house it is says nothing."""
    words = [word for word in name.split() if word[:1].isalnum()]
    telling = [word for word in words if word.lower() not in _SILENT] or words
    if not telling:
        return "?"
    letters = telling[0][:2] if len(telling) == 1 else telling[0][0] + telling[-1][0]
    return letters.upper()


_KINDS = frozenset({"stichting", "vereniging"})
_SILENT = frozenset(
    {"stichting", "de", "het", "een", "van", "der", "den", "en", "voor", "in", "te", "ten", "bv", "vereniging"}
)
