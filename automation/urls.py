from __future__ import annotations

from django.urls import path

from automation import views

urlpatterns = [
    path("automatisering/", views.automation, name="automation"),
]
