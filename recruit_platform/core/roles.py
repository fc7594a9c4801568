"""Who may do what: permissions as predicates on a membership (django-rules), and each role in a sentence."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import rules
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import Membership, Role


class Can(StrEnum):
    SEE_DASHBOARD = "dashboard.see"
    SEE_CAMPAIGNS = "campaigns.see"
    MANAGE_CAMPAIGNS = "campaigns.manage"
    SEE_CALENDAR = "calendar.see"
    SEE_POOL = "pool.see"
    SEE_CALLS = "calls.see"
    MANAGE_CANDIDATES = "candidates.manage"
    MANAGE_CAREER_SITE = "career_site.manage"
    SEE_AUTOMATION = "automation.see"
    MANAGE_AUTOMATION = "automation.manage"
    SEE_INSIGHT = "insight.see"
    SHARE_NUMBERS = "numbers.share"
    SEE_MAIL = "mail.see"
    SEE_JOBS = "jobs.see"
    SEE_AUDIT = "audit.see"
    SEE_STYLE = "style.see"
    MANAGE_VACANCIES = "vacancies.manage"
    MANAGE_OUTFLOW = "outflow.manage"
    MANAGE_SETTINGS = "settings.manage"
    MANAGE_TEAM = "team.manage"
    MANAGE_API_KEYS = "api_keys.manage"


EVERYONE = frozenset(Role)
_OFFICE = frozenset({Role.ADMIN, Role.RECRUITER, Role.MARKETEER})

GRANTS: dict[Can, frozenset[Role]] = {
    Can.SEE_DASHBOARD: EVERYONE,
    Can.SEE_CAMPAIGNS: _OFFICE | {Role.DIRECTOR},
    Can.MANAGE_CAMPAIGNS: frozenset({Role.ADMIN, Role.MARKETEER}),
    Can.SEE_CALENDAR: EVERYONE,
    Can.SEE_POOL: frozenset({Role.ADMIN, Role.RECRUITER, Role.HIRING_MANAGER}),
    Can.SEE_CALLS: frozenset({Role.ADMIN, Role.RECRUITER}),
    Can.MANAGE_CANDIDATES: frozenset({Role.ADMIN, Role.RECRUITER}),
    Can.MANAGE_CAREER_SITE: frozenset({Role.ADMIN, Role.RECRUITER}),
    Can.SEE_AUTOMATION: _OFFICE,
    Can.MANAGE_AUTOMATION: frozenset({Role.ADMIN, Role.RECRUITER}),
    Can.SHARE_NUMBERS: _OFFICE | {Role.DIRECTOR},
    Can.SEE_INSIGHT: _OFFICE | {Role.DIRECTOR},
    Can.SEE_MAIL: frozenset({Role.ADMIN, Role.RECRUITER}),  # mails carry candidates' names
    Can.SEE_JOBS: _OFFICE | {Role.DIRECTOR},
    Can.SEE_AUDIT: frozenset({Role.ADMIN, Role.DIRECTOR}),
    Can.SEE_STYLE: EVERYONE,
    Can.MANAGE_VACANCIES: frozenset({Role.ADMIN, Role.RECRUITER}),
    Can.MANAGE_OUTFLOW: _OFFICE,
    Can.MANAGE_SETTINGS: frozenset({Role.ADMIN}),
    Can.MANAGE_TEAM: frozenset({Role.ADMIN}),
    Can.MANAGE_API_KEYS: frozenset({Role.ADMIN}),
}

IN_A_SENTENCE: dict[Role, Promise] = {
    Role.ADMIN: _("Regelt de organisatie: mensen, instellingen en eisen. Ziet en mag alles."),
    Role.RECRUITER: _("Werkt met kandidaten: bellen, uitnodigen, beoordelen. Ziet campagnes en cijfers."),
    Role.MARKETEER: _("Maakt campagnes en bewaakt het budget. Ziet cijfers, geen kandidaten bij naam."),
    Role.HIRING_MANAGER: _("Ziet de eigen vacatures: loopt het op schema, en wie wacht op mij?"),
    Role.DIRECTOR: _("Ziet de cijfers van de hele organisatie, zonder namen van kandidaten."),
}


def _has_role(roles: frozenset[Role]) -> Any:
    @rules.predicate(f"is one of {', '.join(sorted(roles))}")
    def check(membership: Membership) -> bool:
        return membership.is_active and membership.role in roles

    return check


for _can, _roles in GRANTS.items():
    rules.set_perm(_can, _has_role(_roles))


def may(membership: Membership, can: Can, subject: object | None = None) -> bool:
    """Tell whether a membership has a permission, for a subject where the permission asks for one."""
    return bool(rules.has_perm(can, membership, subject))
