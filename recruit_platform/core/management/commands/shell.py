"""Django's shell, between the walls."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import shell
from django.db import transaction

from recruit_platform.core import tenancy
from recruit_platform.core.management.base import organisation_named


class Command(shell.Command):
    help = (
        f"{shell.Command.help} With --organisation its rows can be seen, in one transaction that is rolled back at the end; "
        "add --commit to keep what was changed. Without it every look at an organisation's rows is refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--organisation", metavar="SLUG")
        parser.add_argument("--commit", action="store_true")

    def handle(self, **options: Any) -> None:
        slug, commit = options.pop("organisation", None), options.pop("commit", False)
        if slug is None:
            super().handle(**options)
            return
        with tenancy.scope(organisation_named(slug).pk):
            super().handle(**options)
            if not commit:
                transaction.set_rollback(True)
