"""What a form says when somebody else saved first: typed where this person typed, and as it stands now elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.http import QueryDict


def with_held(posted: QueryDict, form: forms.Form, *, held: Mapping[str, object], version: int) -> QueryDict:
    """Return the posted fields with the held value in each that was left alone, and filled from the held version on."""
    typed = posted.copy()
    typed["version"] = str(version)
    for name in held:
        if name not in form.changed_data:
            _put(typed, name, held[name])
        _put(typed, form[name].html_initial_name, held[name], is_initial=True)
    return typed


def _put(typed: QueryDict, name: str, value: object, *, is_initial: bool = False) -> None:
    if value is False and not is_initial:
        typed.pop(name, None)  # what an unticked box sends
    else:
        typed[name] = "" if value is None else str(value)
