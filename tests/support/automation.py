"""Texts, sequences and enrolments for tests, inside an organisation's scope."""

from __future__ import annotations

from datetime import datetime, time
from itertools import count
from typing import Any

from automation.models import Enrolment, MailTemplate, Sequence, SequenceKind, TemplateKind
from automation.services import enrolments, sequences, templates
from automation.services.sequences import Planned, Window
from automation.services.templates import Texts
from recruit_platform.core import clock
from recruit_platform.core.log import delivery
from recruit_platform.core.models import Membership
from talentpool.models import Application
from tests.support.builders import NOON
from tests.support.candidates import make_application

_numbers = count(1)


def some_texts(**texts: str) -> Texts:
    return Texts(**{"subject_nl": "Hoi {voornaam}", "body_nl": "Over {functie}.", **texts})


def make_template(
    name: str | None = None, *, kind: TemplateKind = TemplateKind.FOLLOW_UP, by: Membership | None = None, **texts: str
) -> MailTemplate:
    named = name or f"Tekst {next(_numbers)}"
    return templates.create(name=named, kind=kind, texts=some_texts(**texts), by=by, at=NOON)


def make_sequence(
    *waits: int, kind: SequenceKind = SequenceKind.AFTER_APPLYING, is_on: bool = True, **fields: Any
) -> Sequence:
    """A sequence with a step per wait (working days), mails between nine and five."""
    steps = [Planned(template=make_template(), wait_days=wait) for wait in waits]
    window = Window(opens=fields.pop("opens", time(9)), closes=fields.pop("closes", time(17)))
    name = fields.pop("name", None) or f"Reeks {next(_numbers)}"
    made = sequences.create(name=name, kind=kind, window=window, steps=steps, by=None, at=NOON)
    if is_on:
        sequences.switch_on(made, by=None, at=NOON)
        made.refresh_from_db()
    return made


def make_enrolment(application: Application | None = None, *, at: datetime = NOON) -> Enrolment:
    """Somebody who applied and is in the sequence that is on."""
    about = application or make_application(at=at)
    made = enrolments.begin(
        about.candidate, kind=SequenceKind.AFTER_APPLYING, application=about, since=about.submitted_at, at=at
    )
    assert made is not None, "no sequence is on, or this person should not get one"
    return made


def hear(organisation_id: int, *, at: datetime) -> None:
    """Let every subscriber of an organisation hear what happened until ``at``."""
    with clock.held(at):
        delivery.deliver(organisation_id)
