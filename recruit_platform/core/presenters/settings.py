"""What stands beside a form when somebody else saved first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recruit_platform.core.policies import OrganisationRequest
from recruit_platform.core.roles import Can, may
from recruit_platform.core.ui.parts import Tab, Text

_PAGES: tuple[tuple[Promise, str, Can], ...] = (
    (gettext_lazy("Organisatie"), "settings_organisation", Can.MANAGE_SETTINGS),
    (gettext_lazy("Huisstijl"), "settings_style", Can.MANAGE_SETTINGS),
    (gettext_lazy("Team"), "team", Can.MANAGE_TEAM),
    (gettext_lazy("Veiligheid"), "settings_security", Can.MANAGE_SETTINGS),
    (gettext_lazy("Vrije dagen"), "settings_days_off", Can.MANAGE_SETTINGS),
    (gettext_lazy("API-sleutels"), "api_keys", Can.MANAGE_API_KEYS),
)


def tabs(request: OrganisationRequest, *, current: str) -> list[Tab]:
    """Return the pages of the settings that this member may open; ``current`` is the name of the address."""
    return [
        Tab(label=label, url=reverse(name, args=[request.organisation.slug]), current=name == current)
        for label, name, can in _PAGES
        if may(request.membership, can)
    ]


@dataclass(frozen=True)
class Difference:
    """One field: what the person typed, and what stands there now."""

    label: Text
    mine: Text
    theirs: Text


def differences(form: forms.Form, *, held: Mapping[str, object]) -> list[Difference]:
    """Return the fields in which the form and the settings differ, in the order of the form."""
    return [
        Difference(
            label=form.fields[name].label or name,
            mine=in_words(form.fields[name], form.cleaned_data.get(name)),
            theirs=in_words(form.fields[name], held[name]),
        )
        for name in form.fields
        if name in held and form.cleaned_data.get(name) != held[name]
    ]


def in_words(field: forms.Field, value: object) -> Text:
    if isinstance(value, bool):
        return _("aan") if value else _("uit")
    if isinstance(field, forms.ChoiceField):
        labels: dict[str, Text] = {str(key): label for key, label in cast("list[tuple[str, Text]]", field.choices)}
        return labels.get(str(value), str(value))
    return "–" if value in {None, ""} else str(value)
