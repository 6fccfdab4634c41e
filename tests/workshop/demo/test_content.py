"""The demo's texts: enough of them, no two alike, every name known."""

from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

from organizations.rules.region_data import load_regions
from policy_texts.loading import load_campaign
from policy_texts.strict_reading import PolicyTextError, read_toml
from workshop.demo.content import (
    DATA,
    Content,
    FindingsFile,
    FindingText,
    RunKind,
    audiences_of,
    item_of,
    load_content,
)
from workshop.demo.organizations.people import StaffDataError, read_staff

SAMPLES = Path(__file__).parents[2] / "samples"
ALL_TOGETHER = {"各临床科室", "各科室"}


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


def test_every_checkpoint_has_findings_and_no_two_texts_are_alike(content: Content) -> None:
    texts = Counter(finding.text for finding in content.findings)
    texts.update(finding.text for finding in content.shared)
    assert [text for text, times in texts.items() if times > 1] == []
    assert len(content.findings) >= 180
    clauses = Counter(finding.clause for finding in content.findings)
    assert set(clauses) == {point.clause for point in load_campaign("QS25").checkpoints()}
    assert min(clauses.values()) >= 3


def test_measures_and_causes_are_written_once(content: Content) -> None:
    measures = Counter(measure.text for finding in content.findings for measure in finding.measures)
    causes = Counter(cause.text for finding in content.findings for cause in finding.causes)
    assert [text for text, times in (measures + causes).items() if times > 1] == []


def _answered(finding: FindingText) -> set[int]:
    return {position for measure in finding.measures for position in measure.answers}


def test_measures_answer_every_cause(content: Content) -> None:
    for finding in content.findings:
        if finding.course == "draft":
            assert not finding.causes
            assert not finding.measures
            continue
        assert 1 <= len(finding.causes) <= 3, finding.key
        assert 1 <= len(finding.measures) <= 3, finding.key
        assert _answered(finding) == set(range(1, len(finding.causes) + 1)), finding.key


def test_all_strengths_and_categories_are_met(content: Content) -> None:
    categories = Counter(cause.category for finding in content.findings for cause in finding.causes)
    strengths = Counter(measure.strength for finding in content.findings for measure in finding.measures)
    assert len(categories) == 6
    assert len(strengths) == 3
    assert len({finding.origin for finding in content.findings}) >= 10


def test_departments_named_in_findings_exist_and_may_find_what_they_found(content: Content) -> None:
    kinds = {department.name: department.kind for department in content.main.departments}
    operate = {department.name for department in content.main.departments if department.operates}
    points = {point.clause: point for point in load_campaign("QS25").checkpoints()}
    for finding in content.findings:
        named = {finding.lead, *finding.supporting, *(m.department for m in finding.measures)} - {""}
        assert named <= kinds.keys(), finding.key
        assert finding.lead not in finding.supporting, finding.key
        point = points[finding.clause]
        if finding.own and not point.hospital_level:
            audiences = {audiences_of(kinds[finding.lead])} | (
                {"surgical"} if finding.lead in operate else set()
            )
            assert audiences & set(point.audiences), finding.key
        if finding.course == "on_the_spot":
            assert finding.clause in content.main.on_the_spot_allowed, finding.key
        if finding.course in {course.fits for course in content.courses if course.own and course.fits}:
            assert finding.own, finding.key


def test_references_between_findings_resolve(content: Content) -> None:
    by_key = {finding.key: finding for finding in content.findings}
    assert len(by_key) == len(content.findings)
    courses = {course.name for course in content.courses} | {course.fits for course in content.courses}
    for finding in content.findings:
        assert finding.course in courses, finding.key
        if finding.merge_into:
            assert by_key[finding.merge_into].run is finding.run
        if finding.repeats:
            assert by_key[finding.repeats].run is RunKind.OFFICIAL
            assert finding.run is RunKind.REGULAR


def test_words_exist_for_every_item_and_checkpoint(content: Content) -> None:
    clauses = [point.clause for point in load_campaign("QS25").checkpoints()]
    assert [line.clause for line in content.sheets.lines] == clauses
    assert {item.clause for item in content.phrases.items} == {item_of(clause) for clause in clauses}
    departments = {department.name for department in content.main.departments}
    for rule in content.sheets.not_applicable:
        assert set(rule.departments) <= departments


def test_every_duty_of_the_campaign_is_somebodys(content: Content) -> None:
    wanted = {point.duty for point in load_campaign("QS25").checkpoints()}
    duties = [duty for department in content.main.departments for duty in department.duties]
    assert len(duties) == len(set(duties)) == 22
    assert wanted <= set(duties)
    assert wanted <= {duty for department in content.patterns.common for duty in department.duties}


def test_department_names_and_aliases_mean_one_department(content: Content) -> None:
    names = [d.name for d in content.main.departments]
    names += [alias for d in content.main.departments for alias in d.aliases]
    assert len(names) == len(set(names))
    codes = [d.code for d in content.main.departments]
    assert len(codes) == len(set(codes))
    parents = {d.name: d.parent for d in content.main.departments}
    for department in content.main.departments:
        assert not department.parent or parents[department.parent] == ""
        assert (department.kind == "nursing_unit") == bool(department.parent)


def test_hospitals_stand_in_real_places(content: Content) -> None:
    regions = {row.code: row for row in load_regions()}
    assert len(content.hospitals) == 12
    assert [h.code for h in content.hospitals if h.affiliation == "province"] == ["JXTGYY"]
    cities = set()
    for hospital in content.hospitals:
        place = regions[hospital.located_in]
        above = {place.code, place.parent, regions[place.parent].parent}
        assert hospital.supervised_by in above
        cities.add(regions[place.parent].name)
    assert cities == {"南昌市", "赣州市", "九江市"}
    assert next(h for h in content.hospitals if h.code == "JXTGYY").supervised_by == "360000"


def test_three_hundred_people_in_known_departments(content: Content) -> None:
    people = read_staff()
    assert len(people) == 300
    assert len({person.staff.employee_no for person in people}) == 300
    departments = {department.name for department in content.main.departments}
    for person in people:
        assert {posting.department for posting in person.staff.postings} <= departments
    heads = Counter(person.department for person in people if person.function == "head")
    liaisons = Counter(person.department for person in people if person.function == "liaison")
    assert heads == dict.fromkeys(departments, 1)
    assert liaisons == dict.fromkeys(departments - {"院领导"}, 1)
    leaders = {person.staff.name for person in people if person.staff.is_leader}
    assert {department.leader for department in content.main.departments} <= leaders
    assert {"院长", "副院长", "党委书记"} <= {p.staff.post for p in people if p.staff.is_leader}


def test_postings_follow_each_other_within_the_employment() -> None:
    for person in read_staff():
        staff = person.staff
        assert staff.postings[0].from_on == staff.employed_from
        assert staff.postings[-1].to_on == staff.employed_to
        for earlier, later in zip(staff.postings, staff.postings[1:], strict=False):
            assert earlier.to_on is not None
            assert (later.from_on - earlier.to_on).days == 1


@pytest.mark.parametrize("name", ["问题台账_合并单元格.xlsx", "问题台账_一题多行.xlsx"])
def test_departments_and_people_of_the_sample_workbooks_are_here(content: Content, name: str) -> None:
    known = {n: d.name for d in content.main.departments for n in (d.name, *d.aliases)}
    people = {(person.staff.name, person.department) for person in read_staff()}
    sheet = load_workbook(SAMPLES / name).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    header = next(row for row in rows if row[0] == "序号")
    lead = header.index("牵头部门") if "牵头部门" in header else header.index("责任部门")
    others = [lead] + ([header.index("配合部门")] if "配合部门" in header else [])
    person = header.index("责任人")
    seen = 0
    for row in rows[rows.index(header) + 1 :]:
        if any("：" in str(cell) for cell in row):
            break  # the signature block
        for column in others:
            named = set(str(row[column]).split("、")) - {"None", ""} - ALL_TOGETHER
            assert named <= known.keys()
        if row[person] and row[lead]:
            assert (row[person], known[str(row[lead])]) in people
            seen += 1
    assert seen == 20


def test_findings_of_the_sample_workbooks_are_not_in_the_demo(content: Content) -> None:
    """They are there to be imported: what the demo holds already would be skipped."""
    texts = {finding.text for finding in content.findings}
    for path in SAMPLES.glob("*.xlsx"):
        sheet = load_workbook(path).active
        assert sheet is not None
        cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell}
        assert not texts & cells


def test_an_unknown_key_in_a_findings_file_is_named(tmp_path: Path) -> None:
    text = (DATA / "findings" / "I1.toml").read_text(encoding="utf-8")
    broken = tmp_path / "I1.toml"
    broken.write_text(text.replace("origin =", "orgin =", 1), encoding="utf-8")
    with pytest.raises(PolicyTextError, match="I1.toml: .*orgin: unknown key"):
        read_toml(broken, FindingsFile)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("\thead\t", "\tchief\t", "line 2: unknown function 'chief'"),
        ("1994-07-01", "1994-13-01", "line 2: "),
        ("\tadministration\t院长", "\t院长", "line 2: 9 columns instead of 10"),
        ("employee_no", "no", "line 1: the columns must be employee_no"),
    ],
)
def test_a_bad_line_of_staff_is_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = (DATA / "staff.tsv").read_text(encoding="utf-8")
    broken = tmp_path / "staff.tsv"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(StaffDataError, match=problem):
        read_staff(broken)
