"""What a key may be used for."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    ORGANISATION_READ = "organisation.read", _("Gegevens van de organisatie lezen")
    MEMBERS_READ = "members.read", _("Teamleden lezen, met naam en e-mailadres")
    EVENTS_READ = "events.read", _("Het log lezen")
    VACANCIES_READ = "vacancies.read", _("Vacatures, profielen en uitstroom lezen")
    VACANCIES_WRITE = "vacancies.write", _("Vacatures, profielen en uitstroom maken en veranderen")
    VACANCIES_MANAGERS = (
        "vacancies.managers",
        _("Bepalen welke leidinggevenden een vacature zien, uit naam van een teamlid"),
    )
    MAILS_READ = "mails.read", _("Zien welke mails klaarstaan en verstuurd zijn, zonder adressen")
    CANDIDATES_READ = "candidates.read", _("Kandidaten en sollicitaties lezen, met naam en contactgegevens")
    CANDIDATES_WRITE = "candidates.write", _("Sollicitaties insturen, verplaatsen en stoppen")
    CAMPAIGNS_READ = "campaigns.read", _("Campagnes, uitgaven, voorstellen, kanalen en links lezen")
    CAMPAIGNS_WRITE = "campaigns.write", _("Campagnes sturen, voorstellen beslissen en links maken")
    CANDIDATES_MANAGE = (
        "candidates.manage",
        _("Kandidaten toevoegen, verbeteren, afmelden en samenvoegen"),
    )
    CONTACT_READ = "contact.read", _("De bellijst, gesprekken en notities lezen")
    CONTACT_WRITE = "contact.write", _("Gesprekken en notities vastleggen, uit naam van een teamlid")
    INTERVIEWS_WRITE = (
        "interviews.write",
        _("Tijden aanbieden voor een gesprek en vastleggen hoe het ging, uit naam van een teamlid"),
    )
    CONSENT_WRITE = "consent.write", _("Toestemming van kandidaten vastleggen en intrekken")
    DOCUMENTS_READ = "documents.read", _("Documenten van kandidaten openen, uit naam van een teamlid")
    DOCUMENTS_WRITE = "documents.write", _("Documenten van kandidaten toevoegen")
    STAGES_WRITE = "stages.write", _("Fasen maken en veranderen, uit naam van een beheerder")
    AUTOMATION_READ = "automation.read", _("Teksten, reeksen en wat ervan verstuurd is lezen")
    AUTOMATION_WRITE = "automation.write", _("Teksten en reeksen maken en veranderen, uit naam van een teamlid")
    NUMBERS_READ = "numbers.read", _("De cijfers van het dashboard lezen, zonder namen")
    NUMBERS_SHARE = "numbers.share", _("Links naar de cijfers zien, maken en intrekken, uit naam van een teamlid")
    CAMPAIGNS_MANAGE = (
        "campaigns.manage",
        _("Campagnes, kanalen en doelgroepen maken en veranderen, uit naam van een teamlid"),
    )
    REPORTS_WRITE = "reports.write", _("Advertentierapporten inlezen en terugdraaien, uit naam van een teamlid")
    FEEDS_WRITE = "feeds.write", _("Vacatures uit een bestand inlezen en terugdraaien, uit naam van een teamlid")
    CALENDAR_LINKS = "calendar.links", _("Agendalinks van een teamlid zien, maken en intrekken")
