"""Candidates, applications, stages, calls, consent, documents, interviews; and the unfinished forms of the career site."""

from .applications import (
    RUNNING,
    Application,
    ApplicationDraft,
    EndedBy,
    EndReason,
    Stage,
    StageChange,
    StageKind,
)
from .calls import Call, CallBack, CallBackEnd, CallOutcome
from .candidates import Candidate, CandidateDocument, DocumentKind, Merge, Note
from .careers import CareerSite
from .consent import Consent, ConsentPurpose, ConsentText
from .interviews import Interview, InterviewSlot, InterviewState
from .signups import Interest, PoolSignup

__all__ = [
    "RUNNING",
    "Application",
    "ApplicationDraft",
    "Call",
    "CallBack",
    "CallBackEnd",
    "CallOutcome",
    "Candidate",
    "CandidateDocument",
    "CareerSite",
    "Consent",
    "ConsentPurpose",
    "ConsentText",
    "DocumentKind",
    "EndReason",
    "EndedBy",
    "Interest",
    "Interview",
    "InterviewSlot",
    "InterviewState",
    "Merge",
    "Note",
    "PoolSignup",
    "Stage",
    "StageChange",
    "StageKind",
]
