"""One vacancy as a feed tells it, and how feeds write salaries, hours and days. Pure."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

import nh3

from recruit_platform.lib.text import clean, clean_line

MOST_ITEMS = 20_000

# Rough bounds of what full-time work is paid in the Netherlands (2026), in euros: outside them a figure is a mistake or
# is meant otherwise. They only flag; nobody is refused by them.
_PLAUSIBLE = {"hour": (12, 200), "month": (1_600, 25_000), "year": (20_000, 300_000)}
_WIDEST_RANGE = 2.5  # highest over lowest
_PERIODS = (
    ("hour", r"\b(?:per|p\.?/?)?\s*(?:uur|hour|hr)\b"),
    ("year", r"\b(?:jaar|year|annum|yr|jr)\b"),
    ("month", r"\b(?:maand|month|mnd|mo)\b"),
)
_AMOUNT = re.compile(r"\d[\d.,\u00a0 ]*\d|\d")
_CURRENCIES = (("EUR", ("€", "eur")), ("USD", ("$", "usd")), ("GBP", ("£", "gbp")))


@dataclass(frozen=True)
class Salary:
    """Whole cents; ``period`` is hour, month or year. ``doubt`` says why it is not to be published, if so."""

    low_minor: int
    high_minor: int
    currency: str
    period: str
    doubt: str = ""


@dataclass(frozen=True)
class Item:
    """What one row, element or page says. ``keys`` recognise it next time, the surest first; empty texts were not told."""

    line: int
    keys: tuple[str, ...]
    title: str
    url: str = ""
    reference: str = ""
    department: str = ""
    category: str = ""
    description: str = ""
    city: str = ""
    postcode: str = ""
    street: str = ""
    province: str = ""
    contract: str = ""
    remote: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    minutes_min: int | None = None
    minutes_max: int | None = None
    salary: Salary | None = None
    salary_text: str = ""

    @property
    def content_hash(self) -> str:
        """Return the same for the same content, whatever its line or its address is written like."""
        told = asdict(replace(self, line=0, url="", keys=()))
        return hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()


@dataclass(frozen=True)
class Problem:
    """``what`` is a key of the words that the page shows."""

    line: int
    what: str
    value: str = ""


def keys_of(
    *, source_id: str = "", url: str = "", title: str = "", place: str = "", company: str = ""
) -> tuple[str, ...]:
    """Return what recognises a vacancy: the source's own id and the path of its address, else title, employer and place.

    The query of an address is left out: campaign marks come and go. Only a script's own address (``view.cfm?id=7``) has the
    vacancy in its query; there the marks are left out and the rest counts.
    """
    parts = urlsplit(html.unescape(url.strip()))
    keys = []
    if source_id.strip():
        keys.append(f"id:{_key(source_id.strip())}")
    if parts.netloc and parts.path.strip("/"):
        told = _telling(parts.query) if re.search(r"\.\w{2,4}$", parts.path) else ""
        keys.append(f"path:{_key(parts.netloc.casefold() + parts.path.rstrip('/') + told)}")
    if not keys and title:
        keys.append(f"text:{_key('|'.join((title, company, place)).casefold())}")
    return tuple(keys)


def salary_of(text: str) -> Salary | None:
    """Read ``€2532-€4057``, ``$50000 per year``, ``€ 3.622,00 – 5.520 p/m``; None when there is no amount in it."""
    amounts = [found for found in (_minor(one) for one in _AMOUNT.findall(text)) if found is not None]
    if not amounts or len(amounts) > 2:
        return None
    bare = text.casefold()
    currency = next((code for code, marks in _CURRENCIES if any(mark in bare for mark in marks)), "")
    period = next((name for name, pattern in _PERIODS if re.search(pattern, bare)), "")
    if not currency and not period and amounts[0] < 100_000:
        return None  # "schaal 45" is no salary
    return judged(Salary(amounts[0], amounts[-1], currency or "EUR", period or period_like(amounts[0])))


def judged(salary: Salary) -> Salary:
    """Return the salary with a doubt when it cannot be what full-time work is paid here."""
    low, high = _PLAUSIBLE[salary.period]
    if salary.currency != "EUR":
        return replace(salary, doubt="foreign")
    if salary.high_minor < salary.low_minor:
        return replace(salary, doubt="backwards")
    if salary.low_minor < low * 100 or salary.high_minor > high * 100:
        return replace(salary, doubt="implausible")
    if salary.high_minor > salary.low_minor * _WIDEST_RANGE:
        return replace(salary, doubt="wide")
    return salary


def salary_between(low: str, high: str, *, period: str = "", currency: str = "EUR") -> Salary | None:
    """Read a range out of two cells; one filled cell counts for both."""
    amounts = [_minor(one) for one in (low, high)]
    known = [one for one in amounts if one is not None]
    if not known:
        return None
    first, last = amounts[0] or known[0], amounts[1] or known[-1]
    return judged(Salary(first, last, currency, period or period_like(first)))


def day_of(text: str) -> date | None:
    """Read ``2026-12-18``, ``2021-06-29T22:49:39Z``, ``18-12-2026``, ``18/12/2026``; None otherwise."""
    bare = text.strip()
    try:
        return datetime.fromisoformat(bare.replace("Z", "+00:00")).date()
    except ValueError:
        found = re.match(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b", bare)
        if not found:
            return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def hours_of(text: str) -> tuple[int, int] | None:
    """Read ``24-36 uur`` into minutes; None when there is no number of hours in it."""
    found = [float(one.replace(",", ".")) for one in re.findall(r"\d{1,2}(?:[.,]\d{1,2})?", text)]
    if not found or len(found) > 2 or not all(0 < one <= 60 for one in found):
        return None
    return round(min(found) * 60), round(max(found) * 60)


def plain(text: str, *, at_most: int = 20_000) -> str:
    """Return text without markup; the ends of blocks become new lines."""
    broken = re.sub(r"(?i)<\s*(?:br|/p|/li|/div|/h[1-6])\s*/?>", "\n", text)
    bare = html.unescape(nh3.clean(broken, tags=set()))
    lines = "\n".join(re.sub(r"[^\S\n]+", " ", line).strip() for line in clean(bare).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()[:at_most]


def line_of(text: str, *, at_most: int) -> str:
    return clean_line(html.unescape(nh3.clean(text, tags=set())))[:at_most]


def period_like(minor: int) -> str:
    """Nobody said per what: small amounts are hours, large ones years."""
    return "hour" if minor < 20_000 else "month" if minor < 2_000_000 else "year"


def _minor(text: str) -> int | None:
    """``3.622`` and ``3,622`` are thousands, ``15,50`` and ``3622.0`` are not: by how many digits stand last."""
    bare = re.sub(r"[\s\u00a0]", "", text)
    found = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?", bare)
    if not found:
        return None
    units = int(re.sub(r"[.,]", "", found[1]))
    return units * 100 + int((found[2] or "").ljust(2, "0") or 0) if units < 10_000_000 else None


def _telling(query: str) -> str:
    marks = ("utm_", "gclid", "fbclid", "source", "ref")
    told = sorted((name, value) for name, value in parse_qsl(query) if not name.casefold().startswith(marks))
    return f"?{urlencode(told)}" if told else ""


def _key(text: str) -> str:
    return text if len(text) <= 250 else hashlib.sha256(text.encode()).hexdigest()
