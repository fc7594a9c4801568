"""What the log can say about an organisation, its people and its settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log
from recruit_platform.core.models import DayOff, Invitation, Membership, Role

from . import selectors

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

log.declare_subject("organisation")
log.declare_subject("membership", names=log.named_by(Membership, "user__name"))
log.declare_subject("invitation", names=log.named_by(Invitation, "email"))
log.declare_subject("day_off", names=log.named_by(DayOff, "name"))
log.declare_subject("person", names=selectors.names)

log.declare("organisation.created", _("Organisatie gemaakt"), subject="organisation")
log.declare("support.looked_in", _("Meegekeken van buiten"), subject="organisation", facts={"may_change": log.Flag()})
log.declare(
    "settings.changed",
    _("Instellingen veranderd"),
    subject="organisation",
    facts={"fields": log.Several(log.OneOf(*SETTINGS_FIELDS)), "version": log.Whole(at_least=1)},
)
log.declare("day_off.added", _("Vrije dag toegevoegd"), subject="day_off", facts={"day": log.Day()})
log.declare("day_off.removed", _("Vrije dag weggehaald"), subject="day_off", facts={"day": log.Day()})

log.declare("team.invited", _("Uitgenodigd"), subject="invitation", facts={"role": log.OneOf(Role)})
log.declare(
    "team.invitation_resent", _("Uitnodiging opnieuw verstuurd"), subject="invitation", facts={"role": log.OneOf(Role)}
)
log.declare(
    "team.invitation_revoked", _("Uitnodiging ingetrokken"), subject="invitation", facts={"role": log.OneOf(Role)}
)
log.declare("team.joined", _("Bij het team gekomen"), subject="membership", facts={"role": log.OneOf(Role)})
log.declare(
    "team.role_changed",
    _("Andere rol gekregen"),
    subject="membership",
    facts={"before": log.OneOf(Role), "after": log.OneOf(Role)},
)
log.declare("team.deactivated", _("Uitgezet"), subject="membership")
log.declare("team.reactivated", _("Weer aangezet"), subject="membership")
log.declare(
    "team.vacancies_given", _("Vacatures toegewezen"), subject="membership", facts={"count": log.Whole(at_least=0)}
)

log.declare("person.signed_in", _("Ingelogd"), subject="person")
log.declare("person.password_changed", _("Wachtwoord veranderd"), subject="person")
log.declare("person.password_reset", _("Wachtwoord opnieuw ingesteld"), subject="person")
log.declare("person.email_changed", _("E-mailadres veranderd"), subject="person")
log.declare("person.second_step_added", _("Tweede stap ingesteld"), subject="person")
log.declare("person.second_step_removed", _("Tweede stap weggehaald"), subject="person")
log.declare("person.recovery_codes_made", _("Herstelcodes gemaakt"), subject="person")
