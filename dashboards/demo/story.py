"""What a demo organisation looks for: profiles, vacancies with their facts, what leaves, and how it tells about itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from calendar_app.models import FactLabel


def in_school_year(name: str, day: date) -> str:
    """Fill ``{school_year}`` with the one that a search begun on a day is for: the next to begin in August."""
    first = day.year if day.month < 8 else day.year + 1
    return name.replace("{school_year}", f"{first}/{(first + 1) % 100:02}")


@dataclass(frozen=True)
class Profile:
    """``leavers`` counts people a year; ``leaving`` weighs the twelve months from January."""

    key: str
    name: str
    family: str
    leavers: int
    leaving: Sequence[int]


@dataclass(frozen=True)
class Place:
    department: str
    street: str
    postcode: str
    city: str
    province: str


@dataclass(frozen=True)
class Job:
    """A vacancy. Days are counted from today: negative is past. ``pull`` is applications a week without advertising.

    ``days_open`` None: no last day. ``qualified`` is the share that meets the requirements. Euros are per month.
    """

    profile: str
    title: str
    place: Place
    opens: int
    days_open: int | None
    positions: int
    euros: tuple[int, int] | None
    scale: str
    hours: tuple[int, int]
    pull: float
    qualified: float = 0.6
    start_by: int | None = None
    contract: str = "temporary_then_permanent"
    summary: str = ""
    what: Sequence[str] = ()
    facts: Mapping[FactLabel, tuple[str, str]] = field(default_factory=dict)  # Dutch, English
    no_pay_because: str = ""
    manager: str = ""  # e-mail address of the hiring manager who sees it


@dataclass(frozen=True)
class Persona:
    name: str
    situation: str
    drives: str
    message: str


@dataclass(frozen=True)
class Plan:
    """A campaign. ``euros`` for the whole period; channels by network with their weights; ``other`` is the story's job site."""

    name: str
    profile: str
    kind: str
    goal: str
    goal_count: int
    persona: str
    euros: int
    starts: int
    days: int
    networks: Mapping[str, int]
    autonomy: str = "automatic"
    strategy: str = ""
    state: str = "running"
    started_after: int = 4  # days after its drafting, which is four days before its first
    rests: bool = False  # in school holidays
    is_agreed: bool = True  # its first proposal was accepted


@dataclass(frozen=True)
class FeedJob:
    """A line of the feed of the organisation's old website."""

    id: str
    title: str
    city: str
    salary: str
    profile: str


@dataclass(frozen=True)
class Story:
    slug: str
    seed: int
    headline: tuple[str, str]
    tale: tuple[str, str]
    phone: str
    contact: str
    profiles: Sequence[Profile]
    jobs: Sequence[Job]
    personas: Sequence[Persona]
    plans: Sequence[Plan]
    cities: Sequence[str]
    feed: Sequence[FeedJob]  # two that were read in, then those that came since
    job_site: str  # where a person sets the budgets and fetches the reports
