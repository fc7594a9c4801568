"""How numbers are said on dashboards, and what each of them means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dashboards.planned_line import Standing
from dashboards.selectors.funnel import Step
from recruit_platform.core import ui
from recruit_platform.core.ui import figures
from recruit_platform.lib.intervals import ShareInterval

STEPS: Mapping[Step, Promise] = {
    Step.REACH: gettext_lazy("Vertoning"),
    Step.CLICK: gettext_lazy("Klik"),
    Step.VISIT: gettext_lazy("Bezoek"),
    Step.APPLIED: gettext_lazy("Sollicitatie"),
    Step.CONTACTED: gettext_lazy("Gesproken"),
    Step.INTERVIEW: gettext_lazy("Gesprek"),
    Step.OFFER: gettext_lazy("Aanbod"),
    Step.HIRED: gettext_lazy("Aangenomen"),
}
DEFINITIONS: Mapping[str, Promise] = {
    Step.REACH: gettext_lazy(
        "Hoe vaak advertenties zijn vertoond, zoals de netwerken dat melden. Wie er drie ziet, telt drie keer: hoeveel mensen "
        "het waren, weten we niet. Netwerken corrigeren tot een week later."
    ),
    Step.CLICK: gettext_lazy("Klikken op advertenties, zoals de netwerken die melden."),
    Step.VISIT: gettext_lazy(
        "Geopende vacatures op de werkbij-site. Zonder cookies: wie twee keer kijkt, telt twee keer."
    ),
    Step.APPLIED: gettext_lazy("Ontvangen sollicitaties, op de dag dat ze binnenkwamen."),
    Step.CONTACTED: gettext_lazy("Kandidaten met wie een mens voor het eerst sprak, op de dag dat dat gebeurde."),
    Step.INTERVIEW: gettext_lazy("Sollicitaties die voor het eerst bij een gesprek kwamen, op die dag."),
    Step.OFFER: gettext_lazy("Sollicitaties die voor het eerst een aanbod kregen, op die dag."),
    Step.HIRED: gettext_lazy("Sollicitaties die tot een aanname leidden, op de dag van de aanname."),
    "share": gettext_lazy(
        "Doorstroom: het aantal in een stap gedeeld door dat in de stap ervoor, in dezelfde dagen. ‘Te weinig’ staat er als een "
        "percentage je op het verkeerde been zou zetten."
    ),
    "median": gettext_lazy("Mediaan: hoe lang de nieuwste overgangen (hoogstens honderd) in de stap ervoor wachtten."),
    "in_time": gettext_lazy(
        "Deel van de belafspraken waarbij een mens de kandidaat sprak vóór de uiterste werktijd. Een automatische mail telt niet."
    ),
    "mails": gettext_lazy("Alle mails die de organisatie verlieten, en hoeveel mailservers aankomst meldden."),
    "cost": gettext_lazy(
        "Uitgaven van campagnes hier, volgens de netwerken, gedeeld door de ontvangen sollicitaties in dezelfde dagen. Wat over "
        "een langere periode is gemeld, telt mee als die helemaal in deze dagen valt. Uitgaven die niemand aan een campagne "
        "koppelde, staan apart."
    ),
    "unlinked": gettext_lazy(
        "Uitgaven die netwerken meldden en die bij het inlezen op ‘Niet van een campagne hier’ bleven staan."
    ),
    "spend": gettext_lazy(
        "Uitgaven van lopende campagnes tegen een rechte lijn van begin tot eind. De verwachting trekt het bedrag per "
        "gemelde dag van de laatste twee weken recht door."
    ),
    "schedule": gettext_lazy(
        "Een rechte lijn van opening tot de dag dat iemand nodig is. Per plek telt de verste kandidaat: sollicitatie 20 %, "
        "gesproken 35 %, gesprek 60 %, aanbod 85 %, aangenomen 100 % van de weg."
    ),
}
STANDINGS: Mapping[Standing, tuple[ui.Tone, Promise]] = {
    Standing.NOT_OPEN: (ui.Tone.BAD, gettext_lazy("Niet open")),
    Standing.FAR_BEHIND: (ui.Tone.BAD, gettext_lazy("Achter")),
    Standing.BEHIND: (ui.Tone.WARN, gettext_lazy("Achter")),
    Standing.QUIET: (ui.Tone.IDLE, gettext_lazy("Stil")),
    Standing.ON_SCHEDULE: (ui.Tone.OK, gettext_lazy("Op schema")),
    Standing.NO_DEADLINE: (ui.Tone.IDLE, gettext_lazy("Geen einddatum")),
}


def count(value: int | None) -> str:
    return "–" if value is None else figures.number(value)


def share(found: ShareInterval | None) -> str:
    """'35,2 %', 'te weinig', or a dash where there is nothing to divide."""
    if found is None:
        return "–"
    return figures.percent(100 * found.point) if found.is_enough else _("te weinig")


def interval(found: ShareInterval | None) -> str:
    """'tussen 28 en 43 %', for those who point at the share; empty where the share itself is not told."""
    if found is None or not found.is_enough:
        return ""
    low, high = figures.number(100 * found.low), figures.percent(100 * found.high, decimals=0)
    return _("tussen %(low)s en %(high)s (95 %% zeker)") % {"low": low, "high": high}


def days(value: float | None) -> str:
    return "–" if value is None else figures.number(value, decimals=1)


def money(minor: int, currency: str) -> str:
    """Whole amounts: '€ 1.234'."""
    return figures.euros(minor / 100) if currency == "EUR" else f"{currency} {figures.number(minor / 100)}"


def amounts(found: Mapping[str, int]) -> str:
    """'€ 1.234', or several currencies side by side."""
    return " + ".join(money(minor, currency) for currency, minor in sorted(found.items()))


def late_by(since: datetime, *, at: datetime) -> str:
    """'2 dagen te laat', '3 uur te laat' or '12 minuten te laat'."""
    return _("%(span)s te laat") % {"span": span(at - since)}


def span(length: timedelta) -> str:
    minutes = max(1, int(length.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)s minuut", "%(n)s minuten", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)s uur", "%(n)s uur", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s dag", "%(n)s dagen", minutes // 1440) % {"n": minutes // 1440}


def days_apart(n: int, standing: Standing, *, quiet_days: int) -> str:
    """'11 d achter', '6 d voor', 'op de dag', '16 d stil'."""
    if standing == Standing.NO_DEADLINE:
        return "–"
    if standing == Standing.QUIET:
        return _("%(n)s d stil") % {"n": quiet_days}
    if n == 0:
        return _("op de dag")
    return _("%(n)s d voor") % {"n": n} if n > 0 else _("%(n)s d achter") % {"n": -n}
