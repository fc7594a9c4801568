from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("tests.core.middleware.urls"), pytest.mark.django_db]
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("path", ["/echo/", "/nowhere/", "/echo/%00/", "/static/nothing.css"])
def test_every_answer_carries_the_safety_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"].startswith("no-store")
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_a_public_page_may_say_that_it_can_be_kept(client: Client) -> None:
    assert client.get("/kept/")["Cache-Control"] == "public, max-age=60"


def production(**more: str) -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in ("PATH", "DATABASE_URL", "OWNER_DATABASE_URL", "TENANT_KEY", "FILE_KEY")},
        "SECRET_KEY": "tH1s-1s-l0ng-en0ugh-and-has-m4ny-different-ch4racters-inside!",
        "RECRUIT_MODE": "production",
        "PUBLIC_URL": "https://werk.example",
        "ALLOWED_HOSTS": "werk.example",
        "EMAIL_URL": "smtps://user:secret@mail.example",
        **more,
    }


def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=production(**more), capture_output=True, text=True, check=False
    )


def test_deployment_check_of_production_settings_finds_nothing() -> None:
    found = run("manage.py", "check", "--deploy", "--fail-level", "DEBUG")
    assert "no issues" in found.stdout + found.stderr, found.stdout + found.stderr
    assert found.returncode == 0


def test_cookies_over_tls_are_host_only_and_hsts_is_on() -> None:
    found = run(
        "-c",
        "from recruit_platform import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME,"
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY, s.SECURE_HSTS_SECONDS, s.MESSAGE_STORAGE.rsplit('.')[-1])",
    )
    assert found.stdout.split() == [
        "__Host-session", "__Host-csrf", "__Host-language", "True", "True", "31536000", "SessionStorage",
    ]  # fmt: skip


def test_production_does_not_start_without_its_secrets() -> None:
    for name in ("SECRET_KEY", "TENANT_KEY", "FILE_KEY", "PUBLIC_URL", "DATABASE_URL"):
        environment = production()
        del environment[name]
        found = subprocess.run(
            [sys.executable, "manage.py", "check"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert found.returncode != 0
        assert f"{name} is not set" in found.stderr
