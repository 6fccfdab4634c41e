"""Engines that are killed under a running `make run`: it says so, they come back, and no answered write is lost."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.workshop.embedded.checkouts import READY_SECONDS, healthy, make_run, manage
from tests.workshop.embedded.processes import ask, engines, free_port, until
from workshop.embedded import watch
from workshop.embedded.layout import Layout
from workshop.embedded.problem import EngineProblem
from workshop.embedded.watch import LOOK_SECONDS, Watch

pytestmark = pytest.mark.slow
WRITERS = 3
WRITES_BETWEEN = 8
# A liaison's program that enters drafts: its token, the address to send to, and what is sent.
PROGRAM = """
import json
from django.utils import timezone
from campaigns.models import Participation
from organizations.models import Department, User
from organizations.services import api_tokens
who = User.objects.get(username="liaison")
ledger = Participation.objects.filter(hospital=who.staff.hospital, run__code="QS25").get()
token = api_tokens.create(user=who, days=7, now=timezone.now())
ward = Department.objects.get(hospital=who.staff.hospital, name="骨科")
body = {"item": ledger.run.campaign.items.first().code, "lead_department": str(ward.uid)}
print(json.dumps([token.secret, f"/api/v1/ledgers/{ledger.uid}/findings/", body]))
"""


@dataclass
class Writer:
    """Enters one draft after another and keeps in mind which of them the site said it had saved."""

    url: str
    token: str
    body: dict[str, str]
    answered: set[str] = field(default_factory=set)
    refused: list[int] = field(default_factory=list)
    types: set[str] = field(default_factory=set)

    def write(self, text: str) -> None:
        request = urllib.request.Request(
            self.url,
            json.dumps({**self.body, "text": text}).encode(),
            {
                "Content-Type": "application/json",
                "Authorization": f"Token {self.token}",
                "Idempotency-Key": text,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                assert answer.status == 201
                self.answered.add(text)
        except urllib.error.HTTPError as refusal:
            self.refused.append(refusal.code)
            self.types.add(str(refusal.headers["Content-Type"]))
            time.sleep(0.1)


@contextmanager
def writing(checkout: Path, port: int) -> Iterator[list[Writer]]:
    asked = manage(checkout, "shell", "-v", "0", "-c", PROGRAM)
    assert asked.returncode == 0, asked.stderr
    token, path, body = json.loads(asked.stdout)
    writers = [Writer(f"http://127.0.0.1:{port}{path}", token, body) for _ in range(WRITERS)]
    over = threading.Event()
    failures: list[BaseException] = []

    def write(number: int, writer: Writer) -> None:
        try:
            for times in itertools.count(1):
                if over.is_set():
                    return
                writer.write(f"wrote-{number}-{times}")
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=write, args=pair) for pair in enumerate(writers)]
    for thread in threads:
        thread.start()
    try:
        yield writers
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert not failures


def count(writers: list[Writer]) -> int:
    return sum(len(writer.answered) for writer in writers)


def more_are_written(writers: list[Writer]) -> bool:
    so_far = count(writers)
    return until(lambda: count(writers) >= so_far + WRITES_BETWEEN, 60)


def test_killed_engines_come_back_and_no_answered_write_is_lost(checkout: Path, layout: Layout) -> None:
    port = free_port()
    assert manage(checkout, "shell", "-v", "0", "-c", "print('with its demo')").returncode == 0
    with make_run(checkout, port) as run:
        assert until(lambda: healthy(port) or run.poll() is not None, READY_SECONDS)
        assert run.poll() is None, run.communicate()
        with writing(checkout, port) as writers:
            assert more_are_written(writers), writers[0].refused
            for name in ("postgres", "valkey-server", "keeper"):
                killed = engines(layout)[name]
                os.kill(killed, signal.SIGKILL)
                assert until(lambda n=name, k=killed: engines(layout).get(n, k) != k, 60), name
                assert more_are_written(writers), (name, run.poll())
                time.sleep(2 * LOOK_SECONDS)  # what is written so soon again, the watch has not seen yet
        assert {status for writer in writers for status in writer.refused} <= {503}
        assert set().union(*(writer.types for writer in writers)) <= {"application/problem+json"}
        saved = ask(
            layout, "SELECT string_agg(text, ' ') FROM rectification_finding WHERE text LIKE 'wrote-%'"
        )
        answered = {text for writer in writers for text in writer.answered}
        assert answered <= set(str(saved).split())
        assert len(answered) > 4 * WRITES_BETWEEN
        assert until(lambda: healthy(port))
        said = end(run)
    for name in ("PostgreSQL", "Valkey"):
        assert f"{name} had ended and answers again." in said


def end(run: subprocess.Popen[str]) -> str:
    run.send_signal(signal.SIGTERM)
    said, trouble = run.communicate(timeout=60)
    assert (run.returncode, trouble) == (0, "")
    return said


def test_after_a_crash_of_everything_a_second_make_run_starts(checkout: Path, layout: Layout) -> None:
    port = free_port()
    with make_run(checkout, port) as first:
        assert until(lambda: healthy(port) or first.poll() is not None, READY_SECONDS)
        for process in [first.pid, *engines(layout).values()]:
            os.kill(process, signal.SIGKILL)
    with make_run(checkout, port) as second:
        assert until(lambda: healthy(port) or second.poll() is not None, READY_SECONDS)
        assert end(second)


def test_an_engine_that_does_not_come_back_is_said_and_ends_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody listens there, and no keeper can start anything in a folder that is none."""
    monkeypatch.setattr(watch, "LOOK_SECONDS", 0)
    (tmp_path / "state").write_text("")
    said: list[str] = []
    looking = Watch(Layout(tmp_path / "state", tmp_path / "sockets"), said.append, give_up_seconds=0.1)
    looking.look()
    assert said[:2] == [
        "PostgreSQL has ended: it is being started again …",
        "Valkey has ended: it is being started again …",
    ]
    time.sleep(0.2)
    with pytest.raises(EngineProblem, match=r"PostgreSQL does not come back: see .*/postgres\.log"):
        looking.look()
