"""The first days: what an admin sets up, each step done or open, read from the facts."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from recruit_platform.core.accounts import selectors as accounts
from recruit_platform.core.models import DayOff, Event, Invitation, Membership
from recruit_platform.core.policies import OrganisationRequest
from recruit_platform.core.roles import Can, may
from recruit_platform.core.ui.parts import Text


@dataclass(frozen=True)
class Todo:
    label: Text
    why: Text
    url: str
    done: bool


@dataclass(frozen=True)
class Checklist:
    todos: list[Todo]

    @property
    def done(self) -> int:
        return sum(todo.done for todo in self.todos)

    @property
    def is_complete(self) -> bool:
        return self.done == len(self.todos)


def first_run(request: OrganisationRequest) -> Checklist | None:
    """Return the checklist for an admin while something is open; None for others. Five statements, admins only."""
    if not may(request.membership, Can.MANAGE_SETTINGS):
        return None
    slug = request.organisation.slug
    touched = {name for fields in _changed_fields() for name in fields}
    todos = [
        Todo(
            label=_("Controleer naam en regio"),
            why=_("De regio bepaalt welke schoolvakanties meetellen."),
            url=reverse("settings_organisation", args=[slug]),
            done=bool(touched & {"name", "region", "time_zone", "language", "career_host"}),
        ),
        Todo(
            label=_("Zet je huisstijl"),
            why=_("Je werkbij-site en je mails krijgen jouw kleur en letter."),
            url=reverse("settings_style", args=[slug]),
            done=bool(touched & {"brand_colour", "font", "corner_radius", "logo_id"}),
        ),
        Todo(
            label=_("Nodig je collega's uit"),
            why=_("Iedere rol ziet precies wat nodig is."),
            url=reverse("team", args=[slug]),
            done=Invitation.objects.exists() or Membership.objects.count() > 1,
        ),
        Todo(
            label=_("Vul vrije dagen in"),
            why=_("Op die dagen staan de klokken stil: niemand belt te laat."),
            url=reverse("settings_days_off", args=[slug]),
            done=DayOff.objects.exists(),
        ),
        Todo(
            label=_("Zet een tweede stap op je account"),
            why=_("Een passkey of code-app: je wachtwoord alleen is te weinig."),
            url=reverse("mfa_index"),
            done=accounts.has_second_step(request.user),
        ),
    ]
    checklist = Checklist(todos)
    return None if checklist.is_complete else checklist


def _changed_fields() -> list[list[str]]:
    events = Event.objects.filter(kind="settings.changed").order_by("-id")[:100]
    return [event.data.get("fields", []) for event in events]
