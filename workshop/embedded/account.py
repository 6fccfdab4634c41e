"""As whom PostgreSQL runs. It refuses root, and fresh machines and containers are often root."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LAUNCHER = Path(__file__).with_name("launch.py")


@dataclass(frozen=True)
class Account:
    """`same`: as we are · `namespace`: root outside, 1000 inside · `nobody`: where namespaces are refused."""

    mode: str

    def home(self, wanted: Path) -> Path:
        """`nobody` cannot look into root's folders: its data lives under /var/tmp, named after the folder meant."""
        if self.mode != "nobody":
            return wanted
        name = hashlib.sha256(str(wanted).encode()).hexdigest()[:10]
        return Path(f"/var/tmp/hospital-qs-{name}")  # noqa: S108

    def own(self, folder: Path) -> None:
        if self.mode == "nobody":
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)

    def readable_programs(self, programs: Path, home: Path) -> Path:
        """A copy that nobody may read. The libraries stay beside it: the programs look for them by relative path."""
        if self.mode != "nobody" or os.environ.get("PG_BIN"):
            return programs
        package = programs.parents[1]
        target = home / "programs"
        if not target.exists():
            draft = home / f"programs.{os.getpid()}"
            shutil.copytree(package / "pginstall", draft / package.name / "pginstall")
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, draft / libraries.name)
            draft.rename(target)
        return target / package.name / "pginstall" / "bin"

    def command(self, command: Sequence[str | Path], *, stop_signal: int = 0) -> list[str]:
        launcher = [sys.executable, "-I", "-S", str(LAUNCHER), self.mode, str(stop_signal), str(os.getpid())]
        return launcher + [str(part) for part in command]

    def run(
        self, command: Sequence[str | Path], *, environment: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(command), env=environment, capture_output=True, text=True, cwd="/", check=False
        )

    def start(
        self,
        command: Sequence[str | Path],
        *,
        environment: dict[str, str],
        log: IO[bytes],
        folder: Path = Path("/"),
        stop_signal: int = signal.SIGINT,
    ) -> subprocess.Popen[bytes]:
        """In a session of its own: Ctrl-C reaches us, we stop it in order. SIGINT is PostgreSQL's fast stop."""
        return subprocess.Popen(
            self.command(command, stop_signal=stop_signal),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            start_new_session=True,
        )


def for_this_user() -> Account:
    if os.geteuid() != 0:
        return Account("same")
    probe = Account("namespace").run(["/bin/true"], environment={})
    return Account("namespace" if probe.returncode == 0 else "nobody")
