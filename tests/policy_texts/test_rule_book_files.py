"""Each fault of a rule book is told with file, rule, key and what is allowed."""

from pathlib import Path

import pytest

from tests.policy_texts.spoiling import book_file, problems_of, replace

RULE_KEYS = (
    "allowed: amount, clause, conditions, deciding_date, id, limits, side, source, text, unit, visibility"
)
RULES = ", ".join([*(f"B{n}" for n in range(1, 17)), *(f"D{n}" for n in range(1, 16))])
NOT_B16 = RULES.replace("B16, ", "")
CLAUSES = ", ".join(f"ME23.{rule}" for rule in RULES.split(", "))
B2 = 'amount = { kind = "counted", points = 1.0 }\nlimits = [{ kind = "same_work" }, { kind = "cap", points = 3.0 }]'
B4 = 'text = "患者或家属点名表扬（锦旗、感谢信等）"'
B14 = 'amount = { kind = "event_report", points = 0.5, classes = [3, 4], late_setting = "late_report_earns" }'
D10 = 'amount = { kind = "escalating", steps = [1.0, 2.0, 3.0], beyond_setting = "d10_from_the_fourth" }'
D12 = 'amount = { kind = "threshold", points = 5.0, threshold = 6.0, once_setting = "d12_once_a_cycle" }'
B1 = 'limits = [{ kind = "once", setting = "b1_once_a_year" }]'
SWITCHES = (
    "b1_once_a_year, b8_once_a_year, b8_posting_is_one_mission, b9_once_a_session, b11_once_a_year, "
    "late_report_earns, duplicate_report_earns, merged_report_earns, b15_once_a_year, b16_once_a_year, "
    "pool_small_departments, rated_in_appraisal_unit, d6_once_a_fact, d12_once_a_cycle, d15_once_a_year, "
    "d15_excludes_b16"
)


def check(folder: Path, old: str, new: str, *problems: str) -> None:
    replace(book_file(folder), old, new)
    assert problems_of(folder) == tuple(f"ME23-1.toml: {problem}" for problem in problems)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (B4, f"{B4}\ncapp = 3.0", f"rules[ME23.B4].capp: unknown key; {RULE_KEYS}"),
        (f"{B4}\n", "", f"rules[ME23.B4].text: missing key; {RULE_KEYS}"),
        (B4, "text = 4", 'rules[ME23.B4].text: must be a text, is "4"'),
        (
            D12,
            D12.replace("5.0", "5"),
            'rules[ME23.D12].amount.points: must be a decimal number (0.5), is "5"',
        ),
        (
            D12,
            D12.replace('"threshold"', '"treshold"'),
            'rules[ME23.D12].amount.kind: unknown value "treshold"; '
            "allowed: counted, department_award, escalating, event_report, table, threshold",
        ),
        (
            D12,
            D12.replace('kind = "threshold", ', ""),
            "rules[ME23.D12].amount.kind: missing key; "
            "allowed: counted, department_award, escalating, event_report, table, threshold",
        ),
        (D12, "amount = 5.0", 'rules[ME23.D12].amount: must be a table, is "5.0"'),
        (
            B2,
            B2.replace("same_work", "same"),
            'rules[ME23.B2].limits[1].kind: unknown value "same"; '
            "allowed: best_grade, cap, exclusive, once, quota, same_work",
        ),
        (
            D12,
            D12.replace("points = 5.0", "points = 5.0, cap = 5.0"),
            "rules[ME23.D12].amount.cap: unknown key; allowed: kind, once_setting, points, threshold",
        ),
        (
            'visibility = "sealed"\n',
            'visibility = "secret"\n',
            'rules[ME23.B15].visibility: unknown value "secret"; allowed: open, sealed_if_asked, sealed, restricted',
        ),
        (
            "default = 15",
            "default = true",
            'settings[excellent_percent].default: must be a whole number, is "True"',
        ),
    ],
)
def test_each_fault_of_the_form(folder: Path, old: str, new: str, problem: str) -> None:
    check(folder, old, new, problem)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "from_on = 2023-01-01",
            "from_on = 2023-01-01\nto_on = 2022-12-31",
            "to_on: 2022-12-31 is before 2023-01-01",
        ),
        (
            B2,
            B2.replace("3.0", "2.5"),
            "rules[ME23.B2].limits[2].points: must be a multiple of the unit 1.0, is 2.5",
        ),
        (
            B2,
            B2.replace("points = 1.0", "points = 0.0"),
            "rules[ME23.B2].amount.points: must be above 0 (the side says which way), is 0.0",
        ),
        (D10, D10.replace("1.0, 2.0, 3.0", ""), "rules[ME23.D10].amount.steps: must not be empty"),
        (D12, D12.replace("6.0", "0.0"), "rules[ME23.D12].amount.threshold: must be above 0, is 0.0"),
        (B14, B14.replace("[3, 4]", "[3, 5]"), "rules[ME23.B14].amount.classes: must be of 1, 2, 3, 4"),
        (B14, B14.replace("[3, 4]", "[3, 3]"), 'rules[ME23.B14].amount.classes: "3" stands twice'),
        ("percent = 15 }", "percent = 101 }", "rules[ME23.B16].limits[3].percent: must be 1 to 100, is 101"),
        (
            '{ kind = "quota", percent = 15 }',
            '{ kind = "once", setting = "b1_once_a_year" }',
            'rules[ME23.B16].limits: two of kind "once"',
        ),
        (
            'other = "D15"',
            'other = "B16"',
            f'rules[ME23.B16].limits[2].other: "B16" is not another rule; allowed: {NOT_B16}',
        ),
        (
            'value = "society", label = "学会等社会团体", refer = true',
            'value = "society", label = "学会等社会团体"',
            "rules[ME23.B12].amount.rows[4]: needs either points or refer = true",
        ),
        (
            'value = "absent", label',
            'value = "late", label',
            'rules[ME23.D2].amount.rows: "late" stands twice',
        ),
        ("up_to = 1 }", "up_to = -1 }", "rules[ME23.B6].amount.places: up_to must be 0 or more"),
    ],
)
def test_each_fault_of_a_rule(folder: Path, old: str, new: str, problem: str) -> None:
    check(folder, old, new, problem)


def test_every_clause_has_one_rule(folder: Path) -> None:
    old = 'clause = "ME23.B3"'
    check(folder, old, old[:-2] + '2"', "ME23.B2: two rules of one clause", "rules: ME23.B3 has no rule")


def test_a_rule_carries_a_clause_of_its_document(folder: Path) -> None:
    unknown = f'rules[ME23.B17].clause: "ME23.B17" is not a known clause; allowed: {CLAUSES}'
    check(folder, 'clause = "ME23.B3"', 'clause = "ME23.B17"', unknown, "rules: ME23.B3 has no rule")


def test_rules_and_vetoes_are_named_once(folder: Path) -> None:
    check(
        folder,
        'id = "V2"',
        'id = "V1"',
        "V1: two rules or vetoes of one id",
        'integrity[ZZ21.2].vetoes: unknown value "V2"; allowed: V1, V1, V3, V4, V5, V6',
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "at_least = 90.0 }",
            "at_least = 91.0 }",
            "settings[grade_table].default[1]: gap between this grade and the next",
        ),
        (
            "at_least = 90.0 }",
            "at_least = 89.0 }",
            "settings[grade_table].default[1]: overlap of this grade with the next",
        ),
        (
            '{ grade = "excellent", at_least = 90.0 }',
            '{ grade = "excellent", at_least = 90.0, below = 200.0 }',
            "settings[grade_table].default[1]: the best grade has no `below`",
        ),
        (
            '{ grade = "poor", below = 60.0 }',
            '{ grade = "poor", at_least = 0.0, below = 60.0 }',
            "settings[grade_table].default[4]: the worst grade has no `at_least`",
        ),
        (
            '{ grade = "fair", at_least = 60.0, below = 80.0 },',
            '{ grade = "fair", below = 80.0 },',
            "settings[grade_table].default[3]: needs a limit towards the next grade",
        ),
        (
            '  { grade = "poor", below = 60.0 },\n',
            "",
            "settings[grade_table].default[1]: must list each grade once, the best first: excellent, good, fair, poor",
        ),
        ("default = 80.0", "default = 8000.0", "settings[base].default: must be 0.0 to 1000.0, is 8000.0"),
        ("default = 15", "default = 101", "settings[excellent_percent].default: must be 0 to 100, is 101"),
        (
            'default = "01-01"',
            'default = "02-29"',
            'settings[year_starts].default: must be a day of every year ("01-01"), is "02-29"',
        ),
        (
            'default = "01-01"',
            'default = "1 January"',
            'settings[year_starts].default: must be a day of every year ("01-01"), is "1 January"',
        ),
        (
            "default = []",
            'default = ["V7"]',
            'settings[vetoes].default: unknown value "V7"; allowed: V1, V2, V3, V4, V5, V6',
        ),
        (
            'default = "highest"',
            'default = "first"',
            'settings[same_work].default: unknown value "first"; allowed: highest, sum',
        ),
        ('name = "d6_once_a_fact"', 'name = "d15_once_a_year"', "settings[d15_once_a_year]: declared twice"),
        (f"{B1}\n", "", 'settings[b1_once_a_year].use: no rule reads it, so it can\'t be "scoring"'),
    ],
)
def test_each_fault_of_a_setting(folder: Path, old: str, new: str, problem: str) -> None:
    check(folder, old, new, problem)


@pytest.mark.parametrize(
    ("old", "name", "key", "kind", "allowed"),
    [
        (D12, "d12_once_a_cycle", "once_setting", "switch", SWITCHES),
        (D10, "d10_from_the_fourth", "beyond_setting", "points", "base, d10_from_the_fourth"),
    ],
)
def test_a_rule_reads_a_setting_of_the_right_type(
    folder: Path, old: str, name: str, key: str, kind: str, allowed: str
) -> None:
    rule = "D12" if kind == "switch" else "D10"
    check(
        folder,
        old,
        old.replace(name, "excellent_percent"),
        f'rules[ME23.{rule}].amount.{key}: "excellent_percent" is not a setting of type "{kind}"; '
        f"allowed: {allowed}",
        f'settings[{name}].use: no rule reads it, so it can\'t be "scoring"',
    )


def test_same_work_offers_its_two_answers(folder: Path) -> None:
    problem = "settings[same_work].choices: must be highest, sum"
    check(folder, '{ value = "sum",', '{ value = "total",', problem, problem)  # B12 and B13 read it


def test_what_the_scoring_always_asks_for_is_declared(folder: Path) -> None:
    check(
        folder,
        'name = "excellent_percent"',
        'name = "excellents"',
        'settings: "excellent_percent" must be declared, of type "percent"',
        'settings[excellents].use: no rule reads it, so it can\'t be "scoring"',
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            'rule = "D11", values',
            'rule = "D16", values',
            f'vetoes[V5].asked_by[1].rule: "D16" is not a rule; allowed: {RULES}',
        ),
        (
            'values = ["major", "full"]',
            'values = ["whole"]',
            'vetoes[V5].asked_by[1].values: unknown value "whole"; allowed: minor, secondary, equal, major, full',
        ),
        (
            'asked_by = [{ rule = "D7" }]',
            'asked_by = [{ rule = "D7", values = ["x"] }]',
            'vetoes[V6].asked_by[1].values: unknown value "x"; allowed: none',
        ),
        (
            'clause = "ZZ21.3"\nrules = ["D6"]',
            'clause = "ZZ21.3"',
            "integrity[ZZ21.3]: maps to no rule and no veto",
        ),
        (
            'clause = "ZZ21.3"\nrules = ["D6"]',
            'clause = "ZZ21.3"\nrules = ["D99"]',
            f'integrity[ZZ21.3].rules: unknown value "D99"; allowed: {RULES}',
        ),
        (
            '[[integrity]]\nclause = "ZZ21.4"\nrules = ["D9"]\n',
            "",
            "integrity: ZZ21.4 maps to no rule and no veto",
        ),
    ],
)
def test_each_fault_of_vetoes_and_integrity(folder: Path, old: str, new: str, problem: str) -> None:
    check(folder, old, new, problem)


def test_an_integrity_rule_is_one_of_the_code(folder: Path) -> None:
    check(
        folder,
        'clause = "ZZ21.9"',
        'clause = "XX21.9"',
        "integrity: ZZ21.9 maps to no rule and no veto",
        'integrity[XX21.9].clause: "XX21.9" is not a known clause; '
        "allowed: HX18, ME23, PS23, QS25, SS23, YG06, ZL16, ZZ21",
    )
