"""Delete an organisation for good. Run as the owner (manage.py does that by itself)."""

from __future__ import annotations

import shutil
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from recruit_platform.core.management.base import organisation_named
from recruit_platform.core.tenancy import deletion


class Command(BaseCommand):
    help = "Delete an organisation, every row and every file of it. There is no way back but a backup."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--sure", metavar="SLUG", required=True, help="The same short name once more.")

    def handle(self, *args: Any, slug: str, sure: str, **options: Any) -> None:
        if slug != sure:
            raise CommandError("The two names differ; nothing was deleted.")
        organisation = organisation_named(slug)
        emptied = deletion.delete_organisation(organisation.pk)
        left = deletion.rows_left(organisation.pk)
        if left:
            raise CommandError(f"Rows are left in {', '.join(left)}: something wrote while they went. Run this again.")
        shutil.rmtree(settings.MEDIA_ROOT / str(organisation.pk), ignore_errors=True)
        self.stdout.write(f"{slug} is gone: {emptied.total} rows, and its files.")
