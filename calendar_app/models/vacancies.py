"""Vacancies and their facts: the one source of the career page, the feeds, the chat, the mails and the calendar.

An empty choice and a missing fact row mean "not recorded", which is never shown as "no".
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import (
    Personal,
    PublicIdField,
    TenantForeignKey,
    TenantModel,
    unique_in_organisation,
)


class VacancyState(models.TextChoices):
    DRAFT = "draft", _("Concept")
    PUBLISHED = "published", _("Gepubliceerd")
    CLOSED = "closed", _("Gesloten")


class ClosedBecause(models.TextChoices):
    DATE = "date", _("sluitingsdatum voorbij")
    FILLED = "filled", _("vervuld")
    PERSON = "person", _("gesloten door een collega")
    FEED = "feed", _("verdwenen uit de aangeleverde lijst")


class SalaryPeriod(models.TextChoices):
    HOUR = "hour", _("per uur")
    MONTH = "month", _("per maand")
    YEAR = "year", _("per jaar")


class Contract(models.TextChoices):
    PERMANENT = "permanent", _("vast")
    TEMPORARY_THEN_PERMANENT = "temporary_then_permanent", _("tijdelijk met uitzicht op vast")
    TEMPORARY = "temporary", _("tijdelijk")
    ON_CALL = "on_call", _("oproep")
    INTERNSHIP = "internship", _("stage of leerbaan")
    FREELANCE = "freelance", _("zzp")


class Remote(models.TextChoices):
    NO = "no", _("niet thuis")
    PARTLY = "partly", _("deels thuis")
    FULLY = "fully", _("helemaal thuis")


class Car(models.TextChoices):
    NO = "no", _("geen auto van de zaak")
    YES = "yes", _("auto van de zaak")


class Recorded(models.TextChoices):
    """What a fact says when the words are left out; a fact without a row is not recorded."""

    YES = "yes", _("ja")
    NO = "no", _("nee")
    DEPENDS = "depends", _("dat hangt ervan af")


class FactLabel(models.TextChoices):
    """What candidates ask about. The first eight have columns of their own; words may be added to them."""

    SALARY = "salary", _("Salaris")
    HOURS = "hours", _("Uren")
    LOCATION = "location", _("Plaats")
    CONTRACT_TYPE = "contract_type", _("Contract")
    START_DATE = "start_date", _("Startdatum")
    REMOTE_WORK = "remote_work", _("Thuiswerken")
    COMPANY_CAR = "company_car", _("Auto van de zaak")
    DEADLINE = "deadline", _("Reageren tot")
    SCHEDULE = "schedule", _("Werktijden")
    TRAVEL_ALLOWANCE = "travel_allowance", _("Reiskosten")
    REQUIREMENTS = "requirements", _("Diploma’s en eisen")
    EXPERIENCE = "experience", _("Ervaring")
    LANGUAGE_REQUIREMENT = "language_requirement", _("Taal")
    DRIVING_LICENCE = "driving_licence", _("Rijbewijs")
    BENEFITS = "benefits", _("Extra’s")
    HOLIDAYS_LEAVE = "holidays_leave", _("Vakantie en verlof")
    TRAINING_GROWTH = "training_growth", _("Leren en groeien")
    TEAM_CULTURE = "team_culture", _("Team en sfeer")
    APPLICATION_PROCESS = "application_process", _("Hoe solliciteren gaat")
    CONTACT_PERSON = "contact_person", _("Contactpersoon")
    HOW_TO_APPLY = "how_to_apply", _("Zo solliciteer je")
    AGE_MINIMUM = "age_minimum", _("Minimumleeftijd")
    JOB_CONTENT = "job_content", _("Wat je doet")


class Vacancy(TenantModel):
    """One vacancy. Open to the public: published, ``opens_on`` reached and ``closes_on`` (the last day) not passed.

    Money in minor units of ``salary_currency`` per ``salary_period``, for full-time work; minutes a week.
    """

    personal = {
        "reference": Personal.PLAIN,
        "title": Personal.PLAIN,
        "state": Personal.PLAIN,
        "closed_because": Personal.PLAIN,
        "summary": Personal.PLAIN,
        "description": Personal.PLAIN,
        "salary_currency": Personal.PLAIN,
        "salary_period": Personal.PLAIN,
        "salary_scale": Personal.PLAIN,
        "salary_left_out_because": Personal.PLAIN,
        "street": Personal.PLAIN,
        "postcode": Personal.PLAIN,
        "city": Personal.PLAIN,
        "province": Personal.PLAIN,
        "department": Personal.PLAIN,
        "contract": Personal.PLAIN,
        "remote": Personal.PLAIN,
        "company_car": Personal.PLAIN,
    }

    public_id = PublicIdField()
    profile = TenantForeignKey("calendar_app.JobProfile", models.PROTECT, null=True, blank=True)
    recruiter = TenantForeignKey("core.Membership", models.PROTECT, null=True, blank=True)
    reference = models.CharField(_("eigen nummer"), max_length=60, default="", blank=True)
    title = models.CharField(_("functietitel"), max_length=200)
    department = models.CharField(_("school, team of afdeling"), max_length=120, default="", blank=True)
    summary = models.CharField(_("in één zin"), max_length=300, default="", blank=True)
    description = models.TextField(_("tekst"), max_length=20_000, default="", blank=True)

    state = models.CharField(max_length=10, choices=VacancyState, default=VacancyState.DRAFT)
    opens_on = models.DateField(_("opent op"))
    closes_on = models.DateField(_("sluit na"), null=True, blank=True)
    start_by_on = models.DateField(_("iemand nodig op"), null=True, blank=True)
    positions = models.PositiveSmallIntegerField(_("aantal plekken"), default=1)
    hired = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=10, choices=ClosedBecause, default="", blank=True)
    version = models.PositiveIntegerField(default=1)

    salary_min_minor = models.BigIntegerField(null=True, blank=True)
    salary_max_minor = models.BigIntegerField(null=True, blank=True)
    salary_currency = models.CharField(max_length=3, default="EUR")
    salary_period = models.CharField(max_length=5, choices=SalaryPeriod, default=SalaryPeriod.MONTH)
    salary_scale = models.CharField(_("schaal"), max_length=60, default="", blank=True)
    salary_left_out_because = models.CharField(_("waarom geen salaris"), max_length=200, default="", blank=True)
    week_minutes_min = models.PositiveSmallIntegerField(null=True, blank=True)
    week_minutes_max = models.PositiveSmallIntegerField(null=True, blank=True)
    street = models.CharField(_("straat en nummer"), max_length=120, default="", blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, default="", blank=True)
    city = models.CharField(_("plaats"), max_length=80, default="", blank=True)
    province = models.CharField(_("provincie"), max_length=40, default="", blank=True)
    contract = models.CharField(max_length=30, choices=Contract, default="", blank=True)
    starts_on = models.DateField(_("startdatum"), null=True, blank=True)
    remote = models.CharField(max_length=10, choices=Remote, default="", blank=True)
    company_car = models.CharField(max_length=5, choices=Car, default="", blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("public_id", name="vacancy_public_id"),
            models.CheckConstraint(
                name="vacancy_closes_after_it_opens",
                condition=models.Q(closes_on=None) | models.Q(closes_on__gte=models.F("opens_on")),
            ),
            models.CheckConstraint(
                name="salary_goes_from_low_to_high",
                condition=models.Q(salary_min_minor=None)
                | models.Q(salary_max_minor=None)
                | models.Q(salary_min_minor__lte=models.F("salary_max_minor")),
            ),
            models.CheckConstraint(
                name="hours_go_from_few_to_many",
                condition=models.Q(week_minutes_min=None)
                | models.Q(week_minutes_max=None)
                | models.Q(week_minutes_min__lte=models.F("week_minutes_max")),
            ),
            models.CheckConstraint(
                name="closed_vacancy_says_why",
                condition=~models.Q(state="closed")
                | (models.Q(closed_at__isnull=False) & ~models.Q(closed_because="")),
            ),
            models.CheckConstraint(
                name="published_vacancy_tells_pay_or_why_not",
                condition=~models.Q(state="published")
                | models.Q(salary_min_minor__isnull=False, salary_max_minor__isnull=False)
                | ~models.Q(salary_left_out_because=""),
            ),
            models.CheckConstraint(name="vacancy_has_a_position", condition=models.Q(positions__gte=1)),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "closes_on"], name="vacancy_by_state"),
            models.Index(fields=["organisation", "opens_on", "id"], name="vacancy_by_opening"),
        ]


class VacancyFact(TenantModel):
    """One fact in words, in two languages. No row: not recorded."""

    personal = {
        "label": Personal.PLAIN,
        "answer": Personal.PLAIN,
        "text_nl": Personal.PLAIN,
        "text_en": Personal.PLAIN,
    }

    vacancy = TenantForeignKey("calendar_app.Vacancy", models.CASCADE)
    label = models.CharField(max_length=30, choices=FactLabel)
    answer = models.CharField(max_length=10, choices=Recorded, default="", blank=True)
    text_nl = models.CharField(max_length=1000, default="", blank=True)
    text_en = models.CharField(max_length=1000, default="", blank=True)
    changed_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("vacancy", "label", name="one_fact_per_label"),
            models.CheckConstraint(name="fact_says_something", condition=~models.Q(answer="") | ~models.Q(text_nl="")),
        ]
