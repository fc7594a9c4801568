"""The count beside "Nabellen": promises that are broken now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from recruit_platform.core import clock
from recruit_platform.core.models import Membership
from recruit_platform.core.ui import navigation
from talentpool.selectors import call_list


def late_calls(_membership: Membership) -> navigation.Badge | None:
    count = call_list.overdue_count(at=clock.now())
    return navigation.Badge(count=count, says=_("te laat")) if count else None


navigation.count_with("calls", late_calls)
