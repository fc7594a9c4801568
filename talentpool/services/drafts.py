"""Forms that are being filled in, kept on the server step by step: no script, no account, nothing lost on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Vacancy
from campaigns.models import TrackedLink
from recruit_platform.core import files
from recruit_platform.core.models import StoredFile
from recruit_platform.core.refusals import Refusal
from recruit_platform.lib import ids
from talentpool.models import ApplicationDraft, ConsentPurpose
from talentpool.services import applications, consent, documents, funnel
from talentpool.services.applications import Form, Submitted
from talentpool.services.candidates import Person

LIFE = timedelta(days=7)
BATCH = 200
CV_MISSING = "cv_missing"  # in the data of a form that was sent: its CV could not be read any more
KEEP_LONG = "365"  # the answer that says yes to the pool; the other choice keeps what the law allows


class Incomplete(Refusal):
    """A step was skipped; ``step`` names it."""

    def __init__(self, step: str) -> None:
        super().__init__(_("Er ontbreekt nog iets."))
        self.step = step


@dataclass(frozen=True)
class Started:
    """``token`` is shown once, in the address; only its hash is kept."""

    draft: ApplicationDraft
    token: str


@transaction.atomic
def start(
    *,
    vacancy: Vacancy | None,
    data: Mapping[str, Any],
    at: datetime,
    first_link: TrackedLink | None = None,
    last_link: TrackedLink | None = None,
) -> Started:
    """Begin a form and count that somebody began."""
    token = ids.token()
    draft = ApplicationDraft.objects.create(
        token_hash=_hashed(token),
        vacancy=vacancy,
        data=dict(data),
        step="gegevens",
        first_link=first_link or last_link,
        last_link=last_link or first_link,
        started_at=at,
        expires_at=at + LIFE,
    )
    funnel.count(funnel.STARTED, vacancy_id=draft.vacancy_id, at=at)
    return Started(draft, token)


def find(token: str, *, at: datetime) -> ApplicationDraft | None:
    """Return the form with this token while it lives. One statement on a unique index."""
    found = ApplicationDraft.objects.select_related(
        "vacancy__profile", "cv", "application__candidate", "application__vacancy", "first_link", "last_link"
    )
    return found.filter(token_hash=_hashed(token), expires_at__gt=at).first()


@transaction.atomic
def keep(draft: ApplicationDraft, *, step: str, data: Mapping[str, Any]) -> ApplicationDraft:
    """Keep the answers of a step beside those of the others. A form that was sent stays as it was sent."""
    held = ApplicationDraft.objects.select_for_update().get(pk=draft.pk)
    if held.application_id is None:
        held.data, held.step = {**held.data, **data}, step
        held.save(update_fields=["data", "step"])
    draft.data, draft.step = held.data, held.step
    return draft


@transaction.atomic
def attach_cv(
    draft: ApplicationDraft, stream: BinaryIO, *, name: str, declared: str, at: datetime
) -> StoredFile | None:
    """Keep the CV with the form; an earlier one goes, also one that a second try brought meanwhile. None: the form was sent.

    Raises kinds.UploadRefused with words.
    """
    held = _locked(draft)
    if held.application_id is not None:
        return None
    stored = documents.hold(stream, name=name, declared=declared, draft=held, at=at)
    _put_cv(held, stored)
    draft.cv = stored
    return stored


@transaction.atomic
def drop_cv(draft: ApplicationDraft) -> None:
    _put_cv(_locked(draft), None)
    draft.cv = None


@transaction.atomic
def submit(draft: ApplicationDraft, *, at: datetime, language: str) -> Submitted:
    """Send the form. However often it arrives, it is one application; a CV that is gone is noted for its last page.

    Raises Incomplete, and what ``applications.submit`` does.
    """
    _locked(draft)
    held = _with_all(draft)
    if held.application is not None:
        return Submitted(held.application, held.application.candidate, is_new=False)
    form = _form(held, at=at, language=language)
    sent = applications.submit(form, vacancy=held.vacancy, at=at)
    cv, held.cv, held.application = held.cv, None, sent.application
    held.data = {name: value for name, value in held.data.items() if name in _KEPT_AFTER}
    if sent.cv_missing:
        held.data[CV_MISSING] = True
    held.save(update_fields=["cv", "application", "data"])
    if cv is not None:
        files.remove(cv)  # the candidate's own copy was made by submit
    draft.refresh_from_db()
    return sent


@transaction.atomic
def forget_expired(*, at: datetime, at_most: int = BATCH) -> int:
    """Delete forms whose days are over, with their files; what was sent lives on as an application. Returns how many."""
    expired = ApplicationDraft.objects.filter(expires_at__lte=at).order_by("expires_at", "id")
    gone = list(expired.select_for_update(skip_locked=True)[:at_most])
    for draft in gone:
        _put_cv(draft, None)
        draft.delete()
    return len(gone)


def forget_sent(those: QuerySet[ApplicationDraft]) -> None:
    """Delete forms before their days are over, with their files: of somebody who is erased."""
    for draft in those.select_for_update(of=("self",)).order_by("id"):
        _put_cv(draft, None)
        draft.delete()


_KEPT_AFTER = frozenset({"consent"})  # what the confirmation still shows; the person's details live with the candidate


def _locked(draft: ApplicationDraft) -> ApplicationDraft:
    return ApplicationDraft.objects.select_for_update(of=("self",)).select_related("cv").get(pk=draft.pk)


def _put_cv(held: ApplicationDraft, stored: StoredFile | None) -> None:
    before, held.cv = held.cv, stored
    held.save(update_fields=["cv"])
    if before is not None:
        files.remove(before)


def _with_all(draft: ApplicationDraft) -> ApplicationDraft:
    found = ApplicationDraft.objects.select_related(
        "vacancy", "cv", "application__candidate", "first_link", "last_link"
    )
    return found.get(pk=draft.pk)


def _form(held: ApplicationDraft, *, at: datetime, language: str) -> Form:
    data = held.data
    if not data.get("name") or not data.get("email") or not data.get("phone"):
        raise Incomplete("gegevens")
    if not data.get("consent"):
        raise Incomplete("bewaren")
    first_name, _space, last_name = data["name"].partition(" ")
    person = Person(
        first_name=first_name, last_name=last_name, email=data["email"], phone=data["phone"], language=language
    )
    wants_pool = data["consent"] == KEEP_LONG
    return Form(
        key=held.token_hash,
        person=person,
        motivation=data.get("motivation", ""),
        answers={"whatsapp": True} if data.get("whatsapp") else {},
        language=language,
        source=held.last_link.source if held.last_link else "",
        first_link=held.first_link,
        last_link=held.last_link,
        cv=held.cv,
        consent_text=consent.current_text(ConsentPurpose.POOL, at=at) if wants_pool else None,
    )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
