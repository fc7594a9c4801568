"""The product's places: what the navigation shows to whom, and what each place will hold while it is still empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import tenancy
from recruit_platform.core.models import Membership
from recruit_platform.core.roles import Can, may

from .parts import Text


@dataclass(frozen=True, kw_only=True)
class Place:
    """`url_name` takes the organisation's slug. `late` places move behind 'Meer' on a phone. `key` is its shortcut after `g`.

    `demo_only` places are there while no mail leaves this machine. `also` names further addresses whose pages belong here.
    """

    url_name: str
    label: Text
    icon: str
    can: Can
    late: bool = False
    key: str = ""
    demo_only: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """A place as one member sees it on one page. `count` are things that are late there."""

    label: Text
    icon: str
    url: str
    current: bool
    late: bool = False
    key: str = ""
    count: int = 0
    count_says: Text = ""


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A count beside a place, and what it counts, for those who hear it: '5 te laat'."""

    count: int
    says: Text


PLACES: tuple[Place, ...] = (
    Place(url_name="dashboard", label=_("Dashboard"), icon="home", can=Can.SEE_DASHBOARD, key="d"),
    Place(
        url_name="campaigns",
        label=_("Campagnes"),
        icon="speakerphone",
        can=Can.SEE_CAMPAIGNS,
        key="c",
    ),
    Place(
        url_name="calendar",
        label=_("Kalender"),
        icon="calendar-event",
        can=Can.SEE_CALENDAR,
        late=True,
        key="k",
        also=("vacancies",),
    ),
    Place(url_name="pool", label=_("Talentpool"), icon="users", can=Can.SEE_POOL, key="t"),
    Place(url_name="calls", label=_("Nabellen"), icon="phone", can=Can.SEE_CALLS, key="n"),
    Place(
        url_name="automation",
        label=_("Automatisering"),
        icon="bolt",
        can=Can.SEE_AUTOMATION,
        late=True,
        key="a",
    ),
    Place(
        url_name="insight",
        label=_("Inzichten"),
        icon="chart-histogram",
        can=Can.SEE_INSIGHT,
        late=True,
        key="i",
    ),
)

MENU: tuple[Place, ...] = (
    Place(url_name="settings", label=_("Instellingen"), icon="settings", can=Can.MANAGE_SETTINGS, key="s"),
    Place(url_name="mails", label=_("Mail"), icon="mail", can=Can.SEE_MAIL, key="e"),
    Place(url_name="mailbox", label=_("Postvak"), icon="inbox", can=Can.SEE_MAIL, key="p", demo_only=True),
    Place(url_name="jobs", label=_("Taken"), icon="loader-2", can=Can.SEE_JOBS),
    Place(url_name="processing", label=_("Verwerking"), icon="refresh", can=Can.MANAGE_SETTINGS),
    Place(url_name="audit", label=_("Log"), icon="history", can=Can.SEE_AUDIT, key="l"),
    Place(url_name="style", label=_("Stijlgids"), icon="photo", can=Can.SEE_STYLE),
)

BadgeSource = Callable[[Membership], Badge | None]
_badges: dict[str, BadgeSource] = {}


def count_with(url_name: str, source: BadgeSource) -> None:
    """Let an app of a floor above put a count beside its place.

    It runs on every page of a member, with the organisation active: one indexed statement, or Redis.
    """
    _badges[url_name] = source


def items(places: Sequence[Place], *, membership: Membership, slug: str, path: str) -> list[NavItem]:
    """What a member may open, in order. The current item is the longest address that the page's address starts with."""
    open_to = [(place, _url(place, slug=slug)) for place in places if may(membership, place.can)]
    reachable = [(place, url) for place, url in open_to if url]
    roots = {
        root: url for place, url in reachable for root in (url, *(_address(name, slug=slug) for name in place.also))
    }
    here = max((root for root in roots if root and _is_within(path, root, slug=slug)), key=len, default="")
    return [_item(place, url=url, current=url == roots.get(here), membership=membership) for place, url in reachable]


def _item(place: Place, *, url: str, current: bool, membership: Membership) -> NavItem:
    badge = _badge(place, membership=membership)
    return NavItem(
        label=place.label,
        icon=place.icon,
        url=url,
        current=current,
        late=place.late,
        key=place.key,
        count=badge.count if badge else 0,
        count_says=badge.says if badge else "",
    )


def _badge(place: Place, *, membership: Membership) -> Badge | None:
    """A page must not fail for want of a count: where no organisation is active there is nothing to count."""
    source = _badges.get(place.url_name)
    return source(membership) if source is not None and tenancy.current() is not None else None


def _url(place: Place, *, slug: str) -> str:
    if place.demo_only and not settings.MAIL_STAYS_HERE:
        return ""
    return _address(place.url_name, slug=slug)


def _address(url_name: str, *, slug: str) -> str:
    try:
        return reverse(url_name, kwargs={"organisation": slug})
    except NoReverseMatch:
        return ""  # a place that is not built into this installation


def _is_within(path: str, url: str, *, slug: str) -> bool:
    """The first place is the organisation's root, and every page lies below that; it is current only on itself."""
    is_root = url.rstrip("/").endswith(f"/{slug}")
    return path == url if is_root else path.startswith(url)
