"""The strategy of a campaign, and what is changed about it later."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.models import JobProfile, Vacancy, VacancyState
from campaigns.models import AccountMode, Autonomy, CampaignKind, ChannelAccount, Goal, Network, Persona
from recruit_platform.core.forms import ZONES
from recruit_platform.core.models import Membership

from .fields import AmountField, day_field


class CampaignForm(forms.Form):
    """What for, for whom, how much, how long, where; and who gets the brief."""

    name = forms.CharField(label=_("Naam"), max_length=150)
    kind = forms.ChoiceField(
        label=_("Soort"),
        choices=CampaignKind,
        help_text=_("Doorlopend spreidt het geld over de hele periode. Eenmalig is voor een open dag of een piek."),
    )
    profile: Any = forms.ModelChoiceField(
        label=_("Profiel"),
        queryset=None,
        required=False,
        help_text=_("Alle open vacatures van dit profiel doen vanzelf mee."),
    )
    vacancies: Any = forms.ModelMultipleChoiceField(
        label=_("Of losse vacatures"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    goal = forms.ChoiceField(label=_("Doel"), choices=Goal)
    goal_count = forms.IntegerField(label=_("Hoeveel"), min_value=1, max_value=100_000)
    persona: Any = forms.ModelChoiceField(label=_("Voor wie"), queryset=None, required=False)
    words = forms.CharField(
        label=_("Aanpak"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wat vertel je, en waarom nu? Dit komt in de briefing."),
    )
    budget = AmountField(label=_("Budget voor de hele periode, in euro"))
    starts_on = day_field(label=_("Van"))
    ends_on = day_field(label=_("Tot en met"))
    accounts: Any = forms.ModelMultipleChoiceField(
        label=_("Kanalen"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies ten minste één kanaal.")},
    )
    autonomy = forms.ChoiceField(label=_("Wie beslist over dagbudgetten"), choices=Autonomy, initial=Autonomy.PROPOSE)
    brief_to: Any = forms.ModelMultipleChoiceField(
        label=_("Mail de briefing naar"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_meant = forms.BooleanField(
        label=_("Het is goed dat niet elk kanaal elke dag loopt"), required=False, widget=forms.HiddenInput
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "profile": JobProfile.objects.filter(is_active=True).order_by("name"),
            "vacancies": Vacancy.objects.exclude(state=VacancyState.CLOSED).order_by("title", "pk"),
            "persona": Persona.objects.filter(is_active=True).order_by("name"),
            "accounts": ChannelAccount.objects.filter(is_active=True).order_by("name"),
            "brief_to": Membership.objects.filter(is_active=True).select_related("user").order_by("user__name", "pk"),
        }
        labels: dict[str, Any] = {
            "profile": lambda one: one.name,
            "vacancies": lambda one: f"{one.title} · {one.city}" if one.city else one.title,
            "persona": lambda one: one.name,
            "accounts": lambda one: one.name,
            "brief_to": lambda one: one.user.name,
        }
        for name, queryset in choices.items():
            field: Any = self.fields[name]
            field.queryset, field.to_field_name, field.label_from_instance = queryset, "public_id", labels[name]
            if hasattr(field, "empty_label") and field.empty_label is not None:
                field.empty_label = _("Geen")

    def ask_meant(self) -> None:
        """Show the tick that says it is meant so, with what was typed."""
        self.fields["is_meant"].widget = forms.CheckboxInput()


class BudgetForm(forms.Form):
    """Another budget; the version tells whether somebody else was quicker."""

    budget = AmountField(label=_("Nieuw budget voor de hele periode"))
    reason = forms.CharField(
        label=_("Waarom"), max_length=300, required=False, help_text=_("Verplicht bij meer dan 20 % erbij.")
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    is_meant = forms.BooleanField(required=False, widget=forms.HiddenInput)


class AutonomyForm(forms.Form):
    autonomy = forms.ChoiceField(label=_("Wie beslist"), choices=Autonomy)


class AccountForm(forms.Form):
    """An advertising account."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    network = forms.ChoiceField(label=_("Netwerk"), choices=Network)
    mode = forms.ChoiceField(label=_("Hoe het werkt"), choices=AccountMode)
    currency = forms.RegexField(
        r"^[A-Z]{3}\Z",
        label=_("Valuta"),
        initial="EUR",
        help_text=_("Drie letters, zoals in je rapporten."),
        error_messages={"invalid": _("Schrijf drie hoofdletters, zoals EUR.")},
    )


class AccountChangeForm(forms.Form):
    """What may change about an account; its currency only while nothing is counted in it."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    time_zone = forms.ChoiceField(
        label=_("Tijdzone"), help_text=_("Zoals in het account bij het netwerk: daarin tellen rapporten hun dagen.")
    )
    currency = forms.RegexField(
        r"^[A-Z]{3}\Z", label=_("Valuta"), error_messages={"invalid": _("Schrijf drie hoofdletters, zoals EUR.")}
    )

    def __init__(self, *args: Any, account: ChannelAccount, currency_is_fixed: bool, **kwargs: Any) -> None:
        held = {name: getattr(account, name) for name in ("name", "time_zone", "currency")}
        kwargs.setdefault("initial", held)
        super().__init__(*args, **kwargs)
        zones: Any = self.fields["time_zone"]
        zones.choices = [(zone, zone.replace("_", " ")) for zone in sorted({*ZONES, account.time_zone})]
        if currency_is_fixed:
            del self.fields["currency"]
        else:
            self.fields["currency"].help_text = _("Drie letters, zoals in je rapporten.")


class PersonaForm(forms.Form):
    """Whom ads speak to, in words; never by age or sex."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    situation = forms.CharField(label=_("Situatie"), max_length=500, required=False)
    drives = forms.CharField(label=_("Wat telt"), max_length=500, required=False)
    message = forms.CharField(label=_("Boodschap"), max_length=500, required=False)
