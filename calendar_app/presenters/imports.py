"""What a file says wrong, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_app.imports.outflow import Problem as OutflowProblem
from calendar_app.imports.tables import Unreadable

_UNREADABLE: dict[str, Promise] = {
    "binary": gettext_lazy("Dit is geen tekstbestand."),
    "encoding": gettext_lazy("De tekens in dit bestand zijn beschadigd. Bewaar het opnieuw als CSV (UTF-8)."),
    "too_long": gettext_lazy("Dit bestand heeft meer dan 100.000 regels."),
    "too_wide": gettext_lazy("Een regel heeft meer dan 200 kolommen."),
    "broken": gettext_lazy("Deze CSV is halverwege kapot."),
    "empty": gettext_lazy("Dit bestand is leeg."),
    "no_workbook": gettext_lazy("Dit Excel-bestand is niet te openen."),
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
    "other_year": gettext_lazy("%(value)s valt buiten dit jaar"),
}


def unreadable(problem: Unreadable) -> str:
    words = str(_UNREADABLE.get(problem.why, problem.why))
    return _("Regel %(line)s: %(words)s") % {"line": problem.line, "words": words} if problem.line else words


def outflow_problem(problem: OutflowProblem) -> str:
    words = str(_PROBLEMS[problem.what]) % {"value": problem.value[:60]}
    return _("Regel %(line)s: %(words)s") % {"line": problem.line, "words": words}
