"""Keys that PostgreSQL checks organisation tokens with. Run as the owner (manage.py does that by itself)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from recruit_platform.core.tenancy import token


class Command(BaseCommand):
    help = (
        "ensure: put the key of TENANT_KEY in the database. retire KID: refuse tokens signed with it from now on. list. "
        "To rotate: set TENANT_KEY to a new kid, `ensure`, restart the processes, `retire` the old kid."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["ensure", "retire", "list"])
        parser.add_argument("kid", nargs="?", type=int)

    def handle(self, *args: Any, action: str, kid: int | None, **options: Any) -> None:
        {"ensure": self.ensure, "retire": self.retire, "list": self.show}[action](kid)

    def ensure(self, _kid: int | None) -> None:
        key = settings.TENANT_KEY
        inner, outer = token.pads(key.secret)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO app.tenant_key (kid, inner_pad, outer_pad) VALUES (%s, %s, %s) ON CONFLICT (kid) DO NOTHING",
                [key.kid, inner, outer],
            )
            cursor.execute("SELECT inner_pad = %s, not_after FROM app.tenant_key WHERE kid = %s", [inner, key.kid])
            same, not_after = cursor.fetchone()
        if not same:
            raise CommandError(f"Key {key.kid} is in the database with another secret. Give TENANT_KEY a new kid.")
        if not_after is not None:
            raise CommandError(f"Key {key.kid} was retired at {not_after:%Y-%m-%d %H:%M}. Give TENANT_KEY a new kid.")
        self.stdout.write(f"Key {key.kid} is in place.")

    def retire(self, kid: int | None) -> None:
        if kid is None:
            raise CommandError("Say which kid to retire.")
        if kid == settings.TENANT_KEY.kid:
            raise CommandError("This process still signs with that key; set TENANT_KEY to a newer one first.")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE app.tenant_key SET not_after = now() WHERE kid = %s AND not_after IS NULL", [kid])
            if cursor.rowcount == 0:
                raise CommandError(f"There is no key {kid} in use.")
        self.stdout.write(f"Key {kid} is retired.")

    def show(self, _kid: int | None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT kid, added_at, not_after FROM app.tenant_key ORDER BY kid")
            for kid, added_at, not_after in cursor.fetchall():
                state = f"retired {not_after:%Y-%m-%d %H:%M}" if not_after else "in use"
                self.stdout.write(f"{kid}\tadded {added_at:%Y-%m-%d %H:%M}\t{state}")
