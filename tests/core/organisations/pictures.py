"""The smallest honest pictures of each kind."""

from __future__ import annotations

import struct
import zlib


def png(width: int = 2, height: int = 2, *, drawn: int | None = None) -> bytes:
    """A picture of one colour; ``drawn`` rows of it are really there."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\x00" + b"\x43\x38\xca" * width for _ in range(height if drawn is None else drawn))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def webp() -> bytes:
    """One pixel, lossless."""
    body = b"WEBPVP8L" + struct.pack("<I", 13) + bytes.fromhex("2f0000001007101111888808ff") + b"\x00"
    return b"RIFF" + struct.pack("<I", len(body)) + body
