"""Texts with their versions."""

from __future__ import annotations

from collections.abc import Sequence as Several
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from automation.models import MailTemplate, TemplateKind, TemplateVersion


@dataclass(frozen=True)
class Listed:
    template: MailTemplate
    version: TemplateVersion


def every() -> list[Listed]:
    """Return all texts with their newest version: in use first, then by kind and name. Two statements."""
    templates = {one.pk: one for one in MailTemplate.objects.order_by("-is_active", "kind", "name", "pk")}
    newest = TemplateVersion.objects.filter(template=OuterRef("template")).order_by("-number").values("number")[:1]
    versions = {one.template_id: one for one in TemplateVersion.objects.filter(number=Subquery(newest))}
    return [Listed(template, versions[pk]) for pk, template in templates.items() if pk in versions]


def to_choose(kinds: Several[TemplateKind]) -> list[MailTemplate]:
    """Return the texts of some kinds that are not put aside, by name. One statement."""
    return list(MailTemplate.objects.filter(is_active=True, kind__in=kinds).order_by("name", "pk"))


def versions(template: MailTemplate, *, at_most: int = 20) -> list[TemplateVersion]:
    """Return the versions of a text, newest first. One statement."""
    rows = TemplateVersion.objects.filter(template=template).select_related("by__user")
    return list(rows.order_by("-number")[:at_most])
