"""Addresses of profiles, vacancies, outflow, feeds and the calendar, under v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from calendar_app.api import days, feeds, links, managers, outflow, profiles, vacancies

_VACANCY, _PROFILE, _RUN = "vacancies/<uuid:vacancy>", "profiles/<uuid:profile>", "feed-runs/<uuid:feed_run>"

urlpatterns: list[URLPattern] = [
    path("profiles", profiles.ProfilesEndpoint.as_view(), name="api_profiles"),
    path("profiles/create", profiles.NewProfileEndpoint.as_view(), name="api_profile_create"),
    path(f"{_PROFILE}/change", profiles.ChangeProfileEndpoint.as_view(), name="api_profile_change"),
    path(f"{_PROFILE}/set", profiles.SetProfileEndpoint.as_view(), name="api_profile_set"),
    path("vacancies", vacancies.VacanciesEndpoint.as_view(), name="api_vacancies"),
    path("vacancies/create", vacancies.NewVacancyEndpoint.as_view(), name="api_vacancy_create"),
    path(_VACANCY, vacancies.VacancyEndpoint.as_view(), name="api_vacancy"),
    path(f"{_VACANCY}/change", vacancies.ChangeVacancyEndpoint.as_view(), name="api_vacancy_change"),
    path(f"{_VACANCY}/publish", vacancies.PublishVacancyEndpoint.as_view(), name="api_vacancy_publish"),
    path(f"{_VACANCY}/close", vacancies.CloseVacancyEndpoint.as_view(), name="api_vacancy_close"),
    path(f"{_VACANCY}/managers", managers.ManagersEndpoint.as_view(), name="api_vacancy_managers"),
    path(f"{_VACANCY}/managers/set", managers.SetManagersEndpoint.as_view(), name="api_vacancy_managers_set"),
    path("outflow", outflow.OutflowEndpoint.as_view(), name="api_outflow"),
    path("outflow/grid", outflow.GridEndpoint.as_view(), name="api_outflow_grid"),
    path("outflow/record", outflow.RecordOutflowEndpoint.as_view(), name="api_outflow_record"),
    path("holidays", days.HolidaysEndpoint.as_view(), name="api_holidays"),
    path("feed-runs", feeds.FeedRunsEndpoint.as_view(), name="api_feed_runs"),
    path("feed-runs/preview", feeds.PreviewEndpoint.as_view(), name="api_feed_preview"),
    path(_RUN, feeds.FeedRunEndpoint.as_view(), name="api_feed_run"),
    path(f"{_RUN}/apply", feeds.ApplyEndpoint.as_view(), name="api_feed_apply"),
    path(f"{_RUN}/undo", feeds.UndoEndpoint.as_view(), name="api_feed_undo"),
    path(f"{_RUN}/discard", feeds.DiscardEndpoint.as_view(), name="api_feed_discard"),
    path("calendar-links", links.CalendarLinksEndpoint.as_view(), name="api_calendar_links"),
    path("calendar-links/create", links.NewCalendarLinkEndpoint.as_view(), name="api_calendar_link_create"),
    path(
        "calendar-links/<uuid:calendar_link>/revoke",
        links.RevokeCalendarLinkEndpoint.as_view(),
        name="api_calendar_link_revoke",
    ),
]
