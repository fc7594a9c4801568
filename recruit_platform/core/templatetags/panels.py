"""``{% load panels %}{% live_panel "mails-sent" %}``: a live panel inside a page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from recruit_platform.core.poll import demo_year, mails_sent, panels  # noqa: F401  registers the panels
from recruit_platform.core.roles import may

register = template.Library()


@register.simple_tag(takes_context=True)
def live_panel(context: dict[str, Any], name: str, choice: str = "") -> SafeString:
    """The panel (of a period, or what else it lets one choose), or nothing for a reader who may not see it."""
    request = context["request"]
    panel = panels.get(name)
    return panels.embedded(panel, request, choice=choice) if may(request.membership, panel.can) else SafeString("")
