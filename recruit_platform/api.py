"""Every address of the API. Endpoints stand on core.api.base.OrganisationView; an app adds its own under v1/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from automation.api import urls as automation
from calendar_app.api import urls as calendar_app
from campaigns.api import urls as campaigns
from dashboards.api import urls as dashboards
from recruit_platform.core.api import schema, views
from talentpool.api import urls as talentpool

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/organisation", views.OrganisationEndpoint.as_view(), name="api_organisation"),
    path("v1/members", views.MembersEndpoint.as_view(), name="api_members"),
    path("v1/events", views.EventsEndpoint.as_view(), name="api_events"),
    path("v1/mails", views.MailsEndpoint.as_view(), name="api_mails"),
    path("v1/", include(campaigns)),
    path("v1/", include(calendar_app)),
    path("v1/", include(talentpool)),
    path("v1/", include(automation)),
    path("v1/", include(dashboards)),
    path("schema/", schema.document, name="api_schema"),
    path("docs/", schema.page, name="api_docs"),
    path("<path:rest>", schema.nothing_here, name="api_nothing_here"),
]
