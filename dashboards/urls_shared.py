"""Addresses without a login: ``/delen/<organisation>/<token>/``."""

from __future__ import annotations

from django.urls import path

from dashboards.views import sharing

urlpatterns = [path("<str:token>/", sharing.shared_numbers, name="shared_numbers")]
