"""The base of commands that work for one organisation, or for each in turn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recruit_platform.core import tenancy
from recruit_platform.core.models import Organisation


class OrganisationCommand(BaseCommand):
    """A command with ``--organisation SLUG`` or ``--all``; ``handle_organisation`` runs once per organisation, each in its scope.

    Every organisation is a transaction of its own: what succeeded stays when a later one fails.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        chosen = parser.add_mutually_exclusive_group(required=True)
        chosen.add_argument(
            "--organisation", metavar="SLUG", help="The short name of the organisation, as in its address."
        )
        chosen.add_argument("--all", action="store_true", dest="every", help="Every organisation, one after the other.")

    def handle(self, *args: Any, organisation: str | None, every: bool, **options: Any) -> None:
        for found in self._chosen(organisation):
            with tenancy.scope(found.pk):
                self.handle_organisation(found, **options)

    def handle_organisation(self, organisation: Organisation, **options: Any) -> None:
        raise NotImplementedError

    def _chosen(self, slug: str | None) -> Iterator[Organisation]:
        if slug is None:
            yield from Organisation.objects.order_by("pk")
            return
        yield organisation_named(slug)


def organisation_named(slug: str) -> Organisation:
    """Return the organisation with this short name; raise CommandError with the known ones when there is none."""
    found = Organisation.objects.filter(slug=slug).first()  # the slug is unique
    if found is None:
        known = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True)[:20])
        raise CommandError(f"There is no organisation {slug!r}. Known: {known or 'none yet'}.")
    return found
