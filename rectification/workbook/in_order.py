"""Lines that were looked at and are in order: they are counted, and what else they say is told."""

from rectification.rules.ledger_columns import Column
from rectification.workbook.account import telling_others
from rectification.workbook.cells import says_no_problem, says_nothing, short
from rectification.workbook.plan import ProblemKind
from rectification.workbook.problems import SheetLog
from rectification.workbook.results import ResultSaid, read_result
from rectification.workbook.rows import RawFinding

# What a line says by being counted.
_COUNTED = frozenset(
    [
        Column.SEQUENCE,
        Column.ITEM,
        Column.CHECKPOINT,
        Column.RESULT,
        Column.LEAD,
        Column.LEAD_AND_SUPPORTING,
    ]
)


def is_in_order(raw: RawFinding) -> bool:
    """A result decides what is a problem; without one the words 无, 未发现问题 do."""
    said = _result(raw)
    if said in (ResultSaid.IN_ORDER, ResultSaid.PROBLEM):
        return said is ResultSaid.IN_ORDER
    return says_no_problem(raw.first.text(Column.FINDING))


def contradicts_itself(raw: RawFinding) -> bool:
    """不合格, and no word of what is wrong."""
    return _result(raw) is ResultSaid.PROBLEM and says_no_problem(raw.first.text(Column.FINDING))


def _result(raw: RawFinding) -> ResultSaid:
    cell = raw.first.cells.get(Column.RESULT)
    if cell is None:
        return ResultSaid.NOTHING
    return read_result(cell.text, "问题" in raw.named(Column.RESULT))


def tell_not_entered(raw: RawFinding, log: SheetLog) -> None:
    """What a line in order says beside that is told at the first such cell."""
    said = [cell for row in raw.rows for column, cell in row.cells.items() if column not in _COUNTED]
    cells = [
        cell
        for cell in (*said, *(cell for _, cell in telling_others(raw)))
        if not says_nothing(cell.text) and not says_no_problem(cell.text)
    ]
    if not cells:
        return
    words = "、".join(f"{cell.name}“{short(cell.text)}”" for cell in cells)
    result = raw.first.text(Column.RESULT)
    why = f"检查结果是“{short(result)}”" if _result(raw) is ResultSaid.IN_ORDER else "存在问题写的是没有问题"
    log.warn(cells[0].name, ProblemKind.NOT_READ, f"{why}，同一行的 {words} 未导入")
