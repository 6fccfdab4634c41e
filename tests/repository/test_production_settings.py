"""Production settings: nothing works by accident, and what is missing is said in one line."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.repository.sources import ROOT

pytestmark = pytest.mark.slow

COMPLETE = {
    "SECRET_KEY": "k" * 30 + "0123456789abcdefghij" + "z",
    "SEALING_KEYS": "Zm9yLXRlc3RzLW9ubHktZm9yLXRlc3RzLW9ubHkhISE=",
    "ALLOWED_HOSTS": "quality.hospital.example",
    "DATABASE_URL": "postgres://app@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def production(*command: str, without: str | None = None, **extra: str) -> subprocess.CompletedProcess[str]:
    given = {**COMPLETE, **extra}
    # What the browser fixture of the same run sets for this process alone is no part of a deployment.
    ours = {*COMPLETE, "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {name: value for name, value in given.items() if name != without}
    environment["DJANGO_SETTINGS_MODULE"] = "hospital_qs.settings.production"
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_a_missing_setting_ends_every_command_with_one_line(missing: str) -> None:
    done = production("manage.py", "migrate", without=missing)
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"production settings need {missing} in the environment (see .env.example)"
    ]


def test_an_empty_setting_is_a_missing_one() -> None:
    assert "need SECRET_KEY" in production("manage.py", "check", SECRET_KEY=" ").stderr


@pytest.mark.parametrize("module", ["hospital_qs.wsgi", "hospital_qs.celery"])
def test_web_and_worker_end_with_the_same_line(module: str) -> None:
    done = production("-c", f"import {module}", without="REDIS_URL")
    assert done.returncode != 0
    assert done.stderr.splitlines() == [
        "production settings need REDIS_URL in the environment (see .env.example)"
    ]


def test_the_deployment_check_is_clean() -> None:
    done = production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_no_engine_is_started() -> None:
    """The address leads nowhere: the command fails on it instead of falling back to something embedded."""
    done = production("manage.py", "showmigrations")
    assert done.returncode != 0
    assert "127.0.0.1" in done.stderr


def test_migrating_without_the_owner_is_refused_in_one_line() -> None:
    done = production("manage.py", "migrate")
    assert done.returncode != 0
    assert done.stderr.strip() == (
        "CommandError: migrate needs DATABASE_OWNER_URL: the log-in of the role that owns the tables"
    )


def test_make_run_is_refused() -> None:
    done = production("-m", "workshop.embedded.run")
    assert done.returncode == 1
    assert done.stderr.startswith("make run is for trying out")
    assert len(done.stderr.splitlines()) == 1
