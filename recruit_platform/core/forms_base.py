"""The base of every form over a table of an organisation."""

from __future__ import annotations

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class OrganisationModelForm(forms.ModelForm):
    """A ModelForm that also checks rules that are unique per organisation, and says so at the field concerned.

    Django leaves a rule out when one of its fields is not in the form, and ``organisation`` never is one. Without this the form
    is valid and the save fails.
    """

    def validate_constraints(self) -> None:
        excluded = self._get_validation_exclusions() - {"organisation"}  # type: ignore[attr-defined]
        try:
            self.instance.validate_constraints(exclude=excluded)
        except ValidationError as problem:
            self._update_errors(self._at_their_field(problem))  # type: ignore[attr-defined]

    def _at_their_field(self, problem: ValidationError) -> ValidationError:
        placed: dict[str, list[ValidationError]] = {}
        for place, errors in problem.update_error_dict({}).items():
            for error in errors:
                checked = (error.params or {}).get("unique_check", ())
                at = checked[0] if place == NON_FIELD_ERRORS and len(checked) == 1 else place
                placed.setdefault(at if at in self.fields else NON_FIELD_ERRORS, []).append(error)
        return ValidationError(placed)
