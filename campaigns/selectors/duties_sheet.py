"""职责分工表 as a workbook has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from campaigns.models import Participation
from campaigns.selectors.launch import DutyRow
from infrastructure.workbooks.writing import SheetColumn, SheetLayout

SIGNATURES = ("单位负责人（签字）：", "审核人：", "填表人：", "填报日期：")
_COLUMNS = (
    SheetColumn("序号", 6, centred=True),
    SheetColumn("整治内容", 40),
    SheetColumn("责任领导", 14),
    SheetColumn("归口部门", 20),
    SheetColumn("联络员", 14),
    SheetColumn("配合部门", 36),
)


def duties_layout(participation: Participation, *, as_of: date) -> SheetLayout:
    hospital = participation.hospital
    return SheetLayout(
        name="职责分工表",
        title=f"{hospital.name}{participation.run.title}职责分工表",
        columns=_COLUMNS,
        notes=(f"填报单位（盖章）：{hospital.name}", f"填报日期：{as_of}"),
        signatures=SIGNATURES,
    )


def duties_lines(rows: Iterable[DutyRow]) -> Iterator[list[str]]:
    for row in rows:
        duty = row.duty
        yield [
            str(row.item.number),
            row.item.title,
            duty.leader.name if duty and duty.leader else "",
            duty.department.name if duty and duty.department else "",
            duty.liaison.name if duty and duty.liaison else "",
            "、".join(each.name for each in row.supporting),
        ]
