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
HOSPITAL_LEVEL = {
    *("I1.a", "I1.b", "I2.a", "I2.b", "I2.c", "I3.a", "I3.b", "I3.c"),
    *("I4.d", "I6.a", "I9.a", "I9.b", "I10.a", "I10.c"),
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


def test_what_belongs_to_the_hospital_is_asked_once() -> None:
    points = load_campaign("QS25").checkpoints()
    assert {point.clause.removeprefix("QS25.") for point in points if point.hospital_level} == HOSPITAL_LEVEL


@pytest.mark.parametrize(
    ("audience", "asked", "not_asked"),
    [
        (Audience.NURSING_UNIT, {"I5.d", "I7.c", "I8.c", "I9.c"}, {"I1.c", "I5.a", "I5.b", "I6.e"}),
        (Audience.MEDICAL_TECHNICAL, {"I1.c", "I6.d", "I7.b"}, {"I5.a", "I5.b", "I5.c", "I6.e"}),
        (Audience.CLINICAL, {"I1.c", "I5.a", "I5.b", "I5.c", "I6.e"}, {"I6.a", "I9.b", "I10.c"}),
        (Audience.LOGISTICS, {"I4.b", "I7.a", "I10.b"}, {"I6.b", "I8.b", "I9.c"}),
        (Audience.OFFICE, {"I9.c", "I10.b"}, {"I3.a", "I5.d", "I7.a"}),
    ],
)
def test_a_department_is_asked_only_what_is_its_own(
    audience: Audience, asked: set[str], not_asked: set[str]
) -> None:
    points = load_campaign("QS25").checkpoints()
    own = {point.clause.removeprefix("QS25.") for point in points if audience in point.audiences}
    assert asked <= own
    assert not not_asked & own


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
    assert traced == {**CHECKPOINTS, "QS25.P2": ()}


def test_a_changed_text_is_a_new_version() -> None:
    """Runs keep the version they were opened with: whoever changes a word counts `version` up, and this line."""
    assert available_campaigns() == ("QS25",)
    campaign = load_campaign("QS25")
    assert (campaign.version, campaign.content_hash[:16]) == (1, "10b96e20345770cd")
