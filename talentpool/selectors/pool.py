"""The pool as a list: filtered, searched, by keyset; with what is needed to say what happens next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet

from recruit_platform.core.models import Membership
from recruit_platform.lib import phone as numbers
from talentpool.models import (
    RUNNING,
    Application,
    CallBack,
    Candidate,
    Consent,
    ConsentPurpose,
    Interest,
    Interview,
    InterviewState,
    PoolSignup,
    StageKind,
)
from talentpool.selectors import access
from talentpool.services.candidates import main_part, name_key

MOST_COUNTED = 1_000


class View(StrEnum):
    """Ready views of the pool; each is an address."""

    EVERYONE = "iedereen"
    RUNNING = "lopend"
    TO_CALL = "bellen"
    WARM = "pool"


@dataclass(frozen=True)
class Filters:
    view: View = View.EVERYONE
    query: str = ""
    stage: str = ""
    vacancy: str = ""


@dataclass(frozen=True)
class Around:
    """What stands around the people of one page, by candidate id; the last two of those who never applied."""

    newest: Mapping[int, Application]
    call_backs: Mapping[int, CallBack]
    interviews: Mapping[int, Interview]
    signups: Mapping[int, PoolSignup]
    interests: Mapping[int, Sequence[str]]


def found(membership: Membership, filters: Filters, *, at: datetime) -> QuerySet[Candidate]:
    """Return the people, newest first, still to be cut into a page. One statement with subqueries."""
    people = access.candidates_for(membership).order_by("-id")
    if filters.query:
        people = people.filter(_named(filters.query))
    wanted = access.applications_for(membership)
    narrowed = _narrowed(wanted, filters)
    if narrowed is not None:
        people = people.filter(pk__in=narrowed.values("candidate"))
    if filters.view == View.WARM:
        standing = Consent.objects.filter(text__purpose=ConsentPurpose.POOL, withdrawn_at=None, ends_at__gt=at)
        people = people.filter(pk__in=standing.values("candidate"), opted_out_at=None)
    return people


def around(membership: Membership, people: Sequence[Candidate]) -> Around:
    """Return what the rows of a page need. At most four statements, whatever the number of rows."""
    ids = [one.pk for one in people]
    seen = access.applications_for(membership).filter(candidate__in=ids)
    applications = list(seen.select_related("vacancy", "stage", "last_link").order_by("id"))
    newest = {one.candidate_id: one for one in applications if one.ended_at is not None}
    newest.update({one.candidate_id: one for one in applications if one.ended_at is None})
    of = {one.pk: one.candidate_id for one in applications}
    waiting = CallBack.objects.filter(application__in=list(of), ended_at=None).order_by("-due_at", "-id")
    talks = Interview.objects.filter(
        application__in=list(of), state__in=[InterviewState.OFFERED, InterviewState.PLANNED]
    )
    signups = _signups([pk for pk in ids if pk not in newest])
    return Around(
        newest=newest,
        call_backs={of[row.application_id]: row for row in waiting},
        interviews={of[row.application_id]: row for row in talks.order_by("id")},
        signups=signups,
        interests={pk: signup.wanted for pk, signup in signups.items()},
    )


def interests_of(candidate_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the names of the kinds of work that people want to hear of. One statement."""
    rows = Interest.objects.filter(candidate__in=candidate_ids).order_by("profile__name", "id")
    found: dict[int, list[str]] = {}
    for candidate_id, name in rows.values_list("candidate_id", "profile__name"):
        found.setdefault(candidate_id, []).append(name)
    return found


def _signups(candidate_ids: Sequence[int]) -> dict[int, Any]:
    """The newest of each person, with the names of the work they want (``wanted``). One statement, none without people."""
    wanted = Interest.objects.filter(candidate=OuterRef("candidate")).order_by("profile__name", "id")
    rows = PoolSignup.objects.filter(candidate__in=candidate_ids).select_related("last_link").order_by("id")
    return {one.candidate_id: one for one in rows.annotate(wanted=ArraySubquery(wanted.values("profile__name")))}


def counts(membership: Membership, *, at: datetime) -> dict[View, int]:
    """Return how many people each view holds, counted up to one more than a thousand. One statement.

    Counted from the newest, where those of each view stand close together; those to call in any order, for they are few.
    """
    views = {view: found(membership, Filters(view=view), at=at) for view in View}
    views[View.TO_CALL] = views[View.TO_CALL].order_by()
    asked = [people.values("pk")[: MOST_COUNTED + 1].query.sql_with_params() for people in views.values()]
    sql = "SELECT " + ", ".join(f"(SELECT count(*) FROM ({text}) AS held)" for text, _params in asked)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _text, params in asked for value in params])
        return dict(zip(View, cursor.fetchone(), strict=True))


def doubles_of(candidate: Candidate) -> list[Candidate]:
    """Return others with the same number or the same name, who may be the same person. One statement."""
    same = Q(name_key=candidate.name_key)
    if candidate.phone_key:
        same |= Q(phone_key=candidate.phone_key)
    others = Candidate.objects.filter(same, merged_into=None, erased_at=None).exclude(pk=candidate.pk)
    return list(others.order_by("id")[:5])


def _named(query: str) -> Q:
    """The start of a name or address, or a whole telephone number: what an index can answer under row-level security."""
    key = name_key(query, "")
    # No address is the empty one: said so that the index of addresses, which leaves those out, may answer.
    wanted = Q(name_key__startswith=key) | (Q(email_key__startswith=query.strip().lower()) & ~Q(email_key=""))
    wanted |= Q(last_key__startswith=main_part(query))
    number = numbers.e164(query)
    return wanted | Q(phone_key=number) if number else wanted


def _narrowed(wanted: QuerySet[Application], filters: Filters) -> QuerySet[Application] | None:
    narrowed = wanted
    if filters.vacancy:
        narrowed = narrowed.filter(vacancy__public_id=filters.vacancy)
    if filters.stage in StageKind.values:
        narrowed = narrowed.filter(stage_kind=filters.stage)
    if filters.view == View.RUNNING:
        narrowed = narrowed.filter(RUNNING)
    if filters.view == View.TO_CALL:  # nobody is called about what has ended: only the others are looked through
        narrowed = narrowed.filter(ended_at=None, pk__in=CallBack.objects.filter(ended_at=None).values("application"))
    return None if narrowed is wanted else narrowed
