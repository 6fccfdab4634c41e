"""Filling in and confirming a sheet: both roads, the stand-in, every refusal, two people at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from infrastructure.audit import acting
from infrastructure.errors import EditConflict, Invalid, NotAllowed, Refusal, WrongState
from infrastructure.models import AuditEntry, StoredFile
from inspections.models import Answer, InspectionSheet, SheetLine
from inspections.services.sheet_findings import register_from_line
from inspections.services.sheets import LineAnswer, answer_lines, confirm_sheet, reopen_sheet, rest_in_order
from organizations.models import Role, StandIn, User
from organizations.services.signing import Paper
from rectification.models import Evidence, Finding
from rectification.services.transitions import move
from tests import factories
from tests.inspections.hospital import NOW, TODAY, Place, make_place
from tests.inspections.pictures import png


def answer(line: SheetLine, code: str, by: User, note: str = "", revision: int = 1) -> list[SheetLine]:
    given = {line.uid: LineAnswer(code, note, revision)}
    return answer_lines(sheet=line.sheet, answers=given, by=by, now=NOW)


def filled(place: Place, key: str | None = "clinical") -> InspectionSheet:
    """The sheet with every line in order."""
    rest_in_order(sheet=place.sheet(key), by=place.member(Role.QUALITY_OFFICE), now=NOW)
    return place.sheet(key)


def confirm(sheet: InspectionSheet, by: User, **more: Any) -> InspectionSheet:
    return confirm_sheet(**({"sheet": sheet, "revision": sheet.revision, "by": by, "now": NOW} | more))


@pytest.fixture
def stored_scan(place: Place) -> Callable[[], StoredFile]:
    def make() -> StoredFile:
        return StoredFile.objects.create(
            hospital_id=place.hospital.pk,
            storage_name=f"files/2026/11/21/{uuid4().hex}",
            original_name="签字.pdf",
            content_type="application/pdf",
            size=10,
            sha256="0" * 64,
            state="stored",
            uploaded_by=place.member(Role.QUALITY_OFFICE),
            uploaded_at=NOW,
        )

    return make


@pytest.mark.django_db
class TestAnswering:
    def test_an_answer_is_kept_with_who_and_when(self, place: Place) -> None:
        liaison = place.member(Role.LIAISON, "clinical")
        line = place.lines("clinical")["QS25.I5.a"]
        answer(line, "not_applicable", liaison, note=" 不设急诊 ")
        line.refresh_from_db()
        assert (line.answer, line.note, line.answered_by, line.revision) == (
            Answer.NOT_APPLICABLE,
            "不设急诊",
            liaison,
            2,
        )
        entry = AuditEntry.objects.get(action="sheet.answered")
        assert entry.detail == {"QS25.I5.a": "不适用（不设急诊）"}
        assert entry.target_name == "骨科自查表"

    @pytest.mark.parametrize(
        ("code", "note", "field"),
        [
            ("not_applicable", " ", "note"),
            ("in_order", "字" * 501, "note"),
            ("in_order", "坏\0字", "note"),
            ("", "只有说明", "answer"),
            ("yes", "", "answer"),
        ],
    )
    def test_what_is_missing_is_said_at_the_line(
        self, place: Place, code: str, note: str, field: str
    ) -> None:
        line = place.lines("clinical")["QS25.I5.a"]
        with pytest.raises(Invalid) as refusal:
            answer(line, code, place.member(Role.LIAISON, "clinical"), note=note)
        assert set(refusal.value.errors) == {f"{line.uid}-{field}"}
        line.refresh_from_db()
        assert line.answer == ""

    def test_a_line_of_another_sheet_is_an_error_at_that_line(self, place: Place) -> None:
        other = make_place(run_code="OTHER").lines("clinical")["QS25.I5.a"]
        mine = place.lines("clinical")["QS25.I5.b"]
        given = {mine.uid: LineAnswer("in_order", "", 1), other.uid: LineAnswer("in_order", "", 1)}
        with pytest.raises(Invalid) as refusal:
            answer_lines(sheet=mine.sheet, answers=given, by=place.member(Role.LIAISON, "clinical"), now=NOW)
        assert set(refusal.value.errors) == {f"{other.uid}-answer"}
        assert not SheetLine.objects.exclude(answer="").exists(), "all or none"

    @pytest.mark.parametrize(
        ("role", "key"),
        [(Role.LIAISON, "nursing_unit"), (Role.STAFF, "clinical"), (Role.HOSPITAL_LEADER, None)],
    )
    def test_only_the_own_department_and_the_quality_office_answer(
        self, place: Place, role: str, key: str | None
    ) -> None:
        line = place.lines("clinical")["QS25.I5.a"]
        with pytest.raises(NotAllowed):
            answer(line, "in_order", place.member(role, key))
        with pytest.raises(NotAllowed):
            answer(line, "in_order", factories.make_member(Role.QUALITY_OFFICE, factories.make_hospital()))
        assert answer(line, "in_order", place.member(Role.QUALITY_OFFICE))

    def test_two_people_at_one_line_see_both_versions(self, place: Place) -> None:
        line = place.lines("clinical")["QS25.I5.a"]
        answer(line, "in_order", place.member(Role.LIAISON, "clinical"))
        with pytest.raises(EditConflict) as conflict:
            answer(line, "not_applicable", place.member(Role.DEPARTMENT_HEAD, "clinical"), note="不设急诊")
        assert conflict.value.current == {line.checkpoint.text: "符合"}
        assert conflict.value.submitted == {line.checkpoint.text: "不适用（不设急诊）"}
        assert answer(line, "in_order", place.member(Role.DEPARTMENT_HEAD, "clinical")) == [], (
            "the same is no conflict"
        )

    def test_the_rest_in_order_leaves_what_was_answered(self, place: Place) -> None:
        liaison = place.member(Role.LIAISON, "clinical")
        line = place.lines("clinical")["QS25.I5.a"]
        answer(line, "not_applicable", liaison, note="不设急诊")
        changed = rest_in_order(sheet=line.sheet, by=liaison, now=NOW)
        answers = [each.answer for each in place.lines("clinical").values()]
        assert len(changed) == len(answers) - 1
        assert sorted(set(answers)) == ["in_order", "not_applicable"]
        assert rest_in_order(sheet=line.sheet, by=liaison, now=NOW) == []

    def test_an_office_fills_its_own_part_of_the_hospitals_sheet(self, place: Place) -> None:
        office = place.member(Role.LIAISON, "medical_affairs")
        changed = rest_in_order(sheet=place.sheet(None), by=office, now=NOW)
        assert {line.checkpoint.clause for line in changed} == {
            *("QS25.I2.b", "QS25.I2.c", "QS25.I4.d", "QS25.I8.a")
        }
        with pytest.raises(NotAllowed):
            answer(place.lines(None)["QS25.I1.a"], "in_order", office)
        with pytest.raises(NotAllowed):
            rest_in_order(sheet=place.sheet(None), by=place.member(Role.LIAISON, "clinical"), now=NOW)


@pytest.mark.django_db
class TestFindingOnTheSpot:
    def test_with_a_photo_and_sent_to_the_office(self, place: Place) -> None:
        line = place.lines("clinical")["QS25.I6.b"]
        photo = SimpleUploadedFile("病历.png", png(), content_type="image/png")
        finding = register_from_line(
            line=line,
            text="出院小结超时。",
            by=place.member(Role.LIAISON, "clinical"),
            now=NOW,
            photos=[photo],
            submit=True,
        )
        assert (finding.origin, finding.origin_key) == ("self_inspection", f"sheet:{line.uid}")
        assert Evidence.objects.get(finding=finding).file.original_name == "病历.png"
        line.refresh_from_db()
        assert (line.answer, line.revision) == ("finding", 2)

    def test_a_refused_photo_registers_nothing(self, place: Place) -> None:
        line = place.lines("clinical")["QS25.I6.b"]
        fake = SimpleUploadedFile("病历.png", b"MZ not a picture", content_type="image/png")
        with pytest.raises(Invalid) as refusal:
            register_from_line(
                line=line, text="超时。", by=place.member(Role.LIAISON, "clinical"), now=NOW, photos=[fake]
            )
        assert set(refusal.value.errors) == {"photos"}
        line.refresh_from_db()
        assert (Finding.objects.count(), line.answer) == (0, "")

    def test_once_registered_the_answer_stays_until_the_finding_is_void(self, place: Place) -> None:
        line = place.lines("clinical")["QS25.I6.b"]
        liaison, office = place.member(Role.LIAISON, "clinical"), place.member(Role.QUALITY_OFFICE)
        finding = register_from_line(line=line, text="超时。", by=liaison, now=NOW)
        with pytest.raises(Invalid) as refusal:
            answer(line, "in_order", liaison, revision=2)
        assert "已登记问题" in refusal.value.errors[f"{line.uid}-answer"]
        move(finding=finding, name="void", by=office, now=NOW, reason="重复登记")
        assert answer(line, "in_order", liaison, revision=2)

    def test_where_no_office_has_the_duty_the_quality_office_names_the_lead(self, place: Place) -> None:
        with acting(by=None):
            SheetLine.objects.filter(sheet=place.sheet(None)).update(department=None)
        line, office = place.lines(None)["QS25.I2.b"], place.member(Role.QUALITY_OFFICE)
        with pytest.raises(Invalid) as refusal:
            register_from_line(line=line, text="实施细则过期。", by=office, now=NOW)
        assert refusal.value.errors == {"lead_department": "请选择牵头部门。"}
        lead = place.departments["medical_affairs"]
        finding = register_from_line(
            line=line, text="实施细则过期。", by=office, now=NOW, lead_department=lead
        )
        assert finding.lead_department == lead

    def test_nobody_registers_from_another_departments_line(self, place: Place) -> None:
        line = place.lines("clinical")["QS25.I6.b"]
        with pytest.raises(NotAllowed):
            register_from_line(
                line=line, text="超时。", by=place.member(Role.LIAISON, "nursing_unit"), now=NOW
            )


@pytest.mark.django_db
class TestConfirming:
    def test_the_head_confirms_in_the_system(self, place: Place) -> None:
        sheet, head = filled(place), place.member(Role.DEPARTMENT_HEAD, "clinical")
        confirm(sheet, head)
        sheet.refresh_from_db()
        assert (sheet.confirmed_by, sheet.confirmed_recorded_by, sheet.confirmed_at) == (
            head.staff,
            head,
            NOW,
        )
        assert AuditEntry.objects.get(action="sheet.confirmed").signatory_name == head.staff.name

    def test_a_leader_confirms_the_hospitals(self, place: Place) -> None:
        sheet, leader = filled(place, None), place.member(Role.HOSPITAL_LEADER)
        with pytest.raises(NotAllowed):
            confirm(sheet, place.member(Role.QUALITY_OFFICE))
        assert confirm(sheet, leader).confirmed_by == leader.staff

    def test_on_paper_a_clerk_records_who_signed(
        self, place: Place, stored_scan: Callable[[], StoredFile]
    ) -> None:
        sheet, clerk = filled(place), place.member(Role.QUALITY_OFFICE)
        signatory = factories.make_staff(place.hospital, department=place.departments["clinical"])
        scan = stored_scan()
        confirm(sheet, clerk, paper=Paper(signatory, scan))
        sheet.refresh_from_db()
        assert (sheet.confirmed_by, sheet.confirmed_recorded_by, sheet.confirmed_scan) == (
            signatory,
            clerk,
            scan,
        )

    def test_the_hospitals_paper_is_signed_by_a_leader(
        self, place: Place, stored_scan: Callable[[], StoredFile]
    ) -> None:
        sheet, clerk = filled(place, None), place.member(Role.QUALITY_OFFICE)
        nurse = factories.make_staff(place.hospital, department=place.departments["clinical"])
        with pytest.raises(Refusal) as refusal:
            confirm(sheet, clerk, paper=Paper(nurse, stored_scan()))
        assert refusal.value.field == "signatory"
        leader = factories.make_staff(place.hospital, is_leader=True)
        assert confirm(sheet, clerk, paper=Paper(leader, stored_scan())).confirmed_by == leader

    def test_a_dated_stand_in_signs_with_both_names(self, place: Place) -> None:
        head = place.member(Role.DEPARTMENT_HEAD, "clinical")
        substitute = place.member(Role.STAFF, "clinical")
        sheet = filled(place)
        with pytest.raises(NotAllowed):
            confirm(sheet, substitute)
        with acting(by=None):
            stand_in = StandIn.objects.create(
                hospital=place.hospital,
                principal=head.staff,
                substitute=substitute.staff,
                from_on=TODAY,
                to_on=TODAY + timedelta(days=3),
                reason="外出进修",
                granted_by=head,
            )
        later = NOW + timedelta(days=4)
        substitute = User.objects.get(pk=substitute.pk)
        with pytest.raises(NotAllowed):
            confirm(sheet, substitute, now=later)
        confirmed = confirm(sheet, User.objects.get(pk=substitute.pk))
        assert (confirmed.confirmed_by, confirmed.confirmed_stand_in) == (substitute.staff, stand_in)
        assert AuditEntry.objects.get(action="sheet.confirmed").on_behalf_of_name == head.staff.name

    @pytest.mark.parametrize(
        ("role", "key"),
        [(Role.LIAISON, "clinical"), (Role.DEPARTMENT_HEAD, "nursing_unit"), (Role.QUALITY_OFFICE, None)],
    )
    def test_nobody_else_confirms_a_departments_sheet(self, place: Place, role: str, key: str | None) -> None:
        with pytest.raises(NotAllowed):
            confirm(filled(place), place.member(role, key))

    def test_every_line_is_answered_and_every_finding_registered_first(self, place: Place) -> None:
        head = place.member(Role.DEPARTMENT_HEAD, "clinical")
        with pytest.raises(Refusal) as refusal:
            confirm(place.sheet("clinical"), head)
        assert refusal.value.message == "还没有填写。"
        line = place.lines("clinical")["QS25.I6.b"]
        answer(line, "finding", head)
        with pytest.raises(Refusal, match=r"还差 23 个要点：组织 1、制度 1、风险 4、科室 4、病历 3"):
            confirm(place.sheet("clinical"), head)
        with pytest.raises(Refusal, match=r"还没有登记问题：病历 1。"):
            confirm(filled(place), head)
        finding = register_from_line(line=line, text="超时。", by=head, now=NOW)
        move(finding=finding, name="void", by=place.member(Role.QUALITY_OFFICE), now=NOW, reason="误登")
        with pytest.raises(Refusal, match=r"还没有登记问题"):
            confirm(place.sheet("clinical"), head)
        register_from_line(line=line, text="又发现超时。", by=head, now=NOW)
        assert confirm(place.sheet("clinical"), head).confirmed_at == NOW

    def test_what_was_not_on_the_screen_is_not_confirmed(self, place: Place) -> None:
        sheet, head = filled(place), place.member(Role.DEPARTMENT_HEAD, "clinical")
        answer(place.lines("clinical")["QS25.I5.a"], "not_applicable", head, note="不设急诊", revision=2)
        with pytest.raises(EditConflict):
            confirm(sheet, head)
        sheet.refresh_from_db()
        assert sheet.confirmed_at is None

    def test_a_confirmed_sheet_is_read_only_until_it_is_reopened(self, place: Place) -> None:
        sheet, head = filled(place), place.member(Role.DEPARTMENT_HEAD, "clinical")
        confirm(sheet, head)
        line = place.lines("clinical")["QS25.I5.a"]
        for act in (
            lambda: answer(line, "finding", head, revision=2),
            lambda: rest_in_order(sheet=sheet, by=head, now=NOW),
            lambda: confirm(place.sheet("clinical"), head),
            lambda: register_from_line(line=line, text="超时。", by=head, now=NOW),
        ):
            with pytest.raises(WrongState, match="已由"):
                act()
        with pytest.raises(Refusal, match="原因"):
            reopen_sheet(sheet=sheet, reason="  ", by=head, now=NOW)
        with pytest.raises(NotAllowed):
            reopen_sheet(sheet=sheet, reason="漏填", by=place.member(Role.LIAISON, "clinical"), now=NOW)
        reopen_sheet(sheet=sheet, reason="漏填一处", by=place.member(Role.QUALITY_OFFICE), now=NOW)
        with pytest.raises(WrongState):
            reopen_sheet(sheet=sheet, reason="再来一次", by=head, now=NOW)
        assert answer(line, "not_applicable", head, note="不设急诊", revision=2)
        entry = AuditEntry.objects.get(action="sheet.reopened")
        assert (entry.reason, entry.detail["confirmed_by"]) == ("漏填一处", head.staff.name)

    def test_after_the_phase_nothing_is_blocked(self, place: Place) -> None:
        place.run.phases.filter(kind="self_inspection").update(
            from_on=date(2026, 11, 11), to_on=date(2026, 11, 12)
        )
        sheet = filled(place)
        assert confirm(sheet, place.member(Role.DEPARTMENT_HEAD, "clinical")).confirmed_at == NOW


def test_pressed_twenty_times_at_once_a_sheet_is_confirmed_once(live_database: str) -> None:
    place = make_place()
    head = place.member(Role.DEPARTMENT_HEAD, "clinical")
    sheet = filled(place)
    outcomes: list[type[Exception] | None] = []

    def press() -> None:
        try:
            confirm(sheet, User.objects.select_related("staff").get(pk=head.pk))
            outcomes.append(None)
        except Refusal as refusal:
            outcomes.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(None) == 1
    assert outcomes.count(WrongState) == 19
    assert AuditEntry.objects.filter(action="sheet.confirmed").count() == 1
