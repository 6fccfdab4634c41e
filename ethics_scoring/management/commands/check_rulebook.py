"""Exit 0: every example holds; 1: one doesn't; 2: a file is bad. Results on stdout, faults of files on stderr."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ethics_scoring.rules.case_files import BadCaseFile, Case, read_case_file
from ethics_scoring.rules.case_results import as_json, differences, is_unexpected_field_error, result_of
from ethics_scoring.rules.refusals import Refused
from ethics_scoring.rules.scoring import Sheet
from policy_texts.strict_reading import PolicyTextError

Results = list[tuple[Case, Sheet | Refused]]


class Command(BaseCommand):
    help = "Run worked examples of the ethics appraisal through the real engine and rule book."
    needs_database = False
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="TOML files with [[case]]")
        parser.add_argument("--json", action="store_true", help="print the results as JSON instead")

    def handle(self, *args: Any, **options: Any) -> None:
        # Everything is read before anything is printed: a bad last file leaves no half result behind.
        try:
            cases = [case for path in options["files"] for case in read_case_file(path)]
        except (BadCaseFile, PolicyTextError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        results = [(case, result_of(case)) for case in cases]
        failed = self._print_json(results) if options["json"] else self._print_lines(results)
        bad = self._print_bad_fields(results)
        if bad or failed:
            sys.exit(2 if bad else 1)

    def _print_json(self, results: Results) -> bool:
        objects = [as_json(case, result) for case, result in results]
        self.stdout.write(json.dumps(objects, ensure_ascii=False, indent=2))
        return any(differences(case, result) for case, result in results)

    def _print_lines(self, results: Results) -> bool:
        held = 0
        for case, result in results:
            found = differences(case, result)
            held += not found
            self.stdout.write(f"FAIL {case.name}: {'; '.join(found)}" if found else f"ok {case.name}")
        self.stdout.write(f"共 {len(results)} 例：ok {held}，FAIL {len(results) - held}")
        return held < len(results)

    def _print_bad_fields(self, results: Results) -> bool:
        bad = [case for case, result in results if is_unexpected_field_error(case, result)]
        for case in bad:
            for field, message in case.problems:
                self.stderr.write(str(BadCaseFile(case.file, message, case=case.name, field=field)))
        return bool(bad)
