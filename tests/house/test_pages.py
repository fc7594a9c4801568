"""The templates keep the rules of the house; and each rule is seen to fail on a sample that breaks it."""

from __future__ import annotations

import pytest

from tests.house import pages
from tests.house.reading import Template, templates


@pytest.mark.parametrize("rule", pages.RULES, ids=lambda rule: rule.__name__)
def test_rule_holds(rule: pages.Rule) -> None:
    assert [problem for template in templates() for problem in rule(template)] == []


def test_there_are_templates_and_addresses() -> None:
    assert len(templates()) >= 30
    assert len(pages.floors_of_addresses()) >= 20


SAMPLES = [
    (pages.nothing_runs_inline, '<a onclick="x()">'),
    (pages.nothing_runs_inline, '<p style="color: red">'),
    (pages.nothing_runs_inline, "<style>p {}</style>"),
    (pages.nothing_runs_inline, "<script>alert(1)</script>"),
    (pages.nothing_runs_inline, '<a href="javascript:x()">'),
    (pages.nothing_comes_from_outside, '<script src="https://cdn.example/x.js"></script>'),
    (pages.nothing_comes_from_outside, '<img src="//cdn.example/x.png">'),
    (pages.texts_are_escaped, "{{ words|safe }}"),
    (pages.texts_are_escaped, "{% autoescape off %}"),
    (pages.templates_are_short, "\n" * 201),
    (pages.addresses_point_down, "{% url 'no_such_place' %}"),
    (pages.swaps_have_named_addresses, '<a href="/x" hx-get="/o/acme/">'),
    (pages.swaps_work_without_javascript, "<div hx-get=\"{% url 'x' %}\">"),
    (pages.swaps_work_without_javascript, "<form hx-post=\"{% url 'x' %}\">"),
]


@pytest.mark.parametrize(("rule", "text"), SAMPLES, ids=lambda value: getattr(value, "__name__", None))
def test_rule_sees_the_breach(rule: pages.Rule, text: str) -> None:
    assert rule(Template("templates/core/sample.html", text)) != []


def test_an_address_that_leads_up_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "floors_of_addresses", lambda: {"insight": 5, "calendar": 1})
    up = Template("templates/core/sample.html", "{% url 'insight' %}")
    down = Template("templates/campaigns/sample.html", "{% url 'calendar' %}")
    assert pages.addresses_point_down(up) != []
    assert pages.addresses_point_down(down) == []


def test_every_rule_is_seen_to_fail() -> None:
    assert {rule for rule, _text in SAMPLES} == set(pages.RULES)


def test_right_ways_pass() -> None:
    text = (
        '<script src="{% static \'x.js\' %}" defer></script><script type="application/json">{}</script>'
        '<a href="/x" hx-get="{{ url }}">x</a><form action="/x" hx-post="{{ url }}"><button hx-post="{{ url }}">x</button></form>'
        '<div hx-get="{{ url }}" hx-trigger="every 5s"></div>{# <p style="x"> #}'
    )
    assert [problem for rule in pages.RULES for problem in rule(Template("templates/core/sample.html", text))] == []
