"""What this system exports it reads back as the same findings: random ledgers, written and read as files are."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infrastructure.workbooks.reading import read_workbook
from infrastructure.workbooks.writing import write_sheet
from policy_texts.loading import load_campaign
from policy_texts.vocabulary import FindingOrigin
from rectification.rules.ledger_columns import WRITTEN
from rectification.rules.ledger_layout import ledger_layout
from rectification.rules.ledger_rows import LedgerRow, marks_of
from rectification.workbook.cells import cell_words, says_no_problem
from rectification.workbook.context import ImportContext
from rectification.workbook.plan import ImportPlan
from rectification.workbook.planning import plan_import
from tests.rectification.workbook.conftest import DEPARTMENTS, PEOPLE

pytestmark = pytest.mark.clause("QS25.P2")

# A state that an import cannot give arrives as the one that it stands for.
READ_AS = {
    "submitted": "analysing",
    "analysing": "analysing",
    "rectifying": "rectifying",
    "awaiting": "awaiting",
    "accepted": "awaiting",
    "closed": "closed",
}
ITEMS = load_campaign("QS25").items
days = st.dates(date(2025, 6, 1), date(2026, 5, 31))
signs = st.characters(
    categories=["Lo", "Nd", "Po", "Ps", "Pe", "Sm", "Zs"], include_characters="\n=+-@注合计1①一"
)
words = st.text(signs, min_size=1, max_size=40).map(cell_words)
texts = words.filter(lambda text: text and not says_no_problem(text))
departments, people = st.sampled_from(DEPARTMENTS.split()), st.sampled_from(PEOPLE.split())
lists = st.lists(
    st.sampled_from(["培训", "每周抽查并通报", "修订制度", "科室之间互查"]), max_size=3, unique=True
)


@st.composite
def lines(draw: st.DrawFn, number: int) -> LedgerRow:
    item = draw(st.sampled_from(ITEMS))
    state = draw(st.sampled_from([*READ_AS]))
    ongoing = draw(st.booleans())
    due_on = None if ongoing else draw(st.none() | days)
    lead = draw(departments)
    on_the_spot, imported = draw(st.booleans()), draw(st.booleans())
    measures = draw(lists)
    return LedgerRow(
        number=number,
        item=item.title,
        checkpoint=draw(st.sampled_from(["", *(one.text for one in item.checkpoints)])),
        text=f"{draw(texts)}，第 {number} 例",
        origin=draw(st.sampled_from([origin.label for origin in FindingOrigin])),
        causes=tuple(draw(lists)),
        measures=tuple(measures) if measures or state != "rectifying" else ("培训",),
        leader=draw(st.sampled_from(["", "刘院"])),
        lead=lead,
        supporting=tuple(
            draw(st.lists(departments.filter(lambda one: one != lead), max_size=3, unique=True))
        ),
        person=draw(st.just("") | people),
        ongoing=ongoing,
        due_on=due_on,
        original_due_on=draw(st.none() | days) if due_on else None,
        found_on=draw(st.none() | days),
        done_on=draw(st.none() | days),
        state=state,
        accepted_on=draw(days) if state in ("accepted", "closed") else None,
        remark=draw(st.sampled_from(["", "已报院办公会"])),
        marks=marks_of(on_the_spot=on_the_spot, imported=imported),
        notes=draw(st.sampled_from([(), ("8月20日：正在修订制度",), ("已完成第一稿", "尚未培训，推进中")])),
    )


ledgers = st.integers(1, 12).flatmap(lambda count: st.tuples(*(lines(n) for n in range(1, count + 1))))


def remark_of(row: LedgerRow) -> str:
    """Accepted and not closed out is no state of an import: the day is kept in words."""
    accepted = f"验收日期：{row.accepted_on}" if row.state == "accepted" else ""
    return "；".join(words for words in (row.remark, accepted) if words)


def read_back(rows: tuple[LedgerRow, ...], context: ImportContext) -> ImportPlan:
    layout = ledger_layout(
        hospital_name="某市人民医院", run_title="专项整治", as_of=date(2026, 5, 31), note="", marking=""
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        write_sheet(path, layout, ([column.of(row) for column in WRITTEN] for row in rows))
        return plan_import(read_workbook(path), context)


@settings(max_examples=12, deadline=None)
@given(rows=ledgers)
def test_an_export_read_back_is_the_same_findings(
    context: ImportContext, rows: tuple[LedgerRow, ...]
) -> None:
    plan = read_back(rows, context)
    assert (plan.rows, plan.ready, plan.errors) == (len(rows), len(rows), ())
    place_of = {item.title: item.code for item in ITEMS}
    point_of = {one.text: one.code for item in ITEMS for one in item.checkpoints}
    person_of = {name: refs[0].id for name, refs in context.staff.items()}
    for row, finding in zip(rows, plan.findings, strict=True):
        assert finding.state.value == READ_AS[row.state]
        assert (finding.text, finding.number) == (row.text, str(row.number))
        assert (finding.item_code, finding.checkpoint_code) == (
            place_of[row.item],
            point_of.get(row.checkpoint),
        )
        assert (finding.lead_department_id, finding.supporting_ids) == (
            context.departments[row.lead],
            tuple(context.departments[name] for name in row.supporting),
        )
        assert (finding.person_id, finding.leader_id) == (
            person_of.get(row.person),
            301 if row.leader else None,
        )
        assert (finding.ongoing, finding.due_on, finding.original_due_on) == (
            row.ongoing,
            row.due_on,
            row.original_due_on if row.original_due_on != row.due_on else None,
        )
        assert (finding.found_on, finding.done_on) == (row.found_on, row.done_on)
        assert finding.on_the_spot == ("立行立改" in row.marks)
        assert FindingOrigin(finding.origin).label == finding.origin_label == row.origin
        assert (finding.causes, tuple(one.text for one in finding.measures)) == (row.causes, row.measures)
        assert (finding.remark, finding.progress) == (remark_of(row), "\n".join(row.notes))
