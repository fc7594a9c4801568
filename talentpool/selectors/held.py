"""Everything that is held about one person, found by walking the references of the tables: what they may ask to see.

A table that comes later is found by itself; a test asks for its heading. Keys, hashes and colleagues' names are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, Q

from recruit_platform.core.models import Event, OutboxMessage, TenantModel
from talentpool.models import Application, ApplicationDraft, Candidate

# Ours, not theirs: the handles rows are found by, and secrets.
_OURS = frozenset(
    {
        "id",
        "organisation",
        "public_id",
        "form_key",
        "token_hash",
        "link_version",
        "version",
        "name_key",
        "last_key",
        "email_key",
        "phone_key",
        "key",
        "sealed",
        "html",
        "unsubscribe_url",
        "moved",
        "data",
        "request_id",
        "actor_id",
        "subject_id",
        "person_id",
    }
)
_NAMED_BY = ("title", "name", "text_nl", "label")  # what a reference says in words, where it says anything
_COLLEAGUES = frozenset({"core.Membership", "core.User"})
_OF_A_FORM = frozenset({ApplicationDraft})  # a form that was sent repeats its application, and is swept away


@dataclass(frozen=True)
class Cell:
    """``value`` is plain data, ``shown`` the words of a choice where it has some."""

    name: str
    value: str | int | float | bool | dict[str, Any] | list[Any] | None
    shown: str


@dataclass(frozen=True)
class Table:
    """``label`` names the model, such as ``talentpool.Note``."""

    label: str
    rows: Sequence[Sequence[Cell]]


def about(candidate: Candidate) -> list[Table]:
    """Return the tables with rows about a person, also of those who were merged into them. A statement a table."""
    people = [
        candidate.pk,
        *Candidate.objects.filter(merged_into=candidate).order_by("id").values_list("pk", flat=True),
    ]
    applications = list(Application.objects.filter(candidate__in=people).values_list("pk", flat=True))
    found = []
    for model, paths in ways().items():
        mine = Q()
        for path in paths:
            mine |= Q(**{f"{path}__in": people})
        found.append(_table(model, mine))
    found.append(_table(OutboxMessage, Q(person_kind="candidate", person_id__in=people)))
    of_them = Q(subject_kind="candidate", subject_id__in=people)
    found.append(_table(Event, of_them | Q(subject_kind="application", subject_id__in=applications)))
    return [table for table in found if table.rows]


def ways() -> dict[type[Model], list[str]]:
    """Return each table that tells of candidates, with the shortest ways from it to them. No statement."""
    found: dict[type[Model], list[str]] = {Candidate: ["pk"]}
    models = [one for one in apps.get_models() if issubclass(one, TenantModel) and one not in _OF_A_FORM]
    while True:
        further: dict[type[Model], list[str]] = {}
        for model in models:
            if model not in found:
                paths = list(_paths(model, found))
                further.update({model: paths} if paths else {})
        if not further:
            return found
        found.update(further)


def _paths(model: type[Model], found: dict[type[Model], list[str]]) -> Iterator[str]:
    for field in model._meta.local_fields:
        if isinstance(field, ForeignKey) and field.related_model in found:
            for path in found[field.related_model]:
                yield field.name if path == "pk" else f"{field.name}__{path}"


def _table(model: type[Model], mine: Q) -> Table:
    fields = [field for field in model._meta.local_fields if field.name not in _OURS and _says(field)]
    references = [field.name for field in fields if isinstance(field, ForeignKey)]
    rows: Any = model._default_manager.filter(mine).order_by("pk")
    if references:
        rows = rows.select_related(*references)
    return Table(model._meta.label, [[_cell(row, field) for field in fields] for row in rows])


def _says(field: Field) -> bool:
    if not isinstance(field, ForeignKey):
        return True
    if field.related_model._meta.label in _COLLEAGUES:
        return False
    return any(other.name in _NAMED_BY for other in field.related_model._meta.local_fields)


def _cell(row: Model, field: Field) -> Cell:
    value: Any = getattr(row, field.name)
    if isinstance(field, ForeignKey):
        value = next((getattr(value, name) for name in _NAMED_BY if hasattr(value, name)), "") if value else ""
    shown = str(getattr(row, f"get_{field.name}_display")()) if field.choices else ""
    if isinstance(value, datetime | date):
        return Cell(field.name, value.isoformat(), shown)
    plain = value if value is None or isinstance(value, str | int | float | bool | dict | list) else str(value)
    return Cell(field.name, plain, shown)
