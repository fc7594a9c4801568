from __future__ import annotations

import json
import re

import pytest
import yaml
from django.test import Client
from django.utils.module_loading import import_string
from drf_spectacular.settings import spectacular_settings
from jsonschema import Draft202012Validator

from recruit_platform.core.api import schema
from recruit_platform.core.api.scopes import Scope


def test_the_document_is_openapi_31_in_json_and_yaml_without_a_key(client: Client) -> None:
    """No database mark: describing asks the database nothing."""
    answer = client.get("/api/schema/")
    found = answer.json()
    assert found["openapi"].startswith("3.1")
    assert set(found["paths"]) >= {"/api/v1/events", "/api/v1/mails", "/api/v1/members", "/api/v1/organisation"}
    assert yaml.safe_load(client.get("/api/schema/?format=yaml").content) == found
    assert client.get("/api/schema/?format=exe").status_code == 400
    for name, part in found["components"]["schemas"].items():
        Draft202012Validator.check_schema(part), name


def test_each_operation_names_its_scope_and_its_refusals() -> None:
    for path, found in schema.described()["paths"].items():
        for operation in found.values():
            assert operation["x-scope"] in Scope.values, path
            assert operation["security"] == [{"key": []}]
            assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_every_closed_list_has_a_name_that_we_gave() -> None:
    """A name made up from the fields would change, and programs with it, when another field gets the same list."""
    parts = schema.described()["components"]["schemas"]
    lists = {name: part["enum"] for name, part in parts.items() if "enum" in part}
    assert lists.pop("BlankEnum") == [""]
    named = spectacular_settings.ENUM_NAME_OVERRIDES
    assert lists == {name: import_string(named[name]).values for name in lists}
    assert set(lists) == set(named), "no name without a list"


def test_the_description_tells_nothing_of_our_insides() -> None:
    text = json.dumps(schema.described())
    assert "ATOMIC" not in text
    assert "row-level" not in text


@pytest.mark.django_db
def test_the_page_for_people_shows_everything_and_loads_nothing_from_elsewhere(client: Client) -> None:
    answer = client.get("/api/docs/")
    page = answer.content.decode()
    assert answer.status_code == 200
    for operation in schema.operations():
        assert operation.path in page
        assert operation.scope in page
        assert all(field.name in page for field in operation.fields)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "<script>" not in page
    assert not re.search(r'\s(?:style|on\w+)="', page)
