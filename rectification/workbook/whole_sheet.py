"""What is said once for all rows of a sheet: its item and whose it is, by its name, a title, or the file's name."""

import re
from dataclasses import replace

from infrastructure.workbooks.grid import SheetGrid
from rectification.workbook.cells import bare, cell_words
from rectification.workbook.context import ImportContext
from rectification.workbook.headers import Header
from rectification.workbook.items import ItemNames, Place
from rectification.workbook.names import DepartmentNames
from rectification.workbook.whose import Whose, WhoseWorkbook, file_stem, sheet_question

_ITEM_LABEL = re.compile(r"^(?:专项)?整治(?:内容|项目)\s*[:：]\s*")
_SHORTEST_PART = 6  # of an item's title


class WholeSheet:
    def __init__(self, context: ImportContext, items: ItemNames, departments: DepartmentNames) -> None:
        self._items = items
        self._departments = departments
        self._answers = context.answers
        self._file = file_stem(context.file_name)
        self._whose = WhoseWorkbook(departments, own_id=context.default_lead_id, file_name=context.file_name)

    def whose(self, sheet: SheetGrid, header: Header) -> Whose | None:
        said = self._answers.get(sheet_question("lead", sheet.name))
        if said and (known := self._departments.find(said)) is not None:
            return Whose(known)
        return self._whose.of(sheet.name, _texts_above(sheet, header))

    def place_of(self, sheet: SheetGrid, header: Header) -> Place | None:
        """The item of a sheet of its own: its name, or a title above the header; at last the name of the file."""
        said = self._answers.get(sheet_question("item", sheet.name))
        if said and (answered := self._items.find(said)) is not None:
            return answered
        titles = [_ITEM_LABEL.sub("", text) for text in _texts_above(sheet, header)]
        places = [place for text in (sheet.name, *titles) if (place := self._place_in(text)) is not None]
        if not places and (named := self._items.find_in_name(self._file)) is not None:
            return replace(named, guessed=True)
        return min(places, key=lambda place: place.guessed, default=None)

    def _place_in(self, text: str) -> Place | None:
        """A part of a title that only one item has (科室质量安全管理) is a guess."""
        place = self._items.find_in_name(text)
        if place is not None or len(bare(text)) < _SHORTEST_PART:
            return place
        part = self._items.find(text)
        return replace(part, guessed=True) if part is not None and part.in_words else None


def _texts_above(sheet: SheetGrid, header: Header) -> list[str]:
    return [
        text for row in sheet.rows[: header.first_row - 1] for value in row if bare(text := cell_words(value))
    ]
