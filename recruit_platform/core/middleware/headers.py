"""Headers that every answer carries, besides Django's own and the content security policy."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_OFF = ("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope",
        "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
        "screen-wake-lock", "serial", "usb", "xr-spatial-tracking")  # fmt: skip
PERMISSIONS = ", ".join(
    [f"{name}=()" for name in _OFF]
    + [f"{name}=(self)" for name in ("clipboard-write", "publickey-credentials-create", "publickey-credentials-get")]
)


class SafetyHeaders:
    """What a view did not say itself is said here: nobody stores it, nobody else loads it, no device may be used.

    Pages that may be kept (the career site, static files) set their own Cache-Control.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response
