"""What presenters hand to the small parts of a page. Frozen, ready to print: templates add no arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise

Text = str | Promise


class Tone(StrEnum):
    """What a colour means; colour never stands without the word."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    INFO = "info"
    IDLE = "idle"  # no judgement possible, or at rest
    PLAIN = ""


@dataclass(frozen=True, kw_only=True)
class Status:
    """A dot and a word: Op schema, Achter, Stil, Gepauzeerd."""

    tone: Tone
    word: Text


@dataclass(frozen=True, kw_only=True)
class Link:
    label: Text
    url: str
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class Action:
    """One entry of a menu: a link, or a button that posts when `posts` is set."""

    label: Text
    url: str
    icon: str = ""
    posts: bool = False
    danger: bool = False
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Crumb:
    label: Text
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A saved view or a section: tabs are links, so they work without script and stay in the URL."""

    label: Text
    url: str
    count: int | Text | None = None
    current: bool = False
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A key figure. `url` opens the rows behind it; `value` empty means nobody knows yet, and `note` says why.

    `freshness` says how new it is: "live", "gemeld t/m 20 nov".
    """

    label: Text
    value: Text = ""
    change: Text = ""
    change_tone: Tone = Tone.PLAIN
    note: Text = ""
    url: str = ""
    spark: Sequence[float] = ()
    definition: Text = ""
    freshness: Text = ""


@dataclass(frozen=True, kw_only=True)
class Task:
    """A line that asks for action: how many, what, why, and where to do it."""

    count: int
    title: Text
    detail: Text
    verb: Text
    url: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, kw_only=True)
class Moment:
    """An entry of a timeline or feed. `human` fills the dot: contact by a person."""

    title: Text
    at: datetime | None = None
    when: Text = ""
    detail: Text = ""
    icon: str = "note"
    human: bool = False
    why_url: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A term and its value; `sum` draws the line of an addition above it."""

    term: Text
    value: Text
    note: Text = ""
    sum: bool = False
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    label: Text
    done: bool = False
    current: bool = False
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Chip:
    """An active filter; `without_url` is the same page without it."""

    name: Text
    value: Text
    without_url: str


@dataclass(frozen=True, kw_only=True)
class Empty:
    """What stands where nothing is yet: it teaches what will be there and offers the first step."""

    title: Text
    text: Text = ""
    icon: str = "inbox"
    action: Link | None = None


@dataclass(frozen=True, kw_only=True)
class Headway:
    """Progress of something that takes long. `total` None: nobody knows how long."""

    label: Text
    done: int = 0
    total: int | None = None
    note: Text = ""

    @property
    def percent(self) -> int | None:
        """Whole percents, 0..100, or None when the total is unknown."""
        if not self.total:
            return None
        return min(100, max(0, round(100 * self.done / self.total)))
