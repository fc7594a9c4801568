"""Lists by keyset: each page starts after the last row of the one before, so any depth costs the same and no row is skipped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from recruit_platform.core import references

from .problems import Unprocessable

DEFAULT, MOST = 50, 200
NAMES = frozenset({"limit", "cursor"})
Row = TypeVar("Row", bound=Model)

PARAMETERS = [
    OpenApiParameter(
        "limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}, description="Rows a page."
    ),
    OpenApiParameter("cursor", OpenApiTypes.STR, description="next_cursor of the page before."),
]


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: list[Row]
    next_cursor: str | None


def page(request: Any, rows: QuerySet[Row], *, of: str) -> Page[Row]:
    """Return one page of rows, newest (highest id) first. ``of`` names the list; its filters belong in the name.

    A cursor is sealed, and good for this list of this organisation only. One query. Raises Unprocessable.
    """
    limit, place = _limit(request), f"api:{of}"
    cursor = request.query_params.get("cursor")
    if cursor is not None:
        rows = rows.filter(pk__lt=_opened(cursor, place))
    found = list(rows.order_by("-id")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return Page(found, references.cursor(found[-1].pk, of=place) if more else None)


def asked(request: Any, *, of: str) -> tuple[int, int | None]:
    """Return how many rows are asked and the id of the row to start after, where a selector pages. Raises Unprocessable."""
    cursor = request.query_params.get("cursor")
    return _limit(request), _opened(cursor, f"api:{of}") if cursor is not None else None


def cursor_after(row_id: int, *, of: str) -> str:
    """Return the cursor of the page that begins after a row, to go with ``asked``."""
    return references.cursor(row_id, of=f"api:{of}")


def _limit(request: Any) -> int:
    given = request.query_params.get("limit", str(DEFAULT))
    if not re.fullmatch("[0-9]{1,3}", given) or not 1 <= int(given) <= MOST:
        raise Unprocessable("limit", _("Kies een aantal van 1 tot en met %(most)s.") % {"most": MOST})
    return int(given)


def _opened(cursor: str, place: str) -> int:
    last_id = references.row_of(cursor, of=place)
    if last_id is None:
        raise Unprocessable("cursor", _("Deze cursor hoort niet bij deze lijst. Begin opnieuw zonder cursor."))
    return last_id
