"""The rules of automation as sentences that can be read aloud."""

from __future__ import annotations

from collections.abc import Sequence as Several
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from automation.models import FirstReply, SequenceKind
from automation.selectors.rules import Rule
from recruit_platform.core import ui
from recruit_platform.core.policies import OrganisationRequest


@dataclass(frozen=True)
class FirstReplyLine:
    """``vacancy_id`` is None for the choice that counts for all others."""

    about: str
    does: str
    token: str
    note: str
    status: ui.Status
    vacancy_id: UUID | None


@dataclass(frozen=True)
class SequenceLine:
    id: UUID
    name: str
    when: str
    then: Several[str]
    window: str
    lately: str
    active: str
    is_on: bool
    status: ui.Status


def tabs(request: OrganisationRequest, *, current: str) -> list[ui.Tab]:
    slug = request.organisation.slug
    named = [("automation", _("Regels")), ("first_replies", _("Eerste antwoord")), ("templates", _("Teksten"))]
    return [ui.Tab(label=label, url=reverse(name, args=[slug]), current=name == current) for name, label in named]


def first_reply_lines(choices: Several[FirstReply]) -> list[FirstReplyLine]:
    return [_first_reply(one, is_only_one=len(choices) == 1) for one in choices]


def sequence_lines(rules: Several[Rule]) -> list[SequenceLine]:
    return [sequence_line(one) for one in rules]


def sequence_line(rule: Rule) -> SequenceLine:
    sequence, effect = rule.sequence, rule.effect
    return SequenceLine(
        id=sequence.public_id,
        name=sequence.name,
        when=_WHEN[SequenceKind(sequence.kind)](),
        then=[
            wait_words(step.wait_days, is_first=step.position == 1) + f" ‘{step.template.name}’" for step in rule.steps
        ],
        window=_("op werkdagen tussen %(opens)s en %(closes)s")
        % {"opens": time_format(sequence.send_from, "H:i"), "closes": time_format(sequence.send_until, "H:i")},
        lately=", ".join(
            [
                ngettext("%(n)s mens erbij", "%(n)s mensen erbij", effect.started) % {"n": effect.started},
                ngettext("%(n)s mail verstuurd", "%(n)s mails verstuurd", effect.sent) % {"n": effect.sent},
                ngettext("%(n)s keer gestopt", "%(n)s keer gestopt", effect.stopped) % {"n": effect.stopped},
            ]
        ),
        active=ngettext("%(n)s mens zit erin", "%(n)s mensen zitten erin", effect.active) % {"n": effect.active},
        is_on=sequence.is_on,
        status=on_or_off(sequence.is_on),
    )


def on_or_off(is_on: bool) -> ui.Status:
    return ui.Status(tone=ui.Tone.OK, word=_("Aan")) if is_on else ui.Status(tone=ui.Tone.IDLE, word=_("Uit"))


def wait_words(days: int, *, is_first: bool) -> str:
    if days == 0:
        return _("meteen")
    if is_first:
        return ngettext("na %(n)s werkdag", "na %(n)s werkdagen", days) % {"n": days}
    return ngettext("%(n)s werkdag later", "%(n)s werkdagen later", days) % {"n": days}


def _first_reply(choice: FirstReply, *, is_only_one: bool) -> FirstReplyLine:
    others = _("alle vacatures") if is_only_one else _("alle andere vacatures")
    about = choice.vacancy.title if choice.vacancy is not None else others
    by = choice.changed_by.user.name if choice.changed_by is not None else _("zo begonnen")
    if choice.template is not None:
        does, token, note, tone = _("binnen een minuut"), f"‘{choice.template.name}’", "", ui.Tone.OK
        word = _("Aan")
    else:
        does, token, note, tone = _("niets automatisch"), "", choice.none_because, ui.Tone.IDLE
        word = _("Geen antwoord")
    return FirstReplyLine(
        about=about,
        does=does,
        token=token,
        note=f"{note} · {by}" if note else by,
        status=ui.Status(tone=tone, word=word),
        vacancy_id=choice.vacancy.public_id if choice.vacancy is not None else None,
    )


_WHEN = {
    SequenceKind.AFTER_APPLYING: lambda: _("solliciteert en nog niemand gesproken heeft"),
    SequenceKind.KEEP_WARM: lambda: _("toestemming geeft voor de talentpool"),
}
