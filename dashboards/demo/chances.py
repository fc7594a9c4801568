"""Counts that come out as they come out."""

from __future__ import annotations

import math
import random


def poisson(mean: float, chance: random.Random) -> int:
    """Draw a count (D. E. Knuth, TAOCP vol. 2, 3.4.1: multiply uniforms until below exp(−mean)); fit for means below 500."""
    limit, product, drawn = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        drawn += 1
    return drawn
