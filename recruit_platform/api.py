"""Every address of the API. Endpoints stand on core.api.base.OrganisationView; an app adds its own under v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from recruit_platform.core.api import schema, views
from talentpool import api as talentpool

urlpatterns: list[URLPattern] = [
    path("v1/organisation", views.OrganisationEndpoint.as_view(), name="api_organisation"),
    path("v1/members", views.MembersEndpoint.as_view(), name="api_members"),
    path("v1/events", views.EventsEndpoint.as_view(), name="api_events"),
    path("v1/mails", views.MailsEndpoint.as_view(), name="api_mails"),
    path("v1/candidates", talentpool.CandidatesEndpoint.as_view(), name="api_candidates"),
    path("v1/stages", talentpool.StagesEndpoint.as_view(), name="api_stages"),
    path("v1/applications", talentpool.ApplicationsEndpoint.as_view(), name="api_applications"),
    path("v1/applications/submit", talentpool.SubmitEndpoint.as_view(), name="api_application_submit"),
    path("v1/applications/<uuid:application>", talentpool.ApplicationEndpoint.as_view(), name="api_application"),
    path("v1/applications/<uuid:application>/move", talentpool.MoveEndpoint.as_view(), name="api_application_move"),
    path("v1/applications/<uuid:application>/end", talentpool.EndEndpoint.as_view(), name="api_application_end"),
    path("schema/", schema.document, name="api_schema"),
    path("docs/", schema.page, name="api_docs"),
    path("<path:rest>", schema.nothing_here, name="api_nothing_here"),
]
