"""What is served stands by itself: vendored as listed, every icon drawn, nothing inline, light enough."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.loader import render_to_string
from django.utils import translation

ROOT = Path(settings.BASE_DIR)
STATIC = ROOT / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def compressed(*names: str) -> int:
    """Kilobytes over the line; fonts are compressed already."""
    contents = [(STATIC / name).read_bytes() for name in names]
    sizes = [len(c) if n.endswith(".woff2") else len(gzip.compress(c)) for n, c in zip(names, contents, strict=True)]
    return sum(sizes) // 1024


def test_vendored_files_are_as_the_manifest_says():
    run = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "vendor.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout.strip()) == (0, "static/vendor is as its manifest says")


@pytest.mark.slow
def test_a_release_gives_every_file_and_every_import_an_address_of_its_own(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "recruit_platform.core.ui.storage.HashedFiles"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    (app,) = (tmp_path / "js").glob("app.????????????.js")
    (figures,) = (tmp_path / "js").glob("figures.????????????.js")
    (tokens,) = (tmp_path / "css").glob("tokens.????????????.css")
    imported = re.findall(r"""(?:from|import\(?)\s*["'](\./[^"']+)["']""", app.read_text() + figures.read_text())
    assert "./charts" in "".join(imported)
    assert [name for name in imported if not re.fullmatch(r"\./\w+\.[0-9a-f]{12}\.js", name)] == []
    assert len(imported) >= 12
    assert re.search(r"inter-5\.3\.0-latin\.[0-9a-f]{12}\.woff2", tokens.read_text())


def test_no_vendored_file_points_at_a_source_map():
    pointing = [p.name for p in (STATIC / "vendor").iterdir() if b"sourceMappingURL" in p.read_bytes()]
    assert pointing == []


def test_every_icon_that_is_asked_for_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "vendor" / "icons.svg").read_text()))
    asked = set()
    for path in TEMPLATES:
        asked |= set(re.findall(r'{% icon "([^"]+)"', path.read_text()))
        asked |= set(re.findall(r'\bicon="([^"]+)"', path.read_text()))
    sources = (p for p in ROOT.rglob("*.py") if not {".venv", "tests", "var"} & set(p.parts))
    for path in sources:
        asked |= set(re.findall(r'\bicon="([^"]+)"', path.read_text()))
    assert asked - drawn == set()
    assert len(asked) > 30


INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle=", re.S),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+=", re.S),
    "htmx event attribute": re.compile(r"hx-on"),
    "evaluated htmx value": re.compile(r"""hx-(?:vals|headers|vars)=["']\s*js(?:avascript)?:"""),
    "trigger filter": re.compile(r"""hx-trigger=["'][^"']*\["""),
    "inline script": re.compile(r"<script(?![^>]*(?:src=|application/(?:json|ld\+json)))[^>]*>"),
}


@pytest.mark.parametrize("kind", INLINE)
def test_templates_keep_to_the_content_security_policy(kind):
    pages = [path for path in TEMPLATES if "emails" not in path.parts]
    assert len(pages) > 60
    assert [str(p.relative_to(ROOT)) for p in pages if INLINE[kind].search(p.read_text())] == []


def test_templates_are_short_enough_to_read():
    assert [p.name for p in TEMPLATES if p.read_text().count("\n") > 200] == []


def test_a_staff_page_without_charts_stays_under_120_kb():
    scripts = [f"js/{p.name}" for p in (STATIC / "js").glob("*.js") if p.name != "charts.js"]
    sheets = [f"css/{p.name}" for p in (STATIC / "css").glob("*.css") if p.name != "public.css"]
    vendored = ["inter-5.3.0-latin.woff2", "tabler-1.6.1.subset.css", "icons.svg", "idiomorph-0.8.0.js"]
    htmx, page = 17, 8
    assert compressed(*scripts, *sheets, *(f"vendor/{name}" for name in vendored)) + htmx + page <= 120


@pytest.mark.parametrize("font", ["figtree", "nunito"])
def test_a_public_page_stays_under_50_kb(font):
    page_and_house_style = 4
    assert compressed("css/public.css", f"vendor/{font}-5.3.0.woff2") + page_and_house_style <= 50


@pytest.mark.parametrize("status", ["400", "403", "404", "413", "429", "500", "503", "csrf"])
def test_error_pages_need_nothing_but_themselves(status):
    """No request, no database: this test has no access to one."""
    with translation.override("nl"):
        page = render_to_string(f"errors/{status}.html", {})
    assert page.startswith("<!doctype html>")
    assert '<html lang="nl"' in page
    assert "Wat je kunt doen" in page
    assert "<script" not in page
    assert page.count("<h1>") == 1


def test_an_error_page_repeats_what_was_said():
    page = render_to_string(
        "errors/503.html", {"title": "Bestand niet bewaard", "detail": "Geen <ruimte>.", "status": 503}
    )
    assert "Bestand niet bewaard" in page
    assert "Geen &lt;ruimte&gt;." in page


def test_the_mail_base_keeps_its_dark_rules_out_of_the_inlining():
    import css_inline

    mail = render_to_string(
        "emails/base.html", {"organisation": {"name": "Acme"}, "brand": "#0f766e", "on_brand": "#ffffff"}
    )
    inlined = css_inline.inline(mail)
    assert "@media (prefers-color-scheme:dark)" in inlined
    assert 'class="bar"' in inlined
    assert re.search(r'<td[^>]*style="[^"]*background-color: ?#0f766e', inlined)
