import re
from dataclasses import replace as changed
from pathlib import Path

import pytest

from policy_texts.campaigns import campaign_problems
from policy_texts.loading import available_campaigns, clause_text, load_campaign, traced_clauses
from policy_texts.strict_reading import PolicyTextError
from policy_texts.vocabulary import Audience
from tests.policy_texts.spoiling import replace


def problem_of(folder: Path) -> str:
    with pytest.raises(PolicyTextError) as raised:
        traced_clauses(folder=folder)
    assert len(raised.value.problems) == 1, raised.value.problems
    return raised.value.problems[0]


I3B = "items[QS25.I3].checkpoints[QS25.I3.b]"
THREE_LEVEL_ROUNDS = 'cites = ["HX18.2"]'


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("version = 2", "version = 0", "version: must be 1 or more, is 0"),
        ('code = "QS25"', 'code = "QS26"', 'code: must be "QS25" as the file, is "QS26"'),
        (
            'clause = "QS25.SC"\ntext',
            'clause = "QS25.SX"\ntext',
            'coverage.clause: must be "QS25.SC", is "QS25.SX"',
        ),
        ('levels = ["tertiary", "secondary"]', "levels = []", "coverage.levels: must not be empty"),
        (
            'clause = "QS25.R2"',
            'clause = "QS25.R4"',
            'requirements[QS25.R4].clause: must be "QS25.R2" at this place',
        ),
        (
            'clause = "QS25.I3.b"',
            'clause = "QS25.I3.d"',
            f'{I3B[:-2]}d].clause: must be "QS25.I3.b" at this place',
        ),
        ('short_title = "机制"', 'short_title = "工作机制类"', "items[QS25.I3].short_title: longer than 4"),
        (
            "主要负责人按要求定期召开质量安全会议",
            "会" * 60,
            f"{I3B}.text: longer than 60 characters",
        ),
        (
            '"clinical"]\nduty = "medical_affairs"\ncites = ["HX18.1"',
            '"clinical", "clinical"]\nduty = "medical_affairs"\ncites = ["HX18.1"',
            "items[QS25.I5].checkpoints[QS25.I5.a].audiences: names one twice",
        ),
        (
            '["hospital"]\nduty = "performance"',
            '[]\nduty = "performance"',
            "items[QS25.I3].checkpoints[QS25.I3.c].audiences: must not be empty",
        ),
        (
            "from_on = 2025-10-01",
            "from_on = 2025-09-30",
            "phases[QS25.P3].from_on: must be after 2025-09-30, the end of QS25.P2, is 2025-09-30",
        ),
        (
            "to_on = 2026-05-31",
            "to_on = 2026-03-31",
            "phases[QS25.P4].to_on: 2026-03-31 is before 2026-04-01",
        ),
        (
            THREE_LEVEL_ROUNDS,
            'cites = ["HX18.19"]',
            'items[QS25.I5].checkpoints[QS25.I5.b].cites: "HX18.19" is not a known clause; allowed: HX18, HX18.1, ',
        ),
        (
            THREE_LEVEL_ROUNDS,
            'cites = ["HX19"]',
            'items[QS25.I5].checkpoints[QS25.I5.b].cites: "HX19" is not a known clause; '
            "allowed: HX18, ME23, PS23, QS25, SS23, YG06, ZL16, ZZ21",
        ),
        (
            '"QS25.R3",\n]',
            '"QS25.P5",\n]',
            'traced: "QS25.P5" is not a known clause; allowed: QS25.SC, QS25.I1',
        ),
        ('"QS25.R3",\n]', '"QS25.I3.b",\n]', 'traced: "QS25.I3.b" is traced twice'),
        (
            'duty = "performance"',
            'duty = "绩效科"',
            "items[QS25.I3].checkpoints[QS25.I3.c].duty: unknown value",
        ),
    ],
)
def test_each_fault_of_a_campaign(folder: Path, old: str, new: str, problem: str) -> None:
    replace(folder / "QS25.toml", old, new)
    assert problem_of(folder).startswith(f"QS25.toml: {problem}")


def test_a_clause_may_stand_only_once(folder: Path) -> None:
    replace(folder / "QS25.toml", 'clause = "QS25.I3.b"', 'clause = "QS25.I3.a"')
    with pytest.raises(PolicyTextError) as raised:
        load_campaign("QS25", folder=folder)
    assert raised.value.problems[0] == "QS25.toml: QS25.I3.a: duplicated clause"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('id = "SS23"', 'id = "ZL16"', "documents[ZL16]: duplicated id"),
        ('id = "HX18.2"', 'id = "HX18.1"', "documents[HX18.1]: duplicated id"),
        (
            'id = "HX18.2"',
            'id = "HX17.2"',
            'documents[HX18].clauses[HX17.2].id: must begin with "HX18."',
        ),
        (
            '"国家疾控局"]\n',
            '"国家疾控局"]\nclauses = [{ id = "QS25.I1", title = "组织" }]\n',
            "documents[QS25].clauses: these stand in QS25.toml; leave them out here",
        ),
        (
            "issued_on = 2025-06-16\n",
            "",
            "documents[QS25]: needs document_no and issued_on, as QS25.toml has them",
        ),
    ],
)
def test_each_fault_of_the_documents(folder: Path, old: str, new: str, problem: str) -> None:
    replace(folder / "documents.toml", old, new)
    assert problem_of(folder) == f"documents.toml: {problem}"


def test_a_campaign_needs_its_document(folder: Path) -> None:
    (folder / "QS25.toml").rename(folder / "QS26.toml")
    replace(folder / "QS26.toml", 'code = "QS25"', 'code = "QS26"')
    assert available_campaigns(folder=folder) == ("QS26",)
    assert problem_of(folder) == (
        'QS26.toml: code: "QS26" is not a known clause; allowed: HX18, ME23, PS23, QS25, SS23, YG06, ZL16, ZZ21'
    )


def test_faults_of_several_files_are_told_together(folder: Path) -> None:
    replace(folder / "QS25.toml", "version = 2", 'version = "2"')
    (folder / "AA24.toml").write_text("code = 1", encoding="utf-8")
    with pytest.raises(PolicyTextError) as raised:
        load_campaign("QS25", folder=folder)
    assert {problem.split(":")[0] for problem in raised.value.problems} == {"AA24.toml", "QS25.toml"}


def test_the_hash_is_of_the_words_not_of_the_file(folder: Path) -> None:
    shipped = load_campaign("QS25")
    path = folder / "QS25.toml"
    replace(
        path,
        'title = "泄露患者隐私问题"\nshort_title = "隐私"',
        'short_title = "隐私"  # 图表\ntitle = "泄露患者隐私问题"',
    )
    assert load_campaign("QS25", folder=folder).content_hash == shipped.content_hash
    assert changed(shipped, version=3).content_hash != shipped.content_hash
    item = changed(shipped.items[0], short_title="体系")
    assert changed(shipped, items=(item, *shipped.items[1:])).content_hash != shipped.content_hash


def test_one_typed_on_a_page_meets_the_same_rules() -> None:
    shipped = load_campaign("QS25")
    assert campaign_problems(shipped) == []
    point = changed(shipped.items[0].checkpoints[0], audiences=(Audience.CLINICAL, Audience.CLINICAL))
    item = changed(shipped.items[0], checkpoints=(point,))
    (problem,) = campaign_problems(changed(shipped, items=(item,)))
    assert problem.startswith("items[QS25.I1].checkpoints[QS25.I1.a].audiences: names one twice")


def test_a_typed_campaign_needs_items_and_phases_that_count_from_one() -> None:
    shipped = load_campaign("QS25")
    assert campaign_problems(changed(shipped, items=(), phases=())) == [
        "items: must not be empty",
        "phases: must not be empty",
    ]
    first = changed(shipped.items[0], clause="第一项", checkpoints=())
    assert campaign_problems(changed(shipped, items=(first,))) == [
        'items[第一项].clause: the first must be "QS25", a dot, a letter and 1'
    ]


def test_asking_for_what_is_not_there() -> None:
    with pytest.raises(PolicyTextError, match=re.escape('unknown campaign "XX99"; available: QS25')):
        load_campaign("XX99")
    with pytest.raises(PolicyTextError, match=r'"QS25\.I11" is not a known clause; allowed: QS25, QS25\.SC'):
        clause_text("QS25.I11")
