"""What visitors see: under /werkbij/<organisation>/ or at the organisation's own host name."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from recruit_platform.core.models import Font
from recruit_platform.core.organisations import contrast
from recruit_platform.core.policies import VisitorRequest, visitor

_FAMILIES = {Font.FIGTREE: "Figtree", Font.NUNITO: "Nunito", Font.SYSTEM: "system-ui"}


@visitor
@require_safe
def home(request: VisitorRequest) -> HttpResponse:
    return render(request, "careers/home.html")


@visitor
@require_safe
@cache_control(public=True, max_age=300)
def theme(request: VisitorRequest) -> HttpResponse:
    """The house style as a style sheet of its own: the policy against inline styles stays whole."""
    style = request.settings
    verdict = contrast.judge(style.brand_colour)
    context = {"style": style, "on_brand": verdict.text, "family": _FAMILIES[Font(style.font)]}
    return render(request, "careers/theme.css", context, content_type="text/css; charset=utf-8")
