"""What somebody chooses about a workbook before its import: the meaning of columns, cells mended, answers, ticks."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256

from infrastructure.audit import acting
from infrastructure.errors import Refusal, WrongState
from infrastructure.models import Job, JobState
from infrastructure.workbooks.cell_text import CELL_MAX_LENGTH
from organizations.models import User
from rectification.models import LedgerImport
from rectification.rules.ledger_columns import READ
from rectification.workbook.decisions import Decisions, is_cell, refusal_of_cells, refusal_of_size
from rectification.workbook.plan import LEFT_OUT

# As long as a cell of a workbook can be: what stands there is sent back untouched.
LONGEST_CELL = CELL_MAX_LENGTH
IMPORT = "ledger_import"  # the kind of the job that enters a large workbook
_BUSY = "这个工作簿正在导入，或正在另一个窗口里修改，稍候再试。"


def lock_to_import(opened: LedgerImport) -> LedgerImport:
    """The row, to enter it. Nobody waits for another who has it: 409 at once."""
    rows = LedgerImport.objects.select_for_update(of=("self",), skip_locked=True)
    locked = rows.filter(pk=opened.pk).first()
    if locked is None:
        raise WrongState(_BUSY)
    return locked


def lock_to_change(opened: LedgerImport) -> LedgerImport:
    """The row, for a change of what is imported: none while an import of it is asked for or going on."""
    locked = lock_to_import(opened)
    open_states = (JobState.QUEUED, JobState.RUNNING)
    if locked.job_id and Job.objects.filter(pk=locked.job_id, kind=IMPORT, state__in=open_states).exists():
        raise WrongState(_BUSY)
    return locked


def choices_mark(opened: LedgerImport) -> str:
    """Another one whenever something is decided about the workbook: what a page or a reading has seen of it."""
    said = (opened.decisions, opened.column_choices, opened.department_names)
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def choose_columns(
    *, opened: LedgerImport, choices: dict[str, dict[int, str | None]], by: User, now: datetime
) -> None:
    """Keep what somebody corrected in the recognition of columns. Unknown words are a refusal."""
    known = {LEFT_OUT, *(column.key.value for column in READ)}
    cleaned: dict[str, dict[str, str | None]] = {}
    for sheet, columns in choices.items():
        if any(word is not None and word not in known for word in columns.values()):
            raise Refusal("列的含义不正确，请从名单中选择。")
        cleaned[sheet] = {str(place): word for place, word in columns.items()}
    with acting(by=by):
        locked = lock_to_change(opened)
        if locked.imported_at is not None:
            raise WrongState("这个工作簿已经导入，不能再改列的含义。")
        locked.column_choices = cleaned
        locked.save(update_fields=["column_choices"])


def decide(*, opened: LedgerImport, decisions: Decisions, by: User, now: datetime) -> None:
    """Keep what is decided about a workbook, beside what was decided before: cells, answers, changes to take.

    An empty word takes a question's decision back, and empties a cell. Raises Refusal when it is no cell of the
    workbook, too long, or too many.
    """
    _refuse_unkeepable(opened, decisions)
    with acting(by=by):
        locked = lock_to_change(opened)
        if locked.imported_at is not None:
            raise WrongState("这个工作簿已经导入，不能再改。")
        both = Decisions.of_json(locked.decisions).with_more(decisions)
        if refusal := refusal_of_size(both):
            raise Refusal(refusal)
        locked.decisions = both.as_json()
        locked.save(update_fields=["decisions"])
    opened.decisions = locked.decisions


def _refuse_unkeepable(opened: LedgerImport, decisions: Decisions) -> None:
    if "\x00" in "".join(decisions.words()):
        raise Refusal("含有不能保存的字符，没有保存。")
    for cells in decisions.cells.values():
        for name, words in cells.items():
            if not is_cell(name):
                raise Refusal(f"“{name}”不是单元格的位置。")
            if len(words) > LONGEST_CELL:
                raise Refusal(f"单元格 {name} 不超过 {LONGEST_CELL} 字（现有 {len(words)} 字）。")
    # An upload of an older release does not say what was read; then a cell outside it changes nothing.
    if opened.sheets and (refusal := refusal_of_cells(decisions.cells, opened.sheets)):
        raise Refusal(refusal)
