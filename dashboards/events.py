"""What the log can say about sharing and digests; and the live panels, which every process must know to renew them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dashboards import panels  # noqa: F401  registers the panels and what they follow
from dashboards.models import DigestDay
from recruit_platform.core import log

log.declare_subject("share_link")
log.declare("share_link.made", _("Deellink gemaakt"), subject="share_link", facts={"days": log.Whole(at_least=1)})
log.declare("share_link.revoked", _("Deellink ingetrokken"), subject="share_link")
log.declare("digest.chosen", _("Weekmail gekozen"), subject="membership", facts={"day": log.OneOf(DigestDay)})
