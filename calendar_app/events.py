"""What the log can say about profiles, vacancies, outflow, feeds and calendar links."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from calendar_app.models import ClosedBecause, FeedKind, FeedRun, FeedSource, JobProfile, OutflowKind, Vacancy
from recruit_platform.core import log

FIELDS = (
    "profile",
    "recruiter",
    "reference",
    "title",
    "department",
    "summary",
    "description",
    "opens_on",
    "closes_on",
    "start_by_on",
    "positions",
    "salary_min_minor",
    "salary_max_minor",
    "salary_currency",
    "salary_period",
    "salary_scale",
    "salary_left_out_because",
    "week_minutes_min",
    "week_minutes_max",
    "street",
    "postcode",
    "city",
    "province",
    "contract",
    "starts_on",
    "remote",
    "company_car",
)

log.declare_subject("profile", names=log.named_by(JobProfile, "name"))
log.declare_subject("vacancy", names=log.named_by(Vacancy, "title"))
log.declare_subject("feed_source", names=log.named_by(FeedSource, "name"))
log.declare_subject("feed_run", names=log.named_by(FeedRun, "source__name"))
log.declare_subject("calendar_link")

log.declare("profile.created", _("Profiel gemaakt"), subject="profile")
log.declare("profile.changed", _("Profiel veranderd"), subject="profile")
log.declare("profile.retired", _("Profiel uit gebruik genomen"), subject="profile")
log.declare("profile.taken_up", _("Profiel weer in gebruik genomen"), subject="profile")

log.declare("vacancy.created", _("Vacature gemaakt"), subject="vacancy")
log.declare(
    "vacancy.changed",
    _("Vacature veranderd"),
    subject="vacancy",
    facts={"fields": log.Several(log.OneOf(*FIELDS, "facts")), "version": log.Whole(at_least=1)},
)
log.declare("vacancy.published", _("Vacature gepubliceerd"), subject="vacancy", facts={"opens_on": log.Day()})
log.declare("vacancy.opened", _("Vacature opengegaan"), subject="vacancy")
log.declare("vacancy.closed", _("Vacature gesloten"), subject="vacancy", facts={"because": log.OneOf(ClosedBecause)})
log.declare(
    "vacancy.managers_set",
    _("Hiring managers van vacature gekozen"),
    subject="vacancy",
    facts={"count": log.Whole(at_least=0)},
)

log.declare(
    "outflow.recorded",
    _("Uitstroom ingevuld"),
    subject="profile",
    facts={"kind": log.OneOf(OutflowKind), "months": log.Whole(at_least=1)},
)

log.declare(
    "feed.previewed",
    _("Vacaturefeed bekeken"),
    subject="feed_run",
    facts={"kind": log.OneOf(FeedKind), "rows": log.Whole(at_least=0)},
)
log.declare(
    "feed.applied",
    _("Vacaturefeed ingelezen"),
    subject="feed_run",
    facts={"added": log.Whole(at_least=0), "changed": log.Whole(at_least=0), "gone": log.Whole(at_least=0)},
)
log.declare("feed.undone", _("Inlezen van feed ongedaan gemaakt"), subject="feed_run")
log.declare("feed.discarded", _("Vacaturefeed weggelegd"), subject="feed_run")

log.declare("calendar_link.made", _("Agendalink gemaakt"), subject="calendar_link")
log.declare("calendar_link.revoked", _("Agendalink ingetrokken"), subject="calendar_link")
