"""The form of a vacancy: texts, dates, pay, hours, place, and twenty-three facts in two languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendar_app import events
from calendar_app.models import (
    Car,
    Contract,
    FactLabel,
    JobProfile,
    Recorded,
    Remote,
    SalaryPeriod,
    Vacancy,
    VacancyFact,
)
from calendar_app.services.vacancies import Values, Words
from recruit_platform.core.forms import VersionedForm
from recruit_platform.core.models import Membership
from recruit_platform.lib.text import clean, clean_line

from .fields import AmountField, HoursField, SensibleDateField

_UNSET = ("", _("Niet vastgelegd"))
_LINES = {"description"}


@dataclass(frozen=True)
class FactRow:
    """The three fields of one fact."""

    label: str | Promise
    answer: forms.BoundField
    dutch: forms.BoundField
    english: forms.BoundField


class VacancyForm(VersionedForm):
    """Empty means "not recorded". The version is 0 for a vacancy that is not made yet."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, initial=0)
    title = forms.CharField(label=_("Functietitel"), max_length=200)
    profile = forms.ChoiceField(label=_("Profiel"), required=False)
    department = forms.CharField(label=_("School, team of afdeling"), max_length=120, required=False)
    reference = forms.CharField(label=_("Eigen nummer"), max_length=60, required=False)
    summary = forms.CharField(
        label=_("In één zin"), max_length=300, required=False, help_text=_("Staat boven de vacature en in lijsten.")
    )
    description = forms.CharField(
        label=_("Tekst"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Een witregel maakt een alinea, een streepje een opsomming, ## een kop."),
    )
    opens_on = SensibleDateField(label=_("Opent op"))
    closes_on = SensibleDateField(
        label=_("Sluit na"),
        required=False,
        help_text=_("De laatste dag waarop iemand kan reageren. Leeg: tot vervuld."),
    )
    start_by_on = SensibleDateField(label=_("Iemand nodig op"), required=False)
    positions = forms.IntegerField(label=_("Aantal plekken"), min_value=1, max_value=999, initial=1)
    recruiter = forms.ChoiceField(label=_("Recruiter"), required=False)

    salary_min_minor = AmountField(label=_("Salaris van (€)"), required=False)
    salary_max_minor = AmountField(
        label=_("Salaris tot (€)"), required=False, help_text=_("Bruto, bij een volledige baan.")
    )
    salary_period = forms.ChoiceField(label=_("Salaris per"), choices=SalaryPeriod, initial=SalaryPeriod.MONTH)
    salary_scale = forms.CharField(label=_("Schaal"), max_length=60, required=False, help_text=_("Zoals LB of FWG 45."))
    salary_left_out_because = forms.CharField(
        label=_("Geen salaris? Schrijf waarom"),
        max_length=200,
        required=False,
        help_text=_("Zonder salaris of reden kan een vacature niet open. De reden blijft binnen."),
    )
    week_minutes_min = HoursField(label=_("Uren per week van"), required=False)
    week_minutes_max = HoursField(label=_("Uren per week tot"), required=False)
    contract = forms.ChoiceField(label=_("Contract"), choices=[_UNSET, *Contract.choices], required=False)
    starts_on = SensibleDateField(label=_("Eerste werkdag"), required=False)
    street = forms.CharField(label=_("Straat en nummer"), max_length=120, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)
    city = forms.CharField(
        label=_("Plaats"),
        max_length=80,
        required=False,
        help_text=_("Zonder plaats kan een vacature niet open, behalve als het werk helemaal thuis is."),
    )
    province = forms.CharField(label=_("Provincie"), max_length=40, required=False)
    remote = forms.ChoiceField(label=_("Thuiswerken"), choices=[_UNSET, *Remote.choices], required=False)
    company_car = forms.ChoiceField(label=_("Auto van de zaak"), choices=[_UNSET, *Car.choices], required=False)

    def __init__(
        self, *args: Any, profiles: Sequence[JobProfile], recruiters: Sequence[Membership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._profiles = {str(one.public_id): one for one in profiles}
        self._recruiters = {str(one.public_id): one for one in recruiters}
        self._offer("profile", [(key, one.name) for key, one in self._profiles.items()], _("Geen profiel"))
        self._offer("recruiter", [(key, one.user.name) for key, one in self._recruiters.items()], _("Nog niemand"))
        for label in FactLabel:
            for name, field in _fact_fields(label).items():
                field.show_hidden_initial = True
                self.fields[name] = field

    def _offer(self, name: str, choices: list[tuple[str, str]], nothing: Any) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = [("", nothing), *choices]

    def clean(self) -> dict[str, Any]:
        for label in FactLabel:
            if self.cleaned_data.get(f"{label}_en") and not self.cleaned_data.get(f"{label}_nl"):
                self.add_error(f"{label}_nl", ValidationError(_("Schrijf het eerst in het Nederlands.")))
        return self.cleaned_data

    def column_values(self) -> Values:
        """Return what the services take, cleaned."""
        found: dict[str, Any] = {name: self.cleaned_data[name] for name in events.FIELDS if name in self.cleaned_data}
        for name, value in found.items():
            if isinstance(value, str):
                found[name] = clean(value).strip() if name in _LINES else clean_line(value)
        found["profile"] = self._profiles.get(found["profile"])
        found["recruiter"] = self._recruiters.get(found["recruiter"])
        return cast(Values, found)

    def words(self) -> dict[FactLabel, Words]:
        """Return every label's words; empty ones mean "not recorded"."""
        return {
            label: Words(
                self.cleaned_data[f"{label}_answer"],
                clean_line(self.cleaned_data[f"{label}_nl"]),
                clean_line(self.cleaned_data[f"{label}_en"]),
            )
            for label in FactLabel
        }

    def fact_rows(self) -> list[FactRow]:
        return [
            FactRow(label.label, self[f"{label}_answer"], self[f"{label}_nl"], self[f"{label}_en"])
            for label in FactLabel
        ]

    def group(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def about(self) -> list[forms.BoundField]:
        return self.group("title", "profile", "department", "reference", "summary", "description")

    def planning(self) -> list[forms.BoundField]:
        return self.group("opens_on", "closes_on", "start_by_on", "positions", "recruiter")

    def pay(self) -> list[forms.BoundField]:
        return self.group(
            "salary_min_minor", "salary_max_minor", "salary_period", "salary_scale", "salary_left_out_because"
        )

    def work(self) -> list[forms.BoundField]:
        names = ("week_minutes_min", "week_minutes_max", "contract", "starts_on", "street", "postcode", "city")
        return self.group(*names, "province", "remote", "company_car")


def held_values(vacancy: Vacancy, words: Mapping[str, VacancyFact]) -> dict[str, Any]:
    """Return how a vacancy stands, by the names of the form's fields."""
    values: dict[str, Any] = {name: getattr(vacancy, name) for name in events.FIELDS if name in VacancyForm.base_fields}
    values["profile"] = str(vacancy.profile.public_id) if vacancy.profile else ""
    values["recruiter"] = str(vacancy.recruiter.public_id) if vacancy.recruiter else ""
    for label in FactLabel:
        said = words.get(label)
        values[f"{label}_answer"] = said.answer if said else ""
        values[f"{label}_nl"] = said.text_nl if said else ""
        values[f"{label}_en"] = said.text_en if said else ""
    return values


def _fact_fields(label: FactLabel) -> dict[str, forms.Field]:
    about = {"fact": label.label}
    return {
        f"{label}_answer": forms.ChoiceField(
            label=_("%(fact)s: antwoord") % about,
            choices=[("", _("Geen ja of nee")), *Recorded.choices],
            required=False,
        ),
        f"{label}_nl": forms.CharField(label=_("%(fact)s: in woorden") % about, max_length=1000, required=False),
        f"{label}_en": forms.CharField(label=_("%(fact)s: in het Engels") % about, max_length=1000, required=False),
    }
