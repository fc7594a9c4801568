"""Addresses of candidates and applications, under v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from recruit_platform.core.api.base import OrganisationView
from talentpool.api import applications, call_list, consents, contact, documents, interviews, people, stages


def _of(what: str, to: str, view: type[OrganisationView], name: str) -> URLPattern:
    """An address below one candidate, application, stage, call-back, document or talk."""
    place = {
        "candidate": "candidates",
        "application": "applications",
        "stage": "stages",
        "call_back": "call-list",
        "document": "documents",
        "interview": "interviews",
    }
    return path(f"{place[what]}/<uuid:{what}>/{to}", view.as_view(), name=name)


urlpatterns: list[URLPattern] = [
    path("candidates", people.CandidatesEndpoint.as_view(), name="api_candidates"),
    path("candidates/add", people.NewCandidateEndpoint.as_view(), name="api_candidate_add"),
    path("candidates/<uuid:candidate>", people.CandidateEndpoint.as_view(), name="api_candidate"),
    _of("candidate", "change", people.ChangeCandidateEndpoint, "api_candidate_change"),
    _of("candidate", "opt-out", people.OptOutEndpoint, "api_candidate_opt_out"),
    _of("candidate", "doubles", people.DoublesEndpoint, "api_candidate_doubles"),
    _of("candidate", "merge", people.MergeEndpoint, "api_candidate_merge"),
    _of("candidate", "merge/undo", people.UndoMergeEndpoint, "api_candidate_merge_undo"),
    _of("candidate", "erase", people.EraseEndpoint, "api_candidate_erase"),
    _of("candidate", "calls", contact.CallsEndpoint, "api_calls"),
    _of("candidate", "calls/log", contact.LogCallEndpoint, "api_call_log"),
    _of("candidate", "notes", contact.NotesEndpoint, "api_notes"),
    _of("candidate", "notes/add", contact.AddNoteEndpoint, "api_note_add"),
    _of("candidate", "replied", contact.RepliedEndpoint, "api_candidate_replied"),
    _of("candidate", "consents", consents.ConsentsEndpoint, "api_consents"),
    _of("candidate", "consents/give", consents.GiveConsentEndpoint, "api_consent_give"),
    _of("candidate", "consents/withdraw", consents.WithdrawConsentEndpoint, "api_consent_withdraw"),
    path("consent-texts", consents.ConsentTextsEndpoint.as_view(), name="api_consent_texts"),
    _of("candidate", "documents", documents.DocumentsEndpoint, "api_documents"),
    _of("candidate", "documents/add", documents.AddDocumentEndpoint, "api_document_add"),
    _of("document", "link", documents.DocumentLinkEndpoint, "api_document_link"),
    path("call-list", call_list.CallListEndpoint.as_view(), name="api_call_list"),
    _of("call_back", "outcome", call_list.OutcomeEndpoint, "api_call_outcome"),
    _of("call_back", "wait", call_list.WaitEndpoint, "api_call_wait"),
    _of("call_back", "assign", call_list.AssignEndpoint, "api_call_assign"),
    path("stages", stages.StagesEndpoint.as_view(), name="api_stages"),
    path("stages/add", stages.NewStageEndpoint.as_view(), name="api_stage_add"),
    _of("stage", "change", stages.ChangeStageEndpoint, "api_stage_change"),
    _of("stage", "switch-off", stages.SwitchOffStageEndpoint, "api_stage_switch_off"),
    path("board", applications.BoardEndpoint.as_view(), name="api_board"),
    path("applications", applications.ApplicationsEndpoint.as_view(), name="api_applications"),
    path("applications/submit", applications.SubmitEndpoint.as_view(), name="api_application_submit"),
    path("applications/<uuid:application>", applications.ApplicationEndpoint.as_view(), name="api_application"),
    _of("application", "move", applications.MoveEndpoint, "api_application_move"),
    _of("application", "move/undo", applications.UndoMoveEndpoint, "api_application_move_undo"),
    _of("application", "end", applications.EndEndpoint, "api_application_end"),
    _of("application", "resume", applications.ResumeEndpoint, "api_application_resume"),
    _of("application", "interviews", interviews.InterviewsEndpoint, "api_interviews"),
    _of("application", "interviews/offer", interviews.OfferEndpoint, "api_interview_offer"),
    _of("interview", "cancel", interviews.CancelEndpoint, "api_interview_cancel"),
    _of("interview", "end", interviews.EndInterviewEndpoint, "api_interview_end"),
    _of("application", "judge", applications.JudgeEndpoint, "api_application_judge"),
]
