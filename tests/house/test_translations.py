"""Every sentence on the screen exists in English too, and the compiled catalogue is the one of the source."""

from __future__ import annotations

import gettext
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from django.utils.formats import date_format

LOCALE = Path(settings.BASE_DIR) / "locale" / "en" / "LC_MESSAGES"
ELSEWHERE = (".*", "__pycache__", "bench", "docs", "node_modules", "staticfiles", "tests", "var", "vendor")


def catalogue(path: Path) -> dict[object, str]:
    with path.open("rb") as handle:
        return dict(gettext.GNUTranslations(handle)._catalog)


@pytest.fixture
def extracted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The English catalogue as it would be after collecting every message of today's source.

    On a copy of the source: makemessages writes into the `locale` folder beside what it reads, whatever LOCALE_PATHS says.
    """
    assert shutil.which("xgettext"), "This needs Debian's gettext: apt-get install gettext"
    copy = tmp_path / "source"
    shutil.copytree(settings.BASE_DIR, copy, ignore=shutil.ignore_patterns(*ELSEWHERE))
    monkeypatch.setattr(settings, "LOCALE_PATHS", [copy / "locale"])
    monkeypatch.chdir(copy)
    call_command("makemessages", locale=["en"], no_obsolete=True, no_location=True, verbosity=0)
    return copy / "locale" / "en" / "LC_MESSAGES" / "django.po"


@pytest.mark.slow
def test_every_message_has_an_english_translation(extracted: Path) -> None:
    untranslated = subprocess.run(
        ["msgattrib", "--untranslated", str(extracted)], capture_output=True, text=True, check=True
    )
    fuzzy = subprocess.run(["msgattrib", "--only-fuzzy", str(extracted)], capture_output=True, text=True, check=True)
    assert untranslated.stdout == ""
    assert fuzzy.stdout == ""


def test_compiled_catalogue_is_that_of_the_source(tmp_path: Path) -> None:
    assert shutil.which("msgfmt"), "This needs Debian's gettext: apt-get install gettext"
    fresh = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "--check", "-o", str(fresh), str(LOCALE / "django.po")], check=True)
    assert catalogue(fresh) == catalogue(LOCALE / "django.mo")


@pytest.mark.parametrize(
    ("language", "expected"), [("nl", "ma 23 nov 2026 vr 1 mei 2026"), ("en", "Mon 23 Nov 2026 Fri 1 May 2026")]
)
def test_short_dates_are_written_as_the_language_does(language: str, expected: str) -> None:
    days = [date(2026, 11, 23), date(2026, 5, 1)]
    with translation.override(language):
        assert " ".join(date_format(day, "D j b Y") for day in days) == expected
