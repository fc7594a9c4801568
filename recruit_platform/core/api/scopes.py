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
    MAILS_READ = "mails.read", _("Zien welke mails klaarstaan en verstuurd zijn, zonder adressen")
    CANDIDATES_READ = "candidates.read", _("Kandidaten en sollicitaties lezen, met naam en contactgegevens")
    CANDIDATES_WRITE = "candidates.write", _("Sollicitaties insturen, verplaatsen en stoppen")
    CAMPAIGNS_READ = "campaigns.read", _("Campagnes, uitgaven en links lezen")
    CAMPAIGNS_WRITE = "campaigns.write", _("Links voor advertenties maken")
