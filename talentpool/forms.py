"""What colleagues type about candidates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import Language
from recruit_platform.core.outbox import AddressRefused, addresses
from recruit_platform.lib import phone as numbers
from talentpool.models import CallOutcome, EndedBy, EndReason, StageKind
from talentpool.services.interviews import Times

MOST_MINUTES = 8 * 60


class CandidateForm(forms.Form):
    """A person's details. ``version`` is the one this form was filled from."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput, required=False)
    first_name = forms.CharField(label=_("Voornaam"), max_length=100)
    last_name = forms.CharField(label=_("Achternaam"), max_length=120)
    email = forms.CharField(label=_("E-mailadres"), max_length=254, required=False, widget=forms.EmailInput)
    phone = forms.CharField(label=_("Telefoonnummer"), max_length=30, required=False)
    city = forms.CharField(label=_("Woonplaats"), max_length=80, required=False)
    availability = forms.CharField(
        label=_("Beschikbaar"), max_length=120, required=False, help_text=_("Bijvoorbeeld: vanaf maart, 3 dagen.")
    )
    language = forms.ChoiceField(label=_("Taal"), choices=Language)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        try:
            return addresses.checked(email) if email else ""
        except AddressRefused as refusal:
            raise ValidationError(str(refusal.words)) from None

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        number = numbers.e164(phone) if phone else None
        if phone and number is None:
            raise ValidationError(_("Dit is geen telefoonnummer dat kan bestaan."))
        return numbers.shown(number) if number else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("email") and not cleaned.get("phone") and not self.errors:
            raise ValidationError(_("Vul een e-mailadres of een telefoonnummer in."))
        return cleaned

    def values(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Notitie"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": _("Schrijf eerst iets op.")},
    )


class OutcomeForm(forms.Form):
    """How an attempt to call went."""

    outcome = forms.ChoiceField(label=_("Hoe ging het?"), choices=CallOutcome)
    note = forms.CharField(label=_("Notitie"), max_length=1000, required=False)


class EraseForm(forms.Form):
    """Said by hand, each time: nothing brings these data back."""

    sure = forms.BooleanField(label=_("Ik weet het zeker: dit kan niet ongedaan gemaakt worden"))
    is_kept_elsewhere = forms.BooleanField(
        label=_("Deze persoon is aangenomen; wat bij het dienstverband hoort staat in de personeelsadministratie"),
        help_text=_("Wat een werkgever volgens de wet moet bewaren, hoort daar."),
    )

    def __init__(self, *args: Any, is_hired: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_hired:
            del self.fields["is_kept_elsewhere"]


class EndForm(forms.Form):
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput, required=False)
    ended_by = forms.ChoiceField(label=_("Wie stopt?"), choices=EndedBy, widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("Waarom?"), choices=[("", "–"), *EndReason.choices])
    note = forms.CharField(
        label=_("Toelichting"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=_("Alleen voor collega’s. De kandidaat kan de reden opvragen."),
    )


class OfferForm(forms.Form):
    """Times for a talk on one day after another: a line each."""

    place = forms.CharField(
        label=_("Waar"), max_length=300, required=False, help_text=_("Adres, of een link voor beeldbellen.")
    )
    minutes = forms.IntegerField(label=_("Hoe lang, in minuten"), min_value=10, max_value=MOST_MINUTES, initial=45)
    day_1 = forms.DateField(label=_("Moment 1: dag"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time_1 = forms.TimeField(label=_("Moment 1: tijd"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    day_2 = forms.DateField(
        label=_("Moment 2: dag"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time_2 = forms.TimeField(
        label=_("Moment 2: tijd"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    day_3 = forms.DateField(
        label=_("Moment 3: dag"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time_3 = forms.TimeField(
        label=_("Moment 3: tijd"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for n in (1, 2, 3):
            if bool(cleaned.get(f"day_{n}")) != bool(cleaned.get(f"time_{n}")):
                self.add_error(f"day_{n}", _("Vul bij een moment de dag en de tijd in."))
        return cleaned

    def times(self) -> list[Times]:
        """Return the moments in the organisation's own time zone, which is active around the page."""
        found = []
        for n in (1, 2, 3):
            day: date | None = self.cleaned_data.get(f"day_{n}")
            clock: time | None = self.cleaned_data.get(f"time_{n}")
            if day is None or clock is None:
                continue
            starts_at = timezone.make_aware(datetime.combine(day, clock))
            found.append(Times(starts_at, starts_at + timedelta(minutes=self.cleaned_data["minutes"])))
        return found


class StageForm(forms.Form):
    """A stage's name and limits; eight working hours are one working day."""

    name = forms.CharField(label=_("Naam"), max_length=60)
    ideal_hours = forms.IntegerField(
        label=_("Streeftijd in werkuren"), min_value=1, max_value=2000, required=False, help_text=_("8 is één werkdag.")
    )
    at_most_hours = forms.IntegerField(
        label=_("Hooguit, in werkuren"),
        min_value=1,
        max_value=2000,
        required=False,
        help_text=_("Daarna staat het op rood."),
    )


class NewStageForm(forms.Form):
    name = forms.CharField(label=_("Naam"), max_length=60)
    kind = forms.ChoiceField(
        label=_("Telt mee als"), choices=StageKind, help_text=_("Zo blijven de cijfers kloppen, hoe de fase ook heet.")
    )


class SiteForm(forms.Form):
    """The words of the career site, in two languages."""

    is_public = forms.BooleanField(
        label=_("De werkbij-site staat open"),
        required=False,
        help_text=_("Uit: bezoekers zien geen vacatures. Eigen links van kandidaten blijven werken."),
    )
    headline_nl = forms.CharField(label=_("Kop"), max_length=160, required=False)
    headline_en = forms.CharField(label=_("Kop in het Engels"), max_length=160, required=False)
    story_nl = forms.CharField(
        label=_("Verhaal"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "6"}),
        help_text=_("Een lege regel maakt een alinea, een streepje maakt een lijst."),
    )
    story_en = forms.CharField(
        label=_("Verhaal in het Engels"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": "6"})
    )
    contact_name = forms.CharField(label=_("Contactpersoon"), max_length=120, required=False)
    contact_phone = forms.CharField(label=_("Telefoonnummer"), max_length=30, required=False)
    contact_email = forms.EmailField(label=_("E-mailadres"), max_length=254, required=False)
    privacy_nl = forms.CharField(
        label=_("Privacytekst"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": "6"})
    )
    privacy_en = forms.CharField(
        label=_("Privacytekst in het Engels"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "6"}),
    )

    def clean_contact_phone(self) -> str:
        phone: str = self.cleaned_data["contact_phone"]
        number = numbers.e164(phone) if phone else None
        if phone and number is None:
            raise ValidationError(_("Dit is geen telefoonnummer dat kan bestaan."))
        return numbers.shown(number) if number else ""
