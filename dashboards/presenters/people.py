"""People on dashboards: with their names for those who may see them, else by reference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.presenters import words
from talentpool.models import Application, CallBack
from talentpool.presenters import pool


@dataclass(frozen=True)
class CallLine:
    id: str
    name: str
    about: str
    late: str
    tried: str
    phone: str
    url: str


def call_lines(found: Iterable[CallBack], *, at: datetime, slug: str) -> list[CallLine]:
    return [
        CallLine(
            id=str(one.public_id),
            name=name_of(one.application, sees_names=True),
            about=about(one.application),
            late=words.late_by(one.due_at, at=at),
            tried=ngettext("%(n)s keer geprobeerd", "%(n)s keer geprobeerd", one.attempts) % {"n": one.attempts}
            if one.attempts
            else _("nog niet geprobeerd"),
            phone=one.application.candidate.phone_key or one.application.candidate.phone,
            url=candidate_url(one.application, slug=slug),
        )
        for one in found
    ]


def name_of(application: Application, *, sees_names: bool) -> str:
    return pool.name_of(application.candidate) if sees_names else application.reference


def about(application: Application) -> str:
    return application.vacancy.title if application.vacancy is not None else _("open sollicitatie")


def candidate_url(application: Application, *, slug: str) -> str:
    return reverse("candidate", args=[slug, application.candidate.public_id])
