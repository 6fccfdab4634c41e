"""`make setup`: the environment of this check-out, from nothing but python3 and its venv module.

Runs under the system's Python, so the standard library is all there is. What is installed is what the lock says, by
hash; a lock that has not changed since is not installed again.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ENVIRONMENT = PROJECT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LOCK = PROJECT / "requirements-dev.lock"
INSTALLED = ENVIRONMENT / "installed-lock"
OLDEST = (3, 11)


def main() -> int:
    try:
        prepare()
    except SetupProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


class SetupProblem(Exception):
    """The message is the whole line that is printed."""


def prepare() -> None:
    if sys.version_info < OLDEST:
        raise SetupProblem(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version.split()[0]}"
        )
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not _environment_works() or not INSTALLED.exists() or INSTALLED.read_text() != lock:
        _make_environment()
        _install()
        INSTALLED.write_text(lock)
    _run([PYTHON, "-m", "hospital_qs.assets", "build"], trouble="the front-end assets could not be built")


def _environment_works() -> bool:
    """A .venv whose Python was removed or upgraded away is made anew."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def _make_environment() -> None:
    if _environment_works():
        return
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except OSError as refusal:
        raise SetupProblem(f"cannot write to {ENVIRONMENT}: {refusal.strerror}") from refusal
    except subprocess.CalledProcessError as refusal:
        raise SetupProblem("this Python has no venv: install the package python3-venv") from refusal


def _install() -> None:
    """uv first, itself by hash from the lock; it then installs the rest in seconds."""
    own = re.search(r"^uv==.*?(?=^\S|\Z)", LOCK.read_text(), re.MULTILINE | re.DOTALL)
    if own is None:
        raise SetupProblem(f"{LOCK.name} does not name uv: run `make lock`")
    wanted = ENVIRONMENT / "uv.txt"
    wanted.write_text(own.group())
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--require-hashes", "-r", wanted], trouble="uv could not be installed")
    _run(
        [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", LOCK],
        trouble="the packages of the lock could not be installed",
    )


def _run(command: Sequence[str | Path], *, trouble: str) -> None:
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": "copy"}
    if subprocess.run(list(command), cwd=PROJECT, env=environment, check=False).returncode:
        raise SetupProblem(f"{trouble} (see above)")


if __name__ == "__main__":
    sys.exit(main())
