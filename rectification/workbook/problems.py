"""Collects errors and warnings by cell. The same said twice of one cell is said once: a merged item fails many rows."""

from rectification.workbook.plan import CellProblem, ProblemKind


class ProblemLog:
    def __init__(self) -> None:
        self._errors: dict[CellProblem, None] = {}
        self._warnings: dict[CellProblem, None] = {}

    def error(self, problem: CellProblem) -> None:
        self._errors[problem] = None

    def warn(self, problem: CellProblem) -> None:
        self._warnings[problem] = None

    @property
    def errors(self) -> tuple[CellProblem, ...]:
        return tuple(self._errors)

    @property
    def warnings(self) -> tuple[CellProblem, ...]:
        return tuple(self._warnings)


class SheetLog:
    """The log of one sheet."""

    def __init__(self, log: ProblemLog, sheet: str) -> None:
        self._log = log
        self.sheet = sheet

    def error(self, cell: str, kind: ProblemKind, problem: str, *, subject: str = "") -> None:
        self._log.error(CellProblem(self.sheet, cell, problem, kind, subject))

    def warn(self, cell: str, kind: ProblemKind, problem: str, *, subject: str = "") -> None:
        self._log.warn(CellProblem(self.sheet, cell, problem, kind, subject))
