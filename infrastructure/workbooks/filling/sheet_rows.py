"""The rows of a sheet where they stand in its XML, with the cells by their columns."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl.formula.translate import Translator, TranslatorError

from infrastructure.workbooks.filling.cells import formula_of
from infrastructure.workbooks.filling.inserted import Unclear
from infrastructure.workbooks.filling.markup import Element
from infrastructure.workbooks.grid import cell_name, cell_place


@dataclass
class Row:
    number: int
    element: Element
    cells: dict[int, Element] = field(default_factory=dict)

    def style(self, column: int) -> str:
        """The format of a cell, or of its row; empty where neither has one."""
        if column in self.cells:
            return self.cells[column].attributes.get("s", "")
        return self.element.attributes.get("s", "") if self.element.attributes.get("customFormat") else ""


def rows_of(data: Element) -> dict[int, Row]:
    """Rows and cells may leave their place unsaid: then they follow the one before."""
    rows: dict[int, Row] = {}
    number = 0
    for element in data.children:
        if element.local != "row":
            continue
        number = int(element.attributes.get("r", number + 1))
        row = rows[number] = Row(number, element)
        column = 0
        for cell in element.children:
            if cell.local == "c":
                place = cell.attributes.get("r")
                column = cell_place(place)[1] if place else column + 1
                row.cells[column] = cell
    return rows


class Formulas:
    """The formulas of a sheet, each with its own words: many are written once for a whole group."""

    def __init__(self, rows: dict[int, Row]) -> None:
        self._masters: dict[str, tuple[str, str]] = {}
        for _, name, formula in formulas_in(rows):
            if formula.attributes.get("t") == "shared" and formula.text:
                self._masters[formula.attributes.get("si", "")] = (formula.text, name)

    def words(self, formula: Element, name: str) -> str:
        """Of the formula in the cell of that name."""
        if formula.attributes.get("t") == "dataTable":
            raise Unclear
        if formula.attributes.get("t") != "shared" or formula.text:
            return formula.text
        text, at = self._masters[formula.attributes.get("si", "")]
        return translated(text, at, name)


def translated(formula: str, origin: str, to: str) -> str:
    """The same formula in another cell."""
    try:
        moved: str = Translator(f"={formula}", origin=origin).translate_formula(to)
    except TranslatorError as problem:
        raise Unclear from problem
    return moved[1:]


def formulas_in(rows: dict[int, Row]) -> Iterator[tuple[int, str, Element]]:
    """Row, name of the cell, and its formula."""
    for number, row in rows.items():
        for column, cell in row.cells.items():
            if (formula := formula_of(cell)) is not None:
                yield number, cell_name(number, column), formula
