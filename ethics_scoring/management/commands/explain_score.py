"""Exit 0: the sheet; 1: the case is refused; 2: the file is bad or has no case of that name."""

import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from ethics_scoring.rules.case_files import BadCaseFile, Case, read_case_file
from ethics_scoring.rules.case_results import FIELD, result_of
from ethics_scoring.rules.refusals import Refused
from ethics_scoring.rules.sheet_text import sheet_lines
from policy_texts.strict_reading import PolicyTextError


class Command(BaseCommand):
    help = "Print the score sheet of one worked example: every line, and why it counts or not."
    needs_database = False
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a TOML file with [[case]]")
        parser.add_argument("--case", required=True, metavar="NAME", help="the name of the case")

    def handle(self, *args: Any, **options: Any) -> None:
        case = self._find(options["file"], options["case"])
        result = result_of(case)
        if not isinstance(result, Refused):
            self.stdout.write("\n".join(sheet_lines(case.name, result)))
        elif result.word == FIELD:
            problems = (BadCaseFile(case.file, m, case=case.name, field=f) for f, m in case.problems)
            self._stop("\n".join(map(str, problems)), 2)
        else:
            self._stop(str(BadCaseFile(case.file, str(result), case=case.name)), 1)

    def _find(self, path: Path, name: str) -> Case:
        try:
            cases = {case.name: case for case in read_case_file(path)}
        except (BadCaseFile, PolicyTextError) as error:
            self._stop(str(error), 2)
        if name not in cases:
            self._stop(f"文件 {path}：没有案例“{name}”；有：{'、'.join(cases)}", 2)
        return cases[name]

    def _stop(self, message: str, code: int) -> NoReturn:
        self.stderr.write(message)
        sys.exit(code)
