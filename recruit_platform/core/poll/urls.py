"""``o/<organisation>/live/<panel>``: one address per registered panel."""

from __future__ import annotations

from django.urls import path

from . import mails_sent  # noqa: F401  registers the panel
from .panels import registered, view_of

urlpatterns = [path(f"live/{panel.name}", view_of(panel), name=f"live-{panel.name}") for panel in registered()]
