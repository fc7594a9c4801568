"""What the log can say about profiles, vacancies, outflow, feeds and calendar links."""

from __future__ import annotations

from calendar_app.models import ClosedBecause, FeedKind, OutflowKind
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

log.declare_subject("profile", "vacancy", "feed_source", "feed_run", "calendar_link")

log.declare("profile.created", subject="profile")
log.declare("profile.changed", subject="profile")
log.declare("profile.retired", subject="profile")
log.declare("profile.taken_up", subject="profile")

log.declare("vacancy.created", subject="vacancy")
log.declare(
    "vacancy.changed",
    subject="vacancy",
    facts={"fields": log.Several(log.OneOf(*FIELDS, "facts")), "version": log.Whole(at_least=1)},
)
log.declare("vacancy.published", subject="vacancy", facts={"opens_on": log.Day()})
log.declare("vacancy.opened", subject="vacancy")
log.declare("vacancy.closed", subject="vacancy", facts={"because": log.OneOf(ClosedBecause)})
log.declare("vacancy.managers_set", subject="vacancy", facts={"count": log.Whole(at_least=0)})

log.declare(
    "outflow.recorded", subject="profile", facts={"kind": log.OneOf(OutflowKind), "months": log.Whole(at_least=1)}
)

log.declare("feed.previewed", subject="feed_run", facts={"kind": log.OneOf(FeedKind), "rows": log.Whole(at_least=0)})
log.declare(
    "feed.applied",
    subject="feed_run",
    facts={"added": log.Whole(at_least=0), "changed": log.Whole(at_least=0), "gone": log.Whole(at_least=0)},
)
log.declare("feed.undone", subject="feed_run")
log.declare("feed.discarded", subject="feed_run")

log.declare("calendar_link.made", subject="calendar_link")
log.declare("calendar_link.revoked", subject="calendar_link")
