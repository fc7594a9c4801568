"""Which vacancies to compare: pairs of the same kind, and by lot which of the two is always-on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby


@dataclass(frozen=True)
class Candidate:
    """A vacancy that could take part; ``month`` is the first day of the month in which it opens."""

    id: int
    family: str
    region: str
    month: date

    @property
    def kind(self) -> tuple[str, str, date]:
        return (self.family, self.region, self.month)


@dataclass(frozen=True)
class Assignment:
    always_on: Candidate
    event: Candidate


@dataclass(frozen=True)
class Proposal:
    """``left_over``: vacancies without another of their kind."""

    pairs: tuple[Assignment, ...]
    left_over: tuple[Candidate, ...]


class TwiceError(ValueError):
    """One vacancy was given twice."""


def propose(candidates: Iterable[Candidate], *, seed: str) -> Proposal:
    """Pair vacancies of one function family, region and month, and flip a coin for each pair.

    The same seed and vacancies give the same answer in any order, so the lots can be checked afterwards. Who is paired with whom
    is drawn too; raises TwiceError.
    """
    rows = sorted(candidates, key=lambda one: (one.kind, _lot(seed, one.id), one.id))
    if len({one.id for one in rows}) != len(rows):
        raise TwiceError("A vacancy can take part only once.")
    pairs: list[Assignment] = []
    left: list[Candidate] = []
    for _, found in groupby(rows, key=lambda one: one.kind):
        group = list(found)
        pairs += (_flipped(first, second, seed=seed) for first, second in zip(group[::2], group[1::2], strict=False))
        left += group[len(group) // 2 * 2 :]
    return Proposal(tuple(pairs), tuple(left))


def _flipped(first: Candidate, second: Candidate, *, seed: str) -> Assignment:
    low, high = sorted((first, second), key=lambda one: one.id)
    return Assignment(low, high) if _lot(seed, low.id, high.id) % 2 else Assignment(high, low)


def _lot(seed: str, *ids: int) -> int:
    return int.from_bytes(sha256("|".join([seed, *map(str, ids)]).encode()).digest()[:8], "big")
