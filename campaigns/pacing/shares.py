"""Dividing an amount by weights, each part within its bounds, to the last cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recruit_platform.lib.money import Money


@dataclass(frozen=True)
class Part:
    weight: int
    low: int
    high: int


def divide(amount: int, parts: Sequence[Part]) -> list[int]:
    """Return one amount per part, in proportion to the weights as far as the bounds allow.

    They add up to ``amount``, which must lie between the sum of the lows and the sum of the highs (ValueError). Parts that the
    proportion would push over a bound are held at it, lows and highs in turn, as flexible boxes are laid out (CSS Flexbox 9.7).
    """
    if not sum(part.low for part in parts) <= amount <= sum(part.high for part in parts):
        raise ValueError("The amount does not fit between the bounds.")
    result: dict[int, int] = {}
    while len(result) < len(parts):
        free = [n for n in range(len(parts)) if n not in result]
        left = Money(amount - sum(result.values()), "EUR")
        wanted = {n: share.minor for n, share in zip(free, left.split([parts[n].weight for n in free]), strict=True)}
        held = {n: min(max(wanted[n], parts[n].low), parts[n].high) for n in free}
        push = sum(held.values()) - left.minor
        for n in free:
            too_low, too_high = held[n] > wanted[n], held[n] < wanted[n]
            if push == 0 or (push > 0 and too_low) or (push < 0 and too_high):
                result[n] = held[n]
    return [result[n] for n in range(len(parts))]
