"""A hospital that knows the departments and people of the samples, and QS25 as its document says it."""

from datetime import date

import pytest

from policy_texts.loading import load_campaign
from rectification.workbook.context import CheckpointRef, ImportContext, ItemRef, StaffRef
from rectification.workbook.dates import RunDates

DEPARTMENTS = (
    "质控办 人事处 院办 医务处 检验科 信息科 手术麻醉科 绩效办 护理部 总务科 骨科 心内科 "
    "急诊科 病案室 普外科 ICU 院感科 口腔科 医学装备部 超声科 影像科 科教科 医德医风办 纪检办公室"
)
PEOPLE = (
    "王敏 李建国 陈思远 周强 赵倩 孙丽 钱勇 吴海 郑洁 冯涛 褚红 卫东 蒋琳 沈冰 韩梅 杨帆 朱军 秦悦 尤佳 许峰"
)


@pytest.fixture(scope="session")
def run() -> RunDates:
    return RunDates(date(2025, 6, 1), date(2026, 5, 31))


@pytest.fixture(scope="session")
def departments() -> dict[str, int]:
    return {name: number for number, name in enumerate(DEPARTMENTS.split(), 1)} | {
        "药剂科": 30,
        "药学部": 30,
        "重症医学科": 16,
    }


@pytest.fixture(scope="session")
def items() -> tuple[ItemRef, ...]:
    return tuple(
        ItemRef(
            code=item.code,
            number=item.number,
            title=item.title,
            short_title=item.short_title,
            clause=item.clause,
            checkpoints=tuple(CheckpointRef(one.code, one.text) for one in item.checkpoints),
        )
        for item in load_campaign("QS25").items
    )


@pytest.fixture(scope="session")
def context(run: RunDates, departments: dict[str, int], items: tuple[ItemRef, ...]) -> ImportContext:
    staff = {name: (StaffRef(number),) for number, name in enumerate(PEOPLE.split(), 100)}
    # Two people of one name, in two departments.
    staff["张伟"] = (
        StaffRef(200, frozenset({departments["骨科"]})),
        StaffRef(201, frozenset({departments["ICU"]})),
    )
    return ImportContext(
        items=items,
        departments=departments,
        run=run,
        staff=staff,
        leaders={"院长": (300,), "分管副院长": (301,), "刘院": (301,), "副院长": (301, 302)},
    )
