"""Collects errors, warnings and questions by cell.

The same said twice of one cell is said once: a merged item fails many rows.
"""

from collections.abc import Iterable, Mapping

from rectification.workbook.cells import short
from rectification.workbook.plan import Answer, CellProblem, ProblemKind, Question

Part = tuple[str, str]  # the cell, and its words


class ProblemLog:
    def __init__(self) -> None:
        self._errors: dict[CellProblem, None] = {}
        self._warnings: dict[CellProblem, None] = {}
        self._questions: dict[str, Question] = {}

    def error(self, problem: CellProblem) -> None:
        self._errors[problem] = None

    def warn(self, problem: CellProblem) -> None:
        self._warnings[problem] = None

    def ask(self, question: Question) -> None:
        """The first place where a doubt comes up is named; the same one is asked once."""
        self._questions.setdefault(question.key, question)

    @property
    def errors(self) -> tuple[CellProblem, ...]:
        return tuple(self._errors)

    @property
    def warnings(self) -> tuple[CellProblem, ...]:
        return tuple(self._warnings)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(self._questions.values())


class SheetLog:
    """The log of one sheet."""

    def __init__(
        self, log: ProblemLog, sheet: str, elsewhere: Mapping[str, tuple[str, str]] | None = None
    ) -> None:
        self._log = log
        self.sheet = sheet
        self._elsewhere = elsewhere or {}  # cells that were brought here: the sheet and cell where they stand

    def error(self, cell: str, kind: ProblemKind, problem: str, *, subject: str = "") -> None:
        self._log.error(CellProblem(*self._stands(cell), problem, kind, subject))

    def warn(self, cell: str, kind: ProblemKind, problem: str, *, subject: str = "") -> None:
        self._log.warn(CellProblem(*self._stands(cell), problem, kind, subject))

    def _stands(self, cell: str) -> tuple[str, str]:
        return self._elsewhere.get(cell, (self.sheet, cell))

    def ask(
        self,
        cell: str,
        kind: ProblemKind,
        question: str,
        answers: Iterable[Answer] = (),
        *,
        key: str = "",
        subject: str = "",
    ) -> None:
        """A doubt. `key` only where the same doubt may come up at other cells: 各临床科室 is asked once."""
        own_key = key or f"{kind.value}:{self.sheet}!{cell}"
        self._log.ask(Question(*self._stands(cell), question, kind, own_key, tuple(answers), subject))


def as_much_as_fits(parts: Iterable[Part], *, most: int, label: str, log: SheetLog) -> str:
    """The parts in one text, each once. One for which there is no room is left out whole, and told at its cell."""
    taken: dict[str, None] = {}
    room = most
    for cell, words in parts:
        if words in taken:
            continue
        needed = len(words) + (1 if taken else 0)
        if needed > room:
            problem = f"{label}最多 {most} 字，放不下“{short(words)}”，这部分没有导入"
            log.warn(cell, ProblemKind.TOO_LONG, problem)
            continue
        taken[words] = None
        room -= needed
    return "；".join(taken)
