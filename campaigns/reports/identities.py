"""Which thing a row is about: so that the same row again is nothing new, and a restated one is its next version."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from . import columns
from .columns import Meaning

if TYPE_CHECKING:
    from .reading import Line

NAMING = (Meaning.CAMPAIGN, Meaning.CAMPAIGN_ID, Meaning.GROUP, Meaning.GROUP_ID, Meaning.AD, Meaning.AD_ID)
_LEVELS = (
    ("campaign", (Meaning.CAMPAIGN_ID, Meaning.CAMPAIGN)),
    ("group", (Meaning.GROUP_ID, Meaning.GROUP)),
    ("ad", (Meaning.AD_ID, Meaning.AD_LINK, Meaning.AD)),
)

_AD_IN_LINK = re.compile(r"feed_demo_ad=([0-9]+)")
_FIGURES = re.compile(r"[^a-zA-Z]*")


def of(row: Sequence[str], *, headers: Sequence[str], where: Mapping[Meaning, int]) -> str:
    """Return a digest of what describes a row: the network's ids where it has them, else the names; and every breakdown."""
    parts = []
    used = set(where.values())
    for name, meanings in _LEVELS:
        found = next((cell for meaning in meanings if (cell := _cell(row, where, meaning))), "")
        if found:
            parts.append(f"{name}={found}")
    if Meaning.DAY in where:
        parts.append(f"when={_cell(row, where, Meaning.DAY)}")  # an hour of a day is a row of its own
    for n, header in enumerate(headers[: len(row)]):
        if n not in used and row[n] and _describes(header, row[n]):
            parts.append(f"{columns.normal(header)}={row[n]}")
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def numbered(lines: Sequence[Line]) -> list[Line]:
    """Tell equal ones apart by their place among each other, smallest first: the order of the file does not matter."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for n, line in enumerate(lines):
        groups.setdefault((line.identity, line.first_on, line.last_on), []).append(n)
    result = list(lines)
    for places in groups.values():
        ordered = sorted(places, key=lambda n: (lines[n].spend, lines[n].impressions or 0, lines[n].clicks or 0))
        for place, n in enumerate(ordered[1:], start=2):
            digest = hashlib.sha256(f"{lines[n].identity}#{place}".encode()).hexdigest()
            result[n] = replace(lines[n], identity=digest)
    return result


def level(where: Mapping[Meaning, int]) -> str:
    """Name what a row is about: ``campaign``, ``campaign.group.ad``, or ``account`` when nothing is named."""
    return ".".join(name for name, meanings in _LEVELS if any(meaning in where for meaning in meanings)) or "account"


def _describes(header: str, cell: str) -> bool:
    """Text that does not change when a row is restated; figures only when the header calls them an id."""
    if columns.may_change(header):
        return False
    return columns.is_id(header) or not _FIGURES.fullmatch(cell)


def _cell(row: Sequence[str], where: Mapping[Meaning, int], meaning: Meaning) -> str:
    place = where.get(meaning)
    cell = row[place] if place is not None and place < len(row) else ""
    if meaning == Meaning.AD_LINK:
        found = _AD_IN_LINK.search(cell)
        return found[1] if found else ""
    return cell
