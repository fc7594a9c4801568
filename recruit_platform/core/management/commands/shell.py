"""Django's shell, between the walls."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import shell
from django.db import transaction

from recruit_platform.core import clock, tenancy
from recruit_platform.core.management.base import organisation_named
from recruit_platform.core.organisations import directory


class Command(shell.Command):
    help = (
        f"{shell.Command.help} With --organisation its rows can be seen, in one transaction that is rolled back at the end; "
        "add --commit to keep what was changed. Its audit page tells that you were there. Without it every look at an "
        "organisation's rows is refused."
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
        organisation = organisation_named(slug)
        with tenancy.scope(organisation.pk):  # a transaction of its own: what is rolled back later was still looked at
            directory.note_support(organisation, may_change=commit, at=clock.now())
        with tenancy.scope(organisation.pk):
            super().handle(**options)
            if not commit:
                transaction.set_rollback(True)
