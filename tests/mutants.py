"""`make mutants`: plants faults in rules and services, the same ones on every run, and lists those no test noticed.

mutmut makes the faults. All tests without a browser run once without one, to see which functions each file of
tests reaches; then each fault of the sample is tried by the files that reach it, those that do little else first.
ARGS="rectification.rules.* 50" draws fifty from those names instead.
"""

from __future__ import annotations

import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from mutmut.__main__ import copy_also_copy_files, copy_src_dir, create_mutants
from mutmut.configuration import config
from mutmut.mutation.diff_apply import find_mutant, get_diff_for_mutant

FOLDER = Path("mutants")
SAMPLE, SEED, WORKERS = 200, 6, 2
AIM_PERCENT = 5
NEAREST = 4  # files tried first: collecting hundreds of tests takes longer than the one that notices
# A test in which a fault never ends, ends with its run.
NO_END = ("-o", "faulthandler_timeout=600", "-o", "faulthandler_exit_on_timeout=true")
# What pytest's exit code says about the fault. Anything else says nothing: the tests did not run.
SURVIVED, NOTICED = {0}, {1, 2}


@dataclass
class Trace:
    """What the tests do without a fault."""

    files_of: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    sizes: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)  # fail in the copy, so they can tell nothing

    def add(self, test: str, functions: list[str] | None) -> None:
        path = test.partition("::")[0]
        self.sizes[path] += 1
        if functions is None:
            self.broken.append(test)
        for function in functions or ():
            self.files_of[function][path] += 1

    def nearest_first(self, fault: str) -> list[str]:
        reaching = self.files_of.get(fault.rpartition("__mutmut_")[0], Counter())
        return sorted(reaching, key=lambda path: (-reaching[path] / self.sizes[path], -reaching[path], path))


def run_tests(fault: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", *config().pytest_add_cli_args, *arguments]
    return subprocess.run(
        command,
        cwd=FOLDER,
        env=os.environ | {"MUTANT_UNDER_TEST": fault},
        capture_output=True,
        text=True,
        check=False,
    )


def plant() -> list[str]:
    """Every function in all its faulty forms beside the right one; which runs is said when the tests start."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with redirect_stdout(io.StringIO()):  # mutmut names every file
        copy_src_dir()
        copy_also_copy_files()
        create_mutants(WORKERS)
    found = [json.loads(path.read_text())["exit_code_by_key"] for path in FOLDER.rglob("*.meta")]
    return sorted(name for names in found for name in names)


def trace() -> Trace:
    quick = config().pytest_add_cli_args_test_selection
    ended = run_tests("stats", "-p", "tests.plugins.reached", "-n", str(WORKERS), *quick)
    sys.stdout.write(f"without a fault: {ended.stdout.strip().rpartition(chr(10))[2]}\n")
    found = Trace()
    for path in FOLDER.glob("reached-*.jsonl"):
        for line in path.read_text().splitlines():
            found.add(*json.loads(line))
    return found


def who_notices(fault: str, traced: Trace) -> str:
    """The first test that fails; empty when all pass, or when none reaches the function."""
    files = traced.nearest_first(fault)
    left_out = [f"--deselect={test}" for test in traced.broken]
    for some in (files[:NEAREST], files[NEAREST:]):
        if not some:
            continue
        ended = run_tests(fault, "-x", "-n0", *NO_END, *left_out, *some)
        if ended.returncode in NOTICED:
            told = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", ended.stdout, re.MULTILINE)
            return told[1] if told else ended.stderr.strip().partition("\n")[0] or "collecting"
        if ended.returncode not in SURVIVED:
            raise RuntimeError(f"{fault}: {ended.stdout}{ended.stderr}")
    return ""


def main(pattern: str = "*", amount: str = str(SAMPLE)) -> int:
    names = [name for name in plant() if fnmatch(name, pattern)]
    if not names:
        sys.exit(f"no fault is called {pattern}")
    drawn = sorted(random.Random(SEED).sample(names, min(int(amount), len(names))))
    traced = trace()
    survivors = []
    with ThreadPoolExecutor(WORKERS) as pool:
        for fault, noticed in zip(
            drawn, pool.map(lambda fault: who_notices(fault, traced), drawn), strict=True
        ):
            sys.stdout.write(f"{fault}: {noticed or 'SURVIVED'}\n")
            sys.stdout.flush()
            if not noticed:
                survivors.append(fault)
    for fault in survivors:
        sys.stdout.write(f"\n{fault}\n{get_diff_for_mutant(fault, path=find_mutant(fault).path)}\n")
    share = 100 * len(survivors) / len(drawn)
    sys.stdout.write(
        f"\n{len(survivors)} of {len(drawn)} faults survived ({share:.1f} %, aim ≤ {AIM_PERCENT} %), "
        f"drawn from {len(names)} with seed {SEED}\n"
    )
    return int(share > AIM_PERCENT)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
