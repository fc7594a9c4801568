from __future__ import annotations

from django.urls import path

from campaigns import views

urlpatterns = [
    path("campagnes/", views.campaigns, name="campaigns"),
]
