"""Whose public page this was going to be, so that an error there wears the organisation's name and style, not the product's."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from recruit_platform.core import tenancy
from recruit_platform.core.models import Organisation, OrganisationSettings
from recruit_platform.core.organisations import directory, logo


@dataclass(frozen=True)
class House:
    name: str
    home_url: str
    theme_url: str
    logo_url: str = ""


def of(request: HttpRequest, *, may_ask: bool) -> House | None:
    """Return the house of a public page; None on pages of staff, of nobody, and when the database is away.

    Three statements at most, none unless ``may_ask``: then what the request already knows must do.
    """
    if hasattr(request, "membership"):
        return None
    try:
        organisation = _known(request) or (_by_path(request.path_info) if may_ask else None)
        return None if organisation is None else _house(organisation, with_logo=may_ask)
    except (DatabaseError, InterfaceError, NoReverseMatch):
        return None


def _known(request: HttpRequest) -> Organisation | None:
    return getattr(request, "career_organisation", None) or getattr(request, "organisation", None)


def _by_path(path: str) -> Organisation | None:
    """What comes after the address of all career sites is a slug, also where no page is."""
    sites = reverse("career_home", args=["-"]).removesuffix("-/")
    return directory.by_slug(path.removeprefix(sites).partition("/")[0]) if path.startswith(sites) else None


def _house(organisation: Organisation, *, with_logo: bool) -> House:
    logo_url = ""
    if with_logo:
        with tenancy.scope(organisation.pk):
            settings = OrganisationSettings.objects.select_related("logo").get()
            logo_url = logo.url_of(settings, organisation=organisation)
    return House(
        name=organisation.name,
        home_url=reverse("career_home", args=[organisation.slug]),
        theme_url=reverse("career_theme", args=[organisation.slug]),
        logo_url=logo_url,
    )
