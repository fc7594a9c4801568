"""The few sentences our script says by itself, in the language of the page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "undo": _("Ongedaan maken"),
    "undone": _("Teruggedraaid"),
    "close": _("Sluiten"),
    "failed": _("Dat lukte niet. Er is niets veranderd; probeer het nog eens."),
    "forbidden": _("Dit mag je niet doen met jouw rol."),
    "gone": _("Dit bestaat niet meer. Laad de pagina opnieuw."),
    "busy": _("We zijn er even niet. Probeer het over een paar tellen nog eens."),
    "offline": _("Geen verbinding. Wat je invulde staat er nog; probeer het nog eens."),
    "no_results": _("Niets gevonden"),
    "results": _("{n} gevonden"),
    "searching": _("Zoeken…"),
    "paused": _("Even geen verbinding"),
    "line_back": _("Verbinding hersteld"),
    "now": _("zojuist"),
    "picked": _("{n} gekozen"),
}
