"""Settings of the limit: Django with no middleware, and the views of ``bench.bare_views``."""

from __future__ import annotations

from recruit_platform.settings import *  # noqa: F403

ROOT_URLCONF = "bench.bare_views"
MIDDLEWARE: list[str] = []
INSTALLED_APPS: list[str] = []
ALLOWED_HOSTS = ["127.0.0.1"]
