"""The API's own description: OpenAPI 3.1 for programs, one page for people. Neither needs a key or the database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from recruit_platform.core import errors
from recruit_platform.core.policies import anyone

_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Parameter:
    name: str
    description: str
    bounds: str


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    scope: str
    parameters: list[Parameter]
    fields: list[Field]


@transaction.non_atomic_requests
@anyone
@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1 as JSON, or as YAML with ``?format=yaml``."""
    if request.GET.get("format", "json") not in {"json", "yaml"}:
        return errors.not_understood(request)
    if request.GET.get("format") == "yaml":
        text = yaml.safe_dump(described(), sort_keys=False, allow_unicode=True)
        return _kept(HttpResponse(text, content_type="application/yaml"))
    return _kept(JsonResponse(described()))


@transaction.non_atomic_requests
@anyone
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The same for people, rendered here: no script, no other host."""
    return render(request, "api/docs.html", {"operations": operations(), "base_url": settings.PUBLIC_URL})


@transaction.non_atomic_requests
@csrf_exempt  # a program that mistypes an address hears so, not that it lacks a cookie; nothing is done here
@anyone
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    title, detail = _("Niet gevonden"), _("Op dit adres is niets. Kijk op /api/docs/ wat er wel is.")
    return errors.answer(request, status=404, title=title, detail=detail)


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def tell_of_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """drf-spectacular hook: every operation may refuse, and says so in one form."""
    result["components"].setdefault("schemas", {})["Problem"] = _PROBLEM
    refusal = {"description": "A refusal (RFC 9457).", "content": {errors.PROBLEM: {"schema": {"$ref": _REFERENCE}}}}
    for operations_at in result["paths"].values():
        for operation in operations_at.values():
            operation["responses"]["default"] = refusal
    return result


def operations() -> list[Operation]:
    return [
        _operation(path, method, found[method])
        for path, found in described()["paths"].items()
        for method in _METHODS
        if method in found
    ]


_REFERENCE = "#/components/schemas/Problem"
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "needs": {"type": "string", "description": "The field that says yes: sent as true, it is done all the same."},
        "rule": {"type": "string", "description": "The rule of the database that would be broken."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "parameter": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


def _operation(path: str, method: str, found: dict[str, Any]) -> Operation:
    answer = next(answer for status, answer in found["responses"].items() if status.startswith("2"))
    answered = answer["content"]["application/json"]["schema"]
    return Operation(
        id=found["operationId"],
        method=method.upper(),
        path=path,
        summary=found.get("summary", ""),
        scope=found.get("x-scope", ""),
        parameters=[_parameter(one) for one in found.get("parameters", [])],
        fields=list(_fields(answered)),
    )


def _parameter(found: dict[str, Any]) -> Parameter:
    schema = found["schema"]
    bounds = ", ".join(schema.get("enum", [])) or (
        f"{schema['minimum']}–{schema['maximum']}" if "maximum" in schema else schema.get("type", "")
    )
    return Parameter(found["name"], found.get("description", ""), bounds)


def _fields(schema: dict[str, Any], prefix: str = "") -> list[Field]:
    found: list[Field] = []
    for name, given in _resolved(schema).get("properties", {}).items():
        inner = _resolved(given)
        if inner.get("type") == "array":
            found += _fields(inner["items"], f"{prefix}{name}[].")
        elif "properties" in inner:
            found += _fields(inner, f"{prefix}{name}.")
        else:
            found.append(Field(prefix + name, _type(inner), given.get("description", inner.get("description", ""))))
    return found


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return described()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return _resolved(schema["allOf"][0]) if "allOf" in schema else schema


def _type(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " · ".join(str(value) for value in schema["enum"])
    kind = schema.get("type", "")
    return schema.get("format") or (" of ".join(kind) if isinstance(kind, list) else str(kind))


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, max-age=300"
    return response
