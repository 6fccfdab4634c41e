"""A list in a workbook, read by its headings: which rows there are, and what is wrong in which cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from infrastructure.workbooks.cell_text import cell_text
from infrastructure.workbooks.grid import CellValue, SheetGrid, WorkbookGrid, cell_name

MOST_ROWS = 5_000
FIRST_DAY, LAST_DAY = date(1930, 1, 1), date(2199, 12, 31)
_HEADER_WITHIN = 20
_EPOCH = date(1899, 12, 30)  # day 0 of a workbook's serial dates
_BETWEEN = re.compile(r"[、，,;；/\n]+")
_DAY = re.compile(r"(\d{4})\s*[-./年]?\s*(\d{1,2})\s*[-./月]?\s*(\d{1,2})\s*日?")


@dataclass(frozen=True)
class ImportColumn:
    """A heading, the other words people use for it, and what to write below it."""

    key: str
    heading: str
    hint: str
    required: bool = False
    also: tuple[str, ...] = ()
    width: float = 16

    @property
    def shown_heading(self) -> str:
        return f"{self.heading}*" if self.required else self.heading


@dataclass(frozen=True)
class Problem:
    sheet: str
    cell: str
    problem: str


@dataclass(frozen=True)
class TableRow:
    """One row as text by column key; `places` are the cells, for the problems."""

    sheet: str
    number: int
    values: dict[str, str]
    places: dict[str, str] = field(default_factory=dict)

    def problem(self, key: str, words: str) -> Problem:
        return Problem(self.sheet, self.places.get(key) or f"第 {self.number} 行", words)

    def text(self, key: str) -> str:
        return self.values.get(key, "")


@dataclass(frozen=True)
class Table:
    rows: tuple[TableRow, ...]
    problems: tuple[Problem, ...] = ()

    def packed(self) -> list[list[Any]]:
        """As the preview carries it to the import."""
        return [[row.sheet, row.number, row.values, row.places] for row in self.rows]

    @classmethod
    def unpacked(cls, packed: list[list[Any]]) -> Table:
        return cls(tuple(TableRow(*parts) for parts in packed))


def read_table(book: WorkbookGrid, columns: Sequence[ImportColumn]) -> Table:
    """The rows of every sheet that has our headings; other sheets (填写说明) are passed over."""
    rows: list[TableRow] = []
    problems: list[Problem] = []
    found = False
    for sheet in book:
        header = None if sheet.hidden else _find_header(sheet, columns)
        if header is None:
            continue
        found = True
        number, places = header
        missing = [column.heading for column in columns if column.required and column.key not in places]
        if missing:
            words = f"缺少列：{'、'.join(missing)}。请使用下载的模板。"
            problems.append(Problem(sheet.name, cell_name(number, 1), words))
            continue
        rows += _rows(sheet, number, places)
    if not found:
        name = book.sheets[0].name if book.sheets else ""
        problems.append(Problem(name, "A1", "没有找到表头。请使用下载的模板，不要删改表头文字。"))
    if len(rows) > MOST_ROWS:
        words = f"一次最多导入 {MOST_ROWS} 行，请拆分后分别导入。"
        return Table((), (Problem(rows[0].sheet, f"第 {rows[MOST_ROWS].number} 行", words),))
    return Table(tuple(rows), tuple(problems))


def split_names(text: str) -> list[str]:
    """药剂科、药房 → two names, each once."""
    return list(dict.fromkeys(part.strip() for part in _BETWEEN.split(text) if part.strip()))


def tidy_name(text: str) -> str:
    """王　敏, spaced out to the width of three characters, is 王敏; a name in letters keeps its blanks."""
    return " ".join(text.split()) if re.search("[A-Za-z]", text) else "".join(text.split())


def day_of(text: str) -> date | None:
    """A day as people write it, or a workbook's serial number; None when it is no day within reach."""
    if re.fullmatch(r"\d{5}", text):
        return _within_reach(_EPOCH + timedelta(days=int(text)))
    match = _DAY.fullmatch(text)
    if not match:
        return None
    try:
        return _within_reach(date(*map(int, match.groups())))
    except ValueError:
        return None


def yes_or_no(text: str) -> bool | None:
    """是/否 and what people write for it; None when it is neither."""
    if text in {"是", "√", "☑", "1", "Y", "y"}:
        return True
    return False if text in {"", "否", "×", "□", "0", "N", "n"} else None


def repeated(values: Iterable[str]) -> set[str]:
    """Values that are met more than once."""
    seen: set[str] = set()
    return {value for value in values if value and (value in seen or seen.add(value))}  # type: ignore[func-returns-value]


def _within_reach(day: date) -> date | None:
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _find_header(sheet: SheetGrid, columns: Sequence[ImportColumn]) -> tuple[int, dict[str, int]] | None:
    names = {_heading(name): column.key for column in columns for name in (column.heading, *column.also)}
    best: tuple[int, dict[str, int]] | None = None
    for number in range(1, min(sheet.row_count, _HEADER_WITHIN) + 1):
        places: dict[str, int] = {}
        for position, value in enumerate(sheet.rows[number - 1], 1):
            key = names.get(_heading(str(value))) if value is not None else None
            if key is not None:
                places.setdefault(key, position)
        if len(places) >= 2 and (best is None or len(places) > len(best[1])):
            best = (number, places)
    return best


def _heading(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[（(].*?[)）]", "", plain)
    return re.sub(r"[\s*:]", "", plain)


def _rows(sheet: SheetGrid, header: int, places: dict[str, int]) -> list[TableRow]:
    rows = []
    for number in range(header + 1, sheet.row_count + 1):
        values = {key: _text(sheet.shown(number, position)) for key, position in places.items()}
        if any(values.values()):
            cells = {key: cell_name(number, position) for key, position in places.items()}
            rows.append(TableRow(sheet.name, number, values, cells))
    return rows


def _text(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return cell_text(str(value)).strip()
