"""Flies flights from morning to morning: keeps what it learns of reports and response, and decides each day.

The daily tick loads the same things from the database; the doors of the bench keep them here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import response
from .deciding import decide
from .morning import LEARNED, RECENT, Decision, Flags, Morning, Numbers, Past
from .reporting import COUNT_AGES, SPEND_AGES, Restatement, Visibility
from .response import Response

REFIT_DAYS = 7
FIRST_FIT = 4


@dataclass(frozen=True, kw_only=True)
class View:
    """What is told this morning: N flights, C channels, t days behind, minor units. ``weights``: [N, H], H ≥ any total."""

    day: int
    total: Numbers  # [N] days of the flight
    budget: Numbers  # [N]
    weights: Numbers  # [N, H], zero on announced pauses
    active: Flags  # [N, C]
    exists: Flags  # [N, C]
    least: Numbers
    most: Numbers
    over: Numbers
    cap: Numbers  # [N]
    in_force: Numbers  # [N, t, C]
    spend: Numbers  # [N, t, C]
    apps: Numbers
    qualified: Numbers


class Pilot:
    def __init__(self, flights: int, channels: int) -> None:
        self.spend = Restatement(flights, channels)
        self.apps = Visibility(flights, daily=0.5)
        self.qualified = Visibility(flights, daily=0.15)
        self.response: Response | None = None
        self.mark: Numbers | None = None  # what the plan line was drawn from
        self.heard = -1
        self.line = np.zeros((flights, 0))

    def decide(self, view: View) -> Decision:
        """Decide one morning; hearing the same morning again, or an older one, teaches nothing and changes nothing."""
        if view.day > self.heard:
            self._hear(view)
            self.heard = view.day
        weights = smoothed(view.weights)
        ahead = _ahead(view, weights)
        whole = ahead.sum(1)
        share = np.where(whole > 0, ahead[:, view.day] / np.where(whole > 0, whole, 1.0), 0.0)
        told = self.spend.told()
        self._draw(view, weights, told)
        if view.day >= FIRST_FIT and (self.response is None or view.day % REFIT_DAYS == 0 or view.day < 15):
            self.response = self._fit(view, told)
        found = self.response or self._unknown(view)
        old = max(view.day - RECENT, 0)
        return decide(
            Morning(
                days_left=np.maximum(view.total - view.day, 0).astype(np.int64),
                budget=view.budget,
                settled=np.nansum(view.spend[:, :old], axis=(1, 2)),
                share=share,
                planned=self.line[:, view.day],
                cap=view.cap,
                active=(view.active & (share > 0)[:, None]).T,
                least=view.least.T,
                most=view.most.T,
                over=view.over.T,
                in_force=_ages(view.in_force, 0, RECENT),
                reported=_ages(view.spend, 0, RECENT),
                told=np.moveaxis(told, 0, 2),
                past=Past.of(_ages(view.in_force, RECENT, LEARNED), _ages(view.spend, RECENT, LEARNED)),
                value=np.where(view.exists, found.value, 0.0).T,
                scale=found.scale.T,
            )
        )

    def _hear(self, view: View) -> None:
        self.spend.hear(view.spend[:, ::-1][:, :SPEND_AGES])
        self.apps.hear(np.nan_to_num(view.apps[:, ::-1][:, :COUNT_AGES]).sum(2))
        self.qualified.hear(np.nan_to_num(view.qualified[:, ::-1][:, :COUNT_AGES]).sum(2))

    def _draw(self, view: View, weights: Numbers, told: Numbers) -> None:
        """Draw the plan line anew for flights whose budget, end or pauses changed: from what is spent by now."""
        mark = np.stack((view.budget, view.total, weights.sum(1)), axis=1)
        changed: Flags = np.ones(len(mark), bool)
        if self.mark is not None:
            changed = np.asarray((np.abs(mark - self.mark) > 1e-6).any(1))
        if self.line.shape[1] != weights.shape[1]:
            self.line = np.zeros_like(weights)
            changed[:] = True
        if changed.any():
            ahead = _ahead(view, weights)
            part = np.cumsum(ahead, axis=1) - ahead
            whole = np.maximum(ahead.sum(1), 1e-12)
            spent: Numbers = self._spent(view, told) if view.day else np.zeros(len(mark))
            line = spent[:, None] + np.maximum(view.budget - spent, 0)[:, None] * part / whole[:, None]
            self.line = np.where(changed[:, None], line, self.line)
        self.mark = mark

    def _spent(self, view: View, told: Numbers) -> Numbers:
        spend = view.spend.copy()
        many = min(SPEND_AGES, view.day)
        spend[:, view.day - many :] /= told[:, many - 1 :: -1][:, :many]
        return np.where(np.isnan(spend), 0.95 * view.in_force, spend).sum((1, 2))

    def _unknown(self, view: View) -> Response:
        even = self._usual(view)
        return Response(np.where(view.exists, 1.0, 0.0), np.where(even > 0, even, 1.0), np.ones_like(even))

    def _usual(self, view: View) -> Numbers:
        many = np.maximum(view.exists.sum(1, keepdims=True), 1)
        return np.maximum(view.budget / np.maximum(view.total, 1), 1e-6)[:, None] / many * np.ones_like(view.least)

    def _fit(self, view: View, told: Numbers) -> Response:
        spend = view.spend.copy()
        many = min(SPEND_AGES, view.day)
        spend[:, view.day - many :] /= told[:, many - 1 :: -1][:, :many]
        season = view.weights[:, : view.day]
        mean = np.maximum(season.sum(1, keepdims=True) / np.maximum((season > 0).sum(1, keepdims=True), 1), 1e-9)
        return response.fit(
            spend,
            view.apps,
            view.qualified,
            seen=_by_day(self.apps.shares(), view.day),
            judged=_by_day(self.qualified.shares(), view.day),
            season=np.where(season > 0, season / mean, 1.0),
            usual=self._usual(view),
        )


def smoothed(weights: Numbers) -> Numbers:
    """Return weights without the ripple of the week: a centred mean of seven days, announced pauses left out of it."""
    runs = weights > 0
    kernel = np.ones(7)
    padded = np.pad(weights, ((0, 0), (3, 3)))
    counted = np.pad(runs.astype(float), ((0, 0), (3, 3)))
    sums = np.lib.stride_tricks.sliding_window_view(padded, 7, axis=1) @ kernel
    days = np.lib.stride_tricks.sliding_window_view(counted, 7, axis=1) @ kernel
    return np.where(runs, sums / np.maximum(days, 1), 0.0)


def _ahead(view: View, weights: Numbers) -> Numbers:
    days = np.arange(weights.shape[1])[None]
    return np.where((days >= view.day) & (days < view.total[:, None]), weights, 0.0)


def _ages(values: Numbers, newer: int, older: int) -> Numbers:
    """[N, days, C] to [ages, C, N], ages ``newer`` + 1 to ``older``, yesterday first; days before the first are zero."""
    wanted = values[:, ::-1][:, newer:older]
    padded = np.zeros((values.shape[0], older - newer, values.shape[2]))
    padded[:, : wanted.shape[1]] = wanted
    return np.moveaxis(padded, 0, 2)


def _by_day(shares: Numbers, days: int) -> Numbers:
    """Shares by age to shares by day, the newest day last; older days are complete."""
    ages = np.arange(days, 0, -1)
    return np.where(ages <= shares.shape[1], shares[:, np.minimum(ages, shares.shape[1]) - 1], 1.0)
