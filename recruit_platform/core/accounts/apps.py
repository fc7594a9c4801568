"""How packages about logging in are installed where their own way of starting is not ours."""

from __future__ import annotations

from allauth.usersessions.apps import UserSessionsConfig


class ListOfBrowsers(UserSessionsConfig):
    """The package's table without its receivers: at a login those would write the session's key into it (see browsers.py)."""

    def ready(self) -> None:
        """Connect nothing."""
