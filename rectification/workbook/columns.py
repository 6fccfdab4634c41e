"""Which column of the ledger a heading names exactly: by its names, by its group."""

import re
import unicodedata
from functools import lru_cache

from rectification.rules.ledger_columns import READ, Column
from rectification.workbook.cells import bare

_BRACKETED = re.compile(r"[(\[【〔].*?[)\]】〕]")
_FOREIGN = re.compile(r"[A-Za-z][A-Za-z.\s'&/_-]*")

_NAMES = {
    column.key: f"{column.heading} {column.names}".split() for column in READ
}  # the usual heading first
_BY_HEADING = {name.casefold(): key for key, names in _NAMES.items() for name in names}
# Systems from abroad export their own words, and some offices keep them.
_ENGLISH = {
    Column.SEQUENCE: "no number id index",
    Column.ITEM: "item category",
    Column.FINDING: "issue problem finding deficiency issuedescription problemdescription",
    Column.CAUSE: "cause rootcause reason",
    Column.MEASURE: "action measure correctiveaction actionplan",
    Column.LEAD_AND_SUPPORTING: "department dept responsibledepartment unit ward",
    Column.PERSON: "owner responsible responsibleperson assignee personincharge",
    Column.DEADLINE: "deadline duedate due targetdate",
    Column.COMPLETION: "status state",
    Column.PROGRESS: "progress",
    Column.REMARK: "remark remarks note notes comment comments",
    Column.FOUND_ON: "date founddate datefound",
}
_BY_HEADING |= {word: key for key, words in _ENGLISH.items() for word in words.split()}
_BY_SUB_HEADING = {name: column.key for column in READ for name in column.names_below.split()}
_RANKS = {name.casefold(): rank for names in _NAMES.values() for rank, name in enumerate(names)}
_LAST_RANK = 1_000


def heading_text(text: str) -> str:
    """A heading as headings are compared: no spaces, line ends and signs, one width, one case."""
    return bare(text)


def plain_heading(heading: str) -> str:
    """Without what stands in brackets and without a second language: 责任部门 Dept. (盖章)."""
    return _FOREIGN.sub(" ", _BRACKETED.sub("", heading))


@lru_cache(maxsize=4096)
def column_of(heading: str) -> Column | None:
    """The column that a heading names exactly. What stands in brackets may tell (责任部门（牵头）) or only explain,
    and a second language only repeats."""
    wide = unicodedata.normalize("NFKC", heading)
    for form in (heading, _BRACKETED.sub("", wide), plain_heading(wide)):
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
