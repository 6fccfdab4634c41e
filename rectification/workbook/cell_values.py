"""One typed cell of the ledger as a value: for the table that people edit, a returned workbook, a newer copy.

The readers are those of an import, but stricter: what an import would guess and tell is refused here with what to
type instead, for the person sits before the cell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from rectification.rules.ledger_columns import Column
from rectification.workbook.cells import bare, says_nothing
from rectification.workbook.context import ImportContext, StaffRef
from rectification.workbook.dates import DeadlineSaid, read_deadline
from rectification.workbook.items import ItemNames
from rectification.workbook.lists import split_list
from rectification.workbook.names import DepartmentNames


class CellUnreadable(Exception):
    """`words` say in Chinese what is wrong with the cell and what to type."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Due:
    ongoing: bool
    on: date | None


@dataclass(frozen=True, slots=True)
class PlaceCode:
    item: str
    checkpoint: str | None


Value = str | int | date | None | tuple[str, ...] | tuple[int, ...] | Due | PlaceCode


class CellReader:
    """Reads cells of one hospital's ledger. `EDITABLE` are the columns that it knows."""

    def __init__(self, context: ImportContext) -> None:
        self._context = context
        self._departments = DepartmentNames(context.departments)
        self._staff = {bare(name): refs for name, refs in context.staff.items()}
        self._leaders = {bare(name): ids for name, ids in context.leaders.items()}
        self._items = ItemNames(context.items)

    def read(self, column: Column, text: str, *, near: frozenset[int] = frozenset()) -> Value:
        """The value of a cell. `near`: the departments that tell two people of one name apart.

        Raises CellUnreadable.
        """
        readers: dict[Column, Callable[[str], Value]] = {
            Column.FINDING: self._text("存在问题"),
            Column.REMARK: str.strip,
            Column.PROGRESS: self._text("整改进展"),
            Column.CAUSE: split_list,
            Column.MEASURE: split_list,
            Column.LEAD: self._lead,
            Column.SUPPORTING: self._supporting,
            Column.PERSON: lambda words: self._person(words, near),
            Column.LEADER: self._leader,
            Column.DEADLINE: self._due,
            Column.FOUND_ON: self._found,
            Column.ITEM: self._item,
            Column.CHECKPOINT: self._checkpoint,
        }
        return readers[column](text)

    @staticmethod
    def _text(name: str) -> Callable[[str], str]:
        def read(text: str) -> str:
            if not text.strip():
                raise CellUnreadable(f"{name}不能为空。")
            return text.strip()

        return read

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = []
        for mention in self._departments.names(text):
            if mention.id is None:
                near = self._departments.near(mention.name)
                hint = f"，是不是“{near[0]}”？" if near else "。"
                raise CellUnreadable(f"本院没有叫“{mention.name}”的科室{hint}")
            ids.append(mention.id)
        return ids

    def _lead(self, text: str) -> int:
        ids = self._ids(text)
        if len(ids) != 1:
            raise CellUnreadable("牵头部门要填一个科室。" if not ids else "牵头部门只能是一个科室。")
        return ids[0]

    def _supporting(self, text: str) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self._ids(text)))

    def _person(self, text: str, near: frozenset[int]) -> int | None:
        if says_nothing(text):
            return None
        refs = self._staff.get(bare(text), ())
        fitting = _of_departments(refs, near) or list(refs)
        if len(fitting) == 1:
            return fitting[0].id
        if refs:
            raise CellUnreadable(f"有 {len(fitting)} 位“{text.strip()}”，请在问题页选择。")
        raise CellUnreadable(f"本院没有叫“{text.strip()}”的在岗职工，责任人填一个人的姓名。")

    def _leader(self, text: str) -> int | None:
        if says_nothing(text):
            return None
        ids = set(self._leaders.get(bare(text), ()))
        if len(ids) == 1:
            return ids.pop()
        if ids:
            raise CellUnreadable(f"有 {len(ids)} 位院领导符合“{text.strip()}”，请填姓名。")
        raise CellUnreadable(f"本院没有叫“{text.strip()}”的院领导。")

    def _due(self, text: str) -> Due:
        if says_nothing(text):
            return Due(ongoing=False, on=None)
        said = read_deadline(text, self._context.run)
        if said.said is DeadlineSaid.ONGOING and not said.left:
            return Due(ongoing=True, on=None)
        if said.said is not DeadlineSaid.DATED or not said.exact or said.note or said.left:
            raise CellUnreadable("整改时限请填到日，如 2026-12-31，或填“长期坚持”。")
        return Due(ongoing=False, on=said.on)

    def _found(self, text: str) -> date | None:
        if says_nothing(text):
            return None
        said = read_deadline(text, self._context.run)
        if said.said is not DeadlineSaid.DATED or not said.exact or said.note or said.left:
            raise CellUnreadable("发现日期请填到日，如 2026-12-31。")
        return said.on

    def _item(self, text: str) -> PlaceCode:
        place = self._items.find(text)
        if place is None or place.guessed:
            raise CellUnreadable(f"没有“{text.strip()}”这一项整治内容，请填它的序号或全称。")
        return PlaceCode(place.item.code, place.checkpoint.code if place.checkpoint else None)

    def _checkpoint(self, text: str) -> PlaceCode:
        place = self._items.find(text)
        if place is None or place.guessed or place.checkpoint is None:
            raise CellUnreadable("没有这个要点，请填要点的原文，或在问题页选择。")
        return PlaceCode(place.item.code, place.checkpoint.code)


def shown(value: object) -> str:
    """A cell of the ledger as the words that stand in it."""
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


EDITABLE = (
    Column.ITEM,
    Column.CHECKPOINT,
    Column.FINDING,
    Column.CAUSE,
    Column.MEASURE,
    Column.LEADER,
    Column.LEAD,
    Column.SUPPORTING,
    Column.PERSON,
    Column.DEADLINE,
    Column.FOUND_ON,
    Column.PROGRESS,
    Column.REMARK,
)


def _of_departments(refs: tuple[StaffRef, ...], departments: frozenset[int]) -> list[StaffRef]:
    return [ref for ref in refs if ref.department_ids & departments]
