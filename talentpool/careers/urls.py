"""The public career site of an organisation."""

from __future__ import annotations

from django.urls import path

from talentpool.careers.views import apply, feeds, self_service, signup, site, status, style

urlpatterns = [
    path("", site.home, name="career_home"),
    path("huisstijl.css", style.theme, name="career_theme"),
    path("logo/<uuid:logo>/", style.logo, name="career_logo"),
    path("vacatures/", site.jobs, name="career_jobs"),
    path("vacatures/<uuid:vacancy>/", site.job, name="career_job"),
    path("vacatures/<uuid:vacancy>/solliciteren/", apply.begin, name="career_apply"),
    path("solliciteren/<str:token>/<slug:step>/", apply.step, name="career_apply_step"),
    path("l/<str:code>", site.follow, name="career_link"),
    path("blijf-op-de-hoogte/", signup.page, name="career_signup"),
    path("blijf-op-de-hoogte/gelukt/", signup.done, name="career_signup_done"),
    path("privacy/", site.privacy, name="career_privacy"),
    path("mijn/<str:token>/", status.page, name="career_status"),
    path("mijn/<str:token>/gegevens/", self_service.correct, name="career_correct"),
    path("mijn/<str:token>/document/", self_service.add_document, name="career_add_document"),
    path("mijn/<str:token>/bewaren/", self_service.set_consent, name="career_consent"),
    path("mijn/<str:token>/intrekken/", self_service.withdraw, name="career_withdraw"),
    path("mijn/<str:token>/kopie/", self_service.copy, name="career_copy"),
    path("mijn/<str:token>/verwijderen/", self_service.erase, name="career_erase"),
    path("mijn/<str:token>/afspraak/", self_service.choose_slot, name="career_choose_slot"),
    path("mijn/<str:token>/afspraak.ics", self_service.appointment, name="career_appointment"),
    path("afmelden/<str:token>/", self_service.unsubscribe, name="career_unsubscribe"),
    path("sitemap.xml", feeds.sitemap, name="career_sitemap"),
    path("vacatures.xml", feeds.jobs, name="career_feed"),
]
