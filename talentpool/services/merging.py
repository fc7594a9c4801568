"""Two candidates who prove to be one person: everything moves to the one who stays, and can be put back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log
from recruit_platform.core.models import Membership
from recruit_platform.core.poll import versions
from recruit_platform.core.refusals import Refusal
from talentpool.models import (
    Application,
    Call,
    Candidate,
    CandidateDocument,
    Consent,
    Interest,
    Merge,
    Note,
    PoolSignup,
)
from talentpool.services import candidates
from talentpool.services.candidates import Erased

# What belongs to a person, except files: those stay under the key they were closed with.
_MOVED: tuple[type[models.Model], ...] = (Application, Call, CandidateDocument, Consent, Interest, Note, PoolSignup)


class MergeRefused(Refusal):
    """These two cannot be merged, or not be parted again."""


@transaction.atomic
def merge(kept: Candidate, other: Candidate, *, by: Membership, at: datetime) -> Merge:
    """Move everything of ``other`` to ``kept``; ``other`` stays as a pointer. Raises MergeRefused.

    Two running applications for one vacancy cannot both move: end one of them first.
    """
    held = {
        one.pk: one for one in Candidate.objects.select_for_update().filter(pk__in=[kept.pk, other.pk]).order_by("pk")
    }
    if any(one.erased_at for one in held.values()):
        raise Erased
    if kept.pk == other.pk or any(one.merged_into_id for one in held.values()) or len(held) != 2:
        raise MergeRefused(_("Deze twee zijn al samengevoegd."))
    running = Application.objects.filter(ended_at=None, vacancy__isnull=False)
    mine = set(running.filter(candidate=kept).values_list("vacancy_id", flat=True))
    if running.filter(candidate=other, vacancy__in=mine).exists():
        raise MergeRefused(_("Beide hebben een lopende sollicitatie op dezelfde vacature. Stop er eerst één."))
    moved = {model.__name__: _move(model, held[other.pk], held[kept.pk]) for model in _MOVED}
    before = {name: getattr(held[kept.pk], name) for name in _FILLED}
    _fill(held[kept.pk], held[other.pk], at=at)
    Candidate.objects.filter(pk=other.pk).update(merged_into=kept, version=models.F("version") + 1)
    filled = [name for name in _FILLED if getattr(held[kept.pk], name) != before[name]]
    row = Merge.objects.create(kept=kept, merged=other, moved={**moved, "filled": filled}, by=by, at=at)
    _log("candidate.merged", row, by=by, at=at)
    kept.refresh_from_db()
    return row


@transaction.atomic
def undo(row: Merge, *, by: Membership, at: datetime) -> None:
    """Put back what moved then; what came since stays with the one who was kept. Again raises MergeRefused."""
    candidates.writable(row.kept)
    if not Merge.objects.filter(pk=row.pk, undone_at=None).update(undone_at=at):
        raise MergeRefused(_("Dit samenvoegen is al ongedaan gemaakt."))
    emptied = dict.fromkeys(row.moved.get("filled", []), "")
    if emptied:
        Candidate.objects.filter(pk=row.kept_id).update(**emptied)
    Candidate.objects.filter(pk=row.merged_id).update(merged_into=None, version=models.F("version") + 1)
    for model in _MOVED:
        model.objects.filter(pk__in=row.moved.get(model.__name__, []), candidate=row.kept_id).update(  # type: ignore[attr-defined]
            candidate=row.merged_id
        )
    _log("candidate.merge_undone", row, by=by, at=at)


def last_of(candidate: Candidate) -> Merge | None:
    """Return the newest merge into this candidate that stands. One statement."""
    standing = Merge.objects.select_related("merged").filter(kept=candidate, undone_at=None)
    return standing.order_by("-id").first()


_FILLED = ("email", "email_key", "phone", "phone_key", "city", "availability")


def _move(model: Any, source: Candidate, target: Candidate) -> list[int]:
    rows = model.objects.filter(candidate=source)
    if model is Consent:  # one standing yes per text and person
        rows = rows.exclude(text__in=Consent.objects.filter(candidate=target, withdrawn_at=None).values("text"))
    if model is Interest:
        rows = rows.exclude(profile__in=Interest.objects.filter(candidate=target).values("profile"))
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    model.objects.filter(pk__in=ids).update(candidate=target)
    return ids


def _fill(kept: Candidate, other: Candidate, *, at: datetime) -> None:
    """Take over what was empty; an address that differs stays with the one it belonged to."""
    changed = [name for name in _FILLED if not getattr(kept, name) and getattr(other, name)]
    for name in changed:
        setattr(kept, name, getattr(other, name))
    for name in ("last_human_contact_at", "last_reply_at"):
        moments = [moment for moment in (getattr(kept, name), getattr(other, name)) if moment]
        setattr(kept, name, max(moments, default=None))
    if other.opted_out_at and not kept.opted_out_at:
        kept.opted_out_at = other.opted_out_at  # who said no anywhere said no
    # The unique rule counts standing candidates only, so the other one steps aside first.
    Candidate.objects.filter(pk=other.pk).update(merged_into=kept)
    kept.changed_at = at
    kept.version += 1
    kept.save(
        update_fields=[*changed, "last_human_contact_at", "last_reply_at", "opted_out_at", "changed_at", "version"]
    )


def _log(kind: str, row: Merge, *, by: Membership, at: datetime) -> None:
    data = {"merged": row.merged_id, "merge": row.pk}
    subject = log.Subject("candidate", row.kept_id)
    log.append(kind, subject=subject, actor=log.Actor.user(by.user_id), at=at, data=data)
    versions.touch("today")
