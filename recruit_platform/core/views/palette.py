"""What the command palette can jump to: the pages and actions that this member may use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from recruit_platform.core.accounts import selectors as accounts
from recruit_platform.core.organisations import selectors
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can, may
from recruit_platform.core.ui import navigation


@dataclass(frozen=True)
class Entry:
    group: str
    label: str
    url: str
    icon: str
    hint: str = ""


_ACTIONS: Sequence[tuple[Promise, str, str, Can]] = (
    (gettext_lazy("Iemand uitnodigen"), "invite", "user-plus", Can.MANAGE_TEAM),
    (gettext_lazy("Team"), "team", "users", Can.MANAGE_TEAM),
    (gettext_lazy("Huisstijl veranderen"), "settings_style", "photo", Can.MANAGE_SETTINGS),
    (gettext_lazy("Vrije dag toevoegen"), "settings_days_off", "calendar-event", Can.MANAGE_SETTINGS),
    (gettext_lazy("Veiligheid"), "settings_security", "lock", Can.MANAGE_SETTINGS),
    (gettext_lazy("API-sleutels"), "api_keys", "key", Can.MANAGE_API_KEYS),
    (gettext_lazy("Verstuurde mail"), "mails", "mail", Can.SEE_MAIL),
    (gettext_lazy("Taken op de achtergrond"), "jobs", "refresh", Can.SEE_JOBS),
)


@member(Can.SEE_DASHBOARD)
@require_safe
def palette(request: OrganisationRequest) -> HttpResponse:
    """Answer with ready entries; the browser only filters them. Four statements at most."""
    entries = [*_pages(request), *_actions(request), *_own(request), *_members(request)]
    return JsonResponse({"entries": [asdict(entry) for entry in entries]})


def _pages(request: OrganisationRequest) -> Iterator[Entry]:
    places = (*navigation.PLACES, *navigation.MENU)
    for item in navigation.items(
        places, membership=request.membership, slug=request.organisation.slug, path=request.path
    ):
        yield Entry(_("Pagina's"), str(item.label), item.url, item.icon, f"g {item.key}" if item.key else "")


def _actions(request: OrganisationRequest) -> Iterator[Entry]:
    for label, name, icon, can in _ACTIONS:
        if may(request.membership, can):
            yield Entry(_("Doen"), str(label), reverse(name, args=[request.organisation.slug]), icon)


def _own(request: OrganisationRequest) -> Iterator[Entry]:
    yield Entry(_("Van jou"), _("Je profiel"), reverse("profile"), "user")
    yield Entry(_("Van jou"), _("Wachtwoord en tweede stap"), reverse("mfa_index"), "lock")
    for other in accounts.organisations(request.user):
        if other.pk != request.organisation.pk:
            label = _("Naar %(name)s") % {"name": other.name}
            yield Entry(_("Van jou"), label, reverse("dashboard", args=[other.slug]), "switch-horizontal")


def _members(request: OrganisationRequest) -> Iterator[Entry]:
    if not may(request.membership, Can.MANAGE_TEAM):
        return
    there = reverse("team", args=[request.organisation.slug])
    for one in selectors.members():
        yield Entry(_("Team"), one.user.name, f"{there}#lid-{one.public_id}", "user", one.get_role_display())
