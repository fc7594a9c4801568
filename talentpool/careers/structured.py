"""What search engines and job boards read: JSON-LD JobPosting and an Indeed-style feed, from the facts that the page shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString, mark_safe

from calendar_app import facts
from calendar_app.models import Contract, Remote, SalaryPeriod, Vacancy
from recruit_platform.core.models import Organisation
from recruit_platform.lib import periods
from recruit_platform.lib.money import Money, decimals_of
from talentpool.careers import links, wording

_UNIT = {SalaryPeriod.HOUR: "HOUR", SalaryPeriod.MONTH: "MONTH", SalaryPeriod.YEAR: "YEAR"}
_FULL_WEEK_MINUTES = 36 * 60
_CONTRACT = {
    Contract.TEMPORARY: "TEMPORARY",
    Contract.TEMPORARY_THEN_PERMANENT: "TEMPORARY",
    Contract.ON_CALL: "PER_DIEM",
    Contract.INTERNSHIP: "INTERN",
    Contract.FREELANCE: "CONTRACTOR",
}
# What search engines refuse a posting without (developers.google.com/search/docs/appearance/structured-data/job-posting).
_REQUIRED = ("title", "description", "datePosted", "hiringOrganization")
# JSON may hold these; a script element may not.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def posting(vacancy: Vacancy, *, organisation: Organisation, zone: str) -> dict[str, Any] | None:
    """Return schema.org JobPosting of an open vacancy. What is not recorded is left out, never guessed.

    None without a field that a posting must have: an older vacancy may be public without a place.
    """
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": vacancy.title,
        "description": str(wording.html(vacancy.description or vacancy.summary or vacancy.title)),
        "datePosted": _opened(vacancy, zone=zone).date().isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": organisation.name, "sameAs": links.home_url(organisation)},
        "identifier": {"@type": "PropertyValue", "name": organisation.name, "value": str(vacancy.public_id)},
        "url": links.job_url(vacancy, organisation),
        "directApply": True,
        "employmentType": _employment(vacancy),
        "jobLocation": _place(vacancy),
        "baseSalary": _pay(vacancy),
    }  # fmt: skip
    if vacancy.closes_on is not None:
        found["validThrough"] = _last_moment(vacancy.closes_on, zone=zone).isoformat()
    hours = facts.hours(vacancy)
    if hours is not None:
        found["workHours"] = hours.text("nl")
    if vacancy.remote == Remote.FULLY:
        found["jobLocationType"] = "TELECOMMUTE"
        found["applicantLocationRequirements"] = {"@type": "Country", "name": "NL"}
    told = {name: value for name, value in found.items() if value}
    is_complete = all(name in told for name in _REQUIRED) and ("jobLocation" in told or "jobLocationType" in told)
    return told if is_complete else None


def as_script_text(value: dict[str, Any]) -> SafeString:
    """Return JSON that cannot end the script element it stands in."""
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308  angle brackets are escaped


def feed(vacancies: Sequence[Vacancy], *, organisation: Organisation, zone: str, at: datetime) -> bytes:
    """Return the open vacancies as Indeed-style XML; the salary is the page's."""
    source = Element("source")
    SubElement(source, "publisher").text = organisation.name
    SubElement(source, "publisherurl").text = links.home_url(organisation)
    SubElement(source, "lastBuildDate").text = at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    for vacancy in vacancies:
        _job(SubElement(source, "job"), vacancy, organisation=organisation, zone=zone)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(source, encoding="utf-8")


def sitemap(vacancies: Sequence[Vacancy], *, organisation: Organisation, pages: Sequence[str]) -> bytes:
    urls = Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for page in pages:
        SubElement(SubElement(urls, "url"), "loc").text = page
    for vacancy in vacancies:
        url = SubElement(urls, "url")
        SubElement(url, "loc").text = links.job_url(vacancy, organisation)
        SubElement(url, "lastmod").text = vacancy.changed_at.date().isoformat()
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(urls, encoding="utf-8")


def _job(job: Element, vacancy: Vacancy, *, organisation: Organisation, zone: str) -> None:
    salary, hours = facts.salary(vacancy), facts.hours(vacancy)
    opened = _opened(vacancy, zone=zone).astimezone(UTC)
    values = {
        "title": vacancy.title,
        "date": opened.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "referencenumber": str(vacancy.public_id),
        "url": links.job_url(vacancy, organisation),
        "company": organisation.name,
        "city": vacancy.city,
        "state": vacancy.province,
        "country": "NL",
        "postalcode": vacancy.postcode,
        "streetaddress": vacancy.street,
        "description": str(wording.html(vacancy.description or vacancy.summary or vacancy.title)),
        "salary": salary.text("nl") if salary else "",
        "jobtype": " ".join(_employment(vacancy)).lower().replace("_", ""),
        "workhours": hours.text("nl") if hours else "",
        "category": vacancy.profile.name if vacancy.profile else "",
        "expirationdate": vacancy.closes_on.isoformat() if vacancy.closes_on else "",
    }  # fmt: skip
    for name, value in values.items():
        if value:
            SubElement(job, name).text = value


def _employment(vacancy: Vacancy) -> list[str]:
    kinds, hours = [], facts.hours(vacancy)
    if hours is not None and hours.minutes_max >= _FULL_WEEK_MINUTES:
        kinds.append("FULL_TIME")
    if hours is not None and hours.minutes_min < _FULL_WEEK_MINUTES:
        kinds.append("PART_TIME")
    contract = facts.contract(vacancy)
    if contract in _CONTRACT:
        kinds.append(_CONTRACT[contract])
    return kinds


def _place(vacancy: Vacancy) -> dict[str, Any] | None:
    place = facts.place(vacancy)
    if place is None:
        return None
    parts = {
        "streetAddress": place.street,
        "postalCode": place.postcode,
        "addressLocality": place.city,
        "addressRegion": place.province,
        "addressCountry": "NL",
    }
    address = {name: value for name, value in parts.items() if value}
    return {"@type": "Place", "address": {"@type": "PostalAddress", **address}}


def _pay(vacancy: Vacancy) -> dict[str, Any] | None:
    salary = facts.salary(vacancy)
    if salary is None:
        return None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": _UNIT[salary.period]}
    if salary.low == salary.high:
        value["value"] = _number(salary.low)
    else:
        value["minValue"], value["maxValue"] = _number(salary.low), _number(salary.high)
    return {"@type": "MonetaryAmount", "currency": salary.low.currency, "value": value}


def _number(money: Money) -> int | float:
    """JSON knows numbers only; whole amounts stay whole."""
    units = 10 ** decimals_of(money.currency)
    return money.minor // units if money.minor % units == 0 else money.minor / units


def _opened(vacancy: Vacancy, *, zone: str) -> datetime:
    if vacancy.opened_at is not None:
        return vacancy.opened_at.astimezone(ZoneInfo(zone))
    return datetime.combine(vacancy.opens_on, time.min, ZoneInfo(zone))


def _last_moment(day: date, *, zone: str) -> datetime:
    _start, end = periods.instants_of(day, zone=zone)
    return (end - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
