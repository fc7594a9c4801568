"""What people type on the pages of dashboards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Vacancy
from dashboards.models import DigestDay

_LIVES = [(7, _("een week")), (30, _("een maand")), (90, _("drie maanden")), (365, _("een jaar"))]


class ShareForm(forms.Form):
    name = forms.CharField(label=_("Voor wie"), max_length=120, help_text=_("Zoals Bestuur of Medezeggenschapsraad."))
    days = forms.TypedChoiceField(label=_("Werkt"), choices=_LIVES, coerce=int, initial=30)
    vacancies = forms.MultipleChoiceField(
        label=_("Welke vacatures"), required=False, help_text=_("Kies er geen, dan laat de link alles zien.")
    )

    def __init__(self, *args: Any, vacancies: Sequence[Vacancy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._vacancies = {str(one.public_id): one for one in vacancies}
        self.fields["vacancies"].choices = [(key, one.title) for key, one in self._vacancies.items()]  # type: ignore[attr-defined]

    def chosen(self) -> list[Vacancy]:
        return [self._vacancies[key] for key in self.cleaned_data["vacancies"]]


class DigestForm(forms.Form):
    day = forms.ChoiceField(label=_("Stuur mij de cijfers"), choices=DigestDay, widget=forms.RadioSelect)
