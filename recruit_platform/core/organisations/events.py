"""What the log can say about an organisation, its people and its settings."""

from __future__ import annotations

from recruit_platform.core import log
from recruit_platform.core.models import Role

SETTINGS_FIELDS = (
    "name",
    "career_host",
    "time_zone",
    "region",
    "language",
    "english_on",
    "brand_colour",
    "font",
    "corner_radius",
    "logo_id",
    "mfa_required",
)

log.declare_subject("organisation", "membership", "invitation", "day_off", "person")

log.declare("organisation.created", subject="organisation")
log.declare("support.looked_in", subject="organisation", facts={"may_change": log.Flag()})
log.declare(
    "settings.changed",
    subject="organisation",
    facts={"fields": log.Several(log.OneOf(*SETTINGS_FIELDS)), "version": log.Whole(at_least=1)},
)
log.declare("day_off.added", subject="day_off", facts={"day": log.Day()})
log.declare("day_off.removed", subject="day_off", facts={"day": log.Day()})

log.declare("team.invited", subject="invitation", facts={"role": log.OneOf(Role)})
log.declare("team.invitation_resent", subject="invitation", facts={"role": log.OneOf(Role)})
log.declare("team.invitation_revoked", subject="invitation", facts={"role": log.OneOf(Role)})
log.declare("team.joined", subject="membership", facts={"role": log.OneOf(Role)})
log.declare("team.role_changed", subject="membership", facts={"before": log.OneOf(Role), "after": log.OneOf(Role)})
log.declare("team.deactivated", subject="membership")
log.declare("team.reactivated", subject="membership")
log.declare("team.vacancies_given", subject="membership", facts={"count": log.Whole(at_least=0)})

for _kind in (
    "person.signed_in",
    "person.password_changed",
    "person.password_reset",
    "person.email_changed",
    "person.second_step_added",
    "person.second_step_removed",
    "person.recovery_codes_made",
):
    log.declare(_kind, subject="person")
