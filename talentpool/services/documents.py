"""CVs and other papers: checked by content, encrypted under the candidate's own key, opened with a line in the log."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO, cast

from django.db import transaction

from recruit_platform.core import files, log
from recruit_platform.core.files import kinds
from recruit_platform.core.log import Actor
from recruit_platform.core.models import StoredFile
from talentpool.models import Application, ApplicationDraft, Candidate, CandidateDocument, DocumentKind
from talentpool.people import Doer, actor_of
from talentpool.services import candidates

ALLOWED = kinds.DOCUMENTS
MOST_BYTES = 10 * 1024 * 1024
PURPOSE = "candidate.document"


@transaction.atomic
def add(
    stream: BinaryIO,
    *,
    name: str,
    declared: str,
    candidate: Candidate,
    by: Doer,
    at: datetime,
    application: Application | None = None,
    kind: DocumentKind = DocumentKind.CV,
) -> CandidateDocument:
    """Keep an uploaded file of a candidate. Raises kinds.UploadRefused with words for the person who uploads."""
    candidates.writable(candidate)
    judged = kinds.check(stream, name=name, declared=declared, allowed=ALLOWED, at_most=MOST_BYTES)
    stored = files.store(
        stream,
        owner_kind="candidate",
        owner_id=candidate.pk,
        name=name,
        purpose=PURPOSE,
        at=at,
        content_type=judged.content_type,
        at_most=MOST_BYTES,
    )
    return _keep(stored, candidate=candidate, application=application, kind=kind, by=by, at=at)


def hold(stream: BinaryIO, *, name: str, declared: str, draft: ApplicationDraft, at: datetime) -> StoredFile:
    """Keep the CV of an unfinished form, under the form's own key: there is no candidate yet. Raises kinds.UploadRefused."""
    judged = kinds.check(stream, name=name, declared=declared, allowed=ALLOWED, at_most=MOST_BYTES)
    return files.store(
        stream,
        owner_kind="draft",
        owner_id=draft.pk,
        name=name,
        purpose="draft.cv",
        at=at,
        content_type=judged.content_type,
        at_most=MOST_BYTES,
    )


def take_over(
    held: StoredFile, *, candidate: Candidate, application: Application, by: Doer, at: datetime
) -> CandidateDocument:
    """Give a form's CV to its candidate: encrypted anew under the candidate's key. Raises files.FileGone, files.Tampered."""
    with files.open(held) as plain:
        stored = files.store(
            cast("BinaryIO", plain),
            owner_kind="candidate",
            owner_id=candidate.pk,
            name=held.name,
            purpose=PURPOSE,
            at=at,
            content_type=held.content_type,
        )
    return _keep(stored, candidate=candidate, application=application, kind=DocumentKind.CV, by=by, at=at)


@transaction.atomic
def note_opened(document: CandidateDocument, *, by: Actor, at: datetime) -> None:
    """Somebody asked for a document: that is written down before the link is given."""
    subject = log.Subject("candidate", document.candidate_id)
    log.append("candidate.document_opened", subject=subject, actor=by, at=at, data={"document": document.pk})


def _keep(
    stored: StoredFile,
    *,
    candidate: Candidate,
    application: Application | None,
    kind: DocumentKind,
    by: Doer,
    at: datetime,
) -> CandidateDocument:
    document = CandidateDocument.objects.create(
        candidate=candidate, application=application, file=stored, kind=kind, created_at=at
    )
    subject, data = log.Subject("candidate", candidate.pk), {"document": document.pk, "kind": kind}
    log.append("candidate.document_added", subject=subject, actor=actor_of(by), at=at, data=data)
    return document
