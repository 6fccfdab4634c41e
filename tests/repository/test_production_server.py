"""Production's own programs, on the engines of this run: what compose starts, without the containers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.cache import cache

from hospital_qs import health, healthcheck
from hospital_qs.workers import WORKERS, worker_command
from tests.plugins.engines import current_addresses
from tests.repository.sources import ROOT
from tests.workshop.embedded.processes import free_port, until

pytestmark = pytest.mark.slow
HOST = "quality.hospital.example"


def production_environment(tmp_path: Path) -> dict[str, str]:
    """Production settings on the engines of this run, on the database that `default` points at."""
    return {
        **os.environ,
        **current_addresses(),
        "DJANGO_SETTINGS_MODULE": "hospital_qs.settings.production",
        "SECRET_KEY": "only-for-this-test-" + "x1" * 20,
        "SEALING_KEYS": "Zm9yLXRlc3RzLW9ubHktZm9yLXRlc3RzLW9ubHkhISE=",
        "ALLOWED_HOSTS": HOST,
        "HTTPS": "false",
        "FILES_DIR": str(tmp_path / "files"),
        "STATIC_ROOT": str(tmp_path / "static"),
    }


@pytest.fixture
def production(live_database: str, tmp_path: Path) -> dict[str, str]:
    return production_environment(tmp_path)


def collect_static_files(environment: dict[str, str]) -> None:
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    done = subprocess.run(collect, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@contextmanager
def running(environment: dict[str, str], log: Path, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT
        )
    with process:
        try:
            yield process
        finally:
            process.terminate()


def healthy(environment: dict[str, str], part: str) -> bool:
    command = [sys.executable, "-m", "hospital_qs.healthcheck", part]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    return done.returncode == 0


def test_the_web_server_answers_with_hashed_static_files(production: dict[str, str], tmp_path: Path) -> None:
    collect_static_files(production)
    port = free_port()
    environment = {**production, "HEALTHCHECK_PORT": str(port)}
    log = tmp_path / "web.log"
    with running(environment, log, "hospital_qs.web", "--listen", f"127.0.0.1:{port}"):
        assert until(lambda: healthy(environment, "web"), 90), log.read_text()
        request = urllib.request.Request(f"http://127.0.0.1:{port}/login/", headers={"Host": HOST})
        with urllib.request.urlopen(request) as answer:
            page = answer.read().decode()
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
        assert style is not None, "the page does not use the hashed names"
        request = urllib.request.Request(f"http://127.0.0.1:{port}{style[1]}", headers={"Host": HOST})
        with urllib.request.urlopen(request) as answer:
            assert "immutable" in answer.headers["Cache-Control"]
    assert not healthy(environment, "web")


@pytest.mark.parametrize("name", WORKERS)
def test_a_worker_answers_its_health_check(production: dict[str, str], tmp_path: Path, name: str) -> None:
    log = tmp_path / "worker.log"
    cache.clear()
    with running(production, log, *worker_command(name)):
        # It tells the site's own health, and speaks for no other queue; then the container's.
        assert until(lambda: health.state_of(name) == "ok", 60), log.read_text()
        assert [each for each in WORKERS if health.state_of(each) == "ok"] == [name]
        assert until(lambda: healthy(production, "worker")), log.read_text()


def test_beat_is_judged_by_the_age_of_its_schedule(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    schedule = tmp_path / "schedule"
    monkeypatch.setattr(healthcheck, "BEAT_SCHEDULE", schedule)
    assert healthcheck.main(["beat"]) == 1
    schedule.touch()
    assert healthcheck.main(["beat"]) == 0
    old = time.time() - healthcheck.BEAT_SECONDS - 1
    os.utime(schedule, (old, old))
    assert healthcheck.main(["beat"]) == 1
