"""The rules of the house as readings of the templates. Each takes one template and returns what breaks it, in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.reading import FLOORS, Template

Rule = Callable[[Template], list[str]]

LONG_TEMPLATES: dict[str, str] = {}
# (template, what): a text that is printed without escaping, and why it is ours.
UNESCAPED: dict[tuple[str, str], str] = {
    (
        "templates/ui/field.html",
        "|safe",
    ): "help texts stand in forms, never in a table (Django prints them the same way)",
}
# Doors of the house: addresses that core may lead to although their pages stand on a floor above.
DOORS = {
    "dashboard": "where a person enters an organisation",
    "career_home": "the public site whose style is set in core",
    "career_theme": "the style sheet of that site",
    "career_logo": "the picture on that site",
}
# Mails are read by mail programs: they want their style inside, and know no policy.
MAILS = "templates/emails/"

_HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)
_STYLE = re.compile(r"<style\b|<[^>]*\sstyle\s*=", re.IGNORECASE)
_SCRIPT = re.compile(
    r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"(?:application/(?:json|ld\+json)|text/template)\")", re.IGNORECASE
)
_JAVASCRIPT_LINK = re.compile(r"(?:href|src|action)\s*=\s*[\"']\s*javascript:", re.IGNORECASE)
_UNESCAPED = re.compile(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off")
_URL = re.compile(r"\{%\s*url\s+[\"']([^\"']+)[\"']")
_HX = re.compile(r"hx-(?:get|post|put|patch|delete)\s*=\s*[\"']([^\"']*)[\"']")
_LINKED = re.compile(r"<([a-z][\w-]*)\b([^>]*\bhx-(?:get|post)\s*=[^>]*)>", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"<(?:script|link|img|iframe|source|video)\b[^>]*\b(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE
)


def nothing_runs_inline(template: Template) -> list[str]:
    """The policy of the pages forbids it, so it would silently do nothing."""
    if template.path.startswith(MAILS):
        return []
    text = _without_comments(template.text)
    return [
        f"{template.path}: {what}"
        for pattern, what in (
            (_HANDLER, "an on…= attribute"),
            (_STYLE, "a style inside"),
            (_SCRIPT, "a script inside"),
            (_JAVASCRIPT_LINK, "a javascript: address"),
        )
        if pattern.search(text)
    ]


def nothing_comes_from_outside(template: Template) -> list[str]:
    if template.path.startswith(MAILS):
        return []
    return [f"{template.path} loads from another host"] * bool(_OUTSIDE.search(_without_comments(template.text)))


def texts_are_escaped(template: Template) -> list[str]:
    if template.path.endswith((".txt", ".subject")):
        return []  # plain text: there is nothing to escape into
    return [
        f"{where} prints {found[0]!r} without escaping"
        for where, line in template.lines()
        for found in _UNESCAPED.finditer(line)
        if (template.path, found[0]) not in UNESCAPED
    ]


def templates_are_short(template: Template) -> list[str]:
    lines = template.text.count("\n")
    return [f"{template.path} has {lines} lines"] if lines > 200 and template.path not in LONG_TEMPLATES else []


def addresses_point_down(template: Template) -> list[str]:
    """A page may lead to its own floor and those below; what leads up comes from the wiring as a ready address."""
    problems = []
    for where, line in template.lines():
        for name in _URL.findall(line):
            floor = floors_of_addresses().get(name)
            if floor is None:
                problems.append(f"{where} names {name!r}, which is no address")
            elif floor > template.floor and name not in DOORS:
                problems.append(f"{where} leads up to {name!r}")
    return problems


def swaps_have_named_addresses(template: Template) -> list[str]:
    return [
        f"{where} swaps from {target!r}; name it with {{% url %}}"
        for where, line in template.lines()
        for target in _HX.findall(line)
        if target and not target.startswith(("{{", "{%", "?"))
    ]


def swaps_work_without_javascript(template: Template) -> list[str]:
    """hx-get sits on a link, hx-post in a form or on a button in one; live regions and previews only listen."""
    problems = []
    for tag, attributes in _LINKED.findall(_without_comments(template.text)):
        listens = "hx-trigger" in attributes and re.search(r"every|revealed|load|input", attributes)
        if "hx-get" in attributes and not (re.search(r"\bhref\s*=", attributes) or "action=" in attributes or listens):
            problems.append(f"{template.path}: <{tag} hx-get> has no href")
        if "hx-post" in attributes and tag != "button" and "action" not in attributes:
            problems.append(f"{template.path}: <{tag} hx-post> has no action")
    return problems


RULES: list[Rule] = [
    nothing_runs_inline,
    nothing_comes_from_outside,
    texts_are_escaped,
    templates_are_short,
    addresses_point_down,
    swaps_have_named_addresses,
    swaps_work_without_javascript,
]


@cache
def floors_of_addresses() -> dict[str, int]:
    """Each named address with the floor of the package its view stands in; other packages' count as core."""
    found: dict[str, int] = {}

    def walk(resolver: URLResolver, prefix: str) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                walk(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
            elif isinstance(entry, URLPattern) and entry.name:
                package = entry.callback.__module__.split(".")[0]
                found[prefix + entry.name] = FLOORS.index(package) if package in FLOORS else 0

    walk(get_resolver(), "")
    return found


def _without_comments(text: str) -> str:
    text = re.sub(r"\{%\s*comment.*?endcomment\s*%\}", "", text, flags=re.DOTALL)
    return re.sub(r"\{#.*?#\}|<!--.*?-->", "", text, flags=re.DOTALL)
