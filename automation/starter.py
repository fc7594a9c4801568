"""Texts and sequences that are there from the first day, to be changed by the organisation."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from automation.models import FirstReply, MailTemplate, Sequence, SequenceKind, TemplateKind
from automation.services import first_replies, sequences, templates
from automation.services.sequences import Planned, Window
from automation.services.templates import Texts

OFFICE_HOURS = Window(opens=time(9), closes=time(17))

FIRST_REPLY = Texts(
    subject_nl="We hebben je sollicitatie: {functie}",
    body_nl="Hoi {voornaam},\n\n"
    "Dank je wel voor je sollicitatie bij {organisatie}: {functie}. Hij is goed aangekomen.\n\n"
    "We lezen je sollicitatie, en {recruiter} belt je binnen twee werkdagen. Je hoeft nu niets te doen.\n\n"
    "Wil je iets aanvullen, verbeteren of intrekken? Dat kan op je eigen pagina:\n\n"
    "{status_link}\n\n"
    "Groet,\n{recruiter}\n{organisatie}",
    subject_en="We have your application: {functie}",
    body_en="Hi {voornaam},\n\n"
    "Thank you for applying at {organisatie}: {functie}. Your application has arrived safely.\n\n"
    "We will read it, and {recruiter} will call you within two working days. There is nothing you need to do now.\n\n"
    "Would you like to add, correct or withdraw something? You can do that on your own page:\n\n"
    "{status_link}\n\n"
    "Kind regards,\n{recruiter}\n{organisatie}",
)
NOT_REACHED = Texts(
    subject_nl="Wanneer kunnen we je bellen over {functie}?",
    body_nl="Hoi {voornaam},\n\n"
    "We willen graag met je praten over je sollicitatie ({functie}), maar we hebben elkaar nog niet gesproken.\n\n"
    "Antwoord op deze mail met een moment dat jou past. Dan bellen we je.\n\n"
    "Groet,\n{recruiter}",
    subject_en="When can we call you about {functie}?",
    body_en="Hi {voornaam},\n\n"
    "We would like to talk about your application ({functie}), but we have not spoken yet.\n\n"
    "Reply to this mail with a time that suits you, and we will call you.\n\n"
    "Kind regards,\n{recruiter}",
)
STILL_INTERESTED = Texts(
    subject_nl="Heb je nog zin in {functie}?",
    body_nl="Hoi {voornaam},\n\n"
    "Een tijdje geleden solliciteerde je bij {organisatie}: {functie}. Heb je nog interesse?\n\n"
    "Antwoord gerust met één woord: ja, nee of later. Op je eigen pagina kun je je sollicitatie ook intrekken:\n\n"
    "{status_link}\n\n"
    "Groet,\n{recruiter}",
    subject_en="Are you still interested in {functie}?",
    body_en="Hi {voornaam},\n\n"
    "A while ago you applied at {organisatie}: {functie}. Are you still interested?\n\n"
    "One word is enough: yes, no or later. On your own page you can also withdraw your application:\n\n"
    "{status_link}\n\n"
    "Kind regards,\n{recruiter}",
)
HOW_ARE_YOU = Texts(
    subject_nl="Hoe staat het met je plannen, {voornaam}?",
    body_nl="Hoi {voornaam},\n\n"
    "Je staat in de talentpool van {organisatie}. Is er iets veranderd: waar je wilt werken, wanneer je kunt beginnen?\n\n"
    "Antwoord op deze mail, dan denken we met je mee. Is er niets veranderd, dan hoef je niets te doen.\n\n"
    "Groet,\n{organisatie}",
    subject_en="How are your plans, {voornaam}?",
    body_en="Hi {voornaam},\n\n"
    "You are in the talent pool of {organisatie}. Has anything changed: where you want to work, when you could start?\n\n"
    "Reply to this mail and we will think along with you. If nothing has changed, there is nothing you need to do.\n\n"
    "Kind regards,\n{organisatie}",
)
COME_AND_LOOK = Texts(
    subject_nl="Kom eens kijken bij {organisatie}",
    body_nl="Hoi {voornaam},\n\n"
    "Een dag meelopen zegt meer dan een vacaturetekst. Bij {organisatie} kan dat, zonder dat je ergens aan vastzit.\n\n"
    "Antwoord op deze mail met een dag die jou past, dan regelen wij de rest.\n\n"
    "Groet,\n{organisatie}",
    subject_en="Come and have a look at {organisatie}",
    body_en="Hi {voornaam},\n\n"
    "A day with a team tells you more than a job ad. At {organisatie} you can do that without any obligation.\n\n"
    "Reply to this mail with a day that suits you and we will arrange the rest.\n\n"
    "Kind regards,\n{organisatie}",
)


@transaction.atomic
def ensure(*, at: datetime) -> bool:
    """Give the active organisation its ready texts, first reply and two sequences (on); False when it has texts already."""
    if MailTemplate.objects.exists() or Sequence.objects.exists():
        return False
    reply = _text("Ontvangstbevestiging", TemplateKind.FIRST_REPLY, FIRST_REPLY, at=at)
    unreached = _text("Nog niet gesproken", TemplateKind.FOLLOW_UP, NOT_REACHED, at=at)
    interested = _text("Nog interesse?", TemplateKind.FOLLOW_UP, STILL_INTERESTED, at=at)
    plans = _text("Hoe staat het met je plannen?", TemplateKind.POOL, HOW_ARE_YOU, at=at)
    look = _text("Kom eens kijken", TemplateKind.POOL, COME_AND_LOOK, at=at)
    if not FirstReply.objects.filter(vacancy=None).exists():
        first_replies.choose(None, template=reply, by=None, at=at)
    _sequence("Na het solliciteren", SequenceKind.AFTER_APPLYING, [(unreached, 2), (interested, 5)], at=at)
    _sequence("Talentpool warm houden", SequenceKind.KEEP_WARM, [(plans, 40), (look, 60)], at=at)
    return True


def _text(name: str, kind: TemplateKind, texts: Texts, *, at: datetime) -> MailTemplate:
    return templates.create(name=name, kind=kind, texts=texts, by=None, at=at)


def _sequence(name: str, kind: SequenceKind, steps: list[tuple[MailTemplate, int]], *, at: datetime) -> None:
    planned = [Planned(template=template, wait_days=days) for template, days in steps]
    made = sequences.create(name=name, kind=kind, window=OFFICE_HOURS, steps=planned, by=None, at=at)
    sequences.switch_on(made, by=None, at=at)
