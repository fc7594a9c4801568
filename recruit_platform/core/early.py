"""What the layers in front of Django share (poll.early, and the career site's kept pages): types, and tidy connections."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import close_old_connections, connection

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Answer = tuple[str, list[tuple[str, str]], bytes]  # status line, headers, body
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


def tidy_connections() -> None:
    """Do what Django does at the start and the end of a request, of which it sees nothing here.

    But for asking the server whether it is still there: a connection that is not is met by the ordinary view.
    """
    if not connection.in_atomic_block:
        close_old_connections()
        connection.health_check_done = True  # type: ignore[attr-defined]
