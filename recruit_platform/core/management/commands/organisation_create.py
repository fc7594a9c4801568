"""Make an organisation and invite its first admin: how a new installation is entered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from recruit_platform.core import clock, tenancy
from recruit_platform.core.models import Invitation, Membership, Role
from recruit_platform.core.organisations import directory, invitations
from recruit_platform.core.refusals import Refusal


class Command(BaseCommand):
    help = (
        "Make an organisation and invite its first admin by mail, as the plain role. While nobody has come in yet it can be "
        "repeated: the invitation is sent again, the link before it stops working. --link prints the link instead of mailing it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="Short name, as in the address: small letters, digits, hyphens.")
        parser.add_argument("--name", required=True, help="The name that people see.")
        parser.add_argument("--admin", required=True, metavar="EMAIL", help="Who is invited as the first admin.")
        parser.add_argument("--link", action="store_true", help="Print the one-time link; no mail goes out.")

    def handle(self, *args: Any, slug: str, name: str, admin: str, link: bool, **options: Any) -> None:
        try:
            self._make(slug, name=name, admin=admin.strip().lower(), link=link, at=clock.now())
        except ValidationError as problem:
            raise CommandError("; ".join(problem.messages)) from problem
        except Refusal as problem:
            raise CommandError(str(problem.words)) from problem

    @transaction.atomic
    def _make(self, slug: str, *, name: str, admin: str, link: bool, at: datetime) -> None:
        held = directory.by_slug(slug)
        organisation = held or directory.create(slug=slug, name=name, admin=None, at=at)
        with tenancy.scope(organisation.pk):
            if Membership.objects.exists():
                raise CommandError(f"{slug} exists and has people; its admin invites others on the page Team.")
            for mistyped in Invitation.objects.filter(accepted_at=None, revoked_at=None).exclude(email=admin):
                invitations.revoke(mistyped, by=None, at=at)
            invitation = invitations.send(email=admin, role=Role.ADMIN, by=None, at=at)
            told = (
                f"Whoever opens this within a week is its admin: {invitations.hand_out(invitation, at=at)}"
                if link
                else ""
            )
        self.stdout.write(f"{slug} {'was there already' if held else 'is made'}.")
        self.stdout.write(told or f"An invitation to {admin} is on its way.")
