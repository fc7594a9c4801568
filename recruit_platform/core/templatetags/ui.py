"""The components of the interface as template tags; each has its template under templates/ui/.

All of them are on the style page and in docs/components.md. The tags are built in: no ``{% load %}``. Values come from
recruit_platform.core.ui; a tag prints, it decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms, template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from recruit_platform.core.ui import charts as chart_values
from recruit_platform.core.ui import drawings, parts, tables, timelines
from recruit_platform.core.ui.words import WORDS

register = template.Library()

Context = dict[str, Any]

# --- words and signs -------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One icon of the sprite. Silent unless it has a label."""
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"/></svg>', said, static("vendor/icons.svg"), name)


@register.simple_tag
def status(state: parts.Status | str, word: str = "") -> SafeString:
    """A dot and a word: ``{% status row.status %}`` or ``{% status "ok" "Op schema" %}``."""
    if isinstance(state, parts.Status):
        return format_html('<span class="st {}">{}</span>', state.tone.value, state.word)
    return format_html('<span class="st {}">{}</span>', state, word)


@register.simple_tag
def pill(text: object, tone: str = "") -> SafeString:
    """A label: ``{% pill "Concept" "warn" %}``."""
    return format_html('<span class="pill {}">{}</span>', tone, text)


@register.simple_tag
def count(number: int | parts.Text, tone: str = "", says: str = "") -> SafeString:
    """A count beside a word; ``says`` completes it for those who hear it: ``{% count 5 "bad" "te laat" %}``."""
    heard = format_html('<span class="visually-hidden"> {}</span>', says) if says else ""
    return format_html('<span class="cnt {}">{}{}</span>', tone, number, heard)


@register.simple_tag
def ago(moment: datetime | None) -> SafeString:
    """A moment that our script turns into '3 min geleden'; without script it reads as a date and time."""
    if moment is None:
        return SafeString("–")
    local = timezone.localtime(moment)
    return format_html('<time datetime="{}" data-ago>{}</time>', moment.isoformat(), date_format(local, "D j b Y, H:i"))


@register.simple_tag
def words() -> SafeString:
    """What our script says by itself, as data for it."""
    return json_script({name: str(text) for name, text in WORDS.items()}, "words")


# --- page and cards --------------------------------------------------------------------------------------------------


@register.simple_block_tag
def page_header(content: str, title: str, group: str = "", crumbs: Sequence[parts.Crumb] = ()) -> str:
    """Where you are, the H1, and the actions (the block): one primary button, the rest plain or in a menu."""
    return render_to_string(
        "ui/page_header.html", {"actions": SafeString(content), "title": title, "group": group, "crumbs": crumbs}
    )


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    *,
    span: str = "",
    id: str = "",  # noqa: A002  the attribute's own name
    link_url: str = "",
    link: str = "",
    aside: object = "",
    state: parts.Status | None = None,
    foot: object = "",
    flush: bool = False,
) -> str:
    """A card. ``flush`` leaves out the padding, for tables and lists. ``span`` is a column class (c4, c8)."""
    return render_to_string(
        "ui/card.html",
        {
            "content": content,
            "title": title,
            "span": span,
            "id": id,
            "link_url": link_url,
            "link": link,
            "aside": aside,
            "state": state,
            "foot": foot,
            "flush": flush,
        },
    )


@register.simple_block_tag
def note(content: str, tone: str = "", icon: str = "") -> str:
    """A remark in a coloured box; the icon follows from the tone."""
    chosen = icon or {
        "ok": "circle-check",
        "warn": "alert-triangle",
        "bad": "alert-circle",
        "info": "info-circle",
    }.get(tone, "info-circle")
    return render_to_string("ui/note.html", {"content": content, "tone": tone, "icon": chosen})


@register.simple_block_tag
def empty_state(content: str, title: str, text: str = "", icon: str = "inbox") -> str:
    """What will be here, why, and the first step (the block)."""
    return render_to_string(
        "ui/empty.html", {"actions": SafeString(content), "title": title, "text": text, "icon": icon}
    )


@register.inclusion_tag("ui/empty.html")
def empty(value: parts.Empty) -> Context:
    """The same from a value."""
    return {"title": value.title, "text": value.text, "icon": value.icon, "action": value.action}


@register.inclusion_tag("ui/skeleton.html")
def skeleton(lines: int = 3, label: str = "") -> Context:
    """Grey lines while something loads."""
    return {"lines": range(lines), "label": label}


@register.inclusion_tag("ui/kpis.html")
def kpis(tiles: Sequence[parts.Tile], label: str) -> Context:
    """A row of key figures; each opens the rows behind it."""
    return {"tiles": tiles, "label": label}


@register.inclusion_tag("ui/tasks.html")
def tasks(items: Sequence[parts.Task]) -> Context:
    """The lines that ask for action."""
    return {"items": items}


# --- lists of facts --------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/definitions.html")
def definitions(facts: Sequence[parts.Fact], kind: str = "") -> Context:
    """Terms and values in rows: a sum that can be redone on paper, or ``kind="wide"`` for a record of facts."""
    return {"facts": facts, "kind": kind}


@register.inclusion_tag("ui/facts.html")
def facts(items: Sequence[parts.Fact]) -> Context:
    """A few values in a row under a verdict."""
    return {"facts": items}


@register.inclusion_tag("ui/timeline.html")
def timeline(moments: Sequence[parts.Moment]) -> Context:
    """What happened, newest first, along a rail; filled dots are human contact."""
    return {"moments": moments}


@register.inclusion_tag("ui/feed.html")
def feed(moments: Sequence[parts.Moment]) -> Context:
    """What happened today: time, icon, sentence."""
    return {"moments": moments}


# --- moving about ----------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Sequence[parts.Tab], label: str) -> Context:
    """Saved views or sections, as links."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/stepper.html")
def stepper(steps: Sequence[parts.Step], label: str) -> Context:
    return {"steps": steps, "label": label}


@register.inclusion_tag("ui/chips.html")
def chips(items: Sequence[parts.Chip], clear_url: str = "") -> Context:
    """Active filters, each with a link to the page without it."""
    return {"items": items, "clear_url": clear_url}


@register.inclusion_tag("ui/search_box.html")
def search_box(
    url: str, label: str, *, value: str = "", target: str = "", name: str = "q", hidden: Any = ()
) -> Context:
    """Search as you type into ``target`` (a selector); without script a form with a button. ``hidden`` keeps other filters."""
    return {"url": url, "label": label, "value": value, "target": target, "name": name, "hidden": hidden}


@register.inclusion_tag("ui/menu.html", takes_context=True)
def menu(
    context: Context, actions: Sequence[parts.Action], label: str, icon: str = "dots-vertical", text: str = ""
) -> Context:
    """Actions behind a button; works without script (a ``details`` element). Actions that post are forms."""
    return {
        "actions": actions,
        "label": label,
        "icon": icon,
        "text": text,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_block_tag
def dialog(content: str, id: str, title: str, kind: str = "", foot: str = "") -> str:  # noqa: A002
    """A modal box, opened by ``<button data-open="#id">``. ``kind``: "" · "wide" · "side" (slides in from the right)."""
    return render_to_string(
        "ui/dialog.html", {"content": content, "id": id, "title": title, "kind": kind, "foot": foot}
    )


# --- work in progress ------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/progress.html")
def progress(value: parts.Headway) -> Context:
    return {"value": value}


@register.simple_block_tag
def live(
    content: str,
    id: str,  # noqa: A002
    url: str,
    *,
    label: str = "",
    every: int = 5,
    after: str = "",
    version: str = "",
    announce: str = "",
) -> str:
    """A region that keeps itself fresh: polled with a cursor, morphed by id, resting while the tab is hidden.

    The answer is the whole region again (this same tag), 204 or 304. ``announce`` is said politely when it changes.
    """
    return render_to_string(
        "ui/live.html",
        {
            "content": content,
            "id": id,
            "url": url,
            "label": label,
            "every": every,
            "after": after,
            "version": version,
            "announce": announce,
        },
    )


@register.inclusion_tag("ui/live_note.html")
def live_note() -> Context:
    """'Live · bijgewerkt 3 s geleden', for the head of a card inside a live region."""
    return {}


# --- tables and forms ------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/table.html", takes_context=True)
def data_table(context: Context, table: tables.Table) -> Context:
    """A whole table: head that sorts, rows, empty state, total, pages, selection."""
    return {"table": table, "csrf_token": context.get("csrf_token"), "look": context.get("look")}


@register.simple_tag(takes_context=True)
def cell(context: template.Context, value: tables.Cell) -> SafeString:
    """What stands in one cell. Without a template of its own unless the cell brings one: a page has hundreds."""
    if value.template:
        about = {"cell": value, "value": value.value, "csrf_token": context.get("csrf_token")}
        said = SafeString(render_to_string(value.template, about))
    elif value.status:
        said = status(value.status)
    elif value.url:
        said = format_html('<a class="q" href="{}">{}</a>', value.url, value.text)
    else:
        said = format_html("{}", value.text)
    return said + format_html('<span class="sub">{}</span>', value.sub) if value.sub else said


@register.inclusion_tag("ui/field.html")
def field(bound: forms.BoundField) -> Context:
    """One field with label, hint, error and control. ``{{ form }}`` prints them all like this."""
    return {"field": bound}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: forms.BaseForm) -> Context:
    """What is wrong, on top, with a link to each field. Gets the focus."""
    wrong = [bound for bound in form if bound.errors]
    return {
        "form": form,
        "fields": [bound for bound in wrong if not bound.is_hidden],
        "unseen": [bound for bound in wrong if bound.is_hidden],
    }


# --- drawings --------------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/chart.html")
def chart(value: chart_values.Chart) -> Context:
    """A chart, its legend, its events in sentences, and the same numbers as a table."""
    shown = {} if value.is_empty else {"data": json_script(value.data(), f"{value.id}-data")}
    return {"chart": value, **shown}


@register.inclusion_tag("ui/year.html")
def year(value: timelines.Timeline) -> Context:
    """Lanes on one axis of days: openings, closings, gaps, holidays, today."""
    return {"timeline": value}


@register.inclusion_tag("ui/spark.html")
def spark(values: Sequence[float]) -> Context:
    """A line without axes beside a number. Says nothing by itself: the number does."""
    return {"path": drawings.spark_path(values)}


@register.inclusion_tag("ui/spark_bars.html")
def spark_bars(values: Sequence[float]) -> Context:
    return {"bars": drawings.spark_bars(values)}


@register.inclusion_tag("ui/bar.html")
def bar(value: drawings.Bar) -> Context:
    return {"bar": value}


@register.inclusion_tag("ui/drift.html")
def drift(value: drawings.Drift) -> Context:
    return {"drift": value}


@register.inclusion_tag("ui/interval.html")
def interval(value: drawings.Interval, left: str, nothing: str, right: str) -> Context:
    """An estimate with its interval; ``nothing`` names the line of 'no effect', the others the ends of the scale."""
    return {"interval": value, "left": left, "nothing": nothing, "right": right}


@register.inclusion_tag("ui/warmth.html")
def warmth(level: int, word: str) -> Context:
    """Five bars and a word."""
    return {"bars": [(i * 9, i < level) for i in range(5)], "word": word}
