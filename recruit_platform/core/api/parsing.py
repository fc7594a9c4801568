"""JSON from outside: not too deep, no numbers that are none, and every string cleaned before a serializer sees it."""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from recruit_platform.lib.text import clean_tree

BODY_MOST_BYTES = 1024 * 1024
DEEPEST = 32
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKETS = re.compile(rb"[\[{]|[\]}]")


class CleanJson(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read()
        if deeper_than(body, DEEPEST):
            raise ParseError(_("De JSON is te diep genest."))
        try:
            return clean_tree(json.loads(body.decode("utf-8"), parse_constant=_no_number))
        except (ValueError, RecursionError) as problem:
            raise ParseError(_("Dit is geen geldige JSON in UTF-8.")) from problem


def deeper_than(body: bytes, limit: int) -> bool:
    """Tell whether brackets outside strings nest deeper than the limit, before anything recursive looks at them."""
    depth = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub(b"", body)):
        depth += 1 if bracket in b"[{" else -1
        if depth > limit:
            return True
    return False


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is not JSON.")
