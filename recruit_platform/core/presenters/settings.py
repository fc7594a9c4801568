"""What stands beside a form when somebody else saved first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from recruit_platform.core.ui.parts import Text


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
        labels = {str(key): label for key, label in field.choices}  # type: ignore[misc]
        return labels.get(str(value), str(value))
    return "–" if value in {None, ""} else str(value)
