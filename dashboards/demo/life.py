"""What becomes of one application: calls, talks, an offer, a hire or a goodbye, at the pace of a busy recruiter."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from calendar_app.working_time import WorkingTime
from recruit_platform.core.log import Actor
from recruit_platform.core.models import Membership
from talentpool.models import (
    Application,
    CallOutcome,
    EndedBy,
    EndReason,
    Interview,
    InterviewSlot,
    InterviewState,
    StageKind,
)
from talentpool.services import applications, calls, interviews, replies, stages

from .clockwork import Clockwork, Step

_GOODBYES_BY_CANDIDATE = (
    EndReason.OTHER_JOB,
    EndReason.HOURS,
    EndReason.DISTANCE,
    EndReason.NO_LONGER_INTERESTED,
    EndReason.PAY,
)
_GOODBYES_BY_US = (EndReason.EXPERIENCE, EndReason.OTHER_CANDIDATE)


@dataclass(frozen=True)
class House:
    """Who works here, and when."""

    recruiters: list[Membership]
    hours: WorkingTime
    talks_from: datetime  # before that moment a talk was agreed by telephone, and only the stage tells


class Life:
    """One application, from its arrival on.

    ``qualified`` is what the recruiter will find out in the first talk; ``then`` is called after everything that happens to it.
    """

    def __init__(
        self,
        application: Application,
        *,
        qualified: bool,
        house: House,
        works: Clockwork,
        chance: random.Random,
        then: Step,
    ) -> None:
        self.then = then
        self.application, self.qualified, self.house, self.works, self.chance = (
            application,
            qualified,
            house,
            works,
            chance,
        )
        self.recruiter = chance.choice(house.recruiters)
        self.is_talking = False

    def begin(self, at: datetime, *, forgotten: bool) -> None:
        """Plan the first call: mostly within a working day, now and then too late, seldom not at all."""
        if forgotten:
            return
        wait = self.chance.choice((1, 2, 3, 4, 6, 7, 9, 12, 20)) + self.chance.random()
        self._soon(at, wait, self._first_call)

    def _first_call(self, at: datetime) -> None:
        if self._is_over():
            return
        if self.chance.random() < 0.32:
            outcome = self.chance.choice((CallOutcome.NO_ANSWER, CallOutcome.VOICEMAIL))
            self._call(outcome, at)
            if self.chance.random() < 0.35:
                reply_at = at + timedelta(hours=self.chance.uniform(1, 20))
                self._plan(reply_at, self._replies)
            tries = 1 if self.chance.random() < 0.85 else 2
            self._soon(at, 5 * tries + self.chance.random() * 6, self._second_call)
            return
        self._spoken(at)

    def _second_call(self, at: datetime) -> None:
        if self._is_over():
            return
        if self.chance.random() < 0.3:
            self._call(CallOutcome.NO_ANSWER, at)
            self._soon(at, 40, self._give_up)
            return
        self._spoken(at)

    def _spoken(self, at: datetime) -> None:
        self._call(CallOutcome.SPOKE, at)
        applications.judge(self.application, qualified=self.qualified, by=self.recruiter, at=at)
        if not self.qualified:
            self._soon(at, 10 + 20 * self.chance.random(), self._no_requirement)
        elif self.chance.random() < 0.16:
            self._plan(at + timedelta(days=self.chance.uniform(1, 4)), self._candidate_leaves)
        else:
            self._soon(at, 16 + 40 * self.chance.random(), self._interview)

    def _interview(self, at: datetime) -> None:
        if self._is_over():
            return
        if self.is_talking:
            return
        if at >= self.house.talks_from:
            self.offer_times(at)
            return
        self._move(StageKind.INTERVIEW, at)
        self._after_talk(at)

    def offer_times(self, at: datetime) -> None:
        """Offer times for a talk; the candidate chooses one, and it is held when its time comes."""
        self.is_talking = True
        vacancy = self.application.vacancy
        starts = [
            self.house.hours.add_hours(at, hours).replace(minute=0, second=0, microsecond=0) for hours in (18, 22)
        ]
        talk = interviews.offer(
            self.application,
            times=[interviews.Times(one, one + timedelta(minutes=45)) for one in starts],
            host=self.recruiter,
            place=f"{vacancy.department}, {vacancy.street}, {vacancy.city}" if vacancy else "",
            by=self.recruiter,
            at=at,
        )
        self._plan(at + timedelta(hours=self.chance.uniform(1, 6)), partial(self._chooses, talk))

    def _chooses(self, talk: Interview, at: datetime) -> None:
        if self._is_over():
            return
        slot = InterviewSlot.objects.filter(interview=talk).order_by("starts_at", "pk").first()
        if slot is not None:
            planned = interviews.choose(slot, at=at)
            self._plan(slot.ends_at + timedelta(minutes=5), partial(self._talked, planned))

    def _talked(self, talk: Interview, at: datetime) -> None:
        if self._is_over():
            return
        interviews.record(talk, state=InterviewState.HELD, by=self.recruiter, at=at)
        self._after_talk(at)

    def _after_talk(self, at: datetime) -> None:
        if self.chance.random() < 0.7:
            self._soon(at, 16 + 24 * self.chance.random(), self._offer)
        elif self.chance.random() < 0.35:
            self._plan(at + timedelta(days=self.chance.uniform(2, 6)), self._candidate_leaves)
        else:
            self._soon(at, 20 + 20 * self.chance.random(), self._not_chosen)

    def _offer(self, at: datetime) -> None:
        if self._is_over():
            return
        self._move(StageKind.OFFER, at)
        if self.chance.random() < 0.86:
            self._soon(at, 8 + 24 * self.chance.random(), self._hired)
        else:
            self._plan(at + timedelta(days=self.chance.uniform(2, 6)), self._candidate_leaves)

    def _hired(self, at: datetime) -> None:
        if self._is_over():
            return
        vacancy = self.application.vacancy
        if vacancy is None:
            return
        vacancy.refresh_from_db(fields=["hired", "positions"])
        if vacancy.hired >= vacancy.positions:
            self._end(EndedBy.US, EndReason.FILLED, at)
        else:
            self._move(StageKind.HIRED, at)

    def _no_requirement(self, at: datetime) -> None:
        if not self._is_over():
            self._end(EndedBy.US, EndReason.REQUIREMENT, at)

    def _not_chosen(self, at: datetime) -> None:
        if not self._is_over():
            self._end(EndedBy.US, self.chance.choice(_GOODBYES_BY_US), at)

    def _give_up(self, at: datetime) -> None:
        if not self._is_over():
            self._end(EndedBy.US, EndReason.NO_ANSWER, at)

    def _candidate_leaves(self, at: datetime) -> None:
        if not self._is_over():
            self._end(EndedBy.CANDIDATE, self.chance.choice(_GOODBYES_BY_CANDIDATE), at)

    def _replies(self, at: datetime) -> None:
        if not self._is_over():
            replies.record(self.application.candidate, at=at, application=self.application)

    def _call(self, outcome: CallOutcome, at: datetime) -> None:
        calls.log(self.application.candidate, application=self.application, outcome=outcome, by=self.recruiter, at=at)

    def _move(self, kind: StageKind, at: datetime) -> None:
        applications.move(self.application, to=stages.of_kind(kind), by=self.recruiter, at=at)

    def _end(self, ended_by: EndedBy, reason: EndReason, at: datetime) -> None:
        himself = Actor.candidate(self.application.candidate_id)
        by = himself if ended_by == EndedBy.CANDIDATE else self.recruiter
        applications.end(self.application, ended_by=ended_by, reason=reason, by=by, at=at)

    def _is_over(self) -> bool:
        self.application.refresh_from_db(fields=["ended_at", "stage_kind"])
        return self.application.ended_at is not None or self.application.stage_kind == StageKind.HIRED

    def _soon(self, at: datetime, working_hours: float, step: Step) -> None:
        self._plan(self.house.hours.add_hours(at, working_hours), step)

    def _plan(self, at: datetime, step: Step) -> None:
        def both(at: datetime) -> None:
            step(at)
            self.then(at)

        self.works.plan(at, both)
