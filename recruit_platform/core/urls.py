"""Addresses of core: for a person (``urlpatterns``) and inside an organisation (``of_organisation``)."""

from __future__ import annotations

from django.urls import path

from recruit_platform.core.views import (
    audit,
    browsers,
    jobs,
    keys,
    landing,
    mail,
    palette,
    preferences,
    processing,
    profile,
    settings,
    style,
    team,
)

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("organisaties/", landing.choose, name="choose_organisation"),
    path("uitnodiging/<str:token>/", landing.invitation, name="invitation"),
    path("taal/", preferences.language, name="language"),
    path("thema/", preferences.theme, name="theme"),
    path("dichtheid/", preferences.density, name="density"),
    path("sneltoetsen/", preferences.shortcuts, name="shortcuts"),
    path("account/profiel/", profile.profile, name="profile"),
    path("account/sessions/", browsers.browsers, name="usersessions_list"),  # in front of the login package's own
    path("account/tweede-stap/", landing.second_step_needed, name="second_step_needed"),
]

of_organisation = [
    path("instellingen/", settings.settings, name="settings"),
    path("instellingen/organisatie/", settings.organisation, name="settings_organisation"),
    path("instellingen/huisstijl/", settings.style, name="settings_style"),
    path("instellingen/huisstijl/voorbeeld/", settings.style_example, name="settings_style_example"),
    path("instellingen/huisstijl/logo/", settings.replace_logo, name="replace_logo"),
    path("instellingen/huisstijl/logo/weg/", settings.remove_logo, name="remove_logo"),
    path("instellingen/veiligheid/", settings.security, name="settings_security"),
    path("instellingen/vrije-dagen/", settings.days_off, name="settings_days_off"),
    path("instellingen/vrije-dagen/<str:day>/weg/", settings.remove_day_off, name="remove_day_off"),
    path("instellingen/team/", team.team, name="team"),
    path("instellingen/team/uitnodigen/", team.invite, name="invite"),
    path("instellingen/team/uitnodiging/<uuid:invitation>/opnieuw/", team.resend_invitation, name="resend_invitation"),
    path(
        "instellingen/team/uitnodiging/<uuid:invitation>/intrekken/", team.revoke_invitation, name="revoke_invitation"
    ),
    path("instellingen/team/<uuid:membership>/rol/", team.change_role, name="change_role"),
    path("instellingen/team/<uuid:membership>/uitzetten/", team.deactivate, name="deactivate"),
    path("instellingen/team/<uuid:membership>/aanzetten/", team.reactivate, name="reactivate"),
    path("instellingen/sleutels/", keys.keys, name="api_keys"),
    path("instellingen/sleutels/<uuid:key>/intrekken/", keys.revoke, name="revoke_api_key"),
    path("log/", audit.audit, name="audit"),
    path("log/export/", audit.export, name="audit_export"),
    path("mail/", mail.outbox_list, name="mails"),
    path("mail/<uuid:message>/", mail.outbox_message, name="mail"),
    path("mail/<uuid:message>/wel-verstuurd/", mail.was_sent, name="mail_was_sent"),
    path("mail/<uuid:message>/opnieuw/", mail.send_again, name="mail_send_again"),
    path("postvak/", mail.mailbox, name="mailbox"),
    path("postvak/<uuid:message>/", mail.mailbox_message, name="mailbox_message"),
    path("postvak/<uuid:message>/inhoud/", mail.mailbox_body, name="mailbox_body"),
    path("taken/", jobs.jobs, name="jobs"),
    path("taken/<uuid:job>/stoppen/", jobs.cancel, name="cancel_job"),
    path("verwerking/", processing.processing, name="processing"),
    path("verwerking/opnieuw/", processing.retry, name="retry_event"),
    path("verwerking/alles-opnieuw/", processing.retry_all, name="retry_all_events"),
    path("stijl/", style.style, name="style"),
    path("palet.json", palette.palette, name="palette"),
]
