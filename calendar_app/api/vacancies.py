"""Vacancies over the API: written, changed, published, closed."""

from __future__ import annotations

from datetime import date
from typing import Any, cast
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from calendar_app import facts, selectors
from calendar_app.models import (
    Car,
    Contract,
    FactLabel,
    JobProfile,
    Recorded,
    Remote,
    SalaryPeriod,
    Vacancy,
    VacancyState,
)
from calendar_app.selectors import vacancies as held
from calendar_app.services import vacancies
from calendar_app.services.vacancies import Values, Words
from recruit_platform.core import clock
from recruit_platform.core.api import acting, paging
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.problems import Unprocessable
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import PageShape

_MOST_MINOR = 10**11
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


class SalaryShape(serializers.Serializer):
    """Whole minor units for full-time work."""

    min_minor = serializers.IntegerField()
    max_minor = serializers.IntegerField()
    currency = serializers.CharField()
    period = serializers.ChoiceField(SalaryPeriod.choices)
    scale = serializers.CharField()


class FactShape(serializers.Serializer):
    label = serializers.ChoiceField(FactLabel.choices)  # type: ignore[assignment]  # REST framework has a property of that name
    text = serializers.CharField(help_text="As candidates read it.")
    answer = serializers.CharField(help_text="yes, no, depends, or empty.")


class VacancyShape(serializers.Serializer):
    """A label that is missing from ``facts`` was not recorded, which is not the same as no."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    reference = serializers.CharField()
    department = serializers.CharField()
    summary = serializers.CharField()
    description = serializers.CharField()
    profile = serializers.UUIDField(allow_null=True)
    state = serializers.ChoiceField(VacancyState.choices)
    is_open = serializers.BooleanField(help_text="Open to candidates today.")
    opens_on = serializers.DateField()
    closes_on = serializers.DateField(allow_null=True)
    start_by_on = serializers.DateField(allow_null=True)
    positions = serializers.IntegerField()
    hired = serializers.IntegerField()
    salary = SalaryShape(allow_null=True)
    week_minutes_min = serializers.IntegerField(allow_null=True)
    week_minutes_max = serializers.IntegerField(allow_null=True)
    street = serializers.CharField()
    postcode = serializers.CharField()
    city = serializers.CharField()
    province = serializers.CharField()
    facts = FactShape(many=True)


class VacancyPage(PageShape):
    items = VacancyShape(many=True)


def _day(*, required: bool = False, allow_null: bool = True) -> serializers.DateField:
    def sensible(day: date | None) -> None:
        if day is not None and not _FIRST_DAY <= day <= _LAST_DAY:
            raise ValidationError("A day from 2000 to 2100.")

    return serializers.DateField(required=required, allow_null=allow_null, validators=[sensible])


def _words(most: int) -> serializers.CharField:
    return serializers.CharField(max_length=most, required=False, allow_blank=True)


class WordsInput(serializers.Serializer):
    """One fact in words; all empty takes it away: not recorded."""

    label = serializers.ChoiceField(FactLabel.choices)  # type: ignore[assignment]
    answer = serializers.ChoiceField([("", ""), *Recorded.choices], default="")
    text_nl = serializers.CharField(max_length=1000, allow_blank=True, default="")
    text_en = serializers.CharField(max_length=1000, allow_blank=True, default="")


class VacancyChange(serializers.Serializer):
    """Only what is given changes. ``version`` is the one you read: a newer one is a conflict."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    title = serializers.CharField(max_length=200, required=False)
    reference = _words(60)
    department = _words(120)
    summary = _words(300)
    description = _words(20_000)
    profile = serializers.UUIDField(required=False, allow_null=True)
    opens_on = _day(allow_null=False)
    closes_on = _day()
    start_by_on = _day()
    starts_on = _day()
    positions = serializers.IntegerField(required=False, min_value=1, max_value=999)
    salary_min_minor = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=_MOST_MINOR)
    salary_max_minor = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=_MOST_MINOR)
    salary_period = serializers.ChoiceField(SalaryPeriod.choices, required=False)
    salary_scale = _words(60)
    salary_left_out_because = _words(200)
    week_minutes_min = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=3600)
    week_minutes_max = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=3600)
    street = _words(120)
    postcode = _words(10)
    city = _words(80)
    province = _words(40)
    contract = serializers.ChoiceField([("", ""), *Contract.choices], required=False)
    remote = serializers.ChoiceField([("", ""), *Remote.choices], required=False)
    company_car = serializers.ChoiceField([("", ""), *Car.choices], required=False)
    words = WordsInput(many=True, required=False)


class NewVacancy(VacancyChange):
    version = None  # type: ignore[assignment]  # there is none yet
    title = serializers.CharField(max_length=200)
    opens_on = _day(required=True, allow_null=False)


class VacanciesEndpoint(OrganisationView):
    scope = Scope.VACANCIES_READ
    parameters = paging.NAMES | {"state"}

    @extend_schema(
        operation_id="vacancies",
        responses=VacancyPage,
        parameters=[*paging.PARAMETERS, OpenApiParameter("state", enum=VacancyState.values)],
        summary="Vacancies, newest first",
    )
    def get(self, request: Request) -> Response:
        state = request.query_params.get("state")
        if state is not None and state not in VacancyState.values:
            raise Unprocessable("state", ", ".join(VacancyState.values))
        found = Vacancy.objects.select_related("profile")
        page = paging.page(request, found.filter(state=state) if state else found, of=f"vacancies:{state or ''}")
        return Response(VacancyPage({"items": _rows(page.rows), "next_cursor": page.next_cursor}).data)


class NewVacancyEndpoint(OrganisationView):
    scope = Scope.VACANCIES_WRITE

    @extend_schema(
        operation_id="create_vacancy", request=NewVacancy, responses={201: VacancyShape}, summary="Make a draft"
    )
    def post(self, request: Request) -> Response:
        values, words, _version = _read(NewVacancy(data=request.data))
        made = vacancies.create(values=values, words=words, by=acting.key(request), at=clock.now())
        return _answer(made.public_id, status=201)


class VacancyEndpoint(OrganisationView):
    scope = Scope.VACANCIES_READ

    @extend_schema(operation_id="vacancy", responses=VacancyShape, summary="One vacancy")
    def get(self, request: Request, vacancy: UUID) -> Response:
        return _answer(_one(vacancy).public_id)


class ChangeVacancyEndpoint(OrganisationView):
    scope = Scope.VACANCIES_WRITE

    @extend_schema(
        operation_id="change_vacancy", request=VacancyChange, responses=VacancyShape, summary="Change what is given"
    )
    def post(self, request: Request, vacancy: UUID) -> Response:
        found = _one(vacancy)
        values, words, version = _read(VacancyChange(data=request.data))
        vacancies.change(found, values=values, words=words, version=version, by=acting.key(request), at=clock.now())
        return _answer(vacancy)


class PublishVacancyEndpoint(OrganisationView):
    scope = Scope.VACANCIES_WRITE

    @extend_schema(
        operation_id="publish_vacancy", request=None, responses=VacancyShape, summary="Make public from its opening day"
    )
    def post(self, request: Request, vacancy: UUID) -> Response:
        vacancies.publish(_one(vacancy), by=acting.key(request), at=clock.now())
        return _answer(vacancy)


class CloseVacancyEndpoint(OrganisationView):
    scope = Scope.VACANCIES_WRITE

    @extend_schema(
        operation_id="close_vacancy", request=None, responses=VacancyShape, summary="Take off the career site"
    )
    def post(self, request: Request, vacancy: UUID) -> Response:
        vacancies.close(_one(vacancy), by=acting.key(request), at=clock.now())
        return _answer(vacancy)


def _read(shape: VacancyChange) -> tuple[Values, dict[FactLabel, Words], int | None]:
    shape.is_valid(raise_exception=True)
    given = dict(shape.validated_data)
    version, said = given.pop("version", None), given.pop("words", [])
    if given.get("profile") is not None:
        profile = JobProfile.objects.filter(public_id=given["profile"]).first()  # unique
        if profile is None:
            raise ValidationError({"profile": ["There is no such profile."]})
        given["profile"] = profile
    words = {FactLabel(one["label"]): Words(one["answer"], one["text_nl"], one["text_en"]) for one in said}
    return cast(Values, given), words, version


def _answer(public_id: UUID, *, status: int = 200) -> Response:
    return Response(VacancyShape(_rows([_one(public_id)])[0]).data, status=status)


def _rows(found: list[Vacancy]) -> list[dict[str, Any]]:
    words, today = facts.words_of(found), selectors.today(clock.now())
    return [_row(one, words=words[one.pk], today=today) for one in found]


_PLAIN = (
    "version",
    "title",
    "reference",
    "department",
    "summary",
    "description",
    "state",
    "opens_on",
    "closes_on",
    "start_by_on",
    "positions",
    "hired",
    "week_minutes_min",
    "week_minutes_max",
    "street",
    "postcode",
    "city",
    "province",
)


def _row(one: Vacancy, *, words: facts.Words, today: date) -> dict[str, Any]:
    salary = facts.salary(one)
    told = facts.of(one, language="nl", words=words)
    return {
        "id": one.public_id,
        **{name: getattr(one, name) for name in _PLAIN},
        "profile": one.profile.public_id if one.profile else None,
        "is_open": held.is_open(one, today=today),
        "salary": salary
        and {
            "min_minor": salary.low.minor,
            "max_minor": salary.high.minor,
            "currency": salary.low.currency,
            "period": salary.period,
            "scale": salary.scale,
        },
        "facts": [{"label": label, "text": fact.text, "answer": fact.answer} for label, fact in told.items() if fact],
    }


def _one(public_id: UUID) -> Vacancy:
    found = Vacancy.objects.select_related("profile").filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found
