"""Which column of the ledger a heading means: by its names, by its group, by a telling word."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from rectification.rules.ledger_columns import BY_KEY, READ, Column
from rectification.workbook.cells import bare

# A long heading that no list knows is recognised by its telling word; the first that fits decides.
_TELLING_WORDS: tuple[tuple[str, Column], ...] = (
    ("销号", Column.CLOSED),
    ("佐证", Column.EVIDENCE),
    ("来源", Column.ORIGIN),
    ("牵头", Column.LEAD),
    ("配合", Column.SUPPORTING),
    ("责任领导", Column.LEADER),
    ("分管", Column.LEADER),
    ("责任人", Column.PERSON),
    ("责任部门", Column.LEAD_AND_SUPPORTING),
    ("责任科室", Column.LEAD_AND_SUPPORTING),
    ("责任单位", Column.LEAD_AND_SUPPORTING),
    ("时限", Column.DEADLINE),
    ("期限", Column.DEADLINE),
    ("原因", Column.CAUSE),
    ("成因", Column.CAUSE),
    ("措施", Column.MEASURE),
    ("进展", Column.PROGRESS),
    ("完成情况", Column.COMPLETION),
    ("整治内容", Column.ITEM),
    ("要点", Column.CHECKPOINT),
    ("存在", Column.FINDING),
    ("问题", Column.FINDING),
    ("备注", Column.REMARK),
)
_COUNTS = re.compile(r"(数|数量|个数|条数|项数|率|比例|占比|总数|合计)$")
_LONGEST_HEADING = 24

_BRACKETED = re.compile(r"[(\[【〔].*?[)\]】〕]")


_NAMES = {
    column.key: f"{column.heading} {column.names}".split() for column in READ
}  # the usual heading first
_BY_HEADING = {name.casefold(): key for key, names in _NAMES.items() for name in names}
_ALSO_DONE = frozenset(BY_KEY[Column.DONE_ON].names_beside.split())
_BY_SUB_HEADING = {name: column.key for column in READ for name in column.names_below.split()}
_RANKS = {name.casefold(): rank for names in _NAMES.values() for rank, name in enumerate(names)}
_LAST_RANK = 1_000


def heading_text(text: str) -> str:
    """A heading as headings are compared: no spaces, line ends and signs, one width, one case."""
    return bare(text)


@lru_cache(maxsize=4096)
def column_of(heading: str) -> Column | None:
    """The column that a heading names exactly. What stands in brackets may tell (责任部门（牵头）) or only explain."""
    for form in (heading, _BRACKETED.sub("", unicodedata.normalize("NFKC", heading))):
        column = _BY_HEADING.get(heading_text(form))
        if column is not None:
            return column
    return None


def heading_rank(heading: str) -> int:
    """How usual a heading is for its column: of two that name the same one the more usual counts."""
    return _RANKS.get(heading_text(heading), _LAST_RANK)


@lru_cache(maxsize=4096)
def column_under(group: str, heading: str) -> Column | None:
    """The column of a heading that stands below a group heading."""
    joined = column_of(group + heading) if heading != group else None
    return joined or column_of(heading) or _BY_SUB_HEADING.get(heading_text(heading))


def done_beside_due(deadlines: Mapping[int, str]) -> int | None:
    """Of several columns whose headings name a deadline, the one that says when it was done: 完成时间 beside
    计划完成时间. Alone it is the deadline."""
    done = [place for place, heading in deadlines.items() if heading_text(heading) in _ALSO_DONE]
    return done[0] if done and len(done) < len(deadlines) else None


@lru_cache(maxsize=4096)
def likely_column_of(heading: str) -> Column | None:
    """A guess by the telling word of a longer heading. Only to be asked within a row that is known to be a header."""
    text = heading_text(_BRACKETED.sub("", unicodedata.normalize("NFKC", heading)))
    if not text or len(text) > _LONGEST_HEADING or _COUNTS.search(text):
        return None
    return next((column for word, column in _TELLING_WORDS if word in text), None)
