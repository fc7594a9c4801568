"""Every address of the product. Each leads to a view with a policy (core/policies.py); a house test walks them all."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from recruit_platform.core import urls as core

handler400 = "recruit_platform.core.views.errors.bad_request"
handler403 = "recruit_platform.core.views.errors.forbidden"
handler404 = "recruit_platform.core.views.errors.not_found"
handler429 = "recruit_platform.core.views.errors.too_many_requests"
handler500 = "recruit_platform.core.views.errors.server_error"

in_organisation: list[URLPattern | URLResolver] = [
    path("", include("dashboards.urls")),
    path("", include("campaigns.urls")),
    path("", include("calendar_app.urls")),
    path("", include("talentpool.urls")),
    path("", include("automation.urls")),
    path("", include(core.of_organisation)),
    path("", include("recruit_platform.core.poll.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("recruit_platform.core.health.urls")),
    path("", include("recruit_platform.core.urls")),
    path("", include("recruit_platform.core.files.urls")),
    path("api/", include("recruit_platform.api")),
    path("account/", include("allauth.urls")),
    path("o/<slug:organisation>/", include(in_organisation)),
    path("delen/<slug:organisation>/", include("dashboards.urls_shared")),
    path("werkbij/<slug:organisation>/", include("talentpool.careers.urls")),
    path("agenda/<slug:organisation>/", include("calendar_app.urls_public")),
]
