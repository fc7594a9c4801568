"""A version of a text and an addressee become a mail: subject, plain text, HTML in the organisation's style."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from automation import placeholders
from automation.addressees import Addressee
from recruit_platform.core.models import Organisation, OrganisationSettings
from recruit_platform.core.organisations import contrast


@dataclass(frozen=True)
class Words:
    """A subject and a body with placeholders, in one language."""

    subject: str
    body: str
    language: str


@dataclass(frozen=True)
class Paragraph:
    """Text, or a button when the paragraph is nothing but the status link."""

    text: str
    button_url: str = ""


@dataclass(frozen=True)
class Letter:
    """``body`` is what the writer's words became, without greeting lines of ours around it."""

    subject: str
    body: str
    text: str
    html: str


def compose(words: Words, addressee: Addressee, *, can_unsubscribe: bool) -> Letter:
    """Fill the placeholders and render both parts, in the language of the words. Two statements.

    ``can_unsubscribe`` adds the way out to the foot; mails about a running application have none (they follow from it).
    """
    organisation = Organisation.active()
    style = OrganisationSettings.active()
    body = placeholders.fill(words.body, addressee.values)
    subject = placeholders.fill(words.subject, addressee.values)
    with translation.override(words.language):
        context = {
            "organisation": organisation,
            "brand": style.brand_colour,
            "on_brand": contrast.judge(style.brand_colour).text,
            "subject": subject,
            "body": body,
            "paragraphs": paragraphs(body, button_url=addressee.status_url),
            "unsubscribe_url": addressee.unsubscribe_url if can_unsubscribe else "",
        }
        return Letter(
            subject=subject,
            body=body,
            text=render_to_string("emails/candidate/message.txt", context).strip() + "\n",
            html=render_to_string("emails/candidate/message.html", context),
        )


def paragraphs(body: str, *, button_url: str) -> list[Paragraph]:
    """Split at blank lines; a paragraph that is only ``button_url`` becomes a button."""
    parts = [part.strip() for part in re.split(r"\r?\n[ \t]*\r?\n", body)]
    return [
        Paragraph(text="", button_url=part) if button_url and part == button_url else Paragraph(text=part)
        for part in parts
        if part
    ]
