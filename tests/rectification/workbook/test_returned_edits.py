"""Random edits of random ledgers, through the writer and the reader: exactly the edited cells come out as changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infrastructure.workbooks.reading import read_workbook
from infrastructure.workbooks.writing import SheetColumn, SheetLayout, write_sheet
from rectification.rules.ledger_rows import LedgerRow
from rectification.workbook.added_lines import added_lines, holds_lines
from rectification.workbook.cell_values import CellReader
from rectification.workbook.context import ImportContext
from rectification.workbook.returned import read_returned
from rectification.workbook.round_trip import (
    BaseLine,
    Compared,
    Line,
    Meanings,
    Way,
    compare_returned,
    three_way,
    true_rows,
)
from rectification.workbook.template_columns import (
    KEY_HEADING,
    TEMPLATE,
    MeasureLine,
    kept_words,
    words_of,
)
from rectification.workbook.template_keys import is_true, make_key, read_key
from tests.rectification.workbook.conftest import PEOPLE
from tests.rectification.workbook.test_own_export import ledgers

pytestmark = pytest.mark.clause("QS25.P2")
SECRET, EXPORT = b"a secret of the test", UUID(int=62)
FINDING_WIDE = {
    "finding": "改过的问题",
    "remark": "改过的备注",
    "deadline": date(2031, 1, 31),
    "cause": "改过的原因",
}
OF_MEASURE = {"measure": "改过的措施", "measure_deadline": date(2031, 1, 30)}


@dataclass
class SentOut:
    """A ledger as lines: what each says, under which key."""

    bases: dict[UUID, BaseLine]
    cells: list[list[Any]]  # of each line, in the order of TEMPLATE, then the key

    @classmethod
    def of(cls, rows: tuple[LedgerRow, ...]) -> SentOut:
        sent = cls({}, [])
        for finding, row in enumerate(rows, 1):
            own = [MeasureLine(n, text, "", "", None) for n, text in enumerate(row.measures, 1)]
            for measure in own or [None]:
                uid = uuid4()
                said = kept_words(words_of(row, measure))
                sent.bases[uid] = BaseLine((finding, measure.id if measure else None), said["sequence"], said)
                key = make_key(EXPORT, uid, said["sequence"], secret=SECRET)
                sent.cells.append([*(column.of(row, measure) for column in TEMPLATE), key])
        return sent

    @property
    def now(self) -> dict[Line, dict[str, str]]:
        """The ledger as it was."""
        said = {base.line: dict(base.said) for base in self.bases.values()}
        return said | {(finding, None): words for (finding, _), words in said.items()}

    def edited(self, random: Random) -> set[tuple[Line, str]]:
        """Change some cells, at most one of a finding's for each column."""
        done: dict[tuple[Any, str], tuple[Line, str]] = {}
        lines = [base.line for base in self.bases.values()]
        for place, line in enumerate(lines):
            for name, value in (FINDING_WIDE | OF_MEASURE).items():
                own = name in OF_MEASURE
                if (own and line[1] is None) or random.random() > 0.2:
                    continue
                told = (line if own else line[0]), name
                if told not in done:
                    done[told] = line, name
                    column = next(n for n, column in enumerate(TEMPLATE) if column.name == name)
                    self.cells[place][column] = value
        return set(done.values())

    def back(self, random: Random, context: ImportContext) -> Compared:
        """Shuffled, written, read and compared."""
        order = random.sample(range(len(TEMPLATE) + 1), len(TEMPLATE) + 1)
        headings = [*(column.heading for column in TEMPLATE), KEY_HEADING]
        layout = SheetLayout("台账", "台账", tuple(SheetColumn(headings[n]) for n in order), filters=True)
        rows = random.sample(self.cells, len(self.cells))
        with TemporaryDirectory() as folder:
            path = Path(folder) / "ledger.xlsx"
            write_sheet(path, layout, ([row[n] for n in order] for row in rows))
            returned = read_returned(read_workbook(path))
        good, untrue = true_rows(returned.rows, EXPORT, self.bases, [SECRET])
        assert (len(good), untrue, returned.remarks) == (len(rows), [], ())
        return compare_returned(good, self.bases, self.now, Meanings(CellReader(context)))


@settings(max_examples=12, deadline=None)
@given(rows=ledgers, random=st.randoms(use_true_random=False))
def test_exactly_the_edited_cells_are_changes(
    context: ImportContext, rows: tuple[LedgerRow, ...], random: Random
) -> None:
    sent = SentOut.of(rows)
    edited = sent.edited(random)
    compared = sent.back(random, context)
    assert (compared.conflicts, compared.problems) == ((), ())
    wide = {(line[0], name) for line, name in edited if name in FINDING_WIDE}
    found = [(change.line, change.column.name) for change in compared.changes]
    assert {(line[0], name) for line, name in found if name in FINDING_WIDE} == wide
    assert {each for each in found if each[1] in OF_MEASURE} == {
        each for each in edited if each[1] in OF_MEASURE
    }
    assert len(found) == len(edited)


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "way"),
    [
        ("a", "a", "a", Way.SAME),
        ("a", "b", "a", Way.SAME),
        ("a", "b", "b", Way.SAME),
        ("a", "a", "b", Way.CHANGED),
        ("a", "b", "c", Way.CONFLICT),
    ],
)
def test_a_cell_is_compared_three_ways(base: str, theirs: str, mine: str, way: Way) -> None:
    assert three_way(base=base, theirs=theirs, mine=mine) is way


def test_a_key_is_true_for_its_own_export_row_and_number_alone() -> None:
    row, number = uuid4(), "12"
    words = make_key(EXPORT, row, number, secret=SECRET)
    key = read_key(f" {words[:20].lower()}\u3000{words[20:]} ")
    assert key is not None
    assert (key.export, key.row) == (EXPORT, row)
    assert is_true(key, number, secrets=[b"newer", SECRET])
    assert not is_true(key, "13", secrets=[SECRET])
    assert not is_true(key, number, secrets=[b"newer"])
    other = make_key(uuid4(), row, number, secret=SECRET)
    mixed = read_key(words[:52] + other[52:])
    assert mixed is not None
    assert not is_true(mixed, number, secrets=[SECRET])
    assert read_key(words[:-1]) is read_key("") is read_key("1" * 64) is None


@pytest.mark.parametrize("people", [PEOPLE.split()])
def test_names_are_compared_by_whom_they_mean(context: ImportContext, people: list[str]) -> None:
    meanings = Meanings(CellReader(context))
    person = next(column for column in TEMPLATE if column.name == "person")
    assert meanings.of(person, f" {people[0]}\u00a0") == meanings.of(person, people[0])
    assert meanings.of(person, people[0]) != meanings.of(person, people[1])


@pytest.mark.parametrize(
    ("base", "mine", "added"),
    [
        ("", "新的", "新的"),
        ("旧一\n旧二", "旧一\n旧二\n新的", "新的"),
        ("旧一\n旧二", "新的\n旧一\n旧二", "新的"),
        ("旧一\n旧二", "全是\n新的", "全是\n新的"),
        ("旧一\n旧二", "旧一", None),
        ("旧一\n旧二", "旧一\n改了", None),
        ("旧一", "", None),
    ],
)
def test_progress_is_read_as_what_was_added(base: str, mine: str, added: str | None) -> None:
    assert added_lines(base, mine) == added


def test_lines_are_held_whole_and_in_their_order() -> None:
    assert holds_lines("一\n二\n三", "二\n三")
    assert holds_lines("一", " ")
    assert not holds_lines("一\n二\n三", "一\n三")
    assert not holds_lines("一二", "一")
