"""The pages of self-inspection as a browser sees them, with and without htmx."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.services.runs import open_run
from infrastructure.audit import acting
from inspections.models import SheetLine
from inspections.services.missing_sheets import add_missing_sheets
from inspections.services.sheets import LineAnswer, answer_lines
from organizations.models import Role
from tests import factories
from tests.inspections.hospital import NOW, PHASES, Place, make_place
from tests.inspections.page_tools import fill, posted, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day"), pytest.mark.slow]


class TestTheWayIn:
    def test_a_departments_person_goes_straight_to_the_own_sheet(self, place: Place, browser: Any) -> None:
        response = browser(place.member(Role.LIAISON, "clinical")).get(
            f"/h/{place.hospital.code}/inspection/"
        )
        assert response.headers["Location"] == f"/inspection/{place.sheet('clinical').uid}/"

    def test_an_office_chooses_between_its_own_sheet_and_its_part_of_the_hospitals(
        self, place: Place, browser: Any
    ) -> None:
        response = browser(place.member(Role.LIAISON, "medical_affairs")).get(
            f"/h/{place.hospital.code}/inspection/"
        )
        assert response.status_code == 200
        assert "医务处自查表" in words(response)
        assert "由本部门填写的 4 个要点" in words(response)

    def test_before_the_first_run_the_page_says_what_will_be_here(self, browser: Any) -> None:
        hospital = factories.make_hospital("empty")
        ward = factories.make_department(hospital)
        office = browser(factories.make_member(Role.QUALITY_OFFICE, hospital)).get("/h/empty/inspection/")
        assert "开展专项整治" in words(office)
        assert "/h/empty/runs/new/" in office.content.decode()
        liaison = browser(factories.make_member(Role.LIAISON, ward)).get("/h/empty/inspection/")
        assert "/h/empty/runs/new/" not in liaison.content.decode()

    def test_a_department_founded_later_is_told_what_to_do(self, place: Place, browser: Any) -> None:
        ward = factories.make_department(place.hospital, name="肿瘤科")
        liaison = factories.make_member(Role.LIAISON, ward)
        address = f"/h/{place.hospital.code}/inspection/"
        assert "请质控办补建自查表" in words(browser(liaison).get(address))
        office = browser(place.member(Role.QUALITY_OFFICE))
        assert "补建 1 张自查表" in words(office.get(address))
        done = office.post(f"/h/{place.hospital.code}/runs/{place.run.uid}/sheets/", follow=True)
        assert "已补建 1 张自查表" in words(done)
        assert browser(liaison).get(address).status_code == 302

    def test_another_run_is_chosen_in_the_address(self, place: Place, browser: Any) -> None:
        earlier = [
            type(phase)(phase.kind, phase.from_on - timedelta(days=700), phase.to_on - timedelta(days=700))
            for phase in PHASES
        ]
        open_run(
            campaign=place.run.campaign,
            code="OLD",
            title="前年自查",
            owner=place.hospital,
            phases=earlier,
            by=None,
            now=NOW,
        )
        client = browser(place.member(Role.QUALITY_OFFICE))
        address = f"/h/{place.hospital.code}/inspection/"
        assert client.get(address).context["chosen"].run == place.run
        old = client.get(f"{address}?run=OLD")
        assert old.context["chosen"].run.code == "OLD"
        assert "逾期" in words(old)
        assert client.get(f"{address}?run=NONE").status_code == 404


class TestProgress:
    def test_office_and_leader_see_who_has_not_confirmed(self, place: Place, browser: Any) -> None:
        sheet = fill(place)
        head = place.member(Role.DEPARTMENT_HEAD, "clinical", name="陈建国")
        client = browser(head)
        assert (
            client.post(
                f"/inspection/{sheet.uid}/", {"do": "confirm", "revision": sheet.revision}
            ).status_code
            == 302
        )
        liaison = place.member(Role.LIAISON, "nursing_unit", name="王丽华")
        line = place.lines("nursing_unit")["QS25.I4.a"]
        answer_lines(sheet=line.sheet, answers={line.uid: LineAnswer("in_order", "", 1)}, by=liaison, now=NOW)

        page = browser(place.member(Role.QUALITY_OFFICE)).get(f"/h/{place.hospital.code}/inspection/")

        shown = words(page)
        assert "1/14" in shown
        assert "院级自查表" in shown
        rows = {row.sheet.department.name: row for row in page.context["rows"]}
        assert (rows["骨科"].state, rows["骨科护理单元"].state, rows["检验科"].state) == (
            ("confirmed", "已确认"),
            ("running", "填写中"),
            ("draft", "未开始"),
        )
        chase = page.context["chase"]
        assert chase.startswith(
            "【自查催办】2026年第四季度自查：以下 13 个科室的自查表尚未确认，2026-12-28 截止，剩 37 天。"
        )
        assert (
            "骨科护理单元（王丽华）：已填 1/20，还差 制度 1、风险 3、科室 2、病历 3、院感 4、隐私 3、系统 1、医德 2。"
            in chase
        )
        assert f"http://testserver/inspection/{line.sheet.uid}/" in chase
        assert "骨科（" not in chase
        leader = browser(place.member(Role.HOSPITAL_LEADER)).get(f"/h/{place.hospital.code}/inspection/")
        assert leader.status_code == 200
        assert leader.context["chase"] == ""

    def test_filters_stand_in_the_address(self, place: Place, browser: Any) -> None:
        client = browser(place.member(Role.QUALITY_OFFICE))
        address = f"/h/{place.hospital.code}/inspection/"
        rows = client.get(f"{address}?kind=logistics").context["rows"]
        assert [row.sheet.department.name for row in rows] == ["保障部"]
        nobody = client.get(f"{address}?state=confirmed")
        assert "没有符合条件的科室" in words(nobody)
        assert len(client.get(f"{address}?state=todo").context["rows"]) == 14

    def test_twenty_and_two_hundred_departments_cost_the_same(self, place: Place, browser: Any) -> None:
        client = browser(place.member(Role.QUALITY_OFFICE))
        address = f"/h/{place.hospital.code}/inspection/"

        def grow(count: int) -> None:
            for _ in range(count):
                department = factories.make_department(place.hospital)
                factories.make_member(Role.LIAISON, department)
            add_missing_sheets(participation=place.participation, by=None, now=NOW)
            with acting(by=None):
                SheetLine.objects.filter(checkpoint__clause="QS25.I5.b").update(
                    answer="finding", answered_by=place.member(Role.QUALITY_OFFICE), answered_at=NOW
                )

        spent = []
        for count in (6, 60):
            grow(count)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            spent.append(len(queries))
        assert spent[0] == spent[1] <= 25

    def test_those_without_the_right_get_a_calm_no(self, place: Place, browser: Any) -> None:
        address = f"/h/{place.hospital.code}/inspection/"
        assert browser(place.member(Role.STAFF, "clinical")).get(address).status_code == 403
        stranger = factories.make_member(Role.QUALITY_OFFICE, factories.make_hospital())
        assert browser(stranger).get(address).status_code == 404


class TestTheSheet:
    def test_it_holds_the_own_checkpoints_by_item_and_works_as_one_form(
        self, place: Place, browser: Any
    ) -> None:
        place.member(Role.DEPARTMENT_HEAD, "clinical", name="陈建国")
        client = browser(place.member(Role.LIAISON, "clinical"))
        sheet = place.sheet("clinical")
        page = client.get(f"/inspection/{sheet.uid}/")
        assert "5. 科室质量安全管理制度落实不到位问题" in words(page)
        assert len(page.context["view"].lines) == 24
        assert "还没有填写。" in words(page)

        lines = place.lines("clinical")
        data = posted(lines["QS25.I5.a"], "in_order") | posted(
            lines["QS25.I5.b"], "not_applicable", "不设病房"
        )
        done = client.post(f"/inspection/{sheet.uid}/", data | {"do": "save", "revision": "1"}, follow=True)
        assert "已保存" in words(done)
        assert done.context["view"].progress.answered == 2

        done = client.post(f"/inspection/{sheet.uid}/", {"do": "rest", "revision": "2"}, follow=True)
        assert "其余 22 个要点已填为“符合”" in words(done)
        assert "请科室负责人确认（陈建国）" in words(done)

    def test_what_was_typed_stays_beside_its_error(self, place: Place, browser: Any) -> None:
        line = place.lines("clinical")["QS25.I5.a"]
        client = browser(place.member(Role.LIAISON, "clinical"))
        other = place.lines("clinical")["QS25.I5.b"]
        data = posted(line, "not_applicable") | posted(other, "in_order", "逐日查看") | {"do": "save"}
        page = client.post(f"/inspection/{line.sheet.uid}/", data)
        assert page.status_code == 400
        assert "选择“不适用”请写明原因" in words(page)
        assert "逐日查看" in page.content.decode()
        assert not SheetLine.objects.exclude(answer="").exists()

    def test_another_persons_answers_are_no_change_of_mine(self, place: Place, browser: Any) -> None:
        lines = place.lines("clinical")
        theirs, mine = lines["QS25.I5.a"], lines["QS25.I5.b"]
        stale = posted(theirs, "") | posted(mine, "in_order")
        head = place.member(Role.DEPARTMENT_HEAD, "clinical")
        answer_lines(
            sheet=theirs.sheet, answers={theirs.uid: LineAnswer("in_order", "", 1)}, by=head, now=NOW
        )
        client = browser(place.member(Role.LIAISON, "clinical"))
        assert client.post(f"/inspection/{theirs.sheet.uid}/", stale | {"do": "save"}).status_code == 302
        theirs.refresh_from_db()
        assert theirs.answer == "in_order"

    def test_two_people_at_one_line_a_409_with_both_versions(self, place: Place, browser: Any) -> None:
        line = place.lines("clinical")["QS25.I5.a"]
        stale = posted(line, "not_applicable", "不设急诊")
        head = place.member(Role.DEPARTMENT_HEAD, "clinical")
        answer_lines(sheet=line.sheet, answers={line.uid: LineAnswer("in_order", "", 1)}, by=head, now=NOW)
        client = browser(place.member(Role.LIAISON, "clinical"))
        page = client.post(f"/inspection/{line.sheet.uid}/", stale | {"do": "save"})
        assert page.status_code == 409
        assert "现在：符合" in words(page)
        assert "您填写：不适用（不设急诊）" in words(page)
        fragment = client.post(
            f"/inspection/{line.sheet.uid}/lines/{line.uid}/", stale, headers={"HX-Request": "true"}
        )
        assert fragment.status_code == 409
        assert "别人刚刚填写为：符合" in words(fragment)

    def test_line_by_line_with_htmx(self, place: Place, browser: Any) -> None:
        line = place.lines("clinical")["QS25.I5.a"]
        client = browser(place.member(Role.LIAISON, "clinical"))
        address = f"/inspection/{line.sheet.uid}/lines/{line.uid}/"
        asked = client.post(address, posted(line, "not_applicable"), headers={"HX-Request": "true"})
        assert "请写明原因" in words(asked)
        saved = client.post(address, posted(line, "finding"), headers={"HX-Request": "true"})
        assert "已保存" in words(saved)
        assert "登记问题" in words(saved)
        assert 'hx-swap-oob="true"' in saved.content.decode()
        assert "1/24" in words(saved)
        assert "<html" not in saved.content.decode()
        assert client.get(address).status_code == 405

    def test_a_sheet_and_a_line_of_others_are_not_there(self, place: Place, browser: Any) -> None:
        other = make_place(run_code="OTHER")
        line = other.lines("clinical")["QS25.I5.a"]
        mine = place.lines("clinical")["QS25.I5.a"]
        assert line.sheet.uid != mine.sheet.uid
        for user in (place.member(Role.QUALITY_OFFICE), place.member(Role.LIAISON, "clinical")):
            client = browser(user)
            assert client.get(f"/inspection/{line.sheet.uid}/").status_code == 404
            assert client.post(f"/inspection/{line.sheet.uid}/reopen/", {"reason": "x"}).status_code == 404
            address = f"/inspection/{mine.sheet.uid}/lines/{line.uid}/"
            assert client.post(address, posted(line, "in_order")).status_code == 404
            assert client.get(f"{address}finding/").status_code == 404
            page = client.post(f"/inspection/{mine.sheet.uid}/", posted(line, "in_order") | {"do": "save"})
            assert page.status_code == 400
            assert "这个要点不在这张自查表上" in words(page)
        nurse = browser(place.member(Role.LIAISON, "nursing_unit"))
        assert nurse.get(f"/inspection/{mine.sheet.uid}/").status_code == 404
        assert nurse.get(f"/inspection/{uuid4()}/").status_code == 404
        assert not SheetLine.objects.exclude(answer="").exists()

    @pytest.mark.parametrize(
        ("name", "typed"),
        [
            ("answer", "yes"),
            ("note", "字" * 501),
            ("note", "坏\0字"),
            ("revision", "x"),
            ("revision", "9" * 40),
        ],
    )
    def test_bad_input_is_an_error_at_the_line(
        self, place: Place, browser: Any, name: str, typed: str
    ) -> None:
        line = place.lines("clinical")["QS25.I5.a"]
        data = posted(line, "in_order") | {f"{line.uid}-{name}": typed, "do": "save"}
        page = browser(place.member(Role.LIAISON, "clinical")).post(f"/inspection/{line.sheet.uid}/", data)
        assert page.status_code == 400
        assert next(each for each in page.context["view"].lines if each.line == line).errors
        assert not SheetLine.objects.exclude(answer="").exists()

    def test_an_office_sees_of_the_hospitals_sheet_its_own_lines(self, place: Place, browser: Any) -> None:
        sheet = place.sheet(None)
        page = browser(place.member(Role.LIAISON, "records")).get(f"/inspection/{sheet.uid}/")
        assert [each.line.checkpoint.clause for each in page.context["view"].lines] == ["QS25.I6.a"]
        whole = browser(place.member(Role.HOSPITAL_LEADER)).get(f"/inspection/{sheet.uid}/")
        assert len(whole.context["view"].lines) == 18
        assert not whole.context["view"].editable


class TestTheNextLine:
    def test_the_bar_leads_to_the_line_that_keeps_the_sheet_open(self, place: Place, browser: Any) -> None:
        sheet = fill(place)
        head = place.member(Role.DEPARTMENT_HEAD, "clinical")
        line = place.lines("clinical")["QS25.I7.a"]
        address, way = f"/inspection/{sheet.uid}/", f'href="#line-{line.uid}">去下一处'
        assert way not in browser(head).get(address).content.decode()
        given = {line.uid: LineAnswer("finding", "", line.revision)}
        answer_lines(sheet=line.sheet, answers=given, by=head, now=NOW)
        assert way in browser(head).get(address).content.decode()
