"""People who may come to work here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import (
    Language,
    Personal,
    PublicIdField,
    TenantForeignKey,
    TenantModel,
    unique_in_organisation,
)


class Candidate(TenantModel):
    """A person, once: a second application with the same address or number is the same person.

    ``email_key`` and ``phone_key`` are the normalised address and E.164 number that duplicates are found by. ``name_key`` is the
    name without accents and capitals, for prefix search; ``last_key`` the same, from the last name on. A merged candidate points
    at the one who stays.
    """

    personal = {
        "first_name": Personal.IDENTIFYING,
        "last_name": Personal.IDENTIFYING,
        "name_key": Personal.IDENTIFYING,
        "last_key": Personal.IDENTIFYING,
        "email": Personal.IDENTIFYING,
        "email_key": Personal.IDENTIFYING,
        "phone": Personal.IDENTIFYING,
        "phone_key": Personal.IDENTIFYING,
        "city": Personal.SENSITIVE,
        "language": Personal.PLAIN,
        "availability": Personal.SENSITIVE,
    }

    public_id = PublicIdField()
    first_name = models.CharField(_("voornaam"), max_length=100)
    last_name = models.CharField(_("achternaam"), max_length=120)
    name_key = models.CharField(max_length=240, default="")
    last_key = models.CharField(max_length=240, default="")
    email = models.EmailField(_("e-mailadres"), max_length=254, default="", blank=True)
    email_key = models.CharField(max_length=254, default="")
    phone = models.CharField(_("telefoonnummer"), max_length=30, default="", blank=True)
    phone_key = models.CharField(max_length=20, default="")
    city = models.CharField(_("woonplaats"), max_length=80, default="", blank=True)
    availability = models.CharField(_("beschikbaar"), max_length=120, default="", blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.DUTCH)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    last_human_contact_at = models.DateTimeField(null=True)
    last_reply_at = models.DateTimeField(null=True)
    opted_out_at = models.DateTimeField(null=True)
    merged_into = TenantForeignKey("talentpool.Candidate", models.PROTECT, null=True)
    erasure_asked_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("public_id", name="candidate_public_id"),
            unique_in_organisation(
                "email_key",
                name="one_candidate_per_address",
                condition=~models.Q(email_key="") & models.Q(merged_into=None),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="candidate_newest", condition=models.Q(merged_into=None)),
            models.Index(fields=["organisation", "name_key"], name="candidate_by_name"),
            models.Index(fields=["organisation", "last_key"], name="candidate_by_last_name"),
            models.Index(fields=["organisation", "phone_key"], name="candidate_by_phone"),
            models.Index(
                fields=["organisation", "erasure_asked_at", "id"],
                name="candidate_to_erase",
                condition=models.Q(erasure_asked_at__isnull=False, erased_at=None),
            ),
        ]


class DocumentKind(models.TextChoices):
    CV = "cv", _("Cv")
    DIPLOMA = "diploma", _("Diploma")
    OTHER = "other", _("Ander document")


class CandidateDocument(TenantModel):
    """A file of a candidate, encrypted under the candidate's own key."""

    personal = {"kind": Personal.PLAIN}

    public_id = PublicIdField()
    candidate = TenantForeignKey("talentpool.Candidate", models.CASCADE)
    application = TenantForeignKey("talentpool.Application", models.SET_NULL, null=True)
    file = TenantForeignKey("core.StoredFile", models.PROTECT)
    kind = models.CharField(max_length=10, choices=DocumentKind, default=DocumentKind.CV)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("public_id", name="document_public_id")]
        indexes = [models.Index(fields=["organisation", "candidate", "-id"], name="document_of_candidate")]


class Note(TenantModel):
    """What a colleague wrote about a candidate."""

    personal = {"text": Personal.SENSITIVE}

    public_id = PublicIdField()
    candidate = TenantForeignKey("talentpool.Candidate", models.CASCADE)
    application = TenantForeignKey("talentpool.Application", models.SET_NULL, null=True)
    text = models.TextField(max_length=5000)
    by = TenantForeignKey("core.Membership", models.PROTECT)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("public_id", name="note_public_id")]
        indexes = [models.Index(fields=["organisation", "candidate", "-id"], name="note_of_candidate")]


class Merge(TenantModel):
    """Two candidates who proved to be one person; ``moved`` holds the ids per table that undo puts back."""

    personal = {"moved": Personal.PLAIN}

    kept = TenantForeignKey("talentpool.Candidate", models.CASCADE)
    merged = TenantForeignKey("talentpool.Candidate", models.CASCADE)
    moved = models.JSONField(default=dict)
    by = TenantForeignKey("core.Membership", models.PROTECT)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "kept", "-id"], name="merge_of_candidate")]
