from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("o/<slug:organisation>/bestanden/<uuid:public_id>/", views.download, name="file_download"),
]
