"""What a day's spend on a channel brings in qualified applications: share × strength × log(1 + spend / scale), with its season.

Quasi-Poisson with a Gamma prior on the strength for each scale of a grid, conjugate, so no iteration; the scales are weighted by
their marginal likelihood. Old days count less. The qualified share has a Beta prior around the flight's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .morning import Numbers

HALF_LIFE_DAYS = 90.0
SCALES = np.geomspace(0.06, 16.0, 13)  # of a channel's even part of the budget
# Prior: how far channels lie apart (shape of the Gamma), and which scales are usual.
SHAPE = 2.0
SHARE_PRIOR = 6.0
PRIOR_DAYS, PRIOR_DISPERSION = 20.0, 1.4
SCALE_SPREAD = 0.9
_Z = np.geomspace(1e-3, 1e3, 400)
_BEND = (1 + _Z) * np.log1p(1 / _Z)


@dataclass(frozen=True)
class Response:
    """``value``·log(1 + spend / ``scale``) is what a day brings at a season of 1; ``doubt`` its relative standard deviation."""

    value: Numbers  # [N, C]
    scale: Numbers  # [N, C]
    doubt: Numbers  # [N, C]


def fit(
    spend: Numbers,
    apps: Numbers,
    qualified: Numbers,
    *,
    seen: Numbers,
    judged: Numbers,
    season: Numbers,
    usual: Numbers,
) -> Response:
    """Fit every channel. Days D from old to new.

    ``spend`` [N, D, C] (NaN: untold, left out), ``apps`` and ``qualified`` [N, D, C], ``seen`` and ``judged`` [N, D]: visible
    share of applications and of judgements, ``season`` [N, D], ``usual`` [N, C]: a channel's even part of a day's budget, > 0.
    """
    days = spend.shape[1]
    fade = 0.5 ** (np.arange(days, 0, -1.0) / HALF_LIFE_DAYS)
    told = ~np.isnan(spend) & (seen[:, :, None] > 0.05)
    spend = np.where(told, spend, 0.0)
    weight = np.where(told, fade[None, :, None], 0.0)
    count = np.where(told, np.nan_to_num(apps), 0.0)
    exposure = (seen * season)[:, :, None] * weight
    reach = np.where(told, seen[:, :, None] * season[:, :, None] * np.log1p(spend / usual[:, None]), 0.0)
    excess = _dispersion(count, weight, reach)
    logs = np.log1p(spend[..., None] / (usual[:, None, :, None] * SCALES))  # [N, D, C, J]
    made = (exposure[..., None] * logs).sum(1) / excess[:, None, None]
    counted = (weight * count).sum(1) / excess[:, None]
    at_usual = np.log1p(1 / SCALES)  # yield of the usual spend at strength 1
    mean = _pooled(made, counted, at_usual)
    rate = SHAPE * at_usual / mean[:, None, None]
    strength = (SHAPE + counted[..., None]) / (rate + made)
    with np.errstate(divide="ignore"):
        heights = np.where(logs > 0, np.log(np.where(logs > 0, logs, 1.0)), 0.0)
    fits = ((weight * count)[..., None] * heights).sum(1) / excess[:, None, None]
    fits += SHAPE * np.log(rate) - (SHAPE + counted[..., None]) * np.log(rate + made)
    fits += -0.5 * (np.log(SCALES) / SCALE_SPREAD) ** 2
    likely = np.exp(fits - fits.max(2, keepdims=True))
    likely /= likely.sum(2, keepdims=True)
    level = np.where(told, spend, 0.0).sum(1) / np.maximum(told.sum(1), 1)
    level = np.where(level > 0, level, usual)
    grid = usual[..., None] * SCALES
    yields = (likely * strength * np.log1p(level[..., None] / grid)).sum(2)
    slopes = (likely * strength / (grid + level[..., None])).sum(2)
    scale = level * np.interp(-yields / np.maximum(slopes * level, 1e-300), -_BEND, _Z)
    value = yields / np.log1p(level / scale)
    share = _share(count, np.where(told, np.nan_to_num(qualified), 0.0), weight=weight, judged=judged, seen=seen)
    return Response(value * share, scale, 1 / np.sqrt(SHAPE + counted * share))


def _dispersion(count: Numbers, weight: Numbers, exposure: Numbers) -> Numbers:
    """Pearson's dispersion of counts about what their exposure lets expect, with a prior: [N]."""
    whole = np.maximum(exposure.sum(1), 1e-9)
    mean = exposure * (count.sum(1) / whole)[:, None]
    apart = np.where((weight > 0) & (mean > 0), (count - mean) ** 2 / np.where(mean > 0, mean, 1.0), 0.0)
    trust = np.where(mean > 0, np.minimum(mean, 1.0), 0.0)  # days that expect next to nothing say next to nothing
    sums, days = (apart * trust).sum((1, 2)), trust.sum((1, 2))
    return np.clip((sums + PRIOR_DAYS * PRIOR_DISPERSION) / (days + PRIOR_DAYS), 1.0, 6.0)


def _pooled(made: Numbers, counted: Numbers, at_usual: Numbers) -> Numbers:
    """The flight's mean yield of a usual spend, over its channels: what a channel without data is taken for."""
    middle = len(SCALES) // 2
    units = made[..., middle] / at_usual[middle]
    whole = (counted.sum(1) + 0.5) / (units.sum(1) + 0.5)
    return np.maximum(whole, 1e-9)


def _share(count: Numbers, qualified: Numbers, *, weight: Numbers, judged: Numbers, seen: Numbers) -> Numbers:
    """Qualified of applications, by channel, shrunk towards the flight's share."""
    ready = np.clip(judged / np.maximum(seen, 1e-6), 0.0, 1.0)[:, :, None]
    asked = (weight * count * ready).sum(1)
    yes = (weight * qualified).sum(1)
    flight = (yes.sum(1) + 2.0) / (asked.sum(1) + 4.0)
    return np.clip((yes + SHARE_PRIOR * flight[:, None]) / (asked + SHARE_PRIOR), 1e-4, 1.0)
