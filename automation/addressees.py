"""To whom a mail goes and what its placeholders say: a candidate with an application, one of the pool, or a made-up example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from calendar_app import facts
from calendar_app.models import FactLabel, Vacancy
from recruit_platform.core import outbox
from recruit_platform.core.models import Language, Membership, Organisation
from talentpool.careers import links
from talentpool.models import Application, Candidate, CareerSite


@dataclass(frozen=True)
class Addressee:
    """``values`` are per placeholder, in ``language``; ``person`` is None for an example."""

    email: str
    name: str
    language: str
    values: Mapping[str, str]
    person: outbox.Person | None
    status_url: str
    unsubscribe_url: str
    reply_to: str


def of_application(application: Application, *, language: str | None = None) -> Addressee:
    """Return whom a mail about an application goes to. Five statements at most.

    ``application`` carries its candidate and vacancy (with recruiter and user) by ``select_related``.
    """
    return _addressee(application.candidate, application, language=language or application.language)


def of_candidate(candidate: Candidate, *, language: str | None = None) -> Addressee:
    """Return whom a mail goes to that is about no application in particular."""
    return _addressee(candidate, None, language=language or candidate.language)


def example(*, vacancy: Vacancy | None, language: str) -> Addressee:
    """Return a person who does not exist, for readers who see no candidates, and for organisations that have none yet."""
    organisation = Organisation.active()
    with translation.override(language):
        values = {
            **_of_vacancy(vacancy, language=language),
            "voornaam": _("Robin"),
            "organisatie": organisation.name,
            "status_link": "https://voorbeeld.example/status",
        }
    return Addressee(
        email="robin@voorbeeld.example",
        name="Robin",
        language=language,
        values=values,
        person=None,
        status_url=values["status_link"],
        unsubscribe_url="https://voorbeeld.example/afmelden",
        reply_to="",
    )


def _addressee(candidate: Candidate, application: Application | None, *, language: str) -> Addressee:
    organisation = Organisation.active()
    vacancy = application.vacancy if application is not None else None
    status_url = links.status_url(application) if application is not None else ""
    with translation.override(language):
        values = {
            **_of_vacancy(vacancy, language=language),
            "voornaam": candidate.first_name,
            "organisatie": organisation.name,
            "status_link": status_url or links.unsubscribe_url(candidate),
        }
    return Addressee(
        email=candidate.email,
        name=f"{candidate.first_name} {candidate.last_name}".strip(),
        language=language,
        values=values,
        person=outbox.Person("candidate", candidate.pk),
        status_url=status_url,
        unsubscribe_url=links.unsubscribe_url(candidate),
        reply_to=_reply_to(vacancy),
    )


def _of_vacancy(vacancy: Vacancy | None, *, language: str) -> dict[str, str]:
    unknown = _("nog niet bekend")
    if vacancy is None:
        about = dict.fromkeys(("salaris", "uren", "plaats", "sluit_op"), unknown)
        return {**about, "functie": _("werken bij ons"), "recruiter": _("ons team")}
    told = facts.of(vacancy, language=language)
    salary, hours = facts.salary(vacancy), facts.hours(vacancy)
    words = {  # as they stand within a sentence: the city, not the address; the amount, not all that is said about it
        "salaris": salary.text(language) if salary is not None else _said(told.get(FactLabel.SALARY)) or unknown,
        "uren": hours.text(language) if hours is not None else _said(told.get(FactLabel.HOURS)) or unknown,
        "plaats": vacancy.city or vacancy.province or unknown,
    }
    closes = date_format(vacancy.closes_on, "j F Y") if vacancy.closes_on else _("geen sluitingsdatum")
    recruiter = vacancy.recruiter.user.name if vacancy.recruiter is not None else _("ons team")
    return {**words, "functie": vacancy.title, "recruiter": recruiter, "sluit_op": closes}


def _said(fact: facts.Fact | None) -> str:
    """What was written where no number was recorded."""
    return fact.text.rstrip(".") if fact is not None else ""


def _reply_to(vacancy: Vacancy | None) -> str:
    """The recruiter of the vacancy, else the contact of the career site: somebody reads what candidates answer."""
    recruiter: Membership | None = vacancy.recruiter if vacancy is not None else None
    if recruiter is not None and recruiter.is_active:
        return str(recruiter.user.email)
    site = CareerSite.objects.first()  # one per organisation
    return site.contact_email if site is not None else ""


def language_of(word: str) -> str:
    """Return a language of ours, Dutch for anything else."""
    return word if word in Language.values else Language.DUTCH
