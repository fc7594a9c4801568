"""docker-compose.yml against the Compose specification, and against what this product needs and forbids."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft201909Validator

from recruit_platform import env
from recruit_platform.core.work import Queue

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
SECRETS = {
    "SECRET_KEY": "s" * 60,
    "TENANT_KEY": "1:" + "ab" * 32,
    "FILE_KEY": "cd" * 32,
    "APP_DATABASE_PASSWORD": "app",
    "OWNER_DATABASE_PASSWORD": "owner",
    "POSTGRES_PASSWORD": "super",
    "VALKEY_PASSWORD": "valkey",
    "EMAIL_URL": "smtp://u:p@mail.example:587",
    "MAIL_FROM": "werk@example.org",
    "PUBLIC_URL": "https://werk.example",
    "ALLOWED_HOSTS": "werk.example",
    "METRICS_TOKEN": "metrics",
}
OURS = {"roles", "migrate", "web", "worker-mail", "worker-events", "worker-jobs", "beat"}
_VARIABLE = re.compile(r"\$\$|\$\{(?P<name>[A-Z_]+)(?:(?P<how>:\?|:-)(?P<rest>[^}]*))?\}")


class Missing(Exception):
    """What ``docker compose`` says when ``${NAME:?words}`` finds nothing."""


def resolved(variables: dict[str, str]) -> dict[str, Any]:
    """Interpolate as the specification says (the forms used here) and merge YAML anchors."""

    def fill(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        value = variables.get(found["name"], "")
        if value:
            return value
        if found["how"] == ":?":
            raise Missing(found["rest"])
        return found["rest"] or ""

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {name: walk(inner) for name, inner in node.items()}
        if isinstance(node, list):
            return [walk(inner) for inner in node]
        return _VARIABLE.sub(fill, node) if isinstance(node, str) else node

    return walk(yaml.safe_load(TEXT))


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return resolved(SECRETS)["services"]


def test_the_file_keeps_to_the_specification() -> None:
    schema = json.loads((ROOT / "tests/contracts/compose-spec.json").read_text())
    problems = [
        f"{list(found.path)}: {found.message}" for found in Draft201909Validator(schema).iter_errors(resolved(SECRETS))
    ]
    assert problems == []


def test_the_check_would_see_a_mistake() -> None:
    schema = json.loads((ROOT / "tests/contracts/compose-spec.json").read_text())
    wrong = resolved(SECRETS)
    wrong["services"]["web"]["helthcheck"] = {}
    assert not Draft201909Validator(schema).is_valid(wrong)


@pytest.mark.parametrize("name", SECRETS)
def test_it_refuses_to_start_without_each_secret_and_says_which(name: str) -> None:
    for without in ({key: value for key, value in SECRETS.items() if key != name}, SECRETS | {name: ""}):
        with pytest.raises(Missing, match=f"^{name} is missing"):
            resolved(without)


def test_no_secret_has_a_default_and_none_stands_in_the_file() -> None:
    defaults = {found["name"] for found in _VARIABLE.finditer(TEXT) if found["how"] == ":-"}
    assert not {name for name in defaults if re.search("KEY|PASSWORD|TOKEN|SECRET", name)}
    assert not re.findall(r"(?i)(?:password|secret|token)[a-z_]*:\s*[\"']?(?!\$)[a-z0-9]{3,}", TEXT)
    assert {found["name"] for found in _VARIABLE.finditer(TEXT) if found["how"] == ":?"} == set(SECRETS)


def test_our_containers_can_do_little(services: dict[str, Any]) -> None:
    for name in OURS:
        service = services[name]
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert "privileged" not in service, name
    assert re.search(r"^USER recruit$", (ROOT / "Dockerfile").read_text(), re.M)


def test_only_the_web_has_a_port_and_only_on_this_machine(services: dict[str, Any]) -> None:
    assert {name: service["ports"] for name, service in services.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }
    assert [name for name in ("postgres", "valkey", "pgbouncer") if services[name]["networks"] != ["inside"]] == []
    assert resolved(SECRETS)["networks"]["inside"] == {"internal": True}


def test_only_the_commands_that_need_it_know_the_owner(services: dict[str, Any]) -> None:
    knowing = {name for name, service in services.items() if "OWNER_DATABASE_URL" in service.get("environment", {})}
    assert knowing == {"roles", "migrate"}
    assert {name for name, service in services.items() if "super" in str(service.get("environment"))} == {
        "postgres",
        "roles",
    }


def test_what_runs_comes_back_and_what_matters_is_watched(services: dict[str, Any]) -> None:
    once = {"roles", "migrate"}
    assert {name for name, service in services.items() if service["restart"] == "no"} == once
    assert all(services[name]["restart"] == "unless-stopped" for name in set(services) - once)
    assert all("test" in services[name]["healthcheck"] for name in ("postgres", "valkey", "web"))
    for name in OURS - once:
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_images_name_their_version(services: dict[str, Any]) -> None:
    assert all(":" in service["image"] for service in services.values())
    foreign = {service["image"] for name, service in services.items() if name not in OURS}
    assert not [image for image in foreign if image.endswith(":latest")]


def test_every_queue_has_a_worker(services: dict[str, Any]) -> None:
    said = " ".join(word for name in services if name.startswith("worker-") for word in services[name]["command"])
    queues = [queue for found in re.findall(r"--queues=(\S+)", said) for queue in found.split(",")]
    assert sorted(queues) == sorted(queue.value for queue in Queue)


def test_the_addresses_are_ones_the_product_reads(services: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (services["migrate"]["environment"] | services["roles"]["environment"]).items():
        monkeypatch.setenv(name, str(value))
    assert env.database_url("DATABASE_URL") == env.DatabaseUrl("recruit", "recruit_app", "app", "postgres", "5432")
    assert env.database_url("OWNER_DATABASE_URL").user == "recruit_owner"
    assert env.database_url("ADMIN_DATABASE_URL").name == "postgres"
    assert env.tenant_key().kid == 1
    assert env.hex_keys("FILE_KEY") == (b"\xcd" * 32,)
    assert env.email_url().host == "mail.example"
    assert env.mode() == "production"


def test_the_image_holds_what_runs_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text().split()
    taken = {line[1:] for line in lines if line.startswith("!")}
    assert lines[0] == "*"
    assert all((ROOT / name).exists() for name in taken)
    assert not taken & {"var", "tests", ".git", ".venv", ".env", "bench"}
    locked = (ROOT / "requirements.txt").read_text()
    for name in re.search(r"\((embedded[^)]+)\)==", (ROOT / "Dockerfile").read_text())[1].split("|"):  # type: ignore[index]
        assert re.search(rf"^{name}==", locked, re.M)
