"""Tracked links."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Vacancy, VacancyState
from campaigns.models import CampaignChannel, CampaignState

_UTM = RegexValidator(r"^[a-z0-9_.-]{1,60}\Z", _("Gebruik kleine letters, cijfers, streepjes of punten."))


class LinkForm(forms.Form):
    """Where the ad stands and where it leads."""

    label = forms.CharField(label=_("Naam"), max_length=120, help_text=_("Waar je de link aan herkent."))
    channel: Any = forms.ModelChoiceField(label=_("Campagne en kanaal"), queryset=None, required=False)
    vacancy: Any = forms.ModelChoiceField(label=_("Vacature"), queryset=None, required=False)
    source = forms.CharField(label=_("Bron (utm_source)"), max_length=60, validators=[_UTM])
    medium = forms.CharField(label=_("Soort (utm_medium)"), max_length=60, required=False, validators=[_UTM])
    content = forms.CharField(label=_("Uiting (utm_content)"), max_length=60, required=False, validators=[_UTM])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel: Any = self.fields["channel"]
        channel.queryset = (
            CampaignChannel.objects.exclude(campaign__state=CampaignState.ENDED)
            .select_related("campaign", "account")
            .order_by("campaign__name", "account__name", "pk")
        )
        channel.label_from_instance = lambda one: f"{one.campaign.name} · {one.account.name}"
        vacancy: Any = self.fields["vacancy"]
        vacancy.queryset = Vacancy.objects.exclude(state=VacancyState.CLOSED).order_by("title", "pk")
        vacancy.label_from_instance = lambda one: f"{one.title} · {one.city}" if one.city else one.title
        channel.to_field_name = vacancy.to_field_name = "public_id"
        channel.empty_label, vacancy.empty_label = _("Geen campagne"), _("De hele werkbij-site")
