from __future__ import annotations

from django.urls import path

from calendar_app import views

urlpatterns = [
    path("kalender/", views.calendar, name="calendar"),
]
