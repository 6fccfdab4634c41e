"""Where in the campaign a finding belongs: by its cells, by the row above it, by what the sheet says."""

from collections.abc import Mapping
from dataclasses import replace

from rectification.workbook.cells import says_nothing, short
from rectification.workbook.items import ItemNames, Place
from rectification.workbook.plan import Answer, ProblemKind
from rectification.workbook.problems import SheetLog
from rectification.workbook.rows import RawCell, RawFinding
from rectification.workbook.whose import sheet_question

_NOWHERE = "看不出属于哪项整治内容：没有整治内容一列，工作表名、标题和文件名也不是整治内容"


class Placing:
    """`answers`: what somebody said of a cell with several items, by the key of the question."""

    def __init__(self, items: ItemNames, answers: Mapping[str, str]) -> None:
        self._items = items
        self._answers = answers

    def find(self, raw: RawFinding, of_sheet: Place | None, sheet: str) -> Place | None:
        """By the item column, else the section row, else the checkpoint, else what the sheet says."""
        said = raw.item or raw.section
        checkpoint = raw.checkpoint
        if said is not None:
            place = self._items.find(self._answers.get(_key(sheet, said)) or said.text)
        elif checkpoint is not None and (found := self._items.find(checkpoint.text)) and found.in_words:
            return found
        else:
            place = of_sheet
        if place is None or checkpoint is None:
            return place
        known = self._items.checkpoint(place.item, checkpoint.text)
        return replace(place, checkpoint=known) if known else place

    def place(
        self,
        raw: RawFinding,
        of_sheet: Place | None,
        log: SheetLog,
        *,
        blank_cell: str,
        has_column: bool,
        unmatched: list[str],
    ) -> Place | None:
        """The place, or None with an error. A guess and a contradiction are told at their cells."""
        place = self.find(raw, of_sheet, log.sheet)
        said = raw.item or raw.section
        if said is not None:
            self._ask(said, log)
        elif not has_column and (place is None or sheet_question("item", log.sheet) in self._answers):
            self._ask_of_sheet(blank_cell, log)
        if place is None:
            if said is not None:
                self._refuse(said, log)
            else:
                log.error(blank_cell, ProblemKind.NO_ITEM, "整治内容为空" if has_column else _NOWHERE)
            return None
        self._tell_guess(place, said, raw.checkpoint, blank_cell, log)
        self._tell_checkpoint(place, raw.checkpoint, unmatched, log)
        return place

    def _refuse(self, said: RawCell, log: SheetLog) -> None:
        items = self._items.several(said.text)
        if not items:
            problem = f"没有“{short(said.text)}”这一项整治内容"
            log.error(said.name, ProblemKind.UNKNOWN_ITEM, problem)
            return
        problem = (
            f"“{short(said.text)}”写了 {len(items)} 项整治内容，一条问题只属于一项，请分成几条或选定一项"
        )
        log.error(said.name, ProblemKind.UNKNOWN_ITEM, problem)

    def _ask(self, said: RawCell, log: SheetLog) -> None:
        """Which item a cell with several means; asked again when answered, so that an answer can be changed."""
        if items := self._items.several(said.text):
            answers = [Answer(item.code, item.title) for item in items]
            question = f"“{short(said.text)}”按哪一项导入？"
            log.ask(said.name, ProblemKind.UNKNOWN_ITEM, question, answers, key=_key(log.sheet, said))

    def _ask_of_sheet(self, cell: str, log: SheetLog) -> None:
        answers = [Answer(item.code, item.title) for item in self._items.all]
        question = f"工作表“{log.sheet}”的问题属于哪一项整治内容？"
        log.ask(cell, ProblemKind.NO_ITEM, question, answers, key=sheet_question("item", log.sheet))

    def _tell_guess(
        self, place: Place, said: RawCell | None, checkpoint: RawCell | None, blank_cell: str, log: SheetLog
    ) -> None:
        if not place.guessed:
            return
        if said is None and checkpoint is not None and self._items.names(checkpoint.text):
            said = checkpoint
        if said is None:
            problem = f"按工作表名、标题或文件名作为“{place.item.title}”导入，请核对"
            log.warn(blank_cell, ProblemKind.ITEM_GUESSED, problem)
            return
        problem = f"“{short(said.text)}”作为“{place.item.title}”{_point(place, said, checkpoint)}导入，请核对"
        log.warn(said.name, ProblemKind.ITEM_GUESSED, problem)

    def _tell_checkpoint(
        self, place: Place, said: RawCell | None, unmatched: list[str], log: SheetLog
    ) -> None:
        """What the checkpoint column says and the place does not: kept in the remark and told."""
        if said is None or says_nothing(said.text) or self._means(place, said):
            return
        if (other := self._items.of_another(place.item, said.text)) is not None:
            problem = (
                f"“{short(said.text)}”是“{other.item.title}”的要点，与整治内容“{place.item.title}”不一致，"
                "按整治内容导入，请核对"
            )
        else:
            problem = f"“{short(said.text)}”不是这一项的要点，只记到整治内容"
        log.warn(said.name, ProblemKind.UNKNOWN_CHECKPOINT, problem)
        unmatched.append(f"整治要点：{said.text}")

    def _means(self, place: Place, said: RawCell) -> bool:
        """Whether the checkpoint column says this place, by a point or by the item alone."""
        if self._items.checkpoint(place.item, said.text) is not None:
            return True
        found = self._items.find(said.text)
        return found is not None and found.in_words and found.code in (place.code, place.item.code)


def _key(sheet: str, said: RawCell) -> str:
    return f"items:{sheet}!{said.name}"


def _point(place: Place, said: RawCell, checkpoint: RawCell | None) -> str:
    """The point that a cell of items says: 1-2."""
    return (
        f"的要点“{short(place.checkpoint.text)}”" if place.checkpoint and checkpoint in (None, said) else ""
    )
