"""Every address of the product. Each leads to a view with a policy (core/policies.py); a house test walks them all."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
]
