"""The filters of the list of vacancies: read from its address, offered beside it, taken away one by one."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from talentpool.careers import presenters
from talentpool.selectors.openings import Choice, Openings, Week

NAMES = frozenset({"functie", "plaats", "uren"})


def choice(query: QueryDict) -> Choice:
    """Read the filters out of the address; words that are no choice are left out."""
    return Choice(
        profiles=frozenset(query.getlist("functie")) - {""},
        cities=frozenset(query.getlist("plaats")) - {""},
        weeks=frozenset(query.getlist("uren")) & {week.value for week in Week},
    )


def groups(found: Openings, choice: Choice) -> list[dict[str, object]]:
    """Return the filters with their options, those without any left out."""
    offered = (
        ("functie", _("Functie"), found.profiles, choice.profiles),
        ("plaats", _("Plaats"), found.cities, choice.cities),
        ("uren", _("Uren per week"), found.weeks, choice.weeks),
    )
    return [
        {
            "legend": legend,
            "name": name,
            "options": [
                {
                    "value": option.value,
                    "label": _label(name, option.label),
                    "count": option.count,
                    "checked": option.value in chosen,
                }
                for option in options
            ],
        }
        for name, legend, options, chosen in offered
        if options
    ]


def chips(query: QueryDict, found: Openings, choice: Choice) -> list[dict[str, str]]:
    """Return what was chosen, each with the address that takes it away."""
    labels = {option.value: option.label for option in found.profiles}
    chosen = [("functie", value) for value in sorted(choice.profiles)]
    chosen += [("plaats", value) for value in sorted(choice.cities)]
    chosen += [("uren", value) for value in sorted(choice.weeks)]
    chips = []
    for name, value in chosen:
        without = query.copy()
        without.setlist(name, [other for other in query.getlist(name) if other != value])
        label = labels.get(value, "") if name == "functie" else _label(name, value)
        if label:
            chips.append({"label": label, "without_url": f"?{without.urlencode()}"})
    return chips


def _label(name: str, value: str) -> str:
    return presenters.week_label(value) if name == "uren" else value
