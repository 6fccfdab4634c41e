"""The regions of the country as data: nation, provinces, cities, counties, with codes and pinyin.

Facts as at mid 2026. 新疆生产建设兵团 stands beside the provinces, under the code that health statistics
give it (660000). Counties that a province rules directly (济源, 仙桃, 五指山, 石河子 …) have the province
as parent: no code prefix is the tree, `parent` is. Taiwan has a row and no divisions; Hong Kong and
Macau have theirs.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

REGIONS_FILE = Path(__file__).parent.parent / "data" / "regions.tsv"

# Which levels may stand directly above a level.
_ABOVE = {
    "nation": frozenset({""}),
    "province": frozenset({"nation"}),
    "city": frozenset({"province"}),
    "county": frozenset({"province", "city"}),
}
_CODE = re.compile(r"[1-9][0-9]{5}")
_PINYIN = re.compile(r"[a-z]+")


class RegionDataError(ValueError):
    """A line of the table that is not as it must be; the message names file and line."""


@dataclass(frozen=True, slots=True)
class RegionRow:
    code: str
    name: str
    level: str
    parent: str  # the parent's code; empty for the nation
    initials: str  # one letter a character: jxs for 江西省
    pinyin: str  # run together, as it is typed into a search box


_COLUMNS = tuple(field.name for field in fields(RegionRow))


def load_regions(path: Path = REGIONS_FILE) -> tuple[RegionRow, ...]:
    """Every region, parents before children. Any irregular line is an error that names it."""
    return parse_regions(path.read_text(encoding="utf-8").split("\n"), source=path.name)


def parse_regions(lines: Iterable[str], *, source: str) -> tuple[RegionRow, ...]:
    numbered = enumerate(lines, start=1)
    _, header = next(numbered, (1, ""))
    if tuple(header.split("\t")) != _COLUMNS:
        raise RegionDataError(f"{source}: line 1: the columns must be {', '.join(_COLUMNS)}")
    rows: dict[str, RegionRow] = {}
    last_line = 1
    for last_line, line in numbered:
        if line == "":
            break
        try:
            row = _parse_row(line, rows)
        except RegionDataError as error:
            raise RegionDataError(f"{source}: line {last_line}: {error}") from None
        rows[row.code] = row
    if any(rest for _, rest in numbered):
        raise RegionDataError(f"{source}: line {last_line}: an empty line in the middle of the table")
    if not rows:
        raise RegionDataError(f"{source}: line {last_line}: the table has no rows")
    return tuple(rows.values())


def _parse_row(line: str, above: dict[str, RegionRow]) -> RegionRow:
    cells = line.split("\t")
    if len(cells) != len(_COLUMNS):
        raise RegionDataError(f"{len(cells)} columns instead of {len(_COLUMNS)}")
    row = RegionRow(*cells)
    _check_cells(row)
    _check_place(row, above)
    return row


def _check_cells(row: RegionRow) -> None:
    if not _CODE.fullmatch(row.code):
        raise RegionDataError(f"code {row.code!r} is not six digits")
    if not row.name or row.name != "".join(row.name.split()):
        raise RegionDataError(f"name {row.name!r} is empty or holds a blank")
    if row.level not in _ABOVE:
        raise RegionDataError(f"unknown level {row.level!r}; allowed: {', '.join(_ABOVE)}")
    if not _PINYIN.fullmatch(row.pinyin):
        raise RegionDataError(f"pinyin {row.pinyin!r} is not lower-case letters")
    if not _PINYIN.fullmatch(row.initials) or len(row.initials) != len(row.name):
        raise RegionDataError(
            f"initials {row.initials!r} do not give one letter for each character of {row.name}"
        )
    if not _runs_through(row.initials, row.pinyin):
        raise RegionDataError(f"initials {row.initials!r} do not fit pinyin {row.pinyin!r}")


def _check_place(row: RegionRow, above: dict[str, RegionRow]) -> None:
    """Ascending codes put each parent before its children, so a cycle cannot be written."""
    if above and row.code <= next(reversed(above)):
        raise RegionDataError(f"code {row.code} is not greater than the one before it")
    if row.parent and row.parent not in above:
        raise RegionDataError(f"parent {row.parent!r} of {row.name} does not stand above it")
    parent_level = above[row.parent].level if row.parent else ""
    if parent_level not in _ABOVE[row.level]:
        raise RegionDataError(f"a {row.level} cannot stand under {parent_level or 'nothing'!r}")


def _runs_through(initials: str, pinyin: str) -> bool:
    """Whether the initials are met in order in the full reading, the first one first."""
    rest = iter(pinyin)
    return pinyin[0] == initials[0] and all(letter in rest for letter in initials)
