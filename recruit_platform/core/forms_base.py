"""The base of every form over a table of an organisation."""

from __future__ import annotations

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import UniqueConstraint


class OrganisationModelForm(forms.ModelForm):
    """A ModelForm that also checks rules that are unique per organisation, and says so at the field concerned.

    Django leaves a rule out when one of its fields is not in the form, and ``organisation`` never is one. Without this the form
    is valid and the save fails.
    """

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        excluded = self._get_validation_exclusions() - {"organisation"}  # type: ignore[attr-defined]
        for model, constraints in self.instance.get_constraints():
            for rule in constraints:
                if isinstance(rule, UniqueConstraint) and "organisation" in rule.fields:
                    self._check_rule(rule, model, excluded)

    def _check_rule(self, rule: UniqueConstraint, model: type, excluded: set[str]) -> None:
        try:
            rule.validate(model, self.instance, exclude=excluded)
        except ValidationError as problem:
            own = [name for name in rule.fields if name != "organisation"]
            self.add_error(own[0] if len(own) == 1 and own[0] in self.fields else NON_FIELD_ERRORS, problem)
