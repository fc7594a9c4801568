"""Every address of the product, with values for its parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from automation.models import Enrolment, MailTemplate, Sequence
from calendar_app.models import CalendarLink, FeedRun, JobProfile, Vacancy
from campaigns.models import (
    Campaign,
    CampaignChannel,
    ChannelAccount,
    ExchangeRate,
    HandSetting,
    Proposal,
    ReportFile,
    TrackedLink,
)
from dashboards.models import ShareLink
from recruit_platform.core import tenancy
from recruit_platform.core.models import (
    ApiKey,
    DayOff,
    Invitation,
    LongJob,
    MailboxMessage,
    Membership,
    OutboxMessage,
    StoredFile,
)
from talentpool.models import Application, CallBack, Candidate, CandidateDocument, Interview, Stage
from tests.support.builders import World


@dataclass(frozen=True)
class Address:
    name: str
    pattern: str
    callback: Callable[..., Any]
    parameters: tuple[str, ...]

    @property
    def policy(self) -> Any:
        return getattr(self.callback, "policy", None)


def every(urlconf: str | None = None) -> list[Address]:
    return list(_walk(get_resolver(urlconf).url_patterns, "", ()))


def of_members() -> list[Address]:
    return [address for address in every() if address.pattern.startswith("o/<slug:organisation>/")]


def _walk(patterns: Any, prefix: str, parameters: tuple[str, ...]) -> Iterator[Address]:
    for one in patterns:
        names = (*parameters, *one.pattern.converters, *getattr(one.pattern, "regex", _NOTHING).groupindex)
        names = tuple(dict.fromkeys(names))
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, prefix + str(one.pattern), names)
        elif isinstance(one, URLPattern):
            yield Address(one.name or "", prefix + str(one.pattern), one.callback, names)


class _Nothing:
    groupindex: dict[str, int] = {}


_NOTHING = _Nothing()


def _newest(model: Any) -> Callable[[], str]:
    return lambda: str(model.objects.order_by("-pk").first().public_id)


# What stands in an address besides the organisation. A new parameter needs a line here, or the walk fails.
_VALUES: dict[tuple[str, str], Callable[[], str]] = {
    ("file_download", "public_id"): _newest(StoredFile),
    ("career_logo", "logo"): _newest(StoredFile),
    ("mail", "message"): _newest(OutboxMessage),
    ("mail_was_sent", "message"): _newest(OutboxMessage),
    ("mail_send_again", "message"): _newest(OutboxMessage),
    ("mailbox_message", "message"): _newest(MailboxMessage),
    ("mailbox_body", "message"): _newest(MailboxMessage),
    ("revoke_api_key", "key"): _newest(ApiKey),
    ("cancel_job", "job"): _newest(LongJob),
    ("remove_day_off", "day"): lambda: str(DayOff.objects.order_by("-pk").first().day),
    ("resend_invitation", "invitation"): _newest(Invitation),
    ("revoke_invitation", "invitation"): _newest(Invitation),
    ("change_role", "membership"): lambda: str(Membership.objects.get(role="recruiter").public_id),
    ("deactivate", "membership"): lambda: str(Membership.objects.get(role="recruiter").public_id),
    ("profile_edit", "profile"): _newest(JobProfile),
    ("profile_retire", "profile"): _newest(JobProfile),
    ("profile_take_up", "profile"): _newest(JobProfile),
    ("calendar_link_revoke", "link"): _newest(CalendarLink),
    ("calendar_feed", "token"): lambda: "een-geheim-dat-niemand-kent",
    ("feed_run", "run"): _newest(FeedRun),
    ("feed_apply", "run"): _newest(FeedRun),
    ("feed_discard", "run"): _newest(FeedRun),
    ("feed_undo", "run"): _newest(FeedRun),
    **{
        (f"campaign{step}", "campaign"): _newest(Campaign)
        for step in (
            "",
            *("_ledger", "_edit", "_start", "_pause", "_resume", "_end", "_autonomy", "_budget", "_budget_back"),
        )
    },
    ("campaign_budget_back", "minor"): lambda: "90000",
    **{(f"proposal_{step}", "proposal"): _newest(Proposal) for step in ("accept", "decline", "take_back")},
    **{(f"campaign_account{step}", "account"): _newest(ChannelAccount) for step in ("", "_retire", "_take_up")},
    ("campaign_rate_remove", "rate"): _newest(ExchangeRate),
    ("campaign_hand_set", "channel"): _newest(CampaignChannel),
    ("campaign_hand_take_back", "setting"): _newest(HandSetting),
    **{(f"campaign_link{step}", "link"): _newest(TrackedLink) for step in ("", "_qr", "_off", "_on")},
    **{
        (f"campaign_report{step}", "report"): _newest(ReportFile)
        for step in ("", "_choose", "_apply", "_undo", "_discard")
    },
    ("vacancy", "vacancy"): _newest(Vacancy),
    ("vacancy_edit", "vacancy"): _newest(Vacancy),
    ("vacancy_publish", "vacancy"): _newest(Vacancy),
    ("vacancy_close", "vacancy"): _newest(Vacancy),
    ("vacancy_managers", "vacancy"): _newest(Vacancy),
    **{
        (name, "candidate"): _newest(Candidate)
        for name in (
            "candidate",
            "edit_candidate",
            "erase_candidate",
            "add_note",
            "log_call",
            "record_reply",
            "add_document",
            "merge",
            "undo_merge",
            "opt_out",
        )
    },
    **{
        (name, "application"): _newest(Application)
        for name in (
            "move_application",
            "undo_move",
            "end_application",
            "resume_application",
            "judge_application",
            "offer_interview",
        )
    },
    ("undo_move", "version"): lambda: "1",
    ("edit_stage", "stage"): _newest(Stage),
    ("switch_off_stage", "stage"): _newest(Stage),
    ("open_document", "document"): _newest(CandidateDocument),
    ("end_interview", "interview"): _newest(Interview),
    **{(name, "call_back"): _newest(CallBack) for name in ("call_outcome", "call_wait", "call_take")},
    ("first_reply_default", "vacancy"): _newest(Vacancy),
    **{(name, "template"): _newest(MailTemplate) for name in ("template", "template_put_aside", "template_take_back")},
    **{(name, "sequence"): _newest(Sequence) for name in ("sequence", "sequence_on", "sequence_off")},
    ("enrolment_stop", "enrolment"): _newest(Enrolment),
    ("number_rows", "what"): lambda: "applied",
    ("share_link_revoke", "link"): _newest(ShareLink),
    ("shared_numbers", "token"): lambda: "een-geheim-dat-niemand-kent",
    ("reactivate", "membership"): lambda: str(Membership.objects.get(role="recruiter").public_id),
}


def path_in(world: World, address: Address, *, ids_of: World | None = None) -> str:
    """Return the path of an address in a world; ``ids_of`` takes the ids of things from another world."""
    with tenancy.scope((ids_of or world).id):
        values = {name: _VALUES[(address.name, name)]() for name in address.parameters if name != "organisation"}
    return reverse(address.name, kwargs={"organisation": world.slug, **values})


def has_ids(address: Address) -> bool:
    """A word of the product, such as what is counted, is no id: it means the same in every organisation."""
    return len(set(address.parameters) - {"what"}) > 1
