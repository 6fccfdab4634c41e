"""One scorer for every meaning of a column: its heading gives points, what stands below it gives points.

Of all ways to give each meaning to one column at most the one with the most points is taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rectification.rules.ledger_columns import Column
from rectification.workbook.assignment import best_total
from rectification.workbook.columns import heading_text
from rectification.workbook.contents import Contents, Kind
from rectification.workbook.headings import (
    SURE,
    Path,
    heading_points,
    is_of_others,
    names_deadline_only,
)

_SAYS_IT = 40.0  # a heading with fewer points leaves the meaning to what stands below
_ENOUGH = 45.0  # below it a column has no meaning
# A place in the official list may be told by contents alone, and so may departments and people.
_BY_CONTENTS_ALONE = frozenset(
    [Column.ITEM, Column.CHECKPOINT, Column.LEAD_AND_SUPPORTING, Column.PERSON, Column.COMPLETION]
)
_OF_THE_LIST = frozenset([Column.ITEM, Column.CHECKPOINT])
_DEPARTMENT_OR_PERSON = frozenset([Column.LEAD_AND_SUPPORTING, Column.PERSON])
_DEPARTMENTS = frozenset([Column.LEAD, Column.SUPPORTING, Column.LEAD_AND_SUPPORTING])
_DATES = frozenset([Column.DEADLINE, Column.DONE_ON, Column.FOUND_ON, Column.ACCEPTED_ON])
# Beside a column of lead departments these say whose line it is, not who is responsible.
_LOOSE_DEPARTMENT = frozenset(
    ["部门", "科室", "单位", "处室", "所属科室", "所在科室", "涉及科室", "涉及部门"]
)
# 整治内容 and 整治要点 are the official list's own words; 检查项目, 问题类别 and others may be the hospital's own.
_OFFICIAL_WORDS: Mapping[Column, tuple[str, ...]] = {
    Column.ITEM: ("整治",),
    Column.CHECKPOINT: ("整治", "要点"),
}

_NOUNS: Mapping[Column, tuple[str, tuple[Kind, ...]]] = {
    Column.SEQUENCE: ("编号", (Kind.NUMBER,)),
    Column.ITEM: ("整治内容", (Kind.ITEM, Kind.NUMERAL, Kind.CHECKPOINT)),
    Column.CHECKPOINT: ("整治要点", (Kind.CHECKPOINT,)),
    **{column: ("本院科室", (Kind.DEPARTMENT, Kind.DEPARTMENT_AND_PERSON)) for column in _DEPARTMENTS},
    Column.PERSON: ("本院人员", (Kind.PERSON, Kind.DEPARTMENT_AND_PERSON)),
    Column.LEADER: ("本院人员", (Kind.PERSON,)),
    **{column: ("日期", (Kind.DATE,)) for column in _DATES},
    Column.COMPLETION: ("完成情况", (Kind.STATE, Kind.PER_CENT)),
    Column.CLOSED: ("销号情况", (Kind.CLOSED, Kind.STATE)),
    Column.RESULT: ("检查结果", (Kind.RESULT,)),
}
_TEXTS: Mapping[Column, float] = {  # how much a long text speaks for them
    Column.FINDING: 30.0,
    Column.MEASURE: 20.0,
    Column.CAUSE: 15.0,
    Column.PROGRESS: 10.0,
    Column.REMARK: 5.0,
}
_FEWEST_AGAINST = 2
_MOSTLY = 0.5
_LONG = 18.0  # signs: a sentence
_EMPTY = Contents()


@dataclass(frozen=True)
class Verdict:
    """What a column was taken for, and why in words. `guessed`: its heading does not say so."""

    column: Column | None
    evidence: str
    guessed: bool = False


def verdicts(
    paths: Mapping[int, Path], contents: Mapping[int, Contents], *, placed: bool = False
) -> dict[int, Verdict]:
    """The meaning of each headed column. `placed`: sheet or title name the item already."""
    below = {place: contents.get(place, _EMPTY) for place in paths}
    points = {place: _points(path, below[place], placed=placed) for place, path in paths.items()}
    _leave_to_leads(points, paths)
    _leave_to_deadlines(points, paths)
    chosen = best_total(points, enough=_ENOUGH)
    return {place: _verdict(path, chosen.get(place), below[place]) for place, path in paths.items()}


def _points(path: Path, below: Contents, *, placed: bool) -> dict[Column, float]:
    said = heading_points(path)
    meanings = {*said, *_told_by_contents(said, path)}
    meanings -= {column for column in _OF_THE_LIST if _is_own_list(column, path, below, placed=placed)}
    points = {column: said.get(column, 0.0) + _by_contents(column, below) for column in meanings}
    for column in _DEPARTMENT_OR_PERSON:
        if said.get(column, 0.0) >= SURE:  # whatever stands there: left to it where nothing else claims it
            points[column] = max(points[column], _ENOUGH + 1)
    return points


def _told_by_contents(said: Mapping[Column, float], path: Path) -> frozenset[Column]:
    """What contents alone may tell. A heading that names something exactly stays with it; only under 责任人
    departments are written often."""
    sure = {column for column, worth in said.items() if worth >= SURE}
    if sure:
        return _DEPARTMENT_OR_PERSON if sure & _DEPARTMENT_OR_PERSON else frozenset()
    return _OF_THE_LIST if is_of_others(path[-1]) else _BY_CONTENTS_ALONE


def _is_own_list(column: Column, path: Path, below: Contents, *, placed: bool) -> bool:
    """A column of items none of whose cells is an item is not one."""
    if not below.filled or below.share(Kind.ITEM, Kind.NUMERAL, Kind.CHECKPOINT) > 0:
        return False
    heading = heading_text("".join(path))
    return placed or not any(word in heading for word in _OFFICIAL_WORDS[column])


def _by_contents(column: Column, below: Contents) -> float:
    if not below.filled:
        return 0.0
    if column in _TEXTS:
        longer = min(below.mean_length / _LONG, 1.0)
        return _TEXTS[column] * longer * (1 - below.share(Kind.DATE, Kind.PER_CENT))
    if column in _DEPARTMENTS:
        named = 60 * below.share(Kind.DEPARTMENT) + 80 * below.share(Kind.DEPARTMENT_AND_PERSON)
        return named - _against(below, Kind.DATE, Kind.PERSON, Kind.PER_CENT)
    if column in (Column.PERSON, Column.LEADER):
        named = 50 * below.share(Kind.PERSON, Kind.DEPARTMENT_AND_PERSON)
        return named - _against(below, Kind.DEPARTMENT)
    if column is Column.ITEM:
        return 60 * below.share(Kind.ITEM, Kind.CHECKPOINT) + 25 * below.share(Kind.NUMERAL)
    if column is Column.CHECKPOINT:
        return 60 * below.share(Kind.CHECKPOINT) - 40 * below.share(Kind.ITEM)
    return _by_kind(column, below)


def _against(below: Contents, *kinds: Kind) -> float:
    """One cell alone may be a slip."""
    return 80 * below.share(*kinds) * min(below.filled / _FEWEST_AGAINST, 1.0)


def _by_kind(column: Column, below: Contents) -> float:
    if column in _DATES:
        return 40 * below.share(Kind.DATE) - 30 * below.share(Kind.DEPARTMENT)
    if column is Column.COMPLETION:
        return 40 * below.share(Kind.STATE, Kind.PER_CENT) - 60 * below.share(Kind.DATE)
    if column is Column.RESULT and below.share(Kind.RESULT) < _MOSTLY:
        return -80.0  # what was found in words, not a verdict
    if column in (Column.SEQUENCE, Column.CLOSED, Column.RESULT):
        return 30 * below.share(*_NOUNS[column][1])
    return 0.0


def _leave_to_leads(points: dict[int, dict[Column, float]], paths: Mapping[int, Path]) -> None:
    """Beside a column of lead departments another one counts only by a name that says so."""
    if not any(each.get(Column.LEAD, 0) >= SURE for each in points.values()):
        return
    for place, each in points.items():
        said = heading_points(paths[place]).get(Column.LEAD_AND_SUPPORTING, 0)
        if said < SURE or heading_text(paths[place][-1]) in _LOOSE_DEPARTMENT:
            each.pop(Column.LEAD_AND_SUPPORTING, None)


def _leave_to_deadlines(points: dict[int, dict[Column, float]], paths: Mapping[int, Path]) -> None:
    """完成时间 alone is the deadline. Beside a deadline's own heading it is the day on which something was done."""
    if any(names_deadline_only(path) for path in paths.values()):
        return
    for place, each in points.items():
        if Column.DEADLINE in heading_points(paths[place]):
            each.pop(Column.DONE_ON, None)


def _verdict(path: Path, column: Column | None, below: Contents) -> Verdict:
    evidence = f"表头“{'／'.join(path)}”"
    noun, kinds = _NOUNS.get(column, ("", ())) if column else ("", ())
    if not below.filled:
        evidence += "，没有内容"
    elif column is None:
        evidence += f"，{below.filled} 格有内容"
    elif kinds:
        evidence += f"，{below.filled} 格中 {below.count(*kinds)} 格是{noun}"
    else:
        evidence += f"，{below.filled} 格，平均 {below.mean_length:.0f} 字"
    guessed = column is not None and heading_points(path).get(column, 0.0) < _SAYS_IT
    return Verdict(column, evidence, guessed)
