"""``o/<organisation>/live/<panel>``: one address per registered panel, and one more per further choice of it."""

from __future__ import annotations

from django.urls import path

from . import demo_year, mails_sent  # noqa: F401  registers the panels
from .panels import registered, view_of

urlpatterns = [
    path(f"live/{panel.place(choice)}", view_of(panel, choice), name=panel.address(choice))
    for panel in registered()
    for choice in panel.choices
]
