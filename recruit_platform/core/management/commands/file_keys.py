"""What FILE_KEY closes. To change it: a new key in front (new,old), restart, `rewrap` until it says 0, drop the old, restart."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from recruit_platform.core import files, tenancy
from recruit_platform.core.accounts import adapters
from recruit_platform.core.models import Organisation
from recruit_platform.core.outbox import reseal


class Command(BaseCommand):
    help = (
        "rewrap: close anew, with the first key of FILE_KEY, the keys of files and of suppressed addresses, second-step secrets "
        "and mails that wait with a link. No file is read or written. Repeatable; when it says 0 three times, the old key may go."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["rewrap"])

    def handle(self, *args: Any, **options: Any) -> None:
        keys, mails = 0, reseal.account_mails()
        for organisation_id in Organisation.objects.order_by("id").values_list("pk", flat=True):
            with tenancy.scope(organisation_id):
                keys += files.rewrap_keys()
                mails += reseal.of_organisation()
        secrets = adapters.close_anew()
        self.stdout.write(f"Closed anew: {keys} keys, {secrets} second-step secrets, {mails} mails.")
