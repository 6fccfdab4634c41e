"""Lists from a workbook: problems by cell, all good rows or none, nothing kept on the server in between."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from infrastructure.models import AuditEntry, StoredFile
from organizations.models import Department, DepartmentAlias, StaffMember, User
from organizations.services import departments, people_import
from tests import factories
from tests.organizations.settings.conftest import NOW, House, client_of

PEOPLE = ["工号*", "姓名*", "人员类别*", "科室", "考评单元", "职务", "院领导", "入职日期", "到科日期"]
PLACES = ["科室编码*", "科室名称*", "类别*", "上级科室", "归口职责", "别名", "启用日期", "开展手术"]


def workbook(headings: list[str], *rows: list[Any], sheet: str = "名单") -> SimpleUploadedFile:
    """A file as a clerk keeps it: a title, a blank row, the headings."""
    book = Workbook()
    page = book.active
    page.title = sheet
    for row in (["导入表"], [], headings, *rows):
        page.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("名单.xlsx", content.getvalue())


def preview(client: Client, url: str, file: SimpleUploadedFile) -> Any:
    answer = client.post(url, {"file": file})
    assert answer.status_code == 200, answer.context["form"].errors
    return answer


def problems(answer: Any) -> list[tuple[str, str]]:
    return [(one.cell, one.problem) for one in answer.context["preview"].problems]


def run(client: Client, url: str, answer: Any, **choice: Any) -> Any:
    return client.post(
        f"{url}run/", {"rows": answer.context["form"]["rows"].value(), "mode": "good", **choice}
    )


def test_people_are_checked_cell_by_cell(house: House) -> None:
    file = workbook(
        PEOPLE,
        [2001, "孙　丽", "护士", "药学部", "", "护士长", "否", date(2020, 1, 1), ""],
        ["2002", "钱多", "大夫", "火星科", "", "", "也许", "2025-13-45", ""],
        ["", "李四", "医师", "骨科", "", "", "", "2020.7.1", "2020-06-30"],
        ["2003", "赵一", "医师", "骨科", "", "", "", "", ""],
        ["2003", "赵二", "医师", "骨科", "", "", "", "", ""],
    )
    answer = preview(client_of(house.system), f"{house.url}people/import/", file)
    found = problems(answer)
    assert [cell for cell, _ in found] == ["C5", "D5", "G5", "H5", "A6", "I6", "A7", "A8"]
    assert found[1][1].startswith("没有名为“火星科”的科室")
    shown = answer.context["preview"]
    assert (shown.new, shown.known, shown.bad_rows) == (1, 0, 4)
    assert {one.sheet for one in shown.problems} == {"名单"}
    assert "名单" in answer.content.decode()


def test_good_rows_are_imported_or_none_as_chosen(house: House) -> None:
    client, url = client_of(house.system), f"{house.url}people/import/"
    rows = [
        ["2001", "孙　丽", "护士", "药学部", "", "", "", "2020-01-01", "2021-06-01"],
        ["2002", "", "护士", "药学部", "", "", "", "", ""],
    ]
    answer = preview(client, url, workbook(PEOPLE, *rows))
    none = run(client, url, answer, mode="all")
    assert none.status_code == 400
    assert not StaffMember.objects.filter(employee_no="2001").exists()
    assert run(client, url, none, mode="good").status_code == 302  # the rows came back with the refusal
    person = StaffMember.objects.get(employee_no="2001")
    assert (person.name, person.name_pinyin) == ("孙丽", "sunli sl")
    assert person.postings.get().from_on == date(2021, 6, 1)
    assert AuditEntry.objects.filter(action="staff.created", target_uid=person.uid).count() == 1
    assert AuditEntry.objects.get(action="people.imported").detail["新增"] == 1
    assert not StoredFile.objects.exists()


def test_who_was_hired_before_the_department_was_entered_works_there_from_its_first_day(
    house: House,
) -> None:
    client, url = client_of(house.system), f"{house.url}people/import/"
    rows = [["2001", "孙丽", "护士", "骨科", "", "", "", "2011-01-01", ""]]
    run(client, url, preview(client, url, workbook(PEOPLE, *rows)))
    assert StaffMember.objects.get(employee_no="2001").postings.get().from_on == house.bone.active_from
    rows = [["2002", "钱多", "护士", "骨科", "", "", "", "2011-01-01", "2012-01-01"]]
    assert [cell for cell, _ in problems(preview(client, url, workbook(PEOPLE, *rows)))] == ["I4"]


def test_known_people_are_updated_only_when_asked(house: House) -> None:
    client, url = client_of(house.system), f"{house.url}people/import/"
    file = [["1001", "王敏", "医师", "药学部", "", "科主任", "", "", ""]]
    answer = preview(client, url, workbook(PEOPLE, *file))
    assert answer.context["preview"].known == 1
    run(client, url, answer)
    house.wang.refresh_from_db()
    assert (house.wang.post, house.wang.postings.count()) == ("", 1)
    run(client, url, answer, update_known="on")
    house.wang.refresh_from_db()
    assert house.wang.post == "科主任"
    assert house.wang.employed_from == date(2020, 1, 1)  # an empty cell clears nothing
    assert [one.department.name for one in house.wang.postings.order_by("from_on")] == ["骨科", "药学部"]


def test_imported_people_get_halves_of_slips_that_are_shown_once(house: House) -> None:
    client, url = client_of(house.system), f"{house.url}people/import/"
    factories.make_user(username="2002")  # somebody's log-in already: the number alone will not do
    rows = [
        ["2001", "孙丽", "护士", "", "", "", "", "", ""],
        ["2002", "钱多", "护士", "", "", "", "", "", ""],
    ]
    answer = preview(client, url, workbook(PEOPLE, *rows))
    done = run(client, url, answer, open_accounts="on")
    assert done["Cache-Control"] == "no-store"
    slips = done.context["slips"]
    assert [slip.username for slip in slips] == ["2001", f"2002@{house.hospital.code}"]
    assert slips[0].code in done.content.decode()
    user = User.objects.get(username="2001")
    assert not user.has_usable_password()
    assert user.staff.name == "孙丽"


def test_too_many_log_ins_at_once_are_refused_and_nothing_is_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_import, "MOST_ACCOUNTS", 1)
    client, url = client_of(house.system), f"{house.url}people/import/"
    rows = [[str(number), "孙丽", "护士", "", "", "", "", "", ""] for number in (2001, 2002)]
    refused = run(client, url, preview(client, url, workbook(PEOPLE, *rows)), open_accounts="on")
    assert refused.status_code == 400
    assert not StaffMember.objects.filter(employee_no="2001").exists()


def test_another_hospitals_departments_and_people_are_unknown_here(house: House, other: House) -> None:
    client, url = client_of(house.system), f"{house.url}people/import/"
    rows = [["2001", "孙丽", "护士", other.bone.name, "", "", "", "", ""]]
    answer = preview(client, url, workbook(PEOPLE, *rows))
    assert [cell for cell, _ in problems(answer)] == ["D4"]
    stolen = client_of(other.system).post(
        f"{other.url}people/import/run/", {"rows": answer.context["form"]["rows"].value(), "mode": "good"}
    )
    assert stolen.status_code == 302
    assert stolen.url == f"{other.url}people/import/"
    assert not StaffMember.objects.filter(hospital=other.hospital, name="孙丽").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"a,b,c\n1,2,3", "不是 Excel 工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版格式"),
    ],
)
def test_what_is_no_workbook_is_refused_at_the_field(house: House, content: bytes, words: str) -> None:
    file = SimpleUploadedFile("名单.xlsx", content)
    answer = client_of(house.system).post(f"{house.url}people/import/", {"file": file})
    assert answer.status_code == 400
    assert words in str(answer.context["form"].errors["file"])


def test_a_zip_that_is_no_workbook_and_one_without_headings_say_so(house: House) -> None:
    client, url = client_of(house.system), f"{house.url}people/import/"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "hello")
    answer = client.post(url, {"file": SimpleUploadedFile("a.xlsx", packed.getvalue())})
    assert "不是 Excel 工作簿" in str(answer.context["form"].errors["file"])
    answer = preview(client, url, workbook(["甲", "乙"], ["1", "2"]))
    assert problems(answer) == [("A1", "没有找到表头。请使用下载的模板，不要删改表头文字。")]
    answer = preview(client, url, workbook(["工号", "科室"], ["1", "2"]))
    assert problems(answer) == [("A3", "缺少列：姓名、人员类别。请使用下载的模板。")]


def test_departments_are_imported_with_parents_duties_and_aliases(house: House) -> None:
    client, url = client_of(house.system), f"{house.url}departments/import/"
    rows = [
        ["3011", "心内一病区", "护理单元", "心血管内科", "", "", ""],
        ["301", "心血管内科", "临床", "", "", "心内科", "2015-01-01"],
        ["401", "医务处", "职能部门", "", "医务、科教", "医务科", ""],
    ]
    answer = preview(client, url, workbook(PLACES, *rows))
    assert problems(answer) == []
    assert run(client, url, answer, mode="all").status_code == 302
    ward = Department.objects.get(code="3011")
    assert (ward.level, ward.parent.name) == (2, "心血管内科")
    office = Department.objects.get(code="401")
    assert office.duties == ["medical_affairs", "science_education"]
    assert set(DepartmentAlias.objects.values_list("name", flat=True)) == {"心内科", "医务科"}


def test_departments_are_checked_cell_by_cell(house: House) -> None:
    departments.add_alias(department=house.pharmacy, name="药剂科", by=house.system, now=NOW)
    file = workbook(
        PLACES,
        ["101", "骨科", "临床科室", "", "", "药剂科", ""],
        ["501", "药剂科", "职能部门", "", "", "", ""],
        ["502", "检验科", "火星", "", "飞行", "", "昨天"],
        ["503", "一病区", "护理单元", "不存在科", "", "", ""],
        ["504", "二病区", "护理单元", "检验科", "", "", ""],
        ["505", "三组", "护理单元", "二病区", "", "", ""],
    )
    answer = preview(client_of(house.system), f"{house.url}departments/import/", file)
    assert [cell for cell, _ in problems(answer)] == ["F4", "B5", "C6", "E6", "G6", "D7", "D8", "D9"]


def test_names_of_departments_in_use_are_taken_and_known_and_that_of_an_ended_one_is_free(
    house: House,
) -> None:
    departments.end_department(
        department=house.pharmacy, to_on=date(2026, 11, 20), successor=house.bone, by=house.system, now=NOW
    )
    file = workbook(
        PLACES,
        ["501", "骨科", "临床科室", "", "", "", ""],
        ["502", "药学部", "职能部门", "", "", "", ""],
        ["503", "一病区", "护理单元", "骨科", "", "", ""],
    )
    answer = preview(client_of(house.system), f"{house.url}departments/import/", file)
    # The ward hangs on the one that the hospital has, but for the row that takes its name.
    assert problems(answer) == [
        ("B4", "这个名称已经指编码为 101 的“骨科”"),
    ]


def test_a_known_department_keeps_what_the_file_leaves_out(house: House) -> None:
    client, url = client_of(house.system), f"{house.url}departments/import/"
    first = preview(client, url, workbook(PLACES, ["201", "药学部", "职能部门", "", "药学", "", ""]))
    run(client, url, first, update_known="on")
    second = preview(client, url, workbook(PLACES[:3], ["201", "药学中心", "职能部门"]))
    run(client, url, second, update_known="on")
    house.pharmacy.refresh_from_db()
    assert (house.pharmacy.name, house.pharmacy.duties) == ("药学中心", ["pharmacy"])
    assert house.pharmacy.active_from == date(2020, 1, 1)


def test_who_operates_comes_with_the_list_and_stays_where_its_cell_is_empty(house: House) -> None:
    client, url = client_of(house.system), f"{house.url}departments/import/"
    rows = [
        ["301", "普外科", "临床科室", "", "", "", "", "是"],
        ["302", "皮肤科", "临床科室", "", "", "", "", "否"],
        ["303", "中医科", "临床科室", "", "", "", "", ""],
        ["304", "眼科", "临床科室", "", "", "", "", "偶尔"],
    ]
    answer = preview(client, url, workbook(PLACES, *rows))
    assert problems(answer) == [("H7", "请填写“是”或“否”")]
    run(client, url, answer)
    assert dict(Department.objects.filter(code__startswith="30").values_list("code", "operates")) == {
        "301": True,
        "302": False,
        "303": False,
    }
    again = [[*rows[0][:7], ""], [*rows[1][:7], "√"]]
    run(client, url, preview(client, url, workbook(PLACES, *again)), update_known="on")
    assert set(Department.objects.filter(operates=True).values_list("code", flat=True)) == {"301", "302"}
    run(client, url, preview(client, url, workbook(PLACES, [*rows[0][:7], "否"])), update_known="on")
    assert not Department.objects.get(code="301").operates


@pytest.mark.parametrize(("list_name", "headings"), [("people", PEOPLE), ("departments", PLACES)])
def test_the_blank_is_understood_by_the_import(house: House, list_name: str, headings: list[str]) -> None:
    client, url = client_of(house.system), f"{house.url}{list_name}/import/"
    blank = client.get(f"{url}template.xlsx").content
    book = load_workbook(io.BytesIO(blank))
    page = book.worksheets[0]
    assert headings in [[cell.value for cell in row] for row in page.iter_rows()]
    answer = preview(client, url, SimpleUploadedFile("t.xlsx", blank))
    assert (problems(answer), answer.context["preview"].lines) == ([], ())
