"""Print who can log in to the demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from recruit_platform.core.demo import cast
from recruit_platform.core.models import Role


class Command(BaseCommand):
    help = "Print one login per role and organisation of the demo. Refuses outside the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("demo_logins works with RECRUIT_MODE=demo only.")
        for house in cast.HOUSES:
            for role in Role:
                person = next(one for one in house.people if one.role == role and not one.is_gone)
                self.stdout.write(f"{house.name:<24} {role.label:<15} {person.email:<40} {cast.PASSWORD}")
