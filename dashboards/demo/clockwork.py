"""Things that happen one after the other: a queue of moments, each lived with the clock held at it."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count

from recruit_platform.core import clock

Step = Callable[[datetime], object]


class Clockwork:
    """Steps may plan further steps. What is planned after ``until`` does not happen: that is the unfinished part."""

    def __init__(self, *, until: datetime) -> None:
        self._until = until
        self._order = count()
        self._waiting: list[tuple[datetime, int, Step]] = []

    def plan(self, at: datetime, step: Step) -> None:
        if at <= self._until:
            heapq.heappush(self._waiting, (at, next(self._order), step))

    def run(self) -> int:
        """Let everything happen in order; returns how many steps that were."""
        done = 0
        while self._waiting:
            at, _number, step = heapq.heappop(self._waiting)
            with clock.held(at):
                step(at)
            done += 1
        return done
