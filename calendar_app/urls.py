from __future__ import annotations

from django.urls import path

from calendar_app.views import feeds, links, outflow, profiles, vacancies, year

urlpatterns = [
    path("kalender/", year.calendar, name="calendar"),
    path("kalender/profielen/", profiles.index, name="profiles"),
    path("kalender/profielen/<uuid:profile>/", profiles.edit, name="profile_edit"),
    path("kalender/profielen/<uuid:profile>/wegzetten/", profiles.retire, name="profile_retire"),
    path("kalender/profielen/<uuid:profile>/terugzetten/", profiles.take_up, name="profile_take_up"),
    path("kalender/inlezen/", feeds.index, name="feeds"),
    path("kalender/inlezen/<uuid:run>/", feeds.detail, name="feed_run"),
    path("kalender/inlezen/<uuid:run>/doorvoeren/", feeds.apply, name="feed_apply"),
    path("kalender/inlezen/<uuid:run>/weggooien/", feeds.discard, name="feed_discard"),
    path("kalender/inlezen/<uuid:run>/terugdraaien/", feeds.undo, name="feed_undo"),
    path("kalender/uitstroom/", outflow.index, name="outflow"),
    path("kalender/uitstroom/bestand/", outflow.read, name="outflow_read"),
    path("kalender/agenda/", links.index, name="calendar_links"),
    path("kalender/agenda/<uuid:link>/intrekken/", links.revoke, name="calendar_link_revoke"),
    path("vacatures/", vacancies.index, name="vacancies"),
    path("vacatures/nieuw/", vacancies.new, name="vacancy_new"),
    path("vacatures/<uuid:vacancy>/", vacancies.detail, name="vacancy"),
    path("vacatures/<uuid:vacancy>/bewerken/", vacancies.edit, name="vacancy_edit"),
    path("vacatures/<uuid:vacancy>/publiceren/", vacancies.publish, name="vacancy_publish"),
    path("vacatures/<uuid:vacancy>/sluiten/", vacancies.close, name="vacancy_close"),
    path("vacatures/<uuid:vacancy>/meekijken/", vacancies.managers, name="vacancy_managers"),
]
