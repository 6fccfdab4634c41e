"""make trace: every clause that policy_texts declares as traced, with the tests marked with it.

    python tests/trace.py [TESTS …]

Exit 1 when a clause has no test, or a test names a clause that doesn't exist. An item with checkpoints is
served when each checkpoint is: a mark with the item alone is listed and serves nothing, or one test of the
whole sheet would hide thirty-five empty rows. A test that is always skipped serves nothing either.
"""

import contextlib
import io
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

if __name__ == "__main__":
    # Run as a script, the first entry is tests/, and tests/policy_texts would hide policy_texts.
    sys.path[0] = str(ROOT)

import pytest  # noqa: E402

from policy_texts.loading import clause_text, traced_clauses  # noqa: E402
from policy_texts.strict_reading import PolicyTextError  # noqa: E402

Marks = Mapping[str, Sequence[str]]


class CollectionError(Exception):
    """The tests cannot be collected; the message is what pytest said."""


class _ClauseCollector:
    """A pytest plugin that notes the marks of what is collected."""

    def __init__(self) -> None:
        self.marks: defaultdict[str, list[str]] = defaultdict(list)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            if item.get_closest_marker("skip"):
                continue
            for mark in item.iter_markers("clause"):
                for clause in mark.args:
                    self.marks[clause].append(item.nodeid)


def collect_marks(tests: Sequence[str]) -> Marks:
    """Node ids of the tests by the clause they are marked with. Nothing is run."""
    collector = _ClauseCollector()
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        outcome = pytest.main(["--collect-only", "-q", *tests], plugins=[collector])
    if outcome not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise CollectionError(said.getvalue())
    return collector.marks


def report(traced: Mapping[str, Sequence[str]], marks: Marks) -> Iterator[str]:
    """The clauses as a tree, each with its tests."""
    for clause, points in traced.items():
        for each in (clause, *points):
            served = bool(marks.get(each)) or (bool(points) and each == clause)
            yield f"{each}  {clause_text(each)}{'' if served else '  —— no test'}"
            yield from (f"    {test}" for test in _named_once(marks.get(each, ())))


def unserved(traced: Mapping[str, Sequence[str]], marks: Marks) -> list[str]:
    needed = [each for clause, points in traced.items() for each in (points or (clause,))]
    return [clause for clause in needed if not marks.get(clause)]


def unknown(marks: Marks) -> Iterator[str]:
    for clause, tests in marks.items():
        try:
            clause_text(clause)
        except PolicyTextError as error:
            yield f"{tests[0]}: {error}"


def _named_once(tests: Sequence[str]) -> list[str]:
    """Parametrised cases of one test are one line."""
    return list(dict.fromkeys(test.partition("[")[0] for test in tests))


def main(tests: Sequence[str]) -> int:
    try:
        traced = traced_clauses()
        marks = collect_marks(tests or [str(ROOT / "tests")])
    except (CollectionError, PolicyTextError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in report(traced, marks))
    missing = unserved(traced, marks)
    problems = [f"no test is marked with {clause}" for clause in missing] + list(unknown(marks))
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    needed = sum(len(points) or 1 for points in traced.values())
    sys.stdout.write(f"\n{needed - len(missing)} of {needed} clauses are served by a test\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
