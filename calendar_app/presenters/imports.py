"""What a file says wrong, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_app.imports.tables import Unreadable

_UNREADABLE: dict[str, Promise] = {
    "binary": gettext_lazy("Dit is geen tekstbestand."),
    "encoding": gettext_lazy("De tekens in dit bestand zijn beschadigd. Bewaar het opnieuw als CSV (UTF-8)."),
    "too_long": gettext_lazy("Dit bestand heeft meer dan 100.000 regels."),
    "too_wide": gettext_lazy("Een regel heeft meer dan 200 kolommen."),
    "broken": gettext_lazy("Deze CSV is halverwege kapot."),
    "empty": gettext_lazy("Dit bestand is leeg."),
    "no_workbook": gettext_lazy("Dit Excel-bestand is niet te openen."),
    "no_google_columns": gettext_lazy("De kolommen Job ID en Title ontbreken. Is dit een CSV voor Google-vacatures?"),
    "no_title_column": gettext_lazy("Er is geen kolom met de functietitel."),
    "broken_xml": gettext_lazy("Deze XML is halverwege kapot."),
    "entities": gettext_lazy("Deze XML bevat een documenttype of entiteiten. Dat nemen we niet aan."),
    "too_deep": gettext_lazy("Deze XML zit te diep in elkaar."),
    "no_jobs": gettext_lazy("Dit is geen XML met vacatures zoals Indeed die leest."),
    "no_posting": gettext_lazy("Op deze pagina staat geen vacature in JSON-LD (JobPosting)."),
    "too_many_jobs": gettext_lazy("Dit bestand heeft meer dan 20.000 vacatures."),
    "no_profile_column": gettext_lazy("Er is geen kolom Profiel."),
    "no_month_columns": gettext_lazy(
        "Er zijn geen kolommen Maand en Aantal, en ook geen kolom per maand zoals aug 2026."
    ),
}
_PROBLEMS: dict[str, Promise] = {
    "no_month": gettext_lazy("“%(value)s” is geen maand. Schrijf 2026-08 of aug 2026."),
    "no_profile": gettext_lazy("er staat geen profiel"),
    "no_number": gettext_lazy("“%(value)s” is geen aantal"),
    "unknown_profile": gettext_lazy("het profiel “%(value)s” is er niet"),
    "no_title": gettext_lazy("er staat geen titel"),
    "no_key": gettext_lazy("er staat geen nummer of adres van de vacature"),
    "doubled": gettext_lazy("staat er al op regel %(value)s; deze is overgeslagen"),
    "dates_backwards": gettext_lazy("“%(value)s” sluit voordat hij opent"),
    "broken_json": gettext_lazy("dit stuk JSON is kapot"),
    "other_year": gettext_lazy("%(value)s valt buiten dit jaar"),
}


def unreadable(problem: Unreadable) -> str:
    words = str(_UNREADABLE.get(problem.why, problem.why))
    return _("Regel %(line)s: %(words)s") % {"line": problem.line, "words": words} if problem.line else words


def problem_in_words(*, line: int, what: str, value: str) -> str:
    words = str(_PROBLEMS.get(what, what)) % {"value": value[:60]}
    return _("Regel %(line)s: %(words)s") % {"line": line, "words": words}
