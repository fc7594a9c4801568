"""Every address of the API. Endpoints stand on core.api.base.OrganisationView; an app adds its own under v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from calendar_app import api as calendar_app
from campaigns import api as campaigns
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
    path("v1/profiles", calendar_app.ProfilesEndpoint.as_view(), name="api_profiles"),
    path("v1/profiles/create", calendar_app.NewProfileEndpoint.as_view(), name="api_profile_create"),
    path("v1/vacancies", calendar_app.VacanciesEndpoint.as_view(), name="api_vacancies"),
    path("v1/vacancies/create", calendar_app.NewVacancyEndpoint.as_view(), name="api_vacancy_create"),
    path("v1/vacancies/<uuid:vacancy>", calendar_app.VacancyEndpoint.as_view(), name="api_vacancy"),
    path("v1/vacancies/<uuid:vacancy>/change", calendar_app.ChangeVacancyEndpoint.as_view(), name="api_vacancy_change"),
    path(
        "v1/vacancies/<uuid:vacancy>/publish", calendar_app.PublishVacancyEndpoint.as_view(), name="api_vacancy_publish"
    ),
    path("v1/vacancies/<uuid:vacancy>/close", calendar_app.CloseVacancyEndpoint.as_view(), name="api_vacancy_close"),
    path("v1/outflow", calendar_app.OutflowEndpoint.as_view(), name="api_outflow"),
    path("v1/outflow/record", calendar_app.RecordOutflowEndpoint.as_view(), name="api_outflow_record"),
    path("v1/campaigns", campaigns.CampaignsEndpoint.as_view(), name="api_campaigns"),
    path("v1/campaigns/spend", campaigns.SpendEndpoint.as_view(), name="api_campaign_spend"),
    path("v1/campaigns/<uuid:campaign>", campaigns.CampaignEndpoint.as_view(), name="api_campaign"),
    path("v1/links", campaigns.LinksEndpoint.as_view(), name="api_links"),
    path("v1/links/create", campaigns.NewLinkEndpoint.as_view(), name="api_link_create"),
    path("schema/", schema.document, name="api_schema"),
    path("docs/", schema.page, name="api_docs"),
    path("<path:rest>", schema.nothing_here, name="api_nothing_here"),
]
