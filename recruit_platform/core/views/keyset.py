"""Pages by keyset: newest first, "older" continues after the last id; a row added meanwhile shifts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from recruit_platform.core import references
from recruit_platform.core.ui.tables import Paging

SIZE = 50


@dataclass(frozen=True)
class Page:
    rows: Sequence[Any]
    paging: Paging


def before(request: HttpRequest) -> int | None:
    """Return the id after which an older page goes on, or None for the newest. What is no cursor of this page counts as none."""
    return references.row_of(request.GET.get("before", ""), of=request.path)


def page_of(request: HttpRequest, found: QuerySet[Any], *, size: int = SIZE) -> Page:
    """Cut one page out of rows ordered by -id. One statement."""
    after = before(request)
    rows = list((found if after is None else found.filter(pk__lt=after))[: size + 1])
    return Page(rows[:size], links(request, older=rows[size - 1].pk if len(rows) > size else None))


def links(request: HttpRequest, *, older: int | None) -> Paging:
    """Return the links to the older page and back to the newest, with the filters of this page."""
    query = request.GET.copy()
    is_first = query.pop("before", None) is None
    newest = f"?{query.urlencode()}"
    if older is None:
        return Paging(previous_url="" if is_first else newest)
    query["before"] = references.cursor(older, of=request.path)
    return Paging(previous_url="" if is_first else newest, next_url=f"?{query.urlencode()}")
