"""The two locks: what production installs, and what a check-out installs on top. `make lock` writes them.

Each begins with the digest of the dependency tables it was made from, so that a check needs no network.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from workshop.embedded.layout import PROJECT

SOURCE = PROJECT / "pyproject.toml"
RUNTIME = PROJECT / "requirements.lock"
DEVELOPMENT = PROJECT / "requirements-dev.lock"
MARK = "# made from the dependency tables "


def digest() -> str:
    tables = tomllib.loads(SOURCE.read_text())
    told = [
        tables["project"]["requires-python"],
        tables["project"]["dependencies"],
        tables["dependency-groups"],
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def problems() -> list[str]:
    first_line = f"{MARK}{digest()}"
    found = [
        f"{lock.name} was not made from the tables of {SOURCE.name}: run `make lock`"
        for lock in (RUNTIME, DEVELOPMENT)
        if lock.read_text().split("\n", 1)[0] != first_line
    ]
    runtime, development = pinned(RUNTIME), pinned(DEVELOPMENT)
    return found + [
        f"{name} is {version} in {RUNTIME.name} and {development.get(name)} in {DEVELOPMENT.name}"
        for name, version in runtime.items()
        if development.get(name) != version
    ]


def pinned(lock: Path) -> dict[str, str]:
    lines = [line.split(";")[0].rstrip(" \\") for line in lock.read_text().splitlines()]
    return dict(line.split("==", 1) for line in lines if "==" in line and not line.startswith((" ", "#")))


def write(*, upgrade: bool) -> None:
    compile_lock(RUNTIME, ["--upgrade"] if upgrade else [])
    # What both install is the same version: the suite tests what production runs.
    compile_lock(
        DEVELOPMENT, ["--group", "dev", "--constraints", str(RUNTIME)] + (["--upgrade"] if upgrade else [])
    )


def compile_lock(target: Path, extra: Sequence[str]) -> None:
    command = [
        sys.executable, "-m", "uv", "pip", "compile", SOURCE.name, "--quiet", "--generate-hashes", "--universal",
        "--python-version", "3.11", "--no-header", "--no-emit-index-url", "--output-file", target.name, *extra,
    ]  # fmt: skip
    subprocess.run(command, cwd=PROJECT, check=True, env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"})
    target.write_text(f"{MARK}{digest()}\n{target.read_text()}")


def main(arguments: Sequence[str]) -> int:
    if list(arguments) in (["lock"], ["lock", "--upgrade"]):
        write(upgrade="--upgrade" in arguments)
    elif list(arguments) != ["check"]:
        sys.stderr.write("usage: python -m workshop.embedded.dependencies check | lock [--upgrade]\n")
        return 2
    found = problems()
    sys.stderr.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
