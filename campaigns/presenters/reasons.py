"""Why a day budget is what it is, in a sentence per term."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns import amounts

Terms = Mapping[str, Any]


def sentences(reasons: Sequence[Any], *, currency: str) -> list[str]:
    """Return what the reasons say; one that this version does not know is left out."""
    return [said for reason in reasons if isinstance(reason, Mapping) and (said := _said(reason, currency))]


def _said(reason: Terms, currency: str) -> str:
    why = str(reason.get("why"))
    if why in _WITH_TERMS:
        return _WITH_TERMS[why](reason, currency)
    return str(_PLAIN.get(why, ""))


def _even(reason: Terms, currency: str) -> str:
    terms = {"money": amounts.said(reason["remaining"], currency), "days": reason["days"]}
    return ngettext("nog %(money)s voor %(days)s dag", "nog %(money)s voor %(days)s dagen", reason["days"]) % terms


def _budget(reason: Terms, currency: str) -> str:
    terms = {"before": amounts.said(reason["before"], currency), "after": amounts.said(reason["after"], currency)}
    changed = _("budget van %(before)s naar %(after)s") % terms
    return f"{changed}: ‘{reason['words']}’" if reason.get("words") else changed


def _last_day(reason: Terms, currency: str) -> str:
    return _("laatste dag: alles wat rest, %(money)s") % {"money": amounts.said(reason["remaining"], currency)}


def _share(reason: Terms, currency: str) -> str:
    return _("weegt %(weight)s van %(of)s") % {"weight": reason["weight"], "of": reason["of"]}


def _raised(reason: Terms, currency: str) -> str:
    return _("verhoogd tot het kleinste dagbudget, %(money)s") % {"money": amounts.said(reason["to"], currency)}


def _lowered(reason: Terms, currency: str) -> str:
    return _("begrensd op het grootste dagbudget, %(money)s") % {"money": amounts.said(reason["to"], currency)}


def _saving(reason: Terms, currency: str) -> str:
    return _("spaart op: dit kanaal vraagt ten minste %(money)s per dag") % {
        "money": amounts.said(reason["least"], currency)
    }


def _left_out(reason: Terms, currency: str) -> str:
    return _("vandaag geen ruimte naast de andere kanalen: dit kanaal vraagt ten minste %(money)s per dag") % {
        "money": amounts.said(reason["least"], currency)
    }


def _reported(reason: Terms, currency: str) -> str:
    terms = {"spent": amounts.said(reason["spent"], currency), "held": amounts.said(reason["held"], currency)}
    return _("gemeld %(spent)s, toegezegd was %(held)s") % terms


_WITH_TERMS: dict[str, Callable[[Terms, str], str]] = {
    "even": _even,
    "last_day": _last_day,
    "share": _share,
    "raised": _raised,
    "lowered": _lowered,
    "saving": _saving,
    "left_out": _left_out,
    "budget": _budget,
    "reported": _reported,
}
_PLAIN = {
    "off": gettext_lazy("dit kanaal staat uit"),
    "no_vacancy": gettext_lazy("geen open vacature, dus geen uitgaven"),
    "not_started": gettext_lazy("de campagne is nog niet begonnen"),
    "over": gettext_lazy("de campagne is voorbij"),
    "spent": gettext_lazy("het budget is op"),
    "kept": gettext_lazy("blijft zoals het was tot iemand beslist"),
    "person": gettext_lazy("door een collega gekozen"),
}
