"""Small real files of each accepted kind, made here so that each byte is known."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def archive(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return target.getvalue()


def docx(**more: bytes) -> bytes:
    return archive(
        {"[Content_Types].xml": f"<Types>{DOCX_TYPE}.main+xml</Types>".encode(), "word/document.xml": b"<w/>"} | more
    )


def xlsx(**more: bytes) -> bytes:
    return archive(
        {"[Content_Types].xml": f"<Types>{XLSX_TYPE}.main+xml</Types>".encode(), "xl/workbook.xml": b"<w/>"} | more
    )


def odt(**more: bytes) -> bytes:
    return archive({"mimetype": ODT_TYPE.encode(), "content.xml": b"<o/>", "META-INF/manifest.xml": b"<m/>"} | more)


def pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress((b"\0" + b"\xff\0\0" * min(width, 4)) * min(height, 4))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpg(width: int = 2, height: int = 2) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0"
        + struct.pack(">H", 16)
        + b"JFIF\x00"
        + b"\0" * 9
        + frame
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00data\xff\xd9"
    )


def bomb() -> bytes:
    return archive(
        {
            "[Content_Types].xml": f"<Types>{DOCX_TYPE}.main+xml</Types>".encode(),
            "word/document.xml": b"\0" * 50_000_000,
        }
    )


def lying_bomb() -> bytes:
    """A document whose directory says 10 bytes where 50 million come out."""
    data = bytearray(bomb())
    real = struct.pack("<I", 50_000_000)
    while (at := data.find(real)) >= 0:
        data[at : at + 4] = struct.pack("<I", 10)
    return bytes(data)
