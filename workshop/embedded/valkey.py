"""One Valkey on a unix socket: broker of the tasks and cache."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from workshop.embedded import binaries
from workshop.embedded.account import Account
from workshop.embedded.problem import EngineProblem

START_SECONDS = 10


@dataclass
class Broker:
    state: Path
    socket: Path
    durable: bool = True
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        data = self.state / "valkey"
        data.mkdir(parents=True, exist_ok=True)
        command: list[str | Path] = [
            binaries.valkey_server(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700",
            "--appendonly", "yes" if self.durable else "no", "--save", "", "--dir", data, "--databases", "16",
        ]  # fmt: skip
        with (self.state / "valkey.log").open("ab") as log:
            # It runs as root without complaint, so it keeps the account it is started from.
            self.process = Account("same").start(command, environment=dict(os.environ), log=log)
        self._wait()

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=START_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process is None or self.process.poll() is not None or time.monotonic() > deadline:
                raise EngineProblem(f"Valkey did not start: see {self.state / 'valkey.log'}")
            time.sleep(0.02)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
            except OSError:
                return False
