"""`make run`: the engines, the database, then web, workers and beat, until Ctrl-C or SIGTERM. What ends is begun again.

Each of them is a child in a session of its own, so that Ctrl-C reaches only this process, which stops them in
order; should this process be killed, they end with it (launch.py).
"""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from django.core.management import call_command, get_commands

from hospital_qs.configuration import settings_or_exit
from hospital_qs.workers import WORKERS, worker_command
from workshop.embedded import commands, locks
from workshop.embedded.account import Account
from workshop.embedded.layout import PROJECT, development_layout
from workshop.embedded.problem import EngineProblem
from workshop.embedded.watch import Watch

READY_SECONDS = 60
# A child that ends so often in so short a time would end again.
GIVE_UP_ENDS, GIVE_UP_SECONDS = 3, 60
# One machine: the workers need not find each other.
_ALONE = ("--without-gossip", "--without-mingle")
STOP_SECONDS = 15
VAR = PROJECT / "var"
LOGS = VAR / "log"


class Stopped(BaseException):
    """Ctrl-C or SIGTERM, wherever we are."""


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    @property
    def url(self) -> str:
        shown = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 - shown, not bound
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}/"


@dataclass
class Child:
    name: str
    command: Sequence[str | Path]
    process: subprocess.Popen[bytes]
    ended: list[float] = field(default_factory=list)

    @classmethod
    def start(cls, name: str, command: Sequence[str | Path]) -> Child:
        return cls(name, command, cls._process(name, command))

    @staticmethod
    def _process(name: str, command: Sequence[str | Path]) -> subprocess.Popen[bytes]:
        LOGS.mkdir(parents=True, exist_ok=True)
        with (LOGS / f"{name}.log").open("ab") as log:
            return Account("same").start(
                [sys.executable, "-m", *command],
                environment=dict(os.environ),
                log=log,
                folder=PROJECT,
                stop_signal=signal.SIGTERM,
            )

    def stop(self) -> None:
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # Its whole session: a worker's own children must not outlive it.
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def check(self) -> None:
        if self.process.poll() is not None:
            raise EngineProblem(
                f"{self.name} ended by itself ({self._last_words()}): see var/log/{self.name}.log"
            )

    def keep(self) -> None:
        """Started again when it has ended: one that is killed takes nobody else with it."""
        if self.process.poll() is None:
            return
        now = time.monotonic()
        self.ended = [*(before for before in self.ended if now - before < GIVE_UP_SECONDS), now]
        if len(self.ended) >= GIVE_UP_ENDS:
            self.check()
        _say(f"{self.name} has ended: it is being started again …")
        self.process = self._process(self.name, self.command)

    def _last_words(self) -> str:
        lines = (LOGS / f"{self.name}.log").read_text(errors="replace").strip().splitlines()
        return lines[-1][:200] if lines else f"status {self.process.returncode}"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital_qs.settings.development")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    children: list[Child] = []
    try:
        if not settings_or_exit().EMBEDDED_ENGINES:
            raise EngineProblem(
                "make run is for trying out: with other settings start web, worker and beat yourself"
            )
        address = _address()
        with locks.opened(VAR, "run") as only:
            _be_the_only_one(only, address)
            _check_port(address)
            commands.get_ready()
            serve(address, children)
    except EngineProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except Stopped:
        _say("stopping …")
        return 0
    finally:
        _stop_all(children)
    return 0


def serve(address: Address, children: list[Child]) -> None:
    """The web server first and alone: somebody is waiting for the page, nobody for the others."""
    for name, command in _commands(address).items():
        children.append(Child.start(name, command))
        if name == "web":
            _wait_until_it_answers(address, children)
    _greet(address)
    watch = Watch(development_layout(), _say) if commands.engines_are_ours() else None
    while True:
        for child in children:
            child.keep()
        if watch:
            watch.look()
        time.sleep(0.3)


def _commands(address: Address) -> dict[str, list[str | Path]]:
    schedule = VAR / "beat"
    schedule.mkdir(exist_ok=True)
    # We hold the lock, so a pid file that is there belongs to a beat that was killed.
    (schedule / "pid").unlink(missing_ok=True)
    bind = f"[{address.host}]" if ":" in address.host else address.host
    return {
        "web": ["hospital_qs.web", "--listen", f"{bind}:{address.port}", "--threads", "8"],
        **{name: [*worker_command(name), "--hostname", f"{name}@%h", *_ALONE] for name in WORKERS},
        "beat": ["celery", "-A", "hospital_qs", "beat", "--loglevel", "INFO",
                 "--schedule", schedule / "schedule", "--pidfile", schedule / "pid"],
    }  # fmt: skip


def _address() -> Address:
    text = os.environ.get("PORT", "").strip() or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise EngineProblem(f"PORT={text} is not a port number")
    return Address(os.environ.get("HOST", "").strip() or "127.0.0.1", int(text))


def _be_the_only_one(lock: IO[str], address: Address) -> None:
    if not locks.take(lock, wait=False):
        owner, _, url = locks.read_owner(lock).partition(" ")
        raise EngineProblem(f"make run is already running (process {owner}): {url}")
    locks.write_owner(lock, address.url)


def _check_port(address: Address) -> None:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as refusal:
            raise EngineProblem(
                f"cannot listen on {address.host}:{address.port} ({refusal.strerror}): "
                "stop the other program, or choose another with PORT=8001 make run"
            ) from refusal


def _wait_until_it_answers(address: Address, children: Sequence[Child]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        for child in children:
            child.check()
        try:
            with urllib.request.urlopen(f"{address.url}livez", timeout=2):  # noqa: S310 - http, ours
                return
        except (urllib.error.URLError, OSError) as refusal:
            if time.monotonic() > deadline:
                raise EngineProblem(
                    f"the web server does not answer ({refusal}): see var/log/web.log"
                ) from refusal
            time.sleep(0.1)


def _greet(address: Address) -> None:
    _say(f"\nReady: {address.url}\n")
    if "load_demo" in get_commands():
        accounts = io.StringIO()
        call_command("load_demo", accounts=True, stdout=accounts)
        _say(accounts.getvalue())
    _say("Logs: var/log · Ctrl-C stops everything, the data stays.")


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _stop_all(children: Sequence[Child]) -> None:
    """Nothing new is begun (beat), nobody waits for an answer (web), what was begun is finished (workers)."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    by_name = {child.name: child for child in children}
    for name in ("beat", "web", *WORKERS):
        if name in by_name:
            by_name[name].stop()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
