"""Asking for the password (or passkey, or code) again before something that an unlocked screen should not allow."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpRequest, HttpResponse


def recently(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Before an unsafe method: the person proved themselves in the last ten minutes, or does so now.

    The login package keeps the refused request in the session and repeats it afterwards, so nothing typed is lost. Put it inside
    (below) the policy decorator.
    """

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            raise_if_reauthentication_required(request, app="account")
        return view(request, *args, **kwargs)

    return asking
