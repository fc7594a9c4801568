"""Invented values for the style page: each component in each state, with the longest and oddest texts it will meet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import ui

TODAY = date(2026, 11, 23)
LONG_NAME = " ".join(["Maximiliaan-Alexander van der Westhuizen-Oldenbarnevelt"] * 6)[:300]
UNBROKEN = "x" * 120


class SampleForm(forms.Form):
    """One of each control."""

    name = forms.CharField(label=_("Naam"), max_length=40, help_text=_("Zoals op het paspoort."))
    email = forms.EmailField(
        label=_("E-mailadres"), widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"})
    )
    starts_on = forms.DateField(label=_("Eerste werkdag"), widget=forms.DateInput(attrs={"type": "date"}))
    budget = forms.IntegerField(label=_("Budget in euro"), min_value=1, max_value=100_000, required=False)
    profile = forms.ChoiceField(
        label=_("Profiel"),
        choices=[("", _("Kies een profiel")), ("a", _("Leerkracht")), ("b", _("Onderwijsassistent"))],
    )
    region = forms.ChoiceField(
        label=_("Vakantieregio"),
        choices=[("noord", _("Noord")), ("midden", _("Midden")), ("zuid", _("Zuid"))],
        widget=forms.RadioSelect,
        help_text=_("Bepaalt welke schoolvakanties meetellen."),
    )
    days = forms.MultipleChoiceField(
        label=_("Werkdagen"),
        choices=[("ma", _("maandag")), ("di", _("dinsdag")), ("wo", _("woensdag"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    why = forms.CharField(label=_("Waarom nu?"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    cv = forms.FileField(label=_("Document"), required=False, help_text=_("Pdf of Word, hooguit 10 MB."))
    agrees = forms.BooleanField(label=_("Ik heb dit met de directie besproken"), help_text=_("Nodig boven € 10.000."))


def forms_in_states() -> dict[str, SampleForm]:
    """The form empty, filled wrongly, and switched off."""
    typed = {"name": LONG_NAME, "email": "noor.voorbeeld", "starts_on": "gisteren", "budget": "0", "region": "oost"}
    wrong = SampleForm({f"fout-{name}": text for name, text in typed.items()}, prefix="fout")
    off = SampleForm(prefix="uit", initial={"name": "Noor Vermeer", "region": "midden"})
    for field in off.fields.values():
        field.disabled = True
    return {"fresh": SampleForm(), "wrong": wrong, "off": off}


def table(query: QueryDict, *, path: str) -> ui.Table:
    """Rows with every kind of cell, sorted as the URL asks."""
    sort = ui.Sort.from_query(query, allowed=("name", "spent"), default=ui.Sort(key="spent", direction="descending"))
    rows = _channels()
    rows.sort(key=lambda row: (str(row.cells[0].text), row.id) if sort.key == "name" else (row.cells[2].value, row.id))
    if sort.direction == "descending":
        rows.reverse()
    return ui.Table(
        id="kanalen",
        caption=_("Uitgaven per kanaal"),
        columns=COLUMNS,
        rows=rows,
        sort=sort,
        path=path,
        query=query,
        empty=NOTHING_YET,
        paging=ui.Paging(shown="1–4 van 63", next_url=f"{path}?after=4"),
        selection=ui.Selection(
            total=63,
            actions=[
                ui.Action(label=_("Uitnodigen"), url=path, icon="send"),
                ui.Action(label=_("Archiveren"), url=path, icon="archive"),
            ],
        ),
        total=TOTAL,
        density_toggle=True,
    )


def empty_table() -> ui.Table:
    return ui.Table(id="leeg", caption=_("Kandidaten"), columns=COLUMNS, rows=[], empty=NOTHING_YET)


def wide_table() -> ui.Table:
    """Too many columns to stack: scrolls inside, first column pinned, unfinished cells hatched."""
    months = ["jul 2026", "aug 2026", "sep 2026", "okt 2026"]
    names = [
        _("Uitgegeven"),
        _("Klik"),
        _("Sollicitatie"),
        _("Gesprek"),
        _("Aanbod"),
        _("Aangenomen"),
        _("Euro per aanname"),
    ]
    return ui.Table(
        id="cohorten",
        caption=_("Van euro naar aanname, per maand van uitgeven"),
        columns=[ui.Column(label=_("Maand")), *(ui.Column(label=name, number=True) for name in names)],
        rows=[
            ui.Row(
                id=str(i),
                cells=[
                    ui.Cell(text=month),
                    *(ui.Cell(text=str(900 // (n + 1) - 7 * i), unfinished=n + i > 6) for n in range(len(names))),
                ],
            )
            for i, month in enumerate(months)
        ],
        empty=NOTHING_YET,
        stacks=False,
    )


def line_chart() -> ui.LineChart:
    start = date(2026, 8, 1)
    days = [start + timedelta(days=5 * i) for i in range(73)]
    known = [day for day in days if day <= TODAY]
    ahead = [day for day in days if day >= known[-1]]
    return ui.LineChart(
        id="verloop",
        title=_("Geld en mensen tegen plan"),
        says=_(
            "Twee lijnen van augustus tot en met juli. De uitgaven volgen het plan; de sollicitaties lopen iets achter."
        ),
        starts_on=start,
        ends_on=date(2027, 7, 31),
        today=TODAY,
        holidays=[(date(2026, 10, 17), date(2026, 10, 26)), (date(2026, 12, 19), date(2027, 1, 4))],
        holidays_name=_("schoolvakantie Midden"),
        events=[
            ui.Event(
                day=date(2026, 9, 14), text=_("Indeed toegevoegd, € 30 per dag · Noor Vermeer: ‘invallers zoeken daar’")
            ),
            ui.Event(day=date(2026, 10, 19), text=_("€ 2.000 erbij · Pieter Hofland: ‘extra groep op Het Kompas’")),
        ],
        measures=[
            _measure(_("Uitgaven, opgeteld"), days, known, ahead, per_day=132.0, unit="euro"),
            _measure(_("Gekwalificeerde sollicitaties, opgeteld"), days, known, ahead, per_day=0.44, unit="number"),
        ],
        size="tall",
    )


def bar_chart() -> ui.BarChart:
    return ui.BarChart(
        id="bronnen",
        title=_("Sollicitaties per bron"),
        says=_("Indeed bracht de meeste sollicitaties, Meta de minste gekwalificeerde."),
        category_name=_("Bron"),
        categories=["Indeed", "Google", "Meta", "LinkedIn", _("Collega")],
        series=[
            ui.Series(name=_("gekwalificeerd"), values=[19, 18, 14, 3, 7]),
            ui.Series(name=_("overige"), values=[29, 23, 38, 6, 2]),
        ],
        stacked=True,
    )


def empty_chart() -> ui.BarChart:
    return ui.BarChart(id="niets", title=_("Sollicitaties per bron"), says="", categories=[], series=[])


def heat_map() -> ui.HeatMap:
    start = date(2025, 11, 24)
    return ui.HeatMap(
        id="drukte",
        title=_("Sollicitaties per dag"),
        says=_("Een vakje per dag van het laatste jaar. De drukste dagen vallen in september."),
        unit_name=_("sollicitaties"),
        starts_on=start,
        ends_on=TODAY,
        top=9,
        days=[(start + timedelta(days=i), (i * 7 + i // 5) % 10 if i % 7 < 5 else i % 3) for i in range(365)],
    )


def timeline() -> ui.Timeline:
    return ui.Timeline(
        id="jaar",
        caption=_("Openen, sluiten, starten"),
        starts_on=date(2026, 8, 1),
        ends_on=date(2027, 7, 31),
        today=TODAY,
        lanes=_lanes(),
    )


def values(now: datetime) -> dict[str, Any]:
    """The small parts."""
    return {
        "tiles": TILES,
        "tasks": TASKS,
        "moments": _moments(now),
        "sum": SUM,
        "facts": SUM[:3],
        "tabs": TABS,
        "steps": STEPS,
        "chips": CHIPS,
        "crumbs": CRUMBS,
        "actions": ACTIONS,
        "headways": HEADWAYS,
        "bars": BARS,
        "drifts": DRIFTS,
        "sure": ui.Interval(low=-27, middle=-18, high=-8, scale_from=-40, scale_to=20),
        "unsure": ui.Interval(low=0.84, middle=1.31, high=2.05, scale_from=0.5, scale_to=2.5, nothing_at=1),
        "long_name": LONG_NAME,
        "unbroken": UNBROKEN,
        "nothing": NOTHING_YET,
    }


COLUMNS = (
    ui.Column(label=_("Kanaal"), key="name", sorts=True),
    ui.Column(label=_("Status")),
    ui.Column(label=_("Uitgegeven"), key="spent", sorts=True, number=True),
    ui.Column(label=_("Soll."), label_short=_("Sollicitaties"), number=True),
    ui.Column(label=_("Per soll."), number=True, hide_on_phone=True),
)
NOTHING_YET = ui.Empty(
    title=_("Nog geen kandidaten"),
    text=_(
        "Hier staat straks iedereen die solliciteerde of zich aanmeldde. Open een vacature, dan komt de eerste vanzelf."
    ),
    icon="users",
    action=ui.Link(label=_("Vacature openen"), url="?", icon="plus"),
)
TILES = (
    ui.Tile(
        label=_("Sollicitaties"),
        value="97",
        change="+12 %",
        change_tone=ui.Tone.OK,
        note=_("vorige 30 dagen 87"),
        url="?",
        spark=[4, 6, 3, 8, 10, 9, 12, 7, 11, 13, 12, 15],
    ),
    ui.Tile(
        label=_("Kosten per gekwalificeerde"),
        value="€ 319",
        change="+6 %",
        change_tone=ui.Tone.WARN,
        note=_("doel € 300"),
        url="?",
        spark=[2, 5, 9, 6, 4, 5, 7, 6, 9, 8, 12, 11],
    ),
    ui.Tile(
        label=_("Op tijd nagebeld"),
        value="88 %",
        change=_("5 te laat"),
        change_tone=ui.Tone.BAD,
        note=_("doel 95 %"),
        url="?",
    ),
    ui.Tile(label=_("Poolvoorraad"), note=_("vanaf 30 sollicitaties")),
)
TASKS = (
    ui.Task(
        count=5,
        title=_("kandidaten wachten te lang op een telefoontje"),
        detail=_("langst: Bilal Aziz, 1 werkdag te laat"),
        verb=_("Bellen"),
        url="?",
        tone=ui.Tone.BAD,
    ),
    ui.Task(
        count=2,
        title=_("afwijzingen wachten op een mens"),
        detail=_("de reden en een andere weg staan klaar"),
        verb=_("Beoordelen"),
        url="?",
        tone=ui.Tone.WARN,
    ),
    ui.Task(count=4, title=_("chatvragen zonder antwoord"), detail=LONG_NAME[:120], verb=_("Invullen"), url="?"),
)
SUM: Sequence[ui.Fact] = (
    ui.Fact(term=_("Totaalbudget"), value="€ 48.000,00"),
    ui.Fact(term=_("Gemeld uitgegeven"), value="− € 16.902,40"),
    ui.Fact(term=_("Nog niet gemeld, geschat"), value="− € 311,60", note=_("Indeed")),
    ui.Fact(term=_("Nog te besteden"), value="€ 30.786,00", sum=True),
)
TOTAL = (
    ui.Cell(text=_("Samen")),
    ui.Cell(),
    ui.Cell(text="€ 17.214"),
    ui.Cell(text="150"),
    ui.Cell(text="–"),
)
TABS = (
    ui.Tab(label=_("Iedereen"), url="?", count=412, current=True),
    ui.Tab(label=_("Toestemming loopt af"), url="?v=2", count=9, tone=ui.Tone.WARN),
    ui.Tab(label=LONG_NAME[:80], url="?v=3"),
)
STEPS = (
    ui.Step(label=_("Bestand"), done=True, url="?"),
    ui.Step(label=_("Kolommen"), current=True),
    ui.Step(label=_("Proef")),
    ui.Step(label=_("Klaar")),
)
CHIPS = (
    ui.Chip(name=_("Functie"), value="leerkracht, IB", without_url="?"),
    ui.Chip(name=_("Naam"), value=LONG_NAME, without_url="?"),
)
CRUMBS = (ui.Crumb(label=_("Instellingen"), url="?"), ui.Crumb(label=_("Stijlgids")))
ACTIONS = (
    ui.Action(label=_("Bewerken"), url="?", icon="edit"),
    ui.Action(label=_("Dupliceren"), url="?", icon="copy"),
    ui.Action(label=_("Verwijderen"), url="?", icon="trash", posts=True, danger=True),
)
HEADWAYS = (
    ui.Headway(label=_("Importeren"), done=640, total=1000, note=_("nog ongeveer 20 seconden")),
    ui.Headway(label=_("Voorbereiden")),
    ui.Headway(label=_("Exporteren"), done=5, total=5, note=_("klaar")),
)
BARS = (
    ui.Bar(share=0.9, before_share=0.83),
    ui.Bar(share=0.32, before_share=0.37, tone=ui.Tone.BAD),
    ui.Bar(share=0),
)
DRIFTS = (
    ui.Drift(share=-0.55, tone=ui.Tone.BAD),
    ui.Drift(share=0.3, tone=ui.Tone.OK),
    ui.Drift(share=0),
)


def _channels() -> list[ui.Row]:
    return [
        _row(
            "1",
            "Google Ads",
            "Jouw klas, zoeken",
            ui.Status(tone=ui.Tone.OK, word=_("Op schema")),
            spent=6104,
            number=41,
        ),
        _row(
            "2",
            "Meta",
            "beeld en korte video",
            ui.Status(tone=ui.Tone.WARN, word=_("Duur")),
            spent=5730,
            number=52,
            tone="warn",
        ),
        _row(
            "3", LONG_NAME, UNBROKEN, ui.Status(tone=ui.Tone.BAD, word=_("Achter")), spent=3912, number=48, tone="bad"
        ),
        _row("4", "LinkedIn", "", ui.Status(tone=ui.Tone.IDLE, word=_("Te weinig data")), spent=1468, number=9),
    ]


def _lanes() -> list[ui.Lane]:
    summer = (date(2026, 8, 1), date(2026, 8, 31))
    autumn, winter = (date(2026, 10, 17), date(2026, 10, 25)), (date(2026, 12, 19), date(2027, 1, 3))
    free = [summer, autumn, winter]
    return [
        ui.Lane(title=_("Schoolvakantie Midden"), says=_("herfst, kerst en zomer"), holidays=free, thin=True),
        ui.Lane(
            title="Leerkracht groep 3-4",
            sub="De Zonnewijzer, Nijmegen",
            says=_("Had op 3 november open moeten zijn; gepland vanaf 7 december tot 12 februari, start 1 maart."),
            holidays=free,
            bars=[
                ui.Span(starts_on=date(2026, 11, 3), ends_on=date(2026, 12, 6), kind="gap"),
                ui.Span(starts_on=date(2026, 12, 7), ends_on=date(2027, 2, 12), kind="plan"),
            ],
            marks=[
                ui.Mark(day=date(2026, 11, 3), kind="bad", hollow=True),
                ui.Mark(day=date(2027, 3, 1), kind="end"),
            ],
            status=ui.Status(tone=ui.Tone.BAD, word=_("20 dagen te laat")),
            note=_("open nu, niet op 7 dec"),
        ),
        ui.Lane(
            title="Onderwijsassistent",
            sub="Het Palet, Amersfoort",
            says=_("Open sinds 5 oktober, sluit 15 januari, start 1 februari."),
            holidays=free,
            bars=[
                ui.Span(starts_on=date(2026, 10, 5), ends_on=TODAY),
                ui.Span(starts_on=TODAY, ends_on=date(2027, 1, 15), kind="plan"),
            ],
            marks=[ui.Mark(day=date(2026, 12, 1)), ui.Mark(day=date(2027, 2, 1), kind="end")],
            status=ui.Status(tone=ui.Tone.OK, word=_("Op tijd open")),
            note=_("sluit 15 jan"),
        ),
    ]


def _row(pk: str, name: str, sub: str, state: ui.Status, *, spent: int, number: int, tone: str = "") -> ui.Row:
    return ui.Row(
        id=pk,
        name=name,
        cells=[
            ui.Cell(text=name, sub=sub, url="?"),
            ui.Cell(status=state),
            ui.Cell(text=f"€ {spent:,}".replace(",", "."), value=spent, bold=True),
            ui.Cell(text=str(number)),
            ui.Cell(text=f"€ {spent // number}", tone=ui.Tone(tone)),
        ],
    )


def _measure(
    name: Any, days: list[date], known: list[date], ahead: list[date], *, per_day: float, unit: Any
) -> ui.Measure:
    first, last = days[0], known[-1]

    def sum_until(day: date, pace: float) -> float:
        return round((day - first).days * per_day * pace, 1)

    now = sum_until(last, 0.96)
    return ui.Measure(
        name=name,
        unit=unit,
        plan=[(day, sum_until(day, 1)) for day in days],
        actual=[(day, sum_until(day, 0.96)) for day in known],
        expected=[(day, round(now + (day - last).days * per_day * 0.95, 1)) for day in ahead],
        band=[
            (
                day,
                round(now + (day - last).days * per_day * 0.85, 1),
                round(now + (day - last).days * per_day * 1.05, 1),
            )
            for day in ahead
        ],
    )


def _moments(now: datetime) -> list[ui.Moment]:
    return [
        ui.Moment(
            title=_("Antwoordde op mail"), at=now, detail=_("‘Ja, in maart zou kunnen. Bel me gerust.’"), icon="mail"
        ),
        ui.Moment(title=_("Noor belde, 9 minuten"), at=now - timedelta(hours=3), icon="phone", human=True),
        ui.Moment(
            title=_("Uitnodiging verstuurd"),
            at=now - timedelta(days=4),
            detail=_("automatisch"),
            icon="bolt",
            why_url="?",
        ),
        ui.Moment(title=LONG_NAME, when="ma 28 sep", detail=UNBROKEN, icon="file-text"),
    ]
