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

_WORST_FIRST = (ResultSaid.PROBLEM, ResultSaid.UNREADABLE, ResultSaid.IN_ORDER)


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
    """Of all its rows: a problem in one is a problem, and in order is only what every row calls so."""
    asks = "问题" in raw.named(Column.RESULT)
    said = {read_result(cell.text, asks) for cell in raw.cells(Column.RESULT)}
    return next((kind for kind in _WORST_FIRST if kind in said), ResultSaid.NOTHING)


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
