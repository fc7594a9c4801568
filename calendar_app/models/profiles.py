"""Job profiles: the kinds of work an organisation hires for again and again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import Personal, PublicIdField, TenantModel, unique_in_organisation


class JobProfile(TenantModel):
    """A kind of work, such as "leerkracht basisonderwijs"; vacancies, outflow and campaigns refer to it."""

    personal = {"name": Personal.PLAIN, "family": Personal.PLAIN}

    public_id = PublicIdField()
    name = models.CharField(_("naam"), max_length=120)
    family = models.CharField(_("functiefamilie"), max_length=60, default="", blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("name", name="profile_name_once"),
            unique_in_organisation("public_id", name="profile_public_id"),
        ]
