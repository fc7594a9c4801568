"""Django system checks of our own (`manage.py check`)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def check_engine(**_: Any) -> list[CheckMessage]:
    if settings.DATABASES["default"]["ENGINE"] != "recruit_platform.core.tenancy.backend":
        return [Error("The database engine must be recruit_platform.core.tenancy.backend.", id="core.E001")]
    return []
