"""How one browser wants to see the product. Kept in cookies, read by the server: the first byte already has the right theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Theme = Literal["system", "light", "dark"]
Density = Literal["roomy", "compact"]

THEMES: tuple[Theme, ...] = ("system", "light", "dark")
DENSITIES: tuple[Density, ...] = ("roomy", "compact")
_YEAR_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Appearance:
    theme: Theme = "system"
    density: Density = "roomy"
    shortcuts: bool = True


def of(request: HttpRequest) -> Appearance:
    """Cookies first; a person who is logged in on a new browser brings their own theme and shortcuts."""
    person = getattr(request, "user", None)
    is_known = person is not None and person.is_authenticated
    theme = request.COOKIES.get("theme") or (getattr(person, "theme", "system") if is_known else "system")
    density = request.COOKIES.get("density")
    shortcuts = request.COOKIES.get("shortcuts")
    if shortcuts not in {"on", "off"}:
        shortcuts = "on" if not is_known or getattr(person, "shortcuts_on", True) else "off"
    return Appearance(
        theme=cast(Theme, theme) if theme in THEMES else "system",
        density=density if density in DENSITIES else "roomy",
        shortcuts=shortcuts == "on",
    )


def remember(response: HttpResponse, *, name: Literal["theme", "density", "shortcuts"], value: str) -> None:
    """Keep a choice in this browser for a year. Readable by our script: it holds nothing secret."""
    response.set_cookie(
        name, value, max_age=_YEAR_SECONDS, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, path="/"
    )
