"""Keys that files are encrypted with. To rotate: a new key in front of FILE_KEY (new,old), restart, `rewrap`, drop the old."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from recruit_platform.core import files, tenancy
from recruit_platform.core.models import Organisation


class Command(BaseCommand):
    help = (
        "rewrap: close every owner's key anew with the first key of FILE_KEY. No file is read or written. Repeatable."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["rewrap"])

    def handle(self, *args: Any, **options: Any) -> None:
        changed = 0
        for organisation_id in Organisation.objects.order_by("id").values_list("pk", flat=True):
            with tenancy.scope(organisation_id):
                changed += files.rewrap_keys()
        self.stdout.write(f"{changed} keys closed anew.")
