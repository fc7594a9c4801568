"""Let the demo organisations live their year, once, side by side."""

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


class Command(BaseCommand):
    help = "Let the demo organisations live their year. One that had it stays as it is. Refuses outside the demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", help="only these organisations; without, all of them")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("demo_year works with RECRUIT_MODE=demo only.")
        houses = [house for house in cast.HOUSES if house.slug in options["slugs"]] or list(cast.HOUSES)
        if len(houses) > 1:
            self._side_by_side(houses)
        else:
            self._live(houses[0])

    def _live(self, house: House) -> None:
        began = time.monotonic()
        gc.freeze()
        gc.disable()  # a process that ends in a minute need not look for what it could give back
        if filling.live(house, at=clock.now(), year=import_string(settings.DEMO_YEAR)):
            self.stdout.write(f"{house.name}: a year in {time.monotonic() - began:.0f} s")
        else:
            self.stdout.write(f"{house.name}: had its year")

    def _side_by_side(self, houses: Sequence[House]) -> None:
        """A year takes the better part of a minute: each organisation gets a process of its own."""
        command = [sys.executable, sys.argv[0], "demo_year", "--skip-checks"]
        running = [(house, subprocess.Popen([*command, house.slug])) for house in houses]
        failed = [house.name for house, process in running if process.wait() != 0]
        if failed:
            raise CommandError(f"{' and '.join(failed)} could not live its year; what went wrong is above.")
