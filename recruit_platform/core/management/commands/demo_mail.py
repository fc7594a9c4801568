"""Print the account mails of one person in the demo: what they would have read in their own mailbox."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from recruit_platform.core import outbox


class Command(BaseCommand):
    help = (
        "Print the newest account mails (reset links, codes) to an address. They open that account in every organisation, so no "
        "page shows them to anybody else; whoever runs this machine may read them. Refuses where mail leaves."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")
        parser.add_argument("--most", type=int, default=1, help="How many mails, the newest first (1).")

    def handle(self, *args: Any, address: str, most: int, **options: Any) -> None:
        if not settings.MAIL_STAYS_HERE:
            raise CommandError("demo_mail works in the demo with its own mailbox only; here mail goes to its reader.")
        kept = outbox.accounts.kept_for(address.strip().lower(), at_most=max(1, most))
        if not kept:
            raise CommandError(f"There is no account mail to {address}. It comes a few seconds after it was asked for.")
        for mail in kept:
            self.stdout.write(f"{mail.at:%Y-%m-%d %H:%M:%S} UTC  {mail.to}  {mail.subject}\n\n{mail.text}\n")
