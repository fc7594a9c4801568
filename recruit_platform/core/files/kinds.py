"""What may be uploaded: the name, the declared type and the bytes themselves must tell the same story.

Nothing is unpacked to disk and no document is interpreted; office files are opened as archives to see that they are what they
say and no bomb. The words of each refusal are for the person who uploads.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from recruit_platform.core.refusals import Refusal

MOST_BYTES = 10 * 1024 * 1024
MOST_MEMBERS = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 150
MOST_PIXELS = 60_000_000
_GENERIC = {"", "application/octet-stream", "binary/octet-stream"}


class UploadRefused(Refusal):
    """The file is not accepted."""


@dataclass(frozen=True)
class Kind:
    """One accepted sort of file. ``looks_right`` raises UploadRefused and leaves the stream anywhere."""

    suffix: str
    content_type: str
    also_declared_as: frozenset[str]
    looks_right: Callable[[BinaryIO, int], None]


def check(stream: BinaryIO, *, name: str, declared: str, allowed: frozenset[str], at_most: int = MOST_BYTES) -> Kind:
    """Return the kind of an uploaded file, or raise UploadRefused; the stream must seek and is handed back at its start.

    ``allowed`` are suffixes out of KINDS. What is stored must carry the kind's content type, not the declared one.
    """
    suffixes = [suffix.lower() for suffix in PurePosixPath(name.replace("\\", "/")).suffixes]
    kind = KINDS.get(suffixes[-1]) if suffixes else None
    if kind is None or kind.suffix not in allowed:
        listed = ", ".join(sorted(suffix.lstrip(".").upper() for suffix in allowed))
        raise UploadRefused(_("Dit soort bestand nemen we niet aan. Kies een van deze: %(kinds)s.") % {"kinds": listed})
    if declared.partition(";")[0].strip().lower() not in _GENERIC | kind.also_declared_as | {kind.content_type}:
        raise UploadRefused(_("De naam en de inhoud van dit bestand kloppen niet met elkaar."))
    size = stream.seek(0, io.SEEK_END)
    if size == 0:
        raise UploadRefused(_("Dit bestand is leeg."))
    if size > at_most:
        megabytes = at_most // (1024 * 1024)
        raise UploadRefused(_("Dit bestand is te groot: het mag %(size)s MB zijn.") % {"size": megabytes})
    stream.seek(0)
    kind.looks_right(stream, size)
    stream.seek(0)
    return kind


def _lies() -> UploadRefused:
    return UploadRefused(
        _("De inhoud van dit bestand is niet wat de naam zegt. Sla het opnieuw op en probeer het nog eens.")
    )


def _pdf(stream: BinaryIO, size: int) -> None:
    if not stream.read(8).startswith(b"%PDF-"):
        raise _lies()
    stream.seek(max(0, size - 2048))
    if b"%%EOF" not in stream.read():
        raise UploadRefused(_("Dit PDF-bestand is niet compleet."))


def _jpeg(stream: BinaryIO, size: int) -> None:
    if stream.read(3) != b"\xff\xd8\xff":
        raise _lies()
    stream.seek(0)
    data = stream.read()
    if b"\xff\xd9" not in data[-64:]:
        raise UploadRefused(_("Deze foto is niet compleet."))
    at = 2
    while at + 9 < size and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return _pixels(width, height)
        at += 1 if marker == 0xFF else 2 + length
    raise _lies()


def _png(stream: BinaryIO, size: int) -> None:
    head = stream.read(33)
    if len(head) < 33 or not head.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"):
        raise _lies()
    if zlib.crc32(head[12:29]) != int.from_bytes(head[29:33], "big"):
        raise _lies()
    stream.seek(max(0, size - 12))
    if stream.read() != b"\x00\x00\x00\x00IEND\xaeB`\x82":
        raise UploadRefused(_("Deze foto is niet compleet."))
    _pixels(*struct.unpack(">II", head[16:24]))


def _webp(stream: BinaryIO, size: int) -> None:
    """RIFF container: its own length, and the canvas from the first chunk (lossy, lossless or extended)."""
    head = stream.read(30)
    if len(head) < 30 or head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        raise _lies()
    if int.from_bytes(head[4:8], "little") + 8 not in {size, size + 1}:
        raise UploadRefused(_("Deze foto is niet compleet."))
    if head[12:16] == b"VP8X":
        return _pixels(int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1)
    if head[12:16] == b"VP8L" and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return _pixels((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if head[12:16] == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", head[26:30])
        return _pixels(width & 0x3FFF, height & 0x3FFF)
    raise _lies()


def _pixels(width: int, height: int) -> None:
    if not 0 < width * height <= MOST_PIXELS:
        raise UploadRefused(_("Deze foto heeft te veel beeldpunten."))


def _csv(stream: BinaryIO, size: int) -> None:
    data = stream.read()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError as problem:
            raise _lies() from problem
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if any(ord(char) < 32 and char not in "\t\r\n" for char in text):
        raise _lies()
    if (
        text.lstrip("\ufeff \t\r\n")
        .lower()
        .startswith(("<!doctype", "<html", "<?xml", "<script", "<svg", "%pdf-", "{\\rtf"))
    ):
        raise _lies()


def _archive(
    *required: str, main_type: str | None = None, mimetype: str | None = None
) -> Callable[[BinaryIO, int], None]:
    def looks_right(stream: BinaryIO, size: int) -> None:
        if stream.read(4) != b"PK\x03\x04":
            raise _lies()
        try:
            with zipfile.ZipFile(stream) as archive:
                _no_bomb(archive, size)
                _right_members(archive, required, main_type, mimetype)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            ValueError,
            OSError,
        ) as problem:
            raise UploadRefused(_("Dit bestand is beschadigd of versleuteld en kan niet worden gelezen.")) from problem

    return looks_right


def _no_bomb(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse by what the archive says of itself, then by what comes out: the directory of a bomb may lie."""
    members = archive.infolist()
    too_much = UploadRefused(_("Dit bestand is uitgepakt veel te groot."))
    if len(members) > MOST_MEMBERS or len({member.filename for member in members}) != len(members):
        raise too_much
    if sum(member.file_size for member in members) > min(MOST_UNPACKED, max(size, 10_000) * MOST_RATIO):
        raise too_much
    left = MOST_UNPACKED
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in member.filename or member.flag_bits & 1:
            raise _lies()
        if path.suffix.lower() in {
            ".exe",
            ".dll",
            ".js",
            ".vbs",
            ".bat",
            ".ps1",
            ".jar",
            ".zip",
            ".7z",
            ".rar",
            ".html",
        }:
            raise _lies()
        with archive.open(member) as unpacked:
            while part := unpacked.read(256 * 1024):
                left -= len(part)
                if left < 0:
                    raise too_much


def _right_members(
    archive: zipfile.ZipFile, required: tuple[str, ...], main_type: str | None, mimetype: str | None
) -> None:
    names = {name.lower() for name in archive.namelist()}
    if not names.issuperset(required):
        raise _lies()
    if any(name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")) for name in names):
        raise UploadRefused(_("Dit bestand bevat macro's. Sla het op zonder macro's en probeer het nog eens."))
    if main_type and main_type.encode() not in _member(archive, "[content_types].xml"):
        raise _lies()
    if mimetype and _member(archive, "mimetype").strip() != mimetype.encode():
        raise _lies()


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    found = next(member for member in archive.namelist() if member.lower() == name)
    with archive.open(found) as unpacked:
        return unpacked.read(1024 * 1024)


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_DOCX, _XLSX = f"{_OPEN_XML}.wordprocessingml", f"{_OPEN_XML}.spreadsheetml"
_ODT = "application/vnd.oasis.opendocument.text"
_ZIP = frozenset({"application/zip", "application/x-zip-compressed"})

_ALL = (
    Kind(".pdf", "application/pdf", frozenset({"application/x-pdf"}), _pdf),
    Kind(
        ".docx",
        f"{_DOCX}.document",
        _ZIP,
        _archive("[content_types].xml", "word/document.xml", main_type=f"{_DOCX}.document.main+xml"),
    ),
    Kind(
        ".xlsx",
        f"{_XLSX}.sheet",
        _ZIP,
        _archive("[content_types].xml", "xl/workbook.xml", main_type=f"{_XLSX}.sheet.main+xml"),
    ),
    Kind(".odt", _ODT, _ZIP, _archive("mimetype", "content.xml", "meta-inf/manifest.xml", mimetype=_ODT)),
    Kind(".jpg", "image/jpeg", frozenset({"image/jpg", "image/pjpeg"}), _jpeg),
    Kind(".png", "image/png", frozenset(), _png),
    Kind(".webp", "image/webp", frozenset(), _webp),
    Kind(".csv", "text/csv", frozenset({"text/plain", "application/csv", "application/vnd.ms-excel"}), _csv),
)
KINDS: dict[str, Kind] = {kind.suffix: kind for kind in _ALL} | {".jpeg": next(k for k in _ALL if k.suffix == ".jpg")}

DOCUMENTS = frozenset({".pdf", ".docx", ".odt", ".jpg", ".png"})
TABLES = frozenset({".csv", ".xlsx"})
IMAGES = frozenset({".jpg", ".png", ".webp"})  # SVG is left out: it is a document that can carry script
