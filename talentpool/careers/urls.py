from __future__ import annotations

from django.urls import path

from talentpool.careers import views

urlpatterns = [
    path("", views.home, name="career_home"),
    path("huisstijl.css", views.theme, name="career_theme"),
    path("logo/<uuid:logo>/", views.logo, name="career_logo"),
]
