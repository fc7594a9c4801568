"""Which organisation a person had open last, in their session."""

from __future__ import annotations

from django.http import HttpRequest

_KEY = "organisation"


def opened(request: HttpRequest) -> str | None:
    """Return the slug, or None. The caller checks that the person still belongs there."""
    slug = request.session.get(_KEY)
    return slug if isinstance(slug, str) else None


def open_now(request: HttpRequest, slug: str) -> None:
    """Note it; written only when it differs, so that a page costs no write."""
    if request.session.get(_KEY) != slug:
        request.session[_KEY] = slug
