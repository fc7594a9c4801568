from __future__ import annotations

from django.urls import path

from dashboards import views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("inzichten/", views.insight, name="insight"),
]
