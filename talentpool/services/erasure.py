"""Erasing one person: every column that says who they are or what they told is emptied, their documents' key destroyed.

What stays says nothing of anybody: that somebody applied, when, by which ad, through which stages, and the log of ids. So every
number stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import erasing, files, log, outbox, tenancy
from recruit_platform.core.models import Membership, OutboxMessage
from recruit_platform.core.poll import versions
from recruit_platform.core.refusals import Refusal
from talentpool.models import RUNNING, Application, ApplicationDraft, Candidate, ConsentPurpose, StageKind
from talentpool.people import actor_of
from talentpool.selectors import held
from talentpool.services import consent, drafts, erasure_mail

logger = structlog.get_logger(__name__)
_SHOWN_ON = ("today", "calls", "funnel", "mails-sent")  # live panels that may show a name or count a person


class ErasureRefused(Refusal):
    """This person cannot be erased now."""


class ProcedureRuns(ErasureRefused):
    """Somebody is still being judged: what they sent is needed for that, and they would wait for an answer in vain."""

    def __init__(self) -> None:
        super().__init__(_("Er loopt nog een sollicitatie van deze persoon. Stop die eerst; verwijder daarna."))


class HiredHere(ErasureRefused):
    """An employer must keep what belongs to an employment (GDPR art. 17(3)(b)); that it is kept elsewhere a person must say."""

    def __init__(self) -> None:
        super().__init__(
            _("Deze persoon is aangenomen. Zeg eerst dat de gegevens van het dienstverband ergens anders staan.")
        )


class MergedAway(ErasureRefused):
    def __init__(self) -> None:
        super().__init__(_("Deze persoon is samengevoegd met een ander. Verwijder wie er overbleef."))


@dataclass(frozen=True)
class Rows:
    """How many rows of a table tell of the person; ``label`` names the model, such as ``talentpool.Note``."""

    label: str
    n: int


@dataclass(frozen=True)
class Preview:
    """What erasing would empty and what it would leave as it is; ``refusal`` is why it cannot happen now."""

    emptied: Sequence[Rows]
    kept: Sequence[Rows]
    files: int
    refusal: ErasureRefused | None
    is_hired: bool
    gets_mail: bool


def preview(candidate: Candidate) -> Preview:
    """Return what would happen. A statement a table and a handful."""
    people = _people(candidate)
    emptied: list[Rows] = []
    kept: list[Rows] = []
    for model, mine in _tables(people):
        rows = Rows(model._meta.label, model._default_manager.filter(mine).count())
        (emptied if erasing.emptied(model) else kept).append(rows)
    return Preview(
        emptied=[rows for rows in emptied if rows.n],
        kept=[rows for rows in kept if rows.n],
        files=sum(files.count_of("candidate", pk) for pk in people),
        refusal=_refusal(candidate, people, is_kept_elsewhere=True),
        is_hired=_hired(people),
        gets_mail=bool(candidate.email),
    )


@transaction.atomic
def erase(candidate: Candidate, *, by: Membership, at: datetime, is_kept_elsewhere: bool = False) -> bool:
    """Erase a person and whoever was merged into them, for good; mail to their address that it is done. All or nothing.

    Again, or at the same moment by somebody else, changes nothing: False. ``is_kept_elsewhere``: the person who does it said that
    what an employment needs is kept in another place; asked of who was hired. Raises ErasureRefused, and outbox's OnItsWay.
    """
    people = _locked(candidate)
    standing = Candidate.objects.get(pk=candidate.pk)
    if standing.erased_at is not None:
        return False
    refusal = _refusal(standing, people, is_kept_elsewhere=is_kept_elsewhere)
    if refusal is not None:
        raise refusal
    actor = actor_of(by)
    for purpose in ConsentPurpose:
        consent.withdraw(standing, purpose=purpose, by=by, at=at)
    for pk in people:
        outbox.forget_person(outbox.Person("candidate", pk), by=actor, at=at)
    erasure_mail.put(standing, at=at)
    _empty(people, at=at)
    log.append("candidate.erased", subject=log.Subject("candidate", standing.pk), actor=actor, at=at)
    logger.info("candidate.erased", organisation_id=tenancy.required(), candidate_id=standing.pk)  # outlives a restore
    for panel in _SHOWN_ON:
        versions.touch(panel)
    candidate.refresh_from_db()
    return True


def _locked(candidate: Candidate) -> list[int]:
    """Lock the person, those merged into them, then their applications: who writes about them waits, and finds them erased."""
    Candidate.objects.select_for_update().get(pk=candidate.pk)
    people = _people(candidate)
    list(Candidate.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk"))
    list(Application.objects.select_for_update().filter(candidate__in=people).order_by("pk").values_list("pk"))
    return people


def _people(candidate: Candidate) -> list[int]:
    """The person and all who were merged into them, also by way of another. A statement per step."""
    found = newest = [candidate.pk]
    while newest:
        merged = Candidate.objects.filter(merged_into__in=newest).exclude(pk__in=found)
        newest = list(merged.order_by("id").values_list("pk", flat=True))
        found = [*found, *newest]
    return found


def _refusal(candidate: Candidate, people: Sequence[int], *, is_kept_elsewhere: bool) -> ErasureRefused | None:
    if candidate.merged_into_id is not None:
        return MergedAway()
    if Application.objects.filter(RUNNING, candidate__in=people).exists():
        return ProcedureRuns()
    if not is_kept_elsewhere and _hired(people):
        return HiredHere()
    return None


def _hired(people: Sequence[int]) -> bool:
    return Application.objects.filter(candidate__in=people, stage_kind=StageKind.HIRED).exists()


def _tables(people: Sequence[int]) -> Iterator[tuple[type[models.Model], Q]]:
    """Each table that tells of these people, found by its references, with the condition that finds their rows."""
    for model, paths in held.ways().items():
        mine = Q()
        for path in paths:
            mine |= Q(**{f"{path}__in": people})
        yield model, mine
    yield OutboxMessage, Q(person_kind="candidate", person_id__in=people)


def _empty(people: Sequence[int], *, at: datetime) -> None:
    drafts.forget_sent(ApplicationDraft.objects.filter(application__candidate__in=people))
    for pk in people:
        files.erase_owner("candidate", pk, at=at)
    for model, mine in _tables(people):
        values: dict[str, Any] = erasing.emptied(model)
        if values and model not in _ELSEWHERE:
            ids = list(model._default_manager.filter(mine).values_list("pk", flat=True))
            model._default_manager.filter(pk__in=ids).update(**values)
    Candidate.objects.filter(pk__in=people).update(
        erased_at=at, opted_out_at=Coalesce("opted_out_at", at), changed_at=at, version=F("version") + 1
    )


_ELSEWHERE = frozenset(
    {OutboxMessage}
)  # emptied by the outbox, which keeps the address of the last mail until it has left
