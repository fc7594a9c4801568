"""What colleagues write about a candidate."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log
from recruit_platform.core.models import Membership
from recruit_platform.core.refusals import Refusal
from talentpool.models import Application, Candidate, Note
from talentpool.services import candidates


class EmptyNote(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Schrijf eerst iets op."))


@transaction.atomic
def add(
    candidate: Candidate, *, text: str, by: Membership, at: datetime, application: Application | None = None
) -> Note:
    """Keep a note. Raises EmptyNote, Erased."""
    if not text.strip():
        raise EmptyNote
    candidates.writable(candidate)
    note = Note.objects.create(candidate=candidate, application=application, text=text.strip(), by=by, at=at)
    subject = log.Subject("candidate", candidate.pk)
    log.append("candidate.noted", subject=subject, actor=log.Actor.user(by.user_id), at=at, data={"note": note.pk})
    return note
