"""QS25 as shipped. What it must contain is written out here, from the document and not from the file."""

from datetime import date

import pytest

from policy_texts.campaigns import LONGEST_CHECKPOINT
from policy_texts.loading import available_campaigns, clause_text, load_campaign, traced_clauses
from policy_texts.vocabulary import (
    AdministrativeLine,
    Audience,
    Duty,
    HospitalKind,
    HospitalLevel,
    PhaseKind,
)

# Short title and last checkpoint of each item, in the document's order.
ITEMS = {
    "QS25.I1": ("组织", "c"),
    "QS25.I2": ("制度", "c"),
    "QS25.I3": ("机制", "c"),
    "QS25.I4": ("风险", "d"),
    "QS25.I5": ("科室", "d"),
    "QS25.I6": ("病历", "e"),
    "QS25.I7": ("院感", "d"),
    "QS25.I8": ("隐私", "c"),
    "QS25.I9": ("系统", "c"),
    "QS25.I10": ("医德", "c"),
}
CHECKPOINTS = {
    item: tuple(f"{item}.{letter}" for letter in "abcde"[: "abcde".index(last) + 1])
    for item, (_, last) in ITEMS.items()
}
# Whom the text asks, checkpoint by checkpoint: the hospital's own mechanism (H), and each department of a kind that
# does it: offices (O), clinical (C), medical-technical (T), nursing units (N), logistics (L), whoever operates (S).
ASKED = {
    "I1.a": "H",
    "I1.b": "H",
    "I1.c": "CT",
    "I2.a": "H",
    "I2.b": "HCTN",  # 细化完善并严格落实18项核心制度: rules of the hospital, carried out in the departments
    "I2.c": "H",
    "I3.a": "H",
    "I3.b": "H",
    "I3.c": "H",
    "I4.a": "CTN",
    "I4.b": "HCTNL",  # 报告机制不健全、落实不到位
    "I4.c": "HCTN",  # 未及时分析、开展系统性改进
    "I4.d": "HCTNL",  # 建立健全应急处置预案
    "I5.a": "C",
    "I5.b": "C",
    "I5.c": "S",  # 术前评估 … 围手术期管理
    "I5.d": "CTN",
    "I6.a": "H",
    "I6.b": "CN",
    "I6.c": "CN",
    "I6.d": "CTN",
    "I6.e": "CT",  # 未经亲自诊查开具医学证明文件等医疗文书: reports too
    "I7.a": "CTNL",
    "I7.b": "CTN",
    "I7.c": "CTN",
    "I7.d": "HCTN",  # 发生医院感染暴发事件未按规定报告
    "I8.a": "HCTN",  # 管理制度不健全，日常教育监督和管理不到位
    "I8.b": "OCTNL",  # 医务人员 … 违规留存、拍摄、复制、传播
    "I8.c": "CTN",
    "I9.a": "H",
    "I9.b": "H",
    "I9.c": "OCTNL",
    "I10.a": "HOCTNL",  # 医德医风建设管理和培训教育
    "I10.b": "OCTNL",
    "I10.c": "H",
}
LETTERS = {
    "H": Audience.HOSPITAL,
    "O": Audience.OFFICE,
    "C": Audience.CLINICAL,
    "T": Audience.MEDICAL_TECHNICAL,
    "N": Audience.NURSING_UNIT,
    "L": Audience.LOGISTICS,
    "S": Audience.SURGICAL,
}


def test_ten_items_thirty_five_checkpoints_four_phases() -> None:
    campaign = load_campaign("QS25")
    assert {
        item.clause: tuple(point.clause for point in item.checkpoints) for item in campaign.items
    } == CHECKPOINTS
    assert [(item.number, item.code) for item in campaign.items] == [(n, f"I{n}") for n in range(1, 11)]
    assert [item.short_title for item in campaign.items] == [short for short, _ in ITEMS.values()]
    assert len(list(campaign.checkpoints())) == 35
    assert [each.clause for each in campaign.requirements] == ["QS25.R1", "QS25.R2", "QS25.R3"]


def test_heading_of_the_document() -> None:
    campaign = load_campaign("QS25")
    assert campaign.title == "医疗机构医疗质量安全专项整治行动方案"
    assert campaign.document_no == "国卫办医政函〔2025〕228号"
    assert campaign.issued_on == date(2025, 6, 16)
    assert campaign.items[5].title == "医疗文书书写、管理不规范问题"


def test_phases_with_their_dates() -> None:
    assert [
        (phase.clause, phase.kind, phase.from_on, phase.to_on) for phase in load_campaign("QS25").phases
    ] == [
        ("QS25.P1", PhaseKind.LAUNCH, date(2025, 6, 1), date(2025, 6, 30)),
        ("QS25.P2", PhaseKind.SELF_INSPECTION, date(2025, 7, 1), date(2025, 9, 30)),
        ("QS25.P3", PhaseKind.CONCENTRATED, date(2025, 10, 1), date(2026, 3, 31)),
        ("QS25.P4", PhaseKind.EVALUATION, date(2026, 4, 1), date(2026, 5, 31)),
    ]


def test_grade_two_and_above_of_every_kind_and_line() -> None:
    coverage = load_campaign("QS25").coverage
    assert coverage.clause == "QS25.SC"
    assert set(coverage.levels) == {HospitalLevel.TERTIARY, HospitalLevel.SECONDARY}
    assert set(coverage.kinds) == set(HospitalKind)
    assert set(coverage.lines) == set(AdministrativeLine)


@pytest.mark.parametrize("clause", ASKED)
def test_whom_the_text_asks_is_asked(clause: str) -> None:
    points = {point.clause: point for point in load_campaign("QS25").checkpoints()}
    assert set(points[f"QS25.{clause}"].audiences) == {LETTERS[letter] for letter in ASKED[clause]}


def test_the_table_knows_every_checkpoint() -> None:
    assert [f"QS25.{clause}" for clause in ASKED] == [p.clause for p in load_campaign("QS25").checkpoints()]


def test_every_item_rests_on_a_rule_that_it_cites() -> None:
    for item in load_campaign("QS25").items:
        assert item.cites or all(point.cites for point in item.checkpoints), item.clause
    assert clause_text("YG06") == "医院感染管理办法"


def test_checkpoints_are_routed_by_duty_and_short() -> None:
    points = {point.clause: point for point in load_campaign("QS25").checkpoints()}
    assert {point.duty for clause, point in points.items() if clause.startswith("QS25.I7.")} == {
        Duty.INFECTION_CONTROL
    }
    assert points["QS25.I3.c"].duty is Duty.PERFORMANCE
    assert points["QS25.I10.c"].duty is Duty.DISCIPLINE
    assert max(len(point.text) for point in points.values()) <= LONGEST_CHECKPOINT


def test_words_of_a_clause() -> None:
    assert clause_text("QS25.I4.b").startswith("人人知道不良事件怎样上报")
    assert clause_text("QS25.I8") == "泄露患者隐私问题"
    assert clause_text("QS25.P2") == "自查自纠阶段"
    assert clause_text("HX18.5") == "值班和交接班制度"
    assert clause_text("SS23") == "手术质量安全提升行动方案（2023-2025年）"


def test_traced_now() -> None:
    traced = {clause: points for clause, points in traced_clauses().items() if clause.startswith("QS25.")}
    assert traced == CHECKPOINTS | dict.fromkeys(("QS25.P1", "QS25.P2", "QS25.R1", "QS25.R3"), ())


def test_a_changed_text_is_a_new_version() -> None:
    """Runs keep the version they were opened with: whoever changes a word counts `version` up, and this line."""
    assert available_campaigns() == ("QS25",)
    campaign = load_campaign("QS25")
    assert (campaign.version, campaign.content_hash[:12]) == (2, "438dcf7d8145")
