"""What this system exports in the usual layout it also reads back, signature block and all."""

from datetime import date
from pathlib import Path

from infrastructure.workbooks.reading import read_workbook
from infrastructure.workbooks.writing import SIGNATURES, SheetColumn, SheetLayout, write_sheet
from rectification.workbook.context import ImportContext
from rectification.workbook.planning import plan_import
from tests.rectification.workbook.shapes import HEADER, ITEM_2, good_row


def test_an_exported_ledger_is_understood(tmp_path: Path, context: ImportContext) -> None:
    layout = SheetLayout(
        name="问题台账",
        title="××医院医疗质量安全专项整治问题台账",
        columns=tuple(SheetColumn(heading) for heading in HEADER),
        notes=("填报单位（盖章）：××医院", "填报日期：2025年8月1日"),
        signatures=SIGNATURES,
        marking="草稿",
    )
    rows = [
        good_row(1, "=1+1 不是公式", due=date(2025, 9, 30), measure="1.修订\n2.培训"),
        good_row(2, "-手卫生依从率68%", item=ITEM_2, due="长期坚持", done="已完成", closed=True),
        good_row(3, "@微信群出现截图", item="（八）泄露患者隐私问题", done="已完成", closed=False),
    ]
    path = tmp_path / "ledger.xlsx"
    assert write_sheet(path, layout, rows) == 3
    plan = plan_import(read_workbook(path), context)
    assert (plan.rows, plan.ready, plan.errors, plan.warnings) == (3, 3, (), ())
    assert [finding.text for finding in plan.findings] == [row[2] for row in rows]
    assert [finding.item_code for finding in plan.findings] == ["I1", "I2", "I8"]
    assert [finding.state.value for finding in plan.findings] == ["rectifying", "closed", "awaiting"]
    assert plan.findings[0].due_on == date(2025, 9, 30)
    assert [measure.text for measure in plan.findings[0].measures] == ["修订", "培训"]
    assert plan.sheets[0].header_row == 3
