"""A sheet on A4, and who filled it in: on its page."""

from __future__ import annotations

from typing import Any

import pytest

from inspections.models.sheets import Answer
from inspections.services.sheet_findings import register_from_line
from inspections.services.sheets import LineAnswer, answer_lines, confirm_sheet, reopen_sheet, rest_in_order
from organizations.models import Role
from rectification.models import LedgerEntry
from tests.inspections.hospital import NOW, Place
from tests.inspections.page_tools import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def test_the_paper_holds_answers_notes_and_findings_by_number(place: Place, browser: Any) -> None:
    head, line = (
        place.member(Role.DEPARTMENT_HEAD, "clinical", name="吴海"),
        place.lines("clinical")["QS25.I6.b"],
    )
    sheet = line.sheet
    finding = register_from_line(line=line, text="首诊记录超时", by=head, now=NOW, submit=True)
    address, client = f"/inspection/{sheet.uid}/print/", browser(head)
    unfinished = client.get(address)
    assert unfinished.context["is_draft"]
    assert "（未填写）" in words(unfinished)
    other = place.lines("clinical")["QS25.I5.a"]
    note = LineAnswer(Answer.NOT_APPLICABLE, "本科室不涉及", other.revision)
    answer_lines(sheet=sheet, answers={other.uid: note}, by=head, now=NOW)
    rest_in_order(sheet=sheet, by=head, now=NOW)
    paper = client.get(address)
    assert not paper.context["is_draft"]
    ready = words(paper)
    number = LedgerEntry.objects.get(finding=finding).number
    for said in (f"{number} 号：首诊记录超时（待受理）", "本科室不涉及", "不适用", "科室负责人：", "骨科"):
        assert said in ready
    assert "系统中确认" not in ready
    sheet.refresh_from_db()
    confirm_sheet(sheet=sheet, revision=sheet.revision, by=head, now=NOW)
    assert "吴海于 2026-11-21 09:00 在系统中确认" in words(client.get(address))


def test_an_office_prints_and_follows_its_own_part_of_the_hospitals_sheet(place: Place, browser: Any) -> None:
    office, sheet = place.member(Role.LIAISON, "medical_affairs", name="陈思远"), place.sheet(None)
    other = place.member(Role.LIAISON, "information", name="孙丽")
    for user in (office, other):
        rest_in_order(sheet=sheet, by=user, now=NOW)
    paper = words(browser(office).get(f"/inspection/{sheet.uid}/print/"))
    assert "（由本部门填写的部分）" in paper
    assert "部门负责人：" in paper
    assert "信息科" not in paper
    rows = browser(office).get(f"/inspection/{sheet.uid}/").context["timeline"]
    assert [(row["actor"], row["note"]) for row in rows] == [("陈思远", "4 个要点")]
    whole = browser(place.member(Role.QUALITY_OFFICE)).get(f"/inspection/{sheet.uid}/").context["timeline"]
    assert [row["actor"] for row in whole] == ["孙丽", "陈思远"]


def test_what_one_person_answered_in_a_row_is_one_line(place: Place, browser: Any) -> None:
    head = place.member(Role.DEPARTMENT_HEAD, "clinical", name="吴海")
    sheet, lines = place.sheet("clinical"), place.lines("clinical")
    for line in list(lines.values())[:3]:
        given = LineAnswer(Answer.IN_ORDER, "", line.revision)
        answer_lines(sheet=sheet, answers={line.uid: given}, by=head, now=NOW)
    rest_in_order(sheet=sheet, by=head, now=NOW)
    sheet.refresh_from_db()
    confirm_sheet(sheet=sheet, revision=sheet.revision, by=head, now=NOW)
    reopen_sheet(sheet=sheet, reason="漏报一项", by=head, now=NOW)
    rows = browser(head).get(f"/inspection/{sheet.uid}/").context["timeline"]
    assert [(row["verb"], row["reason"]) for row in rows] == [
        ("重新填写自查表", "漏报一项"),
        ("确认自查表", ""),
        ("填写自查表", ""),
    ]
    assert rows[2]["note"] == f"{len(lines)} 个要点"
