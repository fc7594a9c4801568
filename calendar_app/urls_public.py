"""Addresses of the calendar that programs read without a login."""

from __future__ import annotations

from django.urls import path

from calendar_app.views import links

urlpatterns = [
    path("<str:token>.ics", links.feed, name="calendar_feed"),
]
