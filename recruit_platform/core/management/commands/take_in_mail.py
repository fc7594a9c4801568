"""Take in one mail from a mail server: a bounce, a delivery report or a complaint."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from recruit_platform.core import clock, outbox


class Command(BaseCommand):
    help = (
        "Read one raw mail from standard input and act on it when it is a report about a mail of ours (RFC 3464, RFC 5965). "
        "For the pipe of a mail server: exit code 0 is 'done' also for mail that is no report, 75 is 'try again later'."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(outbox.bounces.MOST_BYTES + 1)
        try:
            ours = outbox.bounces.take_in(raw, at=clock.now())
        except (OperationalError, InterfaceError) as problem:
            raise CommandError("The database is away; try again later.", returncode=os.EX_TEMPFAIL) from problem
        self.stdout.write("Taken in." if ours else "Not a report about a mail of ours; left alone.")
