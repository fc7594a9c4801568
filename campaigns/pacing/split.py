"""Dividing a day's spend over channels so that no cent would bring more elsewhere."""

from __future__ import annotations

import numpy as np

from .morning import Numbers


def fill(total: Numbers, *, value: Numbers, scale: Numbers, low: Numbers, high: Numbers) -> Numbers:
    """Return s [C, N] that maximises Σ value·log(1 + s/scale) with low ≤ s ≤ high and Σ s = total, as far as the bounds allow.

    ``total`` [N], the others [C, N], bounds finite. Exact: at a water level u every channel stands at clip(value·u − scale, low,
    high); the sum is piecewise linear in u, so the level is found among the sorted 2C corners and by one interpolation (Boyd &
    Vandenberghe, Convex Optimization, example 5.2). A channel without value stays at its low.
    """
    pull = np.maximum(value, 1e-12)
    corners = np.sort(np.concatenate(((low + scale) / pull, (high + scale) / pull)), axis=0)
    wanted = np.clip(total, low.sum(0), high.sum(0))
    stands = np.stack([_stand(corner, pull, scale, low, high).sum(0) for corner in corners])
    right = np.minimum((stands < wanted).sum(0), len(corners) - 1)
    left = np.maximum(right - 1, 0)
    flights = np.arange(len(total))
    below, above = stands[left, flights], stands[right, flights]
    part = np.clip((wanted - below) / np.where(above > below, above - below, 1.0), 0.0, 1.0)
    lower, upper = corners[left, flights], corners[right, flights]
    return _stand(lower + part * (upper - lower), pull, scale, low, high)


def _stand(level: Numbers, pull: Numbers, scale: Numbers, low: Numbers, high: Numbers) -> Numbers:
    return np.minimum(np.maximum(level * pull - scale, low), high)
