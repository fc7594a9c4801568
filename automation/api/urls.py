"""Addresses of automation, under v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from automation.api import enrolments, first_replies, sequences, texts

_TEXT, _SEQUENCE, _ENROLMENT = "texts/<uuid:template>", "sequences/<uuid:sequence>", "enrolments/<uuid:enrolment>"

urlpatterns: list[URLPattern] = [
    path("texts", texts.TextsEndpoint.as_view(), name="api_texts"),
    path("texts/create", texts.NewTextEndpoint.as_view(), name="api_text_create"),
    path("texts/placeholders", texts.PlaceholdersEndpoint.as_view(), name="api_text_placeholders"),
    path(_TEXT, texts.TextEndpoint.as_view(), name="api_text"),
    path(f"{_TEXT}/versions", texts.VersionsEndpoint.as_view(), name="api_text_versions"),
    path(f"{_TEXT}/change", texts.ChangeTextEndpoint.as_view(), name="api_text_change"),
    path(f"{_TEXT}/test", texts.TestTextEndpoint.as_view(), name="api_text_test"),
    path(f"{_TEXT}/put-aside", texts.PutAsideEndpoint.as_view(), name="api_text_put_aside"),
    path(f"{_TEXT}/take-back", texts.TakeBackEndpoint.as_view(), name="api_text_take_back"),
    path("first-replies", first_replies.ChoicesEndpoint.as_view(), name="api_first_replies"),
    path("first-replies/sent", first_replies.SentEndpoint.as_view(), name="api_first_replies_sent"),
    path("first-replies/choose", first_replies.ChooseEndpoint.as_view(), name="api_first_reply_choose"),
    path(
        "first-replies/<uuid:vacancy>/follow-the-rest",
        first_replies.FollowTheRestEndpoint.as_view(),
        name="api_first_reply_default",
    ),
    path("sequences", sequences.SequencesEndpoint.as_view(), name="api_sequences"),
    path("sequences/create", sequences.NewSequenceEndpoint.as_view(), name="api_sequence_create"),
    path(_SEQUENCE, sequences.SequenceEndpoint.as_view(), name="api_sequence"),
    path(f"{_SEQUENCE}/change", sequences.ChangeSequenceEndpoint.as_view(), name="api_sequence_change"),
    path(f"{_SEQUENCE}/on", sequences.SwitchOnEndpoint.as_view(), name="api_sequence_on"),
    path(f"{_SEQUENCE}/off", sequences.SwitchOffEndpoint.as_view(), name="api_sequence_off"),
    path(f"{_SEQUENCE}/enrolments", enrolments.EnrolmentsEndpoint.as_view(), name="api_enrolments"),
    path("enrolments/begin", enrolments.BeginEndpoint.as_view(), name="api_enrolment_begin"),
    path(_ENROLMENT, enrolments.EnrolmentEndpoint.as_view(), name="api_enrolment"),
    path(f"{_ENROLMENT}/stop", enrolments.StopEndpoint.as_view(), name="api_enrolment_stop"),
]
