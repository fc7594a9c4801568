"""The house style of the career site: a style sheet and a logo, made from the organisation's settings."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from recruit_platform.core import files
from recruit_platform.core.models import Font
from recruit_platform.core.organisations import contrast
from recruit_platform.core.policies import VisitorRequest, visitor

_FAMILIES = {Font.FIGTREE: "Figtree", Font.NUNITO: "Nunito", Font.SYSTEM: "system-ui"}


@visitor
@require_safe
@cache_control(public=True, max_age=300)
def theme(request: VisitorRequest) -> HttpResponse:
    """The house style as a style sheet of its own: the policy against inline styles stays whole."""
    style = request.settings
    verdict = contrast.judge(style.brand_colour)
    context = {"style": style, "on_brand": verdict.text, "family": _FAMILIES[Font(style.font)]}
    return render(request, "careers/theme.css", context, content_type="text/css; charset=utf-8")


@visitor
@require_safe
@cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
def logo(request: VisitorRequest, logo: UUID) -> HttpResponse:
    """The organisation's picture. Its address changes with the picture, so it may be kept for a year."""
    stored = request.settings.logo
    if stored is None or stored.public_id != logo:
        raise Http404
    try:
        reader = files.open(stored)
    except files.FileGone as problem:
        raise Http404 from problem
    with reader:
        answer = HttpResponse(reader.read(), content_type=stored.content_type)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
