"""Texts of mails: made, given a next version, put aside, and sent to oneself as a test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from automation import letters, placeholders
from automation.addressees import Addressee
from automation.models import FirstReply, MailTemplate, Sequence, Step, TemplateKind, TemplateVersion
from recruit_platform.core import log, outbox
from recruit_platform.core.models import Membership, OutboxMessage
from recruit_platform.core.refusals import Refusal
from recruit_platform.lib import text


@dataclass(frozen=True)
class Texts:
    """What a version says; English may be left empty, then everybody gets the Dutch words."""

    subject_nl: str
    body_nl: str
    subject_en: str = ""
    body_en: str = ""

    def cleaned(self) -> Texts:
        return Texts(
            subject_nl=text.clean_line(self.subject_nl),
            body_nl=text.clean(self.body_nl).strip(),
            subject_en=text.clean_line(self.subject_en),
            body_en=text.clean(self.body_en).strip(),
        )


class NameTaken(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Er is al een tekst met deze naam."))


class HalfEnglish(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Vul onderwerp en tekst allebei in het Engels in, of laat ze allebei leeg."))


class StillUsed(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Deze tekst wordt nog gebruikt. Kies daar eerst een andere."))


class ChangedMeanwhile(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Een collega heeft deze tekst net veranderd. Kijk eerst naar de nieuwste versie."))


@transaction.atomic
def create(*, name: str, kind: TemplateKind, texts: Texts, by: Membership | None, at: datetime) -> MailTemplate:
    """Make a text with its first version. Raises NameTaken, HalfEnglish, UnknownPlaceholder."""
    checked = _checked(texts)
    try:
        with transaction.atomic():
            template = MailTemplate.objects.create(name=text.clean_line(name), kind=kind, created_at=at)
    except IntegrityError as taken:
        raise NameTaken from taken
    version = _add_version(template, number=1, texts=checked, by=by, at=at)
    _log("template.made", template, version=version.number, by=by, at=at)
    return template


@transaction.atomic
def change(
    template: MailTemplate, *, name: str, texts: Texts, seen_version: int, by: Membership, at: datetime
) -> TemplateVersion:
    """Rename, and give the text its next version when the words differ; mails sent before keep theirs.

    ``seen_version`` is the one that was on the screen. Raises ChangedMeanwhile, NameTaken, HalfEnglish, UnknownPlaceholder.
    """
    checked = _checked(texts)
    newest = latest(MailTemplate.objects.select_for_update().get(pk=template.pk))
    if newest.number != seen_version:
        raise ChangedMeanwhile
    _rename(template, name=text.clean_line(name))
    if checked == texts_of(newest):
        return newest
    version = _add_version(template, number=newest.number + 1, texts=checked, by=by, at=at)
    _log("template.changed", template, version=version.number, by=by, at=at)
    return version


@transaction.atomic
def put_aside(template: MailTemplate, *, by: Membership, at: datetime) -> None:
    """Take a text off the lists to choose from; what was sent with it stays. Raises StillUsed."""
    if is_used(template):
        raise StillUsed
    if MailTemplate.objects.filter(pk=template.pk, is_active=True).update(is_active=False):
        _log("template.put_aside", template, version=latest(template).number, by=by, at=at)


@transaction.atomic
def take_back(template: MailTemplate, *, by: Membership, at: datetime) -> None:
    """Put a text back on the lists."""
    if MailTemplate.objects.filter(pk=template.pk, is_active=False).update(is_active=True):
        _log("template.taken_back", template, version=latest(template).number, by=by, at=at)


def test_to_myself(texts: Texts, addressee: Addressee, *, language: str, by: Membership, at: datetime) -> OutboxMessage:
    """Send the words, saved or not, filled in for ``addressee``, to the colleague who asks. Raises UnknownPlaceholder.

    The links in it lead nowhere: they belong to the candidate.
    """
    checked = _checked(texts)
    letter = letters.compose(words_in(checked, language=language), addressee, can_unsubscribe=False)
    return outbox.put(
        key=f"template_test:{by.public_id}:{at.timestamp()}",
        purpose="template.test",
        to=by.user.email,
        to_name=by.user.name,
        subject=_("[Proef] %(subject)s") % {"subject": letter.subject},
        text=letter.text,
        html=letter.html,
        at=at,
    )


def latest(template: MailTemplate) -> TemplateVersion:
    """Return the version that counts. One statement along (organisation, template, number)."""
    return TemplateVersion.objects.filter(template=template).order_by("-number")[0]


def texts_of(version: TemplateVersion) -> Texts:
    return Texts(version.subject_nl, version.body_nl, version.subject_en, version.body_en)


def words_in(texts: Texts, *, language: str) -> letters.Words:
    """Return the words in a language; Dutch where the English is missing."""
    if language == "en" and texts.body_en:
        return letters.Words(texts.subject_en, texts.body_en, "en")
    return letters.Words(texts.subject_nl, texts.body_nl, "nl")


def is_used(template: MailTemplate) -> bool:
    """Tell whether a first reply or a step names this text. Two statements."""
    return FirstReply.objects.filter(template=template).exists() or Step.objects.filter(template=template).exists()


def used_by(template: MailTemplate) -> list[Sequence]:
    """Return the sequences with a step that sends this text. One statement."""
    steps = Step.objects.filter(template=template).values("sequence_id")
    return list(Sequence.objects.filter(pk__in=steps).order_by("name", "pk"))


def _checked(texts: Texts) -> Texts:
    cleaned = texts.cleaned()
    if bool(cleaned.subject_en) != bool(cleaned.body_en):
        raise HalfEnglish
    placeholders.check(cleaned.subject_nl, cleaned.body_nl, cleaned.subject_en, cleaned.body_en)
    return cleaned


def _rename(template: MailTemplate, *, name: str) -> None:
    if template.name == name:
        return
    template.name = name
    try:
        with transaction.atomic():
            template.save(update_fields=["name"])
    except IntegrityError as taken:
        raise NameTaken from taken


def _add_version(
    template: MailTemplate, *, number: int, texts: Texts, by: Membership | None, at: datetime
) -> TemplateVersion:
    return TemplateVersion.objects.create(
        template=template,
        number=number,
        subject_nl=texts.subject_nl,
        body_nl=texts.body_nl,
        subject_en=texts.subject_en,
        body_en=texts.body_en,
        by=by,
        at=at,
    )


def _log(kind: str, template: MailTemplate, *, version: int, by: Membership | None, at: datetime) -> None:
    actor = log.Actor.user(by.user_id) if by is not None else log.Actor.system()
    log.append(kind, subject=log.Subject("template", template.pk), actor=actor, at=at, data={"version": version})
