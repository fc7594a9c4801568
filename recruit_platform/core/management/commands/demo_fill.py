"""Fill the demo organisations, once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from recruit_platform.core import clock
from recruit_platform.core.demo import cast, filling


class Command(BaseCommand):
    help = "Fill the demo organisations. What is there already stays as it is. Refuses outside the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("demo_fill works with RECRUIT_MODE=demo only: it makes people with a known password.")
        for house in cast.HOUSES:
            made = filling.fill(house, at=clock.now())
            self.stdout.write(f"{house.name}: {'filled' if made else 'already there'}")
