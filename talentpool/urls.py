from __future__ import annotations

from django.urls import path

from talentpool import views

urlpatterns = [
    path("talentpool/", views.pool, name="pool"),
    path("nabellen/", views.calls, name="calls"),
]
