"""Mail that leaves: what waits, what is unsure, what went; and in the demo the mailbox in which all of it lands."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from recruit_platform.core import clock, log, outbox
from recruit_platform.core.models import MailboxMessage, MessageState, OutboxMessage
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.presenters import mail as presented
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can, may
from recruit_platform.core.views.keyset import page_of

_BODY_POLICY = {
    **dict.fromkeys(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]),  # None takes away what the pages of staff may
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "frame-ancestors": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@member(Can.SEE_MAIL)
@require_safe
def outbox_list(request: OrganisationRequest) -> HttpResponse:
    """List mails, newest first; the unsure ones stand on top until a person decided."""
    state = request.GET.get("state", "")
    found = OutboxMessage.objects.defer("text", "html").order_by("-id")
    if state in MessageState.values:
        found = found.filter(state=state)
    page = page_of(request, found)
    unsure = OutboxMessage.objects.defer("text", "html").filter(state=MessageState.UNSURE).order_by("-id")[:100]
    context = {
        "tabs": presented.state_tabs(request, current=state),
        "unsure": presented.lines(unsure),
        "lines": presented.lines(page.rows),
        "page": page,
        "is_filtered": state in MessageState.values,
        "has_mailbox": settings.MAIL_STAYS_HERE,
    }
    return render(request, "core/mails.html", context)


@member(Can.SEE_MAIL)
@require_safe
def outbox_message(request: OrganisationRequest, message: UUID) -> HttpResponse:
    found = get_object_or_404(OutboxMessage, public_id=message)
    mail = presented.detail(found)
    context = {"mail": mail, "facts": presented.facts(mail), "crumbs": presented.crumbs(request, "mails")}
    return render(request, "core/mail.html", context)


@member(Can.SEE_MAIL)
@require_POST
def was_sent(request: OrganisationRequest, message: UUID) -> HttpResponse:
    found = get_object_or_404(OutboxMessage, public_id=message)
    by = log.Actor.user(request.user)
    return _decide(
        request,
        lambda: outbox.was_sent(found, by=by, at=clock.now()),
        done=_("Genoteerd: deze mail is aangekomen."),
    )


@member(Can.SEE_MAIL)
@require_POST
def send_again(request: OrganisationRequest, message: UUID) -> HttpResponse:
    found = get_object_or_404(OutboxMessage, public_id=message)
    by = log.Actor.user(request.user)
    return _decide(
        request, lambda: outbox.send_again(found, by=by, at=clock.now()), done=_("De mail gaat opnieuw de deur uit.")
    )


@member(Can.SEE_MAIL)
@require_safe
def mailbox(request: OrganisationRequest) -> HttpResponse:
    """The demo's mailbox: mails as they would have arrived. Nothing leaves this machine."""
    _only_where_nothing_leaves()
    page = page_of(request, _readable(request).order_by("-id"))
    context = {
        "lines": presented.mailbox_lines(page.rows),
        "page": page,
        "account_mails": outbox.accounts.kept_for(request.user.email, at_most=20),
    }
    return render(request, "core/mailbox.html", context)


@member(Can.SEE_MAIL)
@require_safe
def mailbox_message(request: OrganisationRequest, message: UUID) -> HttpResponse:
    _only_where_nothing_leaves()
    found = get_object_or_404(_readable(request), public_id=message)
    mail = presented.opened(found)
    context = {"mail": mail, "facts": presented.headers(mail), "crumbs": presented.crumbs(request, "mailbox")}
    response = render(request, "core/mailbox_message.html", context)
    response._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]  # how django-csp is told per answer
    return response


@member(Can.SEE_MAIL)
@require_safe
def mailbox_body(request: OrganisationRequest, message: UUID) -> HttpResponse:
    """The HTML part alone, in a sandbox of its own: no scripts, no forms, no pictures from elsewhere."""
    _only_where_nothing_leaves()
    found = get_object_or_404(_readable(request), public_id=message)
    html = presented.html_of(found)
    if not html:
        raise Http404
    response = HttpResponse(html)
    response["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = _BODY_POLICY  # type: ignore[attr-defined]
    return response


def _readable(request: OrganisationRequest) -> QuerySet[MailboxMessage]:
    """A mail with a way in (an invitation, perhaps as an admin) is for those who decide who comes in."""
    found = MailboxMessage.objects.select_related("message")
    return found if may(request.membership, Can.MANAGE_TEAM) else found.filter(is_sealed=False)


def _decide(request: OrganisationRequest, act: Callable[[], object], *, done: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
    else:
        messages.success(request, done)
    return redirect("mails", organisation=request.organisation.slug)


def _only_where_nothing_leaves() -> None:
    if not settings.MAIL_STAYS_HERE:
        raise Http404
