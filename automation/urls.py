from __future__ import annotations

from django.urls import path

from automation.views import rules, sequences, texts

urlpatterns = [
    path("automatisering/", rules.automation, name="automation"),
    path("automatisering/klaarzetten/", rules.make_ready, name="automation_ready"),
    path("automatisering/eerste-antwoord/", rules.first_replies, name="first_replies"),
    path(
        "automatisering/eerste-antwoord/<uuid:vacancy>/zoals-de-rest/",
        rules.follow_the_rest,
        name="first_reply_default",
    ),
    path("automatisering/teksten/", texts.templates, name="templates"),
    path("automatisering/teksten/nieuw/", texts.new_template, name="new_template"),
    path("automatisering/teksten/voorbeeld/", texts.template_preview, name="template_preview"),
    path("automatisering/teksten/<uuid:template>/", texts.template, name="template"),
    path("automatisering/teksten/<uuid:template>/opzij/", texts.put_aside, name="template_put_aside"),
    path("automatisering/teksten/<uuid:template>/terug/", texts.take_back, name="template_take_back"),
    path("automatisering/reeksen/nieuw/", sequences.new_sequence, name="new_sequence"),
    path("automatisering/reeksen/<uuid:sequence>/", sequences.sequence, name="sequence"),
    path("automatisering/reeksen/<uuid:sequence>/aan/", sequences.switch_on, name="sequence_on"),
    path("automatisering/reeksen/<uuid:sequence>/uit/", sequences.switch_off, name="sequence_off"),
    path("automatisering/deelnemers/<uuid:enrolment>/stop/", sequences.stop_enrolment, name="enrolment_stop"),
]
