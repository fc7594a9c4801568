"""What an organisation tells about itself on its career site."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import Personal, TenantModel, unique_in_organisation


class CareerSite(TenantModel):
    """One row per organisation: the words of the public pages, in two languages."""

    personal = {
        "headline_nl": Personal.PLAIN,
        "headline_en": Personal.PLAIN,
        "story_nl": Personal.PLAIN,
        "story_en": Personal.PLAIN,
        "contact_name": Personal.PLAIN,
        "contact_phone": Personal.PLAIN,
        "contact_email": Personal.PLAIN,
        "privacy_nl": Personal.PLAIN,
        "privacy_en": Personal.PLAIN,
    }

    headline_nl = models.CharField(_("kop"), max_length=160, default="", blank=True)
    headline_en = models.CharField(_("kop (Engels)"), max_length=160, default="", blank=True)
    story_nl = models.TextField(_("verhaal"), max_length=4000, default="", blank=True)
    story_en = models.TextField(_("verhaal (Engels)"), max_length=4000, default="", blank=True)
    contact_name = models.CharField(_("contactpersoon"), max_length=120, default="", blank=True)
    contact_phone = models.CharField(_("telefoon"), max_length=30, default="", blank=True)
    contact_email = models.EmailField(_("e-mail"), max_length=254, default="", blank=True)
    privacy_nl = models.TextField(_("privacytekst"), max_length=8000, default="", blank=True)
    privacy_en = models.TextField(_("privacytekst (Engels)"), max_length=8000, default="", blank=True)
    is_public = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation(name="one_career_site_per_organisation")]
