"""From a grid of cells to what an import would do. Nothing is written; the same grid gives the same plan."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import groupby

from infrastructure.workbooks.grid import SheetGrid, WorkbookGrid
from rectification.rules.ledger_columns import Column
from rectification.workbook.above import tell_above
from rectification.workbook.account import UnusedColumns, telling_others
from rectification.workbook.cards import Cards, lies_across, read_cards
from rectification.workbook.cells import bare, says_nothing, short
from rectification.workbook.contents import Judge
from rectification.workbook.context import ImportContext
from rectification.workbook.ditto import without_ditto
from rectification.workbook.finding_planner import FindingPlanner, SheetPlace
from rectification.workbook.headers import Header, find_header, read_header
from rectification.workbook.items import ItemNames
from rectification.workbook.joining import join_sheets
from rectification.workbook.noticed import tell_noticed
from rectification.workbook.plan import (
    CellProblem,
    ColumnChoice,
    ImportPlan,
    NoProblemRow,
    PlannedFinding,
    ProblemKind,
    ReadRow,
    SheetRecognition,
    UnusedColumn,
)
from rectification.workbook.problems import ProblemLog, SheetLog
from rectification.workbook.recognition import chosen_columns, recognised, tell_guesses
from rectification.workbook.responsibility import Responsibility
from rectification.workbook.rows import RawFinding, TableContents, TableReader
from rectification.workbook.sheet_choices import header_row, is_left_out, without_rows
from rectification.workbook.whole_sheet import WholeSheet

Report = Callable[[int, int], None]  # rows done, rows in all


def quietly(done: int, total: int) -> None:
    """Nobody is told how far it is."""


def plan_import(
    grid: WorkbookGrid,
    context: ImportContext,
    *,
    column_overrides: Mapping[str, ColumnChoice] | None = None,
    report: Report = quietly,
) -> ImportPlan:
    """What the workbook would bring into the ledger. `column_overrides` holds what somebody corrected, by sheet."""
    return _Planning(context, report).plan(grid, column_overrides or {})


class _Planning:
    def __init__(self, context: ImportContext, report: Report) -> None:
        self._report = report
        self._rows_before, self._rows_in_all = 0, 0
        self._context = context
        self._items = ItemNames(context.items)
        self._responsibility = Responsibility(context)
        self._planner = FindingPlanner(context, self._items, self._responsibility)
        self._judge = Judge(context, self._items, self._responsibility.departments)
        self._whole = WholeSheet(context, self._items, self._responsibility.departments)
        self._log = ProblemLog()
        self._findings: list[PlannedFinding] = []
        self._no_problem: list[NoProblemRow] = []
        self._known: list[PlannedFinding] = []
        self._met: dict[str, PlannedFinding] = {}
        self._unused: list[UnusedColumn] = []
        self._rows = 0
        self._read: list[ReadRow] = []

    def plan(self, grid: WorkbookGrid, choices: Mapping[str, ColumnChoice]) -> ImportPlan:
        self._choices = choices
        self._joined = join_sheets(grid, self._header_in, self._context.answers, self._log)
        grid = self._joined.grid
        self._rows_in_all = sum(sheet.row_count for sheet in grid)
        sheets = tuple(self._counted(sheet, choices.get(sheet.name)) for sheet in grid)
        if all(sheet.left_out for sheet in sheets):
            name = sheets[0].sheet if sheets else ""
            problem = "没有找到台账：应有一行表头，含“存在问题”和至少两个其他列名"
            self._log.error(CellProblem(name, "A1", problem, ProblemKind.NO_TABLE))
        return ImportPlan(
            sheets=sheets,
            findings=tuple(self._findings),
            errors=self._log.errors,
            warnings=self._log.warnings,
            no_problem_rows=tuple(self._no_problem),
            rows=self._rows,
            known=tuple(self._known),
            questions=self._log.questions,
            unused=tuple(self._unused),
            read=tuple(self._read),
        )

    def _counted(self, sheet: SheetGrid, choice: ColumnChoice | None) -> SheetRecognition:
        recognised = self._plan_sheet(sheet, choice)
        self._rows_before += sheet.row_count
        self._report(self._rows_before, self._rows_in_all)
        return recognised

    def _plan_sheet(self, sheet: SheetGrid, choice: ColumnChoice | None) -> SheetRecognition:
        log = SheetLog(self._log, sheet.name, self._joined.places.get(sheet.name))
        if (taken := self._joined.into.get(sheet.name)) is not None:
            return self._joined_sheet(sheet, taken, log)
        if is_left_out(sheet, self._context.answers):
            return self._left_out(log, sheet, "隐藏的工作表，未读取")
        sheet = without_rows(sheet, self._context.answers, log)
        header = self._header(sheet, choice)
        chosen = choice is not None or header_row(sheet, self._context.answers)
        if not chosen and (header is None or lies_across(sheet, header.first_row)):
            cards = read_cards(sheet)
            if cards.findings:
                return self._plan_cards(sheet, cards, log)
        if header is None:
            return self._left_out(log, sheet, "没有台账表头，未读取" if sheet.row_count else "空白工作表")
        if header.at(Column.FINDING) is None:
            left_out = self._left_out(log, sheet, "没有“存在问题”一列，未读取", ProblemKind.NO_FINDING_COLUMN)
            return replace(_recognised(sheet, header), left_out=left_out.left_out)  # the column can be named
        tell_noticed(sheet, header.first_row, log)
        tell_above(sheet, header, log)
        self._plan_table(sheet, header, log)
        return _recognised(sheet, header)

    def _joined_sheet(self, sheet: SheetGrid, into: str, log: SheetLog) -> SheetRecognition:
        tell_noticed(sheet, 0, log)
        return SheetRecognition(sheet.name, None, None, {}, {}, left_out=f"按序号并入“{into}”")

    def _header_in(self, sheet: SheetGrid) -> Header | None:
        return self._header(sheet, self._choices.get(sheet.name))

    def _header(self, sheet: SheetGrid, choice: ColumnChoice | None) -> Header | None:
        """The header of the sheet with the meaning of its columns, as somebody corrected it."""
        pointed_at = header_row(sheet, self._context.answers) or (choice.header_row if choice else None)
        header = read_header(sheet, pointed_at) if pointed_at else find_header(sheet)
        if header is None:
            return None
        placed = self._whole.place_of(sheet, header) is not None
        header = recognised(sheet, header, self._judge, placed=placed)
        return chosen_columns(header, choice.columns, choice.ignored) if choice else header

    def _left_out(
        self, log: SheetLog, sheet: SheetGrid, why: str, kind: ProblemKind = ProblemKind.NOT_READ
    ) -> SheetRecognition:
        if sheet.row_count:
            log.warn("A1", kind, f"工作表“{sheet.name}”：{why}")
        return SheetRecognition(sheet.name, None, None, {}, {}, left_out=why)

    def _plan_table(self, sheet: SheetGrid, header: Header, log: SheetLog) -> None:
        sheet = without_ditto(sheet, header, log)
        on = self._said_of_all(sheet, header)
        placed = on.place is not None
        recognise = partial(recognised, sheet, judge=self._judge, placed=placed)
        contents = TableReader(sheet, header, self._items.names, recognise, placed=placed).read()
        for each in contents.headers:
            tell_guesses(each, log)
        self._plan_findings(contents.findings, on, log)
        _tell_not_read(contents, log)

    def _plan_cards(self, sheet: SheetGrid, cards: Cards, log: SheetLog) -> SheetRecognition:
        tell_noticed(sheet, 0, log)
        on = self._said_of_all(sheet, cards.findings[0].header)
        self._plan_findings(cards.findings, on, log)
        for cell in cards.left:
            log.warn(cell.name, ProblemKind.NOT_READ, f"“{short(cell.text)}”在卡片的各栏之外，未导入")
        return SheetRecognition(sheet.name, None, None, {}, {})

    def _said_of_all(self, sheet: SheetGrid, header: Header) -> SheetPlace:
        return SheetPlace(self._whole.place_of(sheet, header), self._whole.whose(sheet, header))

    def _plan_findings(self, findings: Iterable[RawFinding], on: SheetPlace, log: SheetLog) -> None:
        unused = UnusedColumns()
        for raw in findings:
            self._report(self._rows_before + raw.first.row, self._rows_in_all)
            self._read.append(_read_row(log.sheet, raw))
            if (no_problem := self._planner.no_problem(raw, on, log)) is not None:
                self._no_problem.append(no_problem)
                continue
            self._rows += 1
            unused.take(raw)
            finding = self._planner.plan(raw, on, log)
            if finding is not None and self._is_new(finding, log):
                self._findings.append(finding)
        self._unused += unused.told(log)

    def _is_new(self, finding: PlannedFinding, log: SheetLog) -> bool:
        """A known row is never an update, and of two alike in the file the first is entered."""
        cell = finding.cells[Column.FINDING].name
        if finding.key in self._context.known_keys:
            log.warn(cell, ProblemKind.KNOWN, "已在台账中，不再导入")
            self._known.append(finding)
            return False
        earlier = self._met.setdefault(finding.key, finding)
        if earlier is finding:
            return True
        where = (
            f"第 {earlier.row} 行"
            if earlier.sheet == finding.sheet
            else f"“{earlier.sheet}”第 {earlier.row} 行"
        )
        problem = f"第 {finding.row} 行与{where}重复，只导入先出现的一行"
        if other := "、".join(_told_otherwise(finding, earlier)):
            problem += f"；{other} 与先出现的不同，未导入，请核对"
        log.warn(cell, ProblemKind.DUPLICATE, problem)
        return False


def _told_otherwise(finding: PlannedFinding, earlier: PlannedFinding) -> Iterator[str]:
    """The cells of a repeated finding that say what the one before it does not."""
    for column, cell in finding.cells.items():
        same = earlier.cells.get(column)
        differs = same is None or bare(same.text) != bare(cell.text)
        if differs and column is not Column.SEQUENCE and not says_nothing(cell.text):
            yield f"{cell.name}“{short(cell.text)}”"
    if Column.REMARK not in finding.cells and finding.remark not in ("", earlier.remark):
        yield f"{finding.remark_cell or f'第 {finding.row} 行'}“{short(finding.remark)}”"
    if finding.last_row > finding.row and (finding.measures, finding.causes, finding.progress) != (
        earlier.measures,
        earlier.causes,
        earlier.progress,
    ):
        yield f"第 {finding.row}—{finding.last_row} 行的措施、原因或进展"


def _read_row(sheet: str, raw: RawFinding) -> ReadRow:
    columns = dict.fromkeys(column for row in raw.rows for column in row.cells)
    cells = {column: tuple(raw.cells(column)) for column in columns}
    for column, filled in ((Column.ITEM, raw.item or raw.section), (Column.CHECKPOINT, raw.checkpoint)):
        if filled is not None:
            cells.setdefault(column, (filled,))
    places = {place: column for column, place in raw.header.columns.items()}
    of_card = telling_others(raw) if raw.end else ()
    others = tuple((raw.header.words_of(place), cell.text) for place, cell in of_card)
    return ReadRow(sheet, raw.first.row, raw.last_row, cells, places, raw.header.headings, others)


def _recognised(sheet: SheetGrid, header: Header) -> SheetRecognition:
    meanings = {place: column for column, place in header.columns.items()}
    return SheetRecognition(
        sheet=sheet.name,
        header_row=header.first_row,
        last_header_row=header.last_row,
        headings=header.headings,
        columns={place: meanings.get(place) for place in {*header.headings, *meanings}},
        ignored=header.ignored,
        evidence=header.evidence,
    )


def _tell_not_read(contents: TableContents, log: SheetLog) -> None:
    for row, cells in groupby(contents.without_text, key=lambda cell: cell.row):
        said = list(cells)
        words = "、".join(f"{cell.name}“{short(cell.text)}”" for cell in said)
        problem = f"第 {row} 行没有写存在问题，{words} 未导入"
        log.warn(said[0].name, ProblemKind.NOT_READ, problem)
    for cell in contents.examples:
        log.warn(cell.name, ProblemKind.EXAMPLE, f"第 {cell.row} 行是填写示例，未导入")
    for cell in contents.sections:
        log.warn(cell.name, ProblemKind.NOT_READ, f"“{short(cell.text)}”是表中的小标题，未导入")
    for cell in contents.beside_sums:
        log.warn(cell.name, ProblemKind.NOT_READ, f"第 {cell.row} 行是合计，“{short(cell.text)}”未导入")
    for _, cells in groupby(contents.below, key=lambda cell: cell.row):
        said = list(cells)
        words = "、".join(f"{cell.name}“{short(cell.text)}”" for cell in said)
        log.warn(said[0].name, ProblemKind.NOT_READ, f"表下方的 {words} 未导入")
    if contents.left_out is not None:
        problem = f"第 {contents.left_out.row} 行起在签字行之后，未导入"
        log.warn(contents.left_out.name, ProblemKind.NOT_READ, problem)
