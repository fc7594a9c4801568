"""Every page a person can open, read from the URLconf, so that a new page is looked at without anybody remembering it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from recruit_platform.core.policies import Audience

# Addresses that answer with something else than a page.
NOT_A_PAGE = (
    "palet.json",
    "schema",
    "metrics",
    "livez",
    "readyz",
    "i18n",
    ".json",
    "bestand",
    "download",
    "logo",
    "huisstijl.css",
)


PEOPLE = {Audience.MEMBER, Audience.SIGNED_IN, Audience.VISITOR, Audience.ANYONE}


@dataclass(frozen=True)
class Address:
    route: str
    audience: Audience

    def filled(self, **values: Any) -> str | None:
        """Return the path with its parameters filled in, or None when one of them is not known here."""
        path = "/" + self.route
        for name, value in values.items():
            for kind in ("slug:", "uuid:", "str:", "int:", ""):
                path = path.replace(f"<{kind}{name}>", str(value))
        return None if "<" in path or "(" in path else path


def pages() -> Iterator[Address]:
    """Yield the addresses of the product's own pages (those with a policy), in the order of the URLconf."""
    for route, view in _walk(get_resolver().url_patterns):
        policy = getattr(view, "policy", None)
        if policy and policy.audience in PEOPLE and not any(part in route for part in NOT_A_PAGE):
            yield Address(route, policy.audience)


def _walk(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback
