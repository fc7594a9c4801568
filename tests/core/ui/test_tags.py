"""The tags print safe, complete, accessible markup from values."""

import re
from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, Template

from recruit_platform.core import ui

EVIL = "<script>alert(1)</script>\"'>"


def render(source: str, **values) -> str:
    return Template("{% load i18n %}" + source).render(Context(values))


def test_a_status_is_a_dot_and_a_word():
    assert (
        render("{% status s %}", s=ui.Status(tone=ui.Tone.BAD, word="Achter")) == '<span class="st bad">Achter</span>'
    )
    assert render('{% status "ok" "Op schema" %}') == '<span class="st ok">Op schema</span>'


def test_a_count_says_what_it_counts():
    assert render('{% count 5 "bad" "te laat" %}') == (
        '<span class="cnt bad">5<span class="visually-hidden"> te laat</span></span>'
    )


def test_an_icon_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in render('{% icon "phone" %}')
    labelled = render('{% icon "check" "Voldoet" %}')
    assert 'role="img" aria-label="Voldoet"' in labelled
    assert "aria-hidden" not in labelled


def test_ago_reads_as_a_date_without_script():
    said = render("{% ago m %}", m=datetime(2026, 11, 23, 10, 42, tzinfo=UTC))
    assert ">ma 23 nov 2026, 11:42</time>" in said
    assert 'datetime="2026-11-23T10:42:00+00:00"' in said
    assert render("{% ago m %}", m=None) == "–"


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("{% pill v 'bad' %}", {"v": EVIL}),
        ("{% status s %}", {"s": ui.Status(tone=ui.Tone.OK, word=EVIL)}),
        (
            "{% page_header v group=v crumbs=c %}{% endpage_header %}",
            {"v": EVIL, "c": [ui.Crumb(label=EVIL, url=EVIL)]},
        ),
        ("{% card v aside=v foot=v link=v link_url=v %}{{ v }}{% endcard %}", {"v": EVIL}),
        ("{% dialog id='d' title=v %}{{ v }}{% enddialog %}", {"v": EVIL}),
        (
            "{% kpis t label=v %}",
            {"v": EVIL, "t": [ui.Tile(label=EVIL, value=EVIL, note=EVIL, definition=EVIL, url=EVIL)]},
        ),
        ("{% timeline m %}{% feed m %}", {"m": [ui.Moment(title=EVIL, detail=EVIL, when=EVIL)]}),
        ("{% definitions f %}{% facts f %}", {"f": [ui.Fact(term=EVIL, value=EVIL, note=EVIL)]}),
        ("{% chips c %}", {"c": [ui.Chip(name=EVIL, value=EVIL, without_url="?")]}),
        ("{% tabs t label=v %}", {"v": EVIL, "t": [ui.Tab(label=EVIL, url="?")]}),
        ("{% menu a label=v %}", {"v": EVIL, "a": [ui.Action(label=EVIL, url=EVIL, posts=True)]}),
        ("{% empty e %}", {"e": ui.Empty(title=EVIL, text=EVIL)}),
        ("{% live id='l' url=v label=v announce=v %}{% endlive %}", {"v": EVIL}),
        ("{% search_box v v value=v %}", {"v": EVIL}),
    ],
)
def test_text_from_outside_is_never_markup(source, values):
    printed = render(source, **values)
    assert "<script>alert" not in printed
    assert "&lt;script&gt;" in printed


def test_chart_data_cannot_end_its_script():
    chart = ui.BarChart(id="b", title="t", says="s", categories=[EVIL], series=[ui.Series(name=EVIL, values=[1])])
    printed = render("{% chart c %}", c=chart)
    assert printed.count("</script>") == 1
    assert "<script>alert" not in printed


def test_an_empty_chart_says_so_and_loads_nothing():
    printed = render("{% chart c %}", c=ui.BarChart(id="b", title="t", says="", categories=[], series=[]))
    assert "Nog geen cijfers" in printed
    assert "data-chart" not in printed


def make_table(**more):
    return ui.Table(
        id="t",
        caption="Kandidaten",
        columns=[ui.Column(label="Naam", key="name", sorts=True), ui.Column(label="Uren", number=True)],
        rows=[ui.Row(id="a1", cells=[ui.Cell(text="Ada", url="/a"), ui.Cell(text="24")])],
        empty=ui.Empty(title="Nog niemand"),
        **more,
    )


def test_a_table_keeps_its_meaning_when_it_is_stacked():
    printed = render("{% data_table t %}", t=make_table(sort=ui.Sort(key="name")))
    for role in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell"):
        assert f'role="{role}"' in printed
    assert '<caption class="visually-hidden">Kandidaten</caption>' in printed
    assert 'aria-sort="ascending"' in printed
    assert 'data-l="Uren"' in printed
    assert 'id="t-a1"' in printed


def test_an_empty_table_teaches_instead():
    table = ui.Table(id="t", caption="x", columns=[], rows=[], empty=ui.Empty(title="Nog niemand"))
    printed = render("{% data_table t %}", t=table)
    assert "Nog niemand" in printed
    assert "<table" not in printed


def test_selection_posts_the_ids_of_rows_to_each_action():
    printed = render(
        "{% data_table t %}",
        t=make_table(selection=ui.Selection(total=63, actions=[ui.Action(label="Uitnodigen", url="/uit/")])),
        csrf_token="tok",
    )
    assert 'name="rows" value="a1" form="t-bulk" aria-label="Kies Ada"' in printed
    assert 'formaction="/uit/"' in printed
    assert 'name="csrfmiddlewaretoken" value="tok"' in printed
    assert "Kies alle 63" in printed


class OddForm(forms.Form):
    name = forms.CharField(label="Naam", help_text="Zoals op je paspoort")
    region = forms.ChoiceField(label="Regio", choices=[("n", "Noord")], widget=forms.RadioSelect)
    note = forms.CharField(label="Notitie", required=False)
    ok = forms.BooleanField(label="Akkoord")
    version = forms.IntegerField(widget=forms.HiddenInput)


def test_a_form_prints_itself_with_labels_hints_and_errors_tied_together():
    printed = str(OddForm({"note": EVIL}))
    assert 'tabindex="-1" data-errors' in printed
    assert '<a href="#id_name">Naam: Vul dit in.</a>' in printed
    assert 'id="id_name_helptext"' in printed
    assert 'id="id_name_error"' in printed
    described = re.search(r'<input[^>]*name="name"[^>]*>', printed).group(0)
    assert 'aria-describedby="id_name_helptext id_name_error"' in described
    assert 'aria-invalid="true"' in described
    assert "<script>alert" not in printed
    assert "(niet verplicht)" in printed


def test_a_group_of_choices_is_a_fieldset_with_one_id():
    printed = str(OddForm({}))
    assert "<fieldset" in printed
    assert "<legend>Regio" in printed
    assert printed.count('id="id_region"') == 1


def test_every_error_of_a_hidden_field_is_told():
    assert printed_errors(OddForm({"name": "x", "region": "n", "ok": "on"})) == ["Vul dit in."]


def printed_errors(form):
    summary = render("{% error_summary f %}", f=form)
    return [re.sub(r"<[^>]+>", "", item) for item in re.findall(r"<li.*?</li>", summary)]


def test_a_form_without_errors_has_no_summary():
    assert "data-errors" not in str(OddForm())
