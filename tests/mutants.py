"""`make mutants`: plants faults in rules and services, the same ones on every run, and lists those no test noticed.

mutmut makes the faults and asks of each the tests that reach its function; here is the sample, and the share.
ARGS="rectification.rules.* 50" draws fifty from those names instead.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

FOLDER = Path("mutants")
SAMPLE, SEED, WORKERS = 200, 6, "2"
AIM_PERCENT = 5


def mutmut(*arguments: str) -> int:
    return subprocess.run([Path(sys.executable).with_name("mutmut"), *arguments], check=False).returncode


def known() -> dict[str, int | None]:
    """Name of each fault and how its tests ended; nothing yet for those that were not drawn."""
    found = {}
    for path in FOLDER.rglob("*.meta"):
        found |= json.loads(path.read_text())["exit_code_by_key"]
    return found


def main(pattern: str = "*", amount: str = str(SAMPLE)) -> int:
    shutil.rmtree(FOLDER, ignore_errors=True)
    # A name that fits nothing: the faults are written down and the tests traced, then there is nothing to run.
    mutmut("run", "--max-children", WORKERS, "no such fault")
    if not (FOLDER / "mutmut-stats.json").exists():
        return 1
    names = sorted(name for name in known() if fnmatch(name, pattern))
    drawn = sorted(random.Random(SEED).sample(names, min(int(amount), len(names))))
    mutmut("run", "--max-children", WORKERS, *drawn)
    ended = known()
    survivors = [
        name for name in drawn if ended[name] in (0, 33, None)
    ]  # passed, reached by no test, not run
    for name in survivors:
        mutmut("show", name)
    share = 100 * len(survivors) / len(drawn)
    sys.stdout.write(
        f"\n{len(survivors)} of {len(drawn)} faults survived ({share:.1f} %, aim ≤ {AIM_PERCENT} %), "
        f"drawn from {len(names)} with seed {SEED}\n"
    )
    return int(share > AIM_PERCENT)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
