"""Fill the demo organisations, once."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from recruit_platform.core import clock
from recruit_platform.core.demo import cast, filling
from recruit_platform.core.demo.cast import House
from recruit_platform.core.models import Organisation


class Command(BaseCommand):
    help = "Fill the demo organisations. What is there already stays as it is. Refuses outside the demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", help="only these organisations; without, all of them")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("demo_fill works with RECRUIT_MODE=demo only: it makes people with a known password.")
        slugs = options["slugs"] or [house.slug for house in cast.HOUSES]
        houses = [house for house in cast.HOUSES if house.slug in slugs]
        there = set(Organisation.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        for house in houses:
            if house.slug in there:
                self.stdout.write(f"{house.name}: already there")
        missing = [house for house in houses if house.slug not in there]
        if len(missing) > 1:
            self._side_by_side(missing)
        elif missing:
            self._fill(missing[0])

    def _fill(self, house: House) -> None:
        began = time.monotonic()
        gc.freeze()
        gc.disable()  # a process that ends in a minute need not look for what it could give back
        filling.fill(house, at=clock.now(), year=import_string(settings.DEMO_YEAR))
        self.stdout.write(f"{house.name}: filled in {time.monotonic() - began:.0f} s")

    def _side_by_side(self, houses: Sequence[House]) -> None:
        """A year takes seconds of work: each organisation gets a process of its own."""
        for house in houses:
            filling.people_of(house)  # somebody may play in two of them: made here, once
        self.stdout.write(f"Living through a year at {' and '.join(house.name for house in houses)} …")
        self.stdout.flush()
        command = [sys.executable, sys.argv[0], "demo_fill", "--skip-checks"]
        running = [(house, subprocess.Popen([*command, house.slug])) for house in houses]
        failed = [house.name for house, process in running if process.wait() != 0]
        if failed:
            raise CommandError(f"{' and '.join(failed)} could not be filled; what went wrong is above.")
