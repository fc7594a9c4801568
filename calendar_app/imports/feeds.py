"""Vacancies out of the files that job sites read: a Google job feed, an Indeed-style feed, a page with JSON-LD, a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import islice
from typing import Any
from xml.parsers import expat

from . import tables
from .jobs import (
    MOST_ITEMS,
    Item,
    Problem,
    Salary,
    day_of,
    hours_of,
    judged,
    keys_of,
    line_of,
    period_like,
    plain,
    salary_between,
    salary_of,
)
from .tables import Unreadable

_MOST_FIELD = 200_000
_MOST_DEPTH = 40
_CONTRACTS = {
    "fulltime": "", "parttime": "", "full_time": "", "part_time": "", "contract": "freelance", "contractor": "freelance",
    "temporary": "temporary", "internship": "internship", "intern": "internship", "permanent": "permanent", "vast": "permanent",
}  # fmt: skip
_UNITS = {"HOUR": "hour", "MONTH": "month", "YEAR": "year"}
_PROVINCES = frozenset({
    "drenthe", "flevoland", "friesland", "fryslân", "gelderland", "groningen", "limburg", "noord-brabant", "noord-holland",
    "overijssel", "utrecht", "zeeland", "zuid-holland",
})  # fmt: skip
_COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("title", "titel", "functie", "functietitel", "vacature", "job title"),
    "company": ("company", "bedrijf", "werkgever", "organisatie"),
    "place": ("location", "plaats", "city", "locatie", "standplaats", "stad"),
    "category": ("category", "categorie", "vakgebied"),
    "low": ("salary_min", "salaris van", "salaris min", "min salary"),
    "high": ("salary_max", "salaris tot", "salaris max", "max salary"),
    "salary": ("salary", "salaris"),
    "opens": ("created", "opent op", "datum", "date", "geplaatst"),
    "closes": ("expires", "sluit na", "sluitingsdatum", "reageren tot", "expirationdate"),
    "id": ("id", "job id", "nummer", "referentie", "referencenumber", "vacaturenummer"),
    "url": ("url", "final url", "link", "page url"),
    "description": ("description", "omschrijving", "tekst"),
    "hours": ("uren", "hours", "uren per week"),
}


@dataclass(frozen=True)
class Feed:
    """Every item, and a problem for each row that is none. ``complete``: what is not in it is gone."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    rows: int
    complete: bool = True


def read(kind: str, data: bytes) -> Feed:
    """Read a file of one of the four kinds; raises Unreadable when it is none at all."""
    return _READERS[kind](data)


def google_csv(data: bytes) -> Feed:
    """Google's job feed: Job ID, Location ID, Title, Final URL, …, Salary, Category, Address, in any order."""
    rows, names = _table(data)
    if "job id" not in names or "title" not in names:
        raise Unreadable("no_google_columns")
    return _collected((line.number, _google_item(line, names)) for line in rows)


def table(data: bytes) -> Feed:
    """Any table with a column for the title; columns are known by their usual names in Dutch and English."""
    rows, names = _table(data)
    columns = {key: names[one] for key, known in _COLUMNS.items() for one in known if one in names}
    if "title" not in columns:
        raise Unreadable("no_title_column")
    held = list(islice(rows, MOST_ITEMS + 1))
    period = _period_of(held, columns)
    return _collected((line.number, _table_item(line, columns, period=period)) for line in held)


def indeed_xml(data: bytes) -> Feed:
    """``<source><job>…``; a document type or an entity is refused before it can do anything."""
    reader = _JobReader()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    parser.StartElementHandler = lambda name, _attributes: reader.start(name, parser.CurrentLineNumber)
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as problem:
        raise Unreadable("broken_xml", line=problem.lineno) from problem
    if not reader.is_feed:
        raise Unreadable("no_jobs")
    return _collected((number, _indeed_item(number, fields)) for number, fields in reader.jobs)


def json_ld(data: bytes) -> Feed:
    """A page's JobPosting blocks. One page is not the whole list, so nothing is gone for not being in it."""
    text = tables.text_of(data)
    blocks = [(1, text)] if text.lstrip()[:1] in {"{", "["} else _Scripts.of(text)
    found: list[tuple[int, Item | Problem]] = []
    for line, block in blocks:
        try:
            postings = list(_postings(json.loads(block), depth=0))
        except (ValueError, RecursionError) as problem:
            at = getattr(problem, "lineno", 1) + line - 1
            found.append((at, Problem(at, "broken_json")))
            continue
        found.extend((line, _posting_item(line, one)) for one in postings)
    if not found:
        raise Unreadable("no_posting")
    feed = _collected(iter(found))
    return Feed(feed.items, feed.problems, feed.rows, complete=False)


_READERS: dict[str, Callable[[bytes], Feed]] = {
    "google_csv": google_csv,
    "indeed_xml": indeed_xml,
    "json_ld": json_ld,
    "table": table,
}


def _collected(found: Iterator[tuple[int, Item | Problem]]) -> Feed:
    items: list[Item] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    rows = 0
    for _line, one in found:
        rows += 1
        if rows > MOST_ITEMS:
            raise Unreadable("too_many_jobs")
        if isinstance(one, Problem):
            problems.append(one)
            continue
        if one.opens_on and one.closes_on and one.closes_on < one.opens_on:
            problems.append(Problem(one.line, "dates_backwards", one.title))
            continue
        if one.keys[0] in seen:
            problems.append(Problem(one.line, "doubled", str(seen[one.keys[0]])))
            continue
        seen[one.keys[0]] = one.line
        items.append(one)
    return Feed(tuple(items), tuple(problems), rows)


def _table(data: bytes) -> tuple[Iterator[tables.Line], dict[str, int]]:
    lines = tables.csv_lines(tables.text_of(data))
    header = next(lines, None)
    if header is None:
        raise Unreadable("empty")
    names: dict[str, int] = {}
    for n, name in enumerate(header.cells):
        names.setdefault(name.casefold(), n)
    return lines, names


def _google_item(line: tables.Line, names: Mapping[str, int]) -> Item | Problem:
    def cell(name: str) -> str:
        return _at(line, names.get(name))

    title = line_of(cell("title"), at_most=200)
    keys = keys_of(source_id=cell("job id"), url=cell("final url"))
    if not title or not keys:
        return Problem(line.number, "no_title" if not title else "no_key")
    city, province = _place(cell("location id") or cell("address"))
    return Item(
        line=line.number,
        keys=keys,
        title=title,
        url=cell("final url"),
        category=line_of(cell("category"), at_most=120),
        city=city,
        province=province,
        salary=salary_of(cell("salary")),
        salary_text=cell("salary")[:100],
    )


def _period_of(lines: Sequence[tables.Line], columns: Mapping[str, int]) -> str:
    """Two columns of salaries mean the same in every row: what the middle row is like, all are."""
    found = [salary_between(_at(line, columns.get("low")), _at(line, columns.get("high"))) for line in lines]
    lows = sorted(one.low_minor for one in found if one)
    return period_like(lows[len(lows) // 2]) if lows else ""


def _table_item(line: tables.Line, columns: Mapping[str, int], *, period: str) -> Item | Problem:
    def cell(name: str) -> str:
        return _at(line, columns.get(name))

    title = line_of(cell("title"), at_most=200)
    if not title:
        return Problem(line.number, "no_title")
    city, province = _place(cell("place"))
    hours = hours_of(cell("hours"))
    low, high = cell("low"), cell("high")
    return Item(
        line=line.number,
        keys=keys_of(source_id=cell("id"), url=cell("url"), title=title, place=cell("place"), company=cell("company")),
        title=title,
        url=cell("url"),
        reference=line_of(cell("id"), at_most=60),
        department=line_of(cell("company"), at_most=120),
        category=line_of(cell("category"), at_most=120),
        description=plain(cell("description")),
        city=city,
        province=province,
        opens_on=day_of(cell("opens")),
        closes_on=day_of(cell("closes")),
        minutes_min=hours[0] if hours else None,
        minutes_max=hours[1] if hours else None,
        salary=salary_between(low, high, period=period) if low or high else salary_of(cell("salary")),
        salary_text=" – ".join(one for one in (low, high, cell("salary")) if one)[:100],
    )


def _indeed_item(line: int, fields: Mapping[str, str]) -> Item | Problem:
    title = line_of(fields.get("title", ""), at_most=200)
    keys = keys_of(source_id=fields.get("referencenumber", ""), url=fields.get("url", ""))
    if not title or not keys:
        return Problem(line, "no_title" if not title else "no_key")
    remote = "fully" if "fully" in fields.get("remotetype", "").casefold() else ""
    return Item(
        line=line,
        keys=keys,
        title=title,
        url=fields.get("url", ""),
        reference=line_of(fields.get("requisitionid") or fields.get("referencenumber", ""), at_most=60),
        department=line_of(fields.get("sourcename") or fields.get("company", ""), at_most=120),
        category=line_of(fields.get("category", ""), at_most=120),
        description=plain(fields.get("description", "")),
        city=line_of(fields.get("city", ""), at_most=80),
        postcode=line_of(fields.get("postalcode", ""), at_most=10),
        street=line_of(fields.get("streetaddress", ""), at_most=120),
        province=line_of(fields.get("state", ""), at_most=40),
        contract=_contract(fields.get("jobtype", "")),
        remote=remote,
        opens_on=day_of(fields.get("date", "")),
        closes_on=day_of(fields.get("expirationdate", "")),
        salary=salary_of(fields.get("salary", "")),
        salary_text=line_of(fields.get("salary", ""), at_most=100),
    )


def _posting_item(line: int, posting: Mapping[str, Any]) -> Item | Problem:
    title = line_of(_text(posting.get("title")) or _text(posting.get("name")), at_most=200)
    identifier = posting.get("identifier")
    source_id = _text(identifier.get("value")) if isinstance(identifier, Mapping) else _text(identifier)
    address = _address(posting.get("jobLocation"))
    city = line_of(_text(address.get("addressLocality")), at_most=80)
    keys = keys_of(source_id=source_id, url=_text(posting.get("url")), title=title, place=city)
    if not title:
        return Problem(line, "no_title")
    salary = _base_salary(posting.get("baseSalary"), currency=_text(posting.get("salaryCurrency")))
    return Item(
        line=line,
        keys=keys,
        title=title,
        url=_text(posting.get("url")),
        reference=line_of(source_id, at_most=60),
        department=line_of(_text(_first(posting.get("hiringOrganization")).get("name")), at_most=120),
        category=line_of(_text(posting.get("industry")), at_most=120),
        description=plain(_text(posting.get("description"))),
        city=city,
        postcode=line_of(_text(address.get("postalCode")), at_most=10),
        street=line_of(_text(address.get("streetAddress")), at_most=120),
        province=line_of(_text(address.get("addressRegion")), at_most=40),
        contract=_contract(_text(posting.get("employmentType"))),
        remote="fully" if _text(posting.get("jobLocationType")) == "TELECOMMUTE" else "",
        opens_on=day_of(_text(posting.get("datePosted"))),
        closes_on=day_of(_text(posting.get("validThrough"))),
        salary=salary,
        salary_text=line_of(_text(posting.get("baseSalary")), at_most=100),
    )


def _base_salary(found: Any, *, currency: str) -> Salary | None:
    if not isinstance(found, Mapping):
        return salary_of(f"{_text(found)} {currency}")
    value = found.get("value")
    about = value if isinstance(value, Mapping) else found
    low = _text(about.get("minValue")) or _text(about.get("value"))
    high = _text(about.get("maxValue")) or low
    period = _UNITS.get(_text(about.get("unitText")).upper(), "")
    currency = (_text(found.get("currency")) or currency or "EUR").upper()
    salary = salary_between(low, high, period=period)
    return judged(Salary(salary.low_minor, salary.high_minor, currency, salary.period)) if salary else None


def _postings(found: Any, *, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > 6:
        return
    if isinstance(found, list):
        for one in found:
            yield from _postings(one, depth=depth + 1)
    elif isinstance(found, Mapping):
        kinds = found.get("@type")
        if "JobPosting" in (kinds if isinstance(kinds, list) else [kinds]):
            yield found
        for name in ("@graph", "itemListElement", "item", "mainEntity"):
            if name in found:
                yield from _postings(found[name], depth=depth + 1)


def _address(location: Any) -> Mapping[str, Any]:
    return _first(_first(location).get("address"))


def _first(found: Any) -> Mapping[str, Any]:
    one = found[0] if isinstance(found, list) and found else found
    return one if isinstance(one, Mapping) else {}


def _text(found: Any) -> str:
    if isinstance(found, list):
        return ", ".join(_text(one) for one in found[:20])
    if isinstance(found, float) and found.is_integer():
        return str(int(found))
    return str(found) if isinstance(found, str | int | float) and not isinstance(found, bool) else ""


def _contract(text: str) -> str:
    words = [word.strip().casefold() for word in text.replace("-", "").split(",")]
    return next((_CONTRACTS[word] for word in words if _CONTRACTS.get(word)), "")


def _place(text: str) -> tuple[str, str]:
    """``Rotterdam, Zuid-Holland`` is a town and a province; the country alone is no town."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    known = [part for part in parts if part.casefold() not in {"nederland", "nl", "netherlands"}]
    province = next((part for part in known[1:] if part.casefold() in _PROVINCES), "")
    return (line_of(known[0], at_most=80) if known else ""), province


def _at(line: tables.Line, column: int | None) -> str:
    return line.cells[column] if column is not None and column < len(line.cells) else ""


class _JobReader:
    """Collects the texts of each job; never more than one job's texts beside the finished ones."""

    def __init__(self) -> None:
        self.jobs: list[tuple[int, dict[str, str]]] = []
        self.is_feed = False
        self._path: list[str] = []
        self._fields: dict[str, list[str]] | None = None
        self._line = 0

    def refuse(self, *_about: Any) -> None:
        raise Unreadable("entities")

    def start(self, name: str, line: int) -> None:
        self._path.append(name.casefold())
        if len(self._path) > _MOST_DEPTH:
            raise Unreadable("too_deep", line=line)
        self.is_feed = self.is_feed or self._path[0] in {"source", "jobs"}
        if name.casefold() == "job":
            self._fields, self._line = {}, line

    def text(self, data: str) -> None:
        if self._fields is None or self._path[-1] == "job":
            return
        parts = self._fields.setdefault(self._path[-1], [])
        if sum(map(len, parts)) < _MOST_FIELD:
            parts.append(data)

    def end(self, name: str) -> None:
        self._path.pop()
        if name.casefold() != "job" or self._fields is None:
            return
        if len(self.jobs) >= MOST_ITEMS:
            raise Unreadable("too_many_jobs")
        self.jobs.append((self._line, {key: "".join(parts).strip() for key, parts in self._fields.items()}))
        self._fields = None


class _Scripts(HTMLParser):
    """The JSON-LD blocks of a page with the line each begins on."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[int, str]] = []
        self._open: list[str] | None = None
        self._line = 0

    @classmethod
    def of(cls, text: str) -> list[tuple[int, str]]:
        reader = cls()
        reader.feed(text)
        reader.close()
        return reader.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and (dict(attrs).get("type") or "").casefold().startswith("application/ld+json"):
            self._open, self._line = [], self.getpos()[0]

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._open is not None:
            self.found.append((self._line, "".join(self._open)))
            self._open = None
