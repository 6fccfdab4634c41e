"""One sheet of a blank: rows written into its cells, rows put in where there are too few, formulas to be counted anew.

Only what changes is written; every other byte of the sheet stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from openpyxl.formula.translate import Translator

from infrastructure.workbooks.filling.area import Area, check_area, merges_of, range_name
from infrastructure.workbooks.filling.below import check_movable, move_surroundings
from infrastructure.workbooks.filling.cells import Looks, Value, formula_of, holds_words, written
from infrastructure.workbooks.filling.inserted import Inserted, Unclear
from infrastructure.workbooks.filling.markup import Edits, Element, element, parsed, with_attributes
from infrastructure.workbooks.filling.refusals import BlankRefused, TooFewRows
from infrastructure.workbooks.filling.sheet_rows import Formulas, Row, rows_of
from infrastructure.workbooks.grid import cell_name
from infrastructure.workbooks.reader.package import is_true

LAST_ROW = 1_048_576
Values = Mapping[int, Value]  # by column


class BlankSheet:
    def __init__(self, content: bytes, area: Area, looks: Looks) -> None:
        self._content, self._area, self._looks = content, area, looks
        self._root = parsed(content)
        data = self._root.child("sheetData")
        if data is None:
            raise BlankRefused(f"工作表“{area.sheet}”不是表格。请选择另一张工作表。")
        self._data = data
        self._rows = rows_of(data)
        self._formulas = Formulas(self._rows)
        self._merges = merges_of(self._root)
        self._pattern = self._rows.get(area.first)
        check_area(area, self._rows, self._merges)

    @property
    def has_formulas(self) -> bool:
        return any(formula_of(cell) for row in self._rows.values() for cell in row.cells.values())

    def inserted(self, needed: int) -> Inserted:
        """The rows that must be put in for so many."""
        area = self._area
        if area.first + needed > LAST_ROW:
            raise BlankRefused(f"要填 {needed} 行，超过工作表的最大行数。请先筛选后再导出。")
        return Inserted(area.sheet, area.first, area.last, max(0, needed - area.height))

    def filled(self, rows: Sequence[Values]) -> bytes:
        inserted = self.inserted(len(rows))
        edits = Edits(self._content)
        for number, row in self._rows.items():
            at = number - self._area.first
            inside = self._area.first <= number <= self._area.last
            self._change_row(edits, row, rows[at] if inside and at < len(rows) else None, inserted)
        self._add_rows(edits, rows, inserted)
        if inserted.count:
            check_movable(self._root, inserted)
            move_surroundings(edits, self._root, inserted, added_merges=self._merges_to_add(inserted))
        return edits.applied()

    # The rows that are there.

    def _change_row(self, edits: Edits, row: Row, values: Values | None, inserted: Inserted) -> None:
        number = inserted.row(row.number)
        attributes: dict[str, str | None] = {}
        if number != row.number and "r" in row.element.attributes:
            attributes["r"] = str(number)
        if values is not None and not row.element.children:
            edits.replace(row.element.start, row.element.end, self._new_row(number, values, {}, like=row))
            return
        if values is not None:
            attributes |= _height(row.element) | {"spans": None}
        if attributes:
            edits.set(row.element, **attributes)
        cleared = self._cleared(row) if values is None else {}
        values = cleared if values is None else values
        for column, cell in row.cells.items():
            if column in values:
                new = self._written(row, row.number, column, values[column])
                edits.replace(cell.start, cell.end, new)
            else:
                self._change_cell(edits, row, column, number, inserted)
        if missing := sorted(values.keys() - row.cells.keys()):
            self._add_cells(edits, row, {column: values[column] for column in missing})

    def _cleared(self, row: Row) -> Values:
        """Of a row of the table that is not needed: what is written over elsewhere goes here."""
        if not self._area.first <= row.number <= self._area.last:
            return {}
        columns = self._area.columns - self._area.numbered
        return {column: None for column, cell in row.cells.items() if column in columns and holds_words(cell)}

    def _change_cell(self, edits: Edits, row: Row, column: int, number: int, inserted: Inserted) -> None:
        cell = row.cells[column]
        attributes: dict[str, str | None] = {}
        if number != row.number and "r" in cell.attributes:
            attributes["r"] = cell_name(number, column)
        if (formula := formula_of(cell)) is not None:
            attributes["t"] = None
            for part in cell.children:
                if part.local in ("v", "is"):
                    edits.replace(part.start, part.end, b"")
            if inserted.count:
                self._move_formula(edits, formula, cell_name(row.number, column), row.number, inserted)
        if attributes:
            edits.set(cell, **attributes)

    def _move_formula(self, edits: Edits, formula: Element, name: str, row: int, inserted: Inserted) -> None:
        try:
            words = inserted.formula(self._formulas.words(formula, name), row=row)
            if formula.attributes.get("t") == "shared":
                edits.replace(formula.start, formula.end, element(formula.name, words))
                return
            edits.set_text(formula, words)
            if "ref" in formula.attributes:
                edits.set(formula, ref=inserted.moved(formula.attributes["ref"]))
        except Unclear as unclear:
            why = f"{name} 的公式在插入行之后该怎么算不能确定，"
            raise TooFewRows(why, inserted.needed) from unclear

    def _written(self, row: Row | None, number: int, column: int, value: Value) -> bytes:
        return written(self._data.prefix, number, column, self._style(row, column), value, self._looks)

    def _style(self, row: Row | None, column: int) -> str:
        """Of the cell, of the one in the first row, of the whole column."""
        for each in (row, self._pattern):
            if each is not None and (style := each.style(column)):
                return style
        columns = self._root.child("cols")
        for span in columns.children if columns else ():
            if int(span.attributes["min"]) <= column <= int(span.attributes["max"]):
                return span.attributes.get("style", "")
        return ""

    def _add_cells(self, edits: Edits, row: Row, values: Values) -> None:
        for column, value in values.items():
            new = self._written(row, row.number, column, value)
            later = [cell.start for place, cell in row.cells.items() if place > column]
            edits.insert(row.element, new, before=min(later, default=None))

    # The rows that are not.

    def _add_rows(self, edits: Edits, rows: Sequence[Values], inserted: Inserted) -> None:
        pieces: dict[int | None, list[bytes]] = {}
        going_on = self._going_on(inserted)
        later = sorted((number, row.element.start) for number, row in self._rows.items())
        for at, values in enumerate(rows):
            number = self._area.first + at
            if number in self._rows and number <= self._area.last:
                continue
            place = min(number, self._area.last)
            before = next((start for row, start in later if row > place), None)
            pieces.setdefault(before, []).append(self._new_row(number, values, going_on))
        for before, new in pieces.items():
            edits.insert(self._data, b"".join(new), before=before)

    def _new_row(
        self, number: int, values: Values, going_on: Mapping[int, Translator], *, like: Row | None = None
    ) -> bytes:
        """As the first row of the table looks; its formulas go on in the rows that are put in."""
        prefix, pattern = self._data.prefix, self._pattern
        opened = f'<{prefix}row r="{number}">'.encode()
        if (row := like or pattern) is not None:
            tag = self._content[row.element.start : row.element.tag_end].replace(b"/>", b">")
            opened = with_attributes(tag, {"r": str(number), "spans": None, **_height(row.element)})
        columns = sorted(values.keys() | (pattern.cells.keys() if pattern else set()))
        cells = [
            self._written(pattern, number, column, values[column])
            if column in values
            else self._like_first(number, column, going_on)
            for column in columns
        ]
        return b"".join([opened, *cells, f"</{prefix}row>".encode()])

    def _like_first(self, number: int, column: int, going_on: Mapping[int, Translator]) -> bytes:
        bare = self._written(self._pattern, number, column, None)
        if column not in going_on or number <= self._area.last:
            return bare
        prefix = self._data.prefix
        words = going_on[column].translate_formula(cell_name(number, column))[1:]
        return bare.removesuffix(b"/>") + b">" + element(f"{prefix}f", words) + f"</{prefix}c>".encode()

    def _going_on(self, inserted: Inserted) -> dict[int, Translator]:
        """The formulas of the first row, as rows that are put in have them."""
        found = {}
        for column, cell in self._pattern.cells.items() if self._pattern and inserted.count else ():
            if (formula := formula_of(cell)) is None:
                continue
            name = cell_name(self._area.first, column)
            try:
                if formula.attributes.get("t", "normal") not in ("shared", "normal"):
                    raise Unclear
                words = inserted.formula(self._formulas.words(formula, name), row=self._area.first)
            except Unclear as unclear:
                why = f"{name} 的公式不能照样写到增加的行里，"
                raise TooFewRows(why, inserted.needed) from unclear
            found[column] = Translator(f"={words}", origin=name)
        return found

    def _merges_to_add(self, inserted: Inserted) -> list[str]:
        """Those of the first row, in each row that is put in."""
        like = [each for each in self._merges if each.top == each.bottom == self._area.first]
        numbers = range(self._area.last + 1, self._area.last + inserted.count + 1)
        return [range_name(replace(each, top=number, bottom=number)) for number in numbers for each in like]


def _height(row: Element) -> dict[str, str | None]:
    """A height that somebody set stays; one that only followed from the contents is found anew."""
    return {} if is_true(row.attributes.get("customHeight")) else {"ht": None}
