"""What people type on the pages of automation; the services decide what comes of it."""

from __future__ import annotations

from collections.abc import Sequence as Several
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from automation import placeholders
from automation.models import MailTemplate, SequenceKind, Step, TemplateKind
from automation.services.sequences import LONGEST_WAIT_DAYS, MOST_STEPS, Planned, Window
from automation.services.templates import Texts
from calendar_app.models import Vacancy
from recruit_platform.core.models import Language

KINDS_IN_USE = [
    (kind.value, kind.label) for kind in (TemplateKind.FIRST_REPLY, TemplateKind.FOLLOW_UP, TemplateKind.POOL)
]
_SPARE_STEPS = 2
_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
_LONG = forms.Textarea(attrs={"rows": 12})


class TextsForm(forms.Form):
    """The words in two languages, checked for what no mail can fill in."""

    subject_nl = forms.CharField(label=_("Onderwerp"), max_length=200)
    body_nl = forms.CharField(label=_("Tekst"), max_length=8000, widget=_LONG)
    subject_en = forms.CharField(label=_("Onderwerp in het Engels"), max_length=200, required=False)
    body_en = forms.CharField(label=_("Tekst in het Engels"), max_length=8000, required=False, widget=_LONG)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("subject_nl", "body_nl", "subject_en", "body_en"):
            strange = placeholders.unknown(cleaned.get(name, ""))
            if strange:
                self.add_error(name, ValidationError(str(placeholders.UnknownPlaceholder(strange).words)))
        if bool(cleaned.get("subject_en")) != bool(cleaned.get("body_en")):
            missing = "body_en" if cleaned.get("subject_en") else "subject_en"
            self.add_error(missing, _("Vul onderwerp en tekst allebei in het Engels in, of laat ze allebei leeg."))
        return cleaned

    def texts(self) -> Texts:
        """What was typed, also where it is not valid yet: the preview shows it as it is."""
        given = {name: str(self.data.get(name, "")) for name in ("subject_nl", "body_nl", "subject_en", "body_en")}
        checked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Texts(**{name: checked.get(name, typed) for name, typed in given.items()})


class NewTemplateForm(TextsForm):
    name = forms.CharField(label=_("Naam"), max_length=120, help_text=_("Alleen voor jullie zelf."))
    kind = forms.ChoiceField(label=_("Waarvoor"), choices=KINDS_IN_USE)

    field_order = ["name", "kind", "subject_nl", "body_nl", "subject_en", "body_en"]


class TemplateForm(TextsForm):
    name = forms.CharField(label=_("Naam"), max_length=120, help_text=_("Alleen voor jullie zelf."))
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    field_order = ["name", "subject_nl", "body_nl", "subject_en", "body_en"]


class TryForm(forms.Form):
    """On whom a text is tried, and in which language."""

    on = forms.UUIDField(required=False)
    language = forms.ChoiceField(choices=Language, required=False)

    def on_whom(self) -> UUID | None:
        found: UUID | None = self.cleaned_data.get("on")
        return found

    def in_language(self) -> str:
        return self.cleaned_data.get("language") or Language.DUTCH


class FirstReplyForm(forms.Form):
    ALL_OTHERS, TEXT, NONE = "", "text", "none"

    vacancy = forms.ChoiceField(label=_("Voor"), required=False)
    choice = forms.ChoiceField(
        label=_("Wat krijgt iemand die solliciteert?"),
        choices=[(TEXT, _("Een tekst, binnen een minuut")), (NONE, _("Niets automatisch"))],
        widget=forms.RadioSelect,
        initial=TEXT,
    )
    template = forms.ChoiceField(label=_("Tekst"), required=False)
    because = forms.CharField(
        label=_("Waarom niets?"),
        max_length=200,
        required=False,
        help_text=_("Alleen nodig als er niets gaat. Zoals: we bellen iedereen dezelfde dag."),
    )

    def __init__(
        self, *args: Any, vacancies: Several[Vacancy], templates: Several[MailTemplate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._vacancies = {str(one.public_id): one for one in vacancies}
        self._templates = {str(one.public_id): one for one in templates}
        named = [(key, one.title) for key, one in self._vacancies.items()]
        self.fields["vacancy"].choices = [(self.ALL_OTHERS, _("Alle andere vacatures")), *named]  # type: ignore[attr-defined]
        self.fields["template"].choices = [(key, one.name) for key, one in self._templates.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("choice") == self.TEXT and not cleaned.get("template"):
            self.add_error("template", _("Kies een tekst."))
        if cleaned.get("choice") == self.NONE and not cleaned.get("because", "").strip():
            self.add_error(
                "because", _("Schrijf waarom er geen eerste antwoord gaat: een collega wil dat later weten.")
            )
        return cleaned

    def chosen_vacancy(self) -> Vacancy | None:
        return self._vacancies.get(self.cleaned_data["vacancy"])

    def chosen_template(self) -> MailTemplate | None:
        return self._templates[self.cleaned_data["template"]] if self.cleaned_data["choice"] == self.TEXT else None


class SequenceForm(forms.Form):
    """Name, window and steps. A step without a text is left out, so that a step is taken away by emptying it."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    kind = forms.ChoiceField(label=_("Voor wie"), choices=SequenceKind)
    send_from = forms.TimeField(label=_("Mails gaan vanaf"), widget=_TIME)
    send_until = forms.TimeField(label=_("tot"), widget=_TIME, help_text=_("Alleen op werkdagen, in jullie tijdzone."))

    def __init__(
        self,
        *args: Any,
        templates: Several[MailTemplate],
        steps: Several[Step] = (),
        is_new: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._templates = {str(one.public_id): one for one in templates}
        if not is_new:
            del self.fields["kind"]
        asked = int(self.data.get("steps", 0) or 0) if str(self.data.get("steps", "")).isdigit() else 0
        self.step_count = min(MOST_STEPS, max(asked, len(steps) + _SPARE_STEPS))
        for position in range(1, self.step_count + 1):
            self._add_step(position, steps[position - 1] if position <= len(steps) else None)

    def _add_step(self, position: int, step: Step | None) -> None:
        choices = [("", _("geen stap")), *((key, one.name) for key, one in self._templates.items())]
        self.fields[f"wait_{position}"] = forms.IntegerField(
            label=_("Werkdagen wachten voor stap %(position)s") % {"position": position},
            min_value=0,
            max_value=LONGEST_WAIT_DAYS,
            required=False,
            initial=step.wait_days if step is not None else None,
        )
        self.fields[f"text_{position}"] = forms.ChoiceField(
            label=_("Tekst van stap %(position)s") % {"position": position},
            choices=choices,
            required=False,
            initial=str(step.template.public_id) if step is not None else "",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("send_from"), cleaned.get("send_until")
        if opens is not None and closes is not None and not opens < closes:
            self.add_error("send_until", _("De mails kunnen alleen weg als ‘tot’ later is dan ‘vanaf’."))
        for position in range(1, self.step_count + 1):
            if cleaned.get(f"text_{position}") and cleaned.get(f"wait_{position}") is None:
                self.add_error(f"wait_{position}", _("Vul in hoeveel werkdagen deze stap wacht; 0 is meteen."))
        return cleaned

    def window(self) -> Window:
        return Window(opens=self.cleaned_data["send_from"], closes=self.cleaned_data["send_until"])

    def planned(self) -> list[Planned]:
        return [
            Planned(template=self._templates[chosen], wait_days=self.cleaned_data[f"wait_{position}"])
            for position in range(1, self.step_count + 1)
            if (chosen := self.cleaned_data.get(f"text_{position}"))
        ]

    def step_fields(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Position, wait and text of each step, for the template."""
        return [(n, self[f"wait_{n}"], self[f"text_{n}"]) for n in range(1, self.step_count + 1)]

    def plain_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self if not bound.name.startswith(("wait_", "text_"))]
