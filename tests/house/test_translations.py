"""Every sentence on the screen exists in English too, and the compiled catalogue is the one of the source."""

from __future__ import annotations

import gettext
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

LOCALE = Path(settings.BASE_DIR) / "locale" / "en" / "LC_MESSAGES"


def catalogue(path: Path) -> dict[object, str]:
    with path.open("rb") as handle:
        return dict(gettext.GNUTranslations(handle)._catalog)


@pytest.fixture
def extracted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The English catalogue as it would be after collecting every message of today's source."""
    assert shutil.which("xgettext"), "This needs Debian's gettext: apt-get install gettext"
    copy = tmp_path / "locale" / "en" / "LC_MESSAGES"
    copy.mkdir(parents=True)
    shutil.copy(LOCALE / "django.po", copy)
    monkeypatch.setattr(settings, "LOCALE_PATHS", [tmp_path / "locale"])
    monkeypatch.chdir(settings.BASE_DIR)
    ignored = [".venv/*", "var/*", "tests/*", "static/vendor/*", "bench/*"]
    call_command("makemessages", locale=["en"], ignore_patterns=ignored, no_obsolete=True, verbosity=0)
    return copy / "django.po"


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
