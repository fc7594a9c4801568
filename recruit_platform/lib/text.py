"""The one cleaner for text from outside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

# Control characters (C0 without tab and line feed, DEL, C1), halves of surrogate pairs, direction overrides and isolates,
# byte order marks, word joiner, zero-width space, soft "format" letters that hide text, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u200b\u2060-\u2064\u206a-\u206f"
    "\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# The joiners hold emoji families and some scripts (Persian, Hindi) together; beside plain Latin text they only deceive.
_LONE_JOINER = re.compile("(?<![^\x00-\u036f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u036f])")
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_PILED_MARKS = re.compile(f"({_MARK}{{4}}){_MARK}+")
_PAIR = re.compile("([\ud800-\udbff])([\udc00-\udfff])")


def clean(text: str) -> str:
    """Return text that is safe to store, compare and show; never raises, and cleaning twice changes nothing more.

    Line ends become ``\\n``; control characters, lone surrogates, direction overrides, byte order marks and other invisible
    characters go; at most four combining marks stay on a letter; the result is in Unicode's composed form (NFC).
    Markup stays as it is: escaping is the template's work.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _PAIR.sub(_joined, text)
    while (after := _clean_once(text)) != text:  # taking something out may put two others side by side
        text = after
    return text


def clean_line(text: str) -> str:
    """Clean text that must stay on one line (names, subjects, headers): every run of white space becomes one space."""
    return re.sub(r"\s+", " ", clean(text)).strip()


def clean_tree(value: Any) -> Any:
    """Clean every string in a decoded JSON value, names of fields included; other values pass."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(name)): clean_tree(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean_tree(item) for item in value]
    return value


def _joined(pair: re.Match[str]) -> str:
    """Two halves side by side are one character that arrived as UTF-16 (JSON escapes, Java)."""
    return (pair[1] + pair[2]).encode("utf-16", "surrogatepass").decode("utf-16")


def _clean_once(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text)
    text = _UNWANTED.sub("", text)
    text = _LONE_JOINER.sub("", text)
    return _PILED_MARKS.sub(r"\1", unicodedata.normalize("NFC", text))
