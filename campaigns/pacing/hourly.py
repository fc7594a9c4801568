"""Event flights: a budget within a day or two, decided every hour with reports that come hours late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from .morning import Flags, Numbers

GUARD = 2.6  # standard deviations kept back at the end
TAPER = 0.35  # how large the last hours are planned, against the others
PRIOR_RATIO, PRIOR_HOURS = 0.9, 1.0
FADE = 0.85  # an hour's weight against the next one's
SILENT_HOURS = 2
PRIOR_SPREAD, PRIOR_BLOCKS = 0.14, 3.0


@dataclass
class HourMemory:
    """What is kept between hours: what was reported in all, and how wrong guesses of untold hours were."""

    reported: list[Numbers] = field(default_factory=list)
    guessed: list[Numbers] = field(default_factory=list)
    squares: Numbers | None = None
    blocks: float = 0.0


def decide_hour(
    hour: int,
    *,
    hours: Numbers,
    budget: Numbers,
    reported: Numbers,
    newest: Numbers,
    usual: Numbers,
    caps: Sequence[Numbers],
    channels: int,
    lag: int,
    memory: HourMemory,
) -> Numbers:
    """Return what each channel may spend this hour at most: [N, C], same money as ``budget`` [N].

    ``hours`` [N]: length of each flight; ``reported`` [N]: all that is told by now, of hours before ``hour - lag``;
    ``newest`` [N, k, C]: the k newest told hours, the newest last; ``usual`` [H]: expected weight of each hour;
    ``caps``: the earlier answers, oldest first.
    """
    flights = len(budget)
    told = max(hour - lag, 0)
    ratio = _ratios(newest, caps, told=told, flights=flights, channels=channels)
    untold = list(caps[told:hour])
    guess = sum((cap * ratio for cap in untold), np.zeros((flights, channels))).sum(1)
    _learn(memory, reported, guess, untold=hour - told)
    spread = _spread(memory, flights)
    weights = _weights(hour, hours=hours, usual=usual, lag=lag)
    ahead = weights[:, hour:].sum(1)
    share = np.where(ahead > 0, weights[:, hour] / np.where(ahead > 0, ahead, 1.0), 0.0)
    left = np.maximum(budget - reported - guess, 0.0)
    at_end = _at_end(weights, hours=hours, lag=lag) * budget
    guard = GUARD * spread * np.where(hours - hour <= lag + 1, np.maximum(guess + left * share, 0.25 * at_end), at_end)
    target = np.maximum(left - guard, 0.0) * share
    on: Flags = np.asarray(ratio > 0.05)
    many = np.maximum(on.sum(1, keepdims=True), 1)
    any_on = np.asarray(on.any(1))[:, None]
    part = np.where(any_on, on / many, 1.0 / channels)
    answer = target[:, None] * part / np.maximum(ratio, 0.3)
    probe = 0.1 * target[:, None] / channels  # a silent channel may wake up
    answer = np.where(on | ~any_on, answer, probe)
    whole = answer.sum(1)
    most = np.maximum(budget - reported - guess, 0.0)
    return answer * np.minimum(1.0, most / np.where(whole > 0, whole, 1.0))[:, None]


def _ratios(newest: Numbers, caps: Sequence[Numbers], *, told: int, flights: int, channels: int) -> Numbers:
    """Spend as a share of the cap over the newest told hours, by channel, with a prior around the flight's own; 0: silent.

    Hours without any spend are a network that is silent, not one that spends little: they are left out.
    """
    many = min(newest.shape[1] if newest.ndim == 3 else 0, told, len(caps))
    if many == 0:
        return np.full((flights, channels), PRIOR_RATIO)
    spend = np.nan_to_num(newest)[:, -many:]
    allowed = np.stack(caps[told - many : told], axis=1)
    live = (spend > 0) & (allowed > 0)
    fade = FADE ** np.arange(many - 1, -1, -1.0)[None, :, None] * live
    came, might = (fade * spend).sum(1), (fade * allowed).sum(1)
    each = allowed.mean(1)
    of_flight = (came.sum(1) + PRIOR_RATIO * each.sum(1)) / np.maximum((might + each).sum(1), 1e-9)
    of_flight = np.where(might.sum(1) > 0, of_flight, PRIOR_RATIO)[:, None]
    ratio = (came + PRIOR_HOURS * each * of_flight) / np.maximum(might + PRIOR_HOURS * each, 1e-9)
    silent = (many >= SILENT_HOURS) & ((spend <= 0) & (allowed > 0))[:, -SILENT_HOURS:].all(1)
    return np.where(silent, 0.0, np.where(each > 0, np.clip(ratio, 0.0, 3.0), of_flight))


def _learn(memory: HourMemory, reported: Numbers, guess: Numbers, *, untold: int) -> None:
    """Compare a guess of untold hours with what was told of just those hours since."""
    memory.reported.append(reported.copy())
    memory.guessed.append(guess.copy())
    if memory.squares is None:
        memory.squares = np.zeros_like(reported)
    then = len(memory.reported) - 1 - untold
    if untold == 0 or then < untold:
        return
    came = reported - memory.reported[then]
    thought = memory.guessed[then]
    error = np.where(thought > 0, came / np.where(thought > 0, thought, 1.0) - 1, 0.0)
    memory.squares += np.minimum(error**2, 1.0)
    memory.blocks += 1


def _spread(memory: HourMemory, flights: int) -> Numbers:
    squares = memory.squares if memory.squares is not None else np.zeros(flights)
    return np.sqrt((squares + PRIOR_BLOCKS * PRIOR_SPREAD**2) / (memory.blocks + PRIOR_BLOCKS))


def _weights(hour: int, *, hours: Numbers, usual: Numbers, lag: int) -> Numbers:
    """Hours' weights by flight: the usual ones, the last ``lag + 1`` hours and the one before smaller."""
    at = np.arange(len(usual))[None]
    left = hours[:, None] - at
    fall = np.clip((left - 1) / (lag + 2.0), 0.0, 1.0)
    return np.where(left > 0, np.maximum(usual, 1e-9)[None] * (TAPER + (1 - TAPER) * fall), 0.0)


def _at_end(weights: Numbers, *, hours: Numbers, lag: int) -> Numbers:
    """The part of the budget that stands in the hours nobody can be told of before the end."""
    at = np.arange(weights.shape[1])[None]
    last = (at >= hours[:, None] - lag - 1) & (at < hours[:, None])
    return (weights * last).sum(1) / np.maximum(weights.sum(1), 1e-9)
