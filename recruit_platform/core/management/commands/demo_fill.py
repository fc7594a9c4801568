"""Make the demo organisations, once, up to where people can look around in them."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from recruit_platform.core import clock
from recruit_platform.core.demo import cast, filling


class Command(BaseCommand):
    help = "Make the demo organisations. What is there already stays as it is. Refuses outside the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("demo_fill works with RECRUIT_MODE=demo only: it makes people with a known password.")
        year = import_string(settings.DEMO_YEAR)
        for house in cast.HOUSES:
            began = time.monotonic()
            if filling.found(house, at=clock.now(), year=year):
                self.stdout.write(f"{house.name}: made in {time.monotonic() - began:.0f} s")
            else:
                self.stdout.write(f"{house.name}: already there")
