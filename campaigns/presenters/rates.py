"""Exchange rates as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from campaigns.models import ExchangeRate
from recruit_platform.core import ui


def said(rate: Decimal) -> str:
    """Return the rate without zeros that say nothing, in the language of the page: ``0,9215``."""
    plain = format(rate, "f")
    decimals = max(len(plain.partition(".")[2].rstrip("0")), 2)
    return str(number_format(rate, decimal_pos=decimals))


def table(rows: Sequence[ExchangeRate], *, names: Mapping[int, str], slug: str, may_write: bool) -> ui.Table:
    columns = [
        ui.Column(label=_("Valuta")),
        ui.Column(label=_("Geldt vanaf")),
        ui.Column(label=_("Koers"), number=True),
        ui.Column(label=_("Bron")),
        ui.Column(label=_("Wie")),
    ]
    return ui.Table(
        id="koersen",
        caption=_("Wisselkoersen"),
        columns=[*columns, *([ui.Column(label=_("Weg"))] if may_write else [])],
        rows=[_row(one, names=names, slug=slug, may_write=may_write) for one in rows],
        empty=ui.Empty(
            title=_("Nog geen koers"),
            text=_("Komt een rapport in een andere valuta dan zijn kanaal, voer dan hier de koers van die dagen in."),
            icon="switch-horizontal",
        ),
    )


def _row(one: ExchangeRate, *, names: Mapping[int, str], slug: str, may_write: bool) -> ui.Row:
    pair, day = f"{one.currency} → {one.into}", date_format(one.valid_from, "j b Y")
    button = {"url": reverse("campaign_rate_remove", args=[slug, one.public_id]), "about": f"{pair}, {day}"}
    return ui.Row(
        id=str(one.public_id),
        name=f"{pair}, {day}",
        cells=[
            ui.Cell(text=pair, bold=True),
            ui.Cell(text=day),
            ui.Cell(text=said(one.rate)),
            ui.Cell(text=one.source, muted=True),
            ui.Cell(text=names.get(one.by.user_id, "")),
            *([ui.Cell(template="campaigns/_rate_remove.html", value=button)] if may_write else []),
        ],
    )
