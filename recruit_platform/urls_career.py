"""The addresses at an organisation's own host name: the career site and nothing else; staff pages are not there."""

from __future__ import annotations

from django.urls import include, path

from recruit_platform.core.views import preferences
from recruit_platform.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500"]

urlpatterns = [
    path("taal/", preferences.language, name="language"),
    path("thema/", preferences.theme, name="theme"),
    path("", include("talentpool.careers.urls")),
    path("werkbij/<slug:organisation>/", include("talentpool.careers.urls")),  # so that links by slug resolve here too
]
