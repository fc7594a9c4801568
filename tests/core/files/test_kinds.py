from __future__ import annotations

import io
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit_platform.core.files import kinds
from recruit_platform.core.files.kinds import KINDS, UploadRefused
from tests.core.files import uploads
from tests.core.organisations import pictures

EVERYTHING = frozenset(kind.suffix for kind in KINDS.values())
GOOD = {
    "cv.pdf": (uploads.pdf(), "application/pdf"),
    "Mijn CV.final.DOCX": (uploads.docx(), uploads.DOCX_TYPE),
    "rij.xlsx": (uploads.xlsx(), uploads.XLSX_TYPE),
    "brief.odt": (uploads.odt(), uploads.ODT_TYPE),
    "foto.jpg": (uploads.jpg(), "image/jpeg"),
    "foto.jpeg": (uploads.jpg(), "image/jpeg"),
    "foto.png": (uploads.png(), "image/png"),
    "foto.webp": (pictures.webp(), "image/webp"),
    "rijen.csv": ("naam;plaats\nZoë;Utrecht\n".encode(), "text/csv"),
    "excel.csv": ("naam;plaats\nZoë;Utrecht\n".encode("cp1252"), "application/vnd.ms-excel"),
    "utf16.csv": ("naam;plaats\n".encode("utf-16"), "text/plain"),
}


def verdict(name: str, data: bytes, declared: str = "", *, allowed: frozenset[str] = EVERYTHING, **more: int) -> str:
    return kinds.check(io.BytesIO(data), name=name, declared=declared, allowed=allowed, **more).content_type


@pytest.mark.parametrize("name", GOOD)
def test_what_is_what_it_says_is_accepted(name: str) -> None:
    data, declared = GOOD[name]
    expected = KINDS["." + name.rsplit(".", 1)[1].lower()].content_type
    assert verdict(name, data, declared) == verdict(name, data, "application/octet-stream") == expected


BAD = {
    "empty": ("cv.pdf", b"", ""),
    "no suffix": ("cv", uploads.pdf(), ""),
    "executable": ("cv.exe", b"MZ", ""),
    "executable renamed": ("cv.pdf", b"MZ" + b"\0" * 200, ""),
    "double suffix": ("cv.pdf.html", b"<html>", "text/html"),
    "pdf named docx": ("cv.docx", uploads.pdf(), ""),
    "docx named pdf": ("cv.pdf", uploads.docx(), ""),
    "xlsx named docx": ("cv.docx", uploads.xlsx(), ""),
    "declared as html": ("cv.pdf", uploads.pdf(), "text/html"),
    "declared as image": ("cv.pdf", uploads.pdf(), "image/png"),
    "pdf cut short": ("cv.pdf", uploads.pdf()[:20], ""),
    "pdf behind html": ("cv.pdf", b"<html><script>x</script>" + uploads.pdf(), ""),
    "macro docx": ("cv.docx", uploads.docx(**{"word/vbaProject.bin": b"x"}), ""),
    "macro odt": ("cv.odt", uploads.odt(**{"Basic/Standard/m.xml": b"x"}), ""),
    "bomb": ("cv.docx", uploads.bomb(), ""),
    "lying bomb": ("cv.docx", uploads.lying_bomb(), ""),
    "many members": ("cv.docx", uploads.docx(**{f"a{n}.xml": b"" for n in range(2001)}), ""),
    "climbing member": ("cv.docx", uploads.docx(**{"../../evil.xml": b"x"}), ""),
    "absolute member": ("cv.odt", uploads.odt(**{"/etc/x.xml": b"x"}), ""),
    "archive in archive": ("cv.docx", uploads.docx(**{"word/inner.zip": uploads.docx()}), ""),
    "plain zip named docx": ("cv.docx", uploads.archive({"a.txt": b"x"}), ""),
    "zip cut short": ("cv.docx", uploads.docx()[:-30], ""),
    "png header only": ("f.png", uploads.png()[:40], ""),
    "png with a bad checksum": ("f.png", uploads.png().replace(b"\x08\x02", b"\x08\x03", 1), ""),
    "png of two gigapixels": ("f.png", uploads.png(50_000, 40_000), ""),
    "jpg of four gigapixels": ("f.jpg", uploads.jpg(65_000, 65_000), ""),
    "jpg cut short": ("f.jpg", uploads.jpg()[:-2], ""),
    "gif named png": ("f.png", b"GIF89a" + b"\0" * 100, ""),
    "html named csv": ("r.csv", b"\n <!DOCTYPE html><script>x</script>", "text/csv"),
    "binary named csv": ("r.csv", b"a;b\n\x00\x01", "text/csv"),
    "half utf-16": ("r.csv", b"\xff\xfea", "text/csv"),
    "windows path": ("c:\\x\\cv.exe", b"MZ", ""),
}


@pytest.mark.parametrize("case", BAD)
def test_lies_bombs_and_broken_files_are_refused_quickly_with_words(case: str) -> None:
    name, data, declared = BAD[case]
    started = time.process_time()
    with pytest.raises(UploadRefused) as refusal:
        verdict(name, data, declared)
    assert str(refusal.value.words).endswith(".")
    assert time.process_time() - started < 0.5


def test_size_and_allow_list_bind() -> None:
    with pytest.raises(UploadRefused, match="te groot"):
        verdict("cv.pdf", uploads.pdf() + b" " * 2_000_000 + b"%%EOF", at_most=1024 * 1024)
    with pytest.raises(UploadRefused, match="CSV, XLSX"):
        verdict("cv.pdf", uploads.pdf(), allowed=kinds.TABLES)


@given(st.sampled_from(sorted(EVERYTHING)), st.binary(max_size=300), st.booleans(), st.text(max_size=20))
def test_never_anything_but_a_verdict(suffix: str, noise: bytes, with_magic: bool, name: str) -> None:
    good = next(data for known, (data, _) in GOOD.items() if known.lower().endswith(suffix))
    with suppress(UploadRefused):
        assert verdict(name + suffix, (good[: len(good) // 2] if with_magic else b"") + noise)
