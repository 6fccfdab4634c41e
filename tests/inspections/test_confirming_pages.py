"""Confirming a sheet and registering a finding from its lines, as a browser does it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from infrastructure.audit import acting
from infrastructure.models import StoredFile
from inspections.models import SheetLine
from inspections.services.sheet_findings import register_from_line
from organizations.models import Role
from rectification.models import Finding
from tests import factories
from tests.inspections.hospital import NOW, Place
from tests.inspections.page_tools import fill, posted, words
from tests.inspections.pictures import png

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day"), pytest.mark.slow]


class TestConfirming:
    def test_the_button_is_off_with_its_reason_and_then_on(self, place: Place, browser: Any) -> None:
        client = browser(place.member(Role.DEPARTMENT_HEAD, "clinical"))
        address = f"/inspection/{place.sheet('clinical').uid}/"
        off = client.get(address)
        assert 'aria-disabled="true" aria-describedby="why-confirm"' in off.content.decode()
        fill(place)
        on = client.get(address)
        assert 'value="confirm"' in on.content.decode()
        done = client.post(
            address, {"do": "confirm", "revision": place.sheet("clinical").revision}, follow=True
        )
        assert "自查表已确认" in words(done)
        assert not done.context["view"].editable
        again = client.post(address, {"do": "confirm", "revision": place.sheet("clinical").revision})
        assert again.status_code == 409
        assert "自查表已由" in words(again)

    def test_typed_and_confirmed_in_one_go(self, place: Place, browser: Any) -> None:
        line = place.lines("clinical")["QS25.I5.a"]
        sheet = fill(place)
        line.refresh_from_db()
        data = posted(line, "not_applicable", "不设急诊") | {"do": "confirm", "revision": sheet.revision}
        client = browser(place.member(Role.DEPARTMENT_HEAD, "clinical"))
        assert client.post(f"/inspection/{sheet.uid}/", data).status_code == 302
        line.refresh_from_db()
        sheet.refresh_from_db()
        assert (line.note, sheet.confirmed_at) == ("不设急诊", NOW)

    def test_an_answer_given_meanwhile_has_to_be_looked_at_first(self, place: Place, browser: Any) -> None:
        sheet = fill(place)
        line = place.lines("clinical")["QS25.I5.a"]
        liaison = place.member(Role.LIAISON, "clinical")
        register_from_line(line=line, text="首诊未登记。", by=liaison, now=NOW)
        client = browser(place.member(Role.DEPARTMENT_HEAD, "clinical"))
        page = client.post(f"/inspection/{sheet.uid}/", {"do": "confirm", "revision": sheet.revision})
        assert page.status_code == 409
        assert "别人修改了这张自查表" in words(page)
        assert (
            client.post(f"/inspection/{sheet.uid}/", {"do": "confirm", "revision": "abc"}).status_code == 409
        )

    def test_on_paper(self, place: Place, browser: Any, django_capture_on_commit_callbacks: Any) -> None:
        sheet = fill(place)
        signatory = factories.make_staff(
            place.hospital, department=place.departments["clinical"], name="吴国庆"
        )
        clerk = browser(place.member(Role.QUALITY_OFFICE))
        address = f"/inspection/{sheet.uid}/paper/"
        assert "代录纸质确认" in words(clerk.get(f"/inspection/{sheet.uid}/"))
        assert signatory.employee_no in words(clerk.get(address))

        data = {"signatory": str(signatory.uid), "revision": sheet.revision}
        missing = clerk.post(address, data)
        assert "请上传签字盖章件" in words(missing)
        wrong = SimpleUploadedFile("签字.png", b"MZ no picture", content_type="image/png")
        assert "签字.png" in words(clerk.post(address, data | {"scan": wrong}))
        for foreign in (str(factories.make_staff(factories.make_hospital()).uid), "not-a-uid"):
            scan = SimpleUploadedFile("签字.png", png(), content_type="image/png")
            refused = clerk.post(address, data | {"scan": scan, "signatory": foreign})
            assert "请从名单中选择应签字的人" in words(refused)

        scan = SimpleUploadedFile("签字.png", png(), content_type="image/png")
        with django_capture_on_commit_callbacks(execute=True):
            done = clerk.post(address, data | {"scan": scan}, follow=True)
        assert "吴国庆" in words(done)
        assert "代录" in words(done)
        download = clerk.get(f"/inspection/{sheet.uid}/scan/")
        assert download.headers["Content-Disposition"].startswith("attachment")
        assert b"".join(download.streaming_content) == png()
        head = browser(place.member(Role.DEPARTMENT_HEAD, "clinical"))
        assert head.get(address).status_code == 403
        assert clerk.get(f"/inspection/{place.sheet('nursing_unit').uid}/scan/").status_code == 404

    def test_a_paper_for_a_sheet_that_changed_meanwhile_says_so_and_keeps_no_scan(
        self, place: Place, browser: Any
    ) -> None:
        sheet = fill(place)
        signatory = factories.make_staff(place.hospital, department=place.departments["clinical"])
        scan = SimpleUploadedFile("签字.png", png(), content_type="image/png")
        data = {"signatory": str(signatory.uid), "revision": sheet.revision + 1, "scan": scan}
        page = browser(place.member(Role.QUALITY_OFFICE)).post(f"/inspection/{sheet.uid}/paper/", data)
        assert page.status_code == 409
        assert "别人修改了这张自查表" in words(page)
        assert not StoredFile.objects.exists()

    def test_reopened_with_a_reason(self, place: Place, browser: Any) -> None:
        sheet = fill(place)
        head = browser(place.member(Role.DEPARTMENT_HEAD, "clinical"))
        head.post(f"/inspection/{sheet.uid}/", {"do": "confirm", "revision": sheet.revision})
        assert head.post(f"/inspection/{sheet.uid}/reopen/", {"reason": ""}).status_code == 400
        liaison = browser(place.member(Role.LIAISON, "clinical"))
        assert liaison.post(f"/inspection/{sheet.uid}/reopen/", {"reason": "漏填"}).status_code == 403
        done = head.post(f"/inspection/{sheet.uid}/reopen/", {"reason": "漏填"}, follow=True)
        assert "已重新打开" in words(done)
        assert done.context["view"].editable


class TestFindingFromALine:
    def test_with_a_photo_and_shown_under_its_line(self, place: Place, browser: Any) -> None:
        line = place.lines("clinical")["QS25.I6.b"]
        client = browser(place.member(Role.LIAISON, "clinical"))
        address = f"/inspection/{line.sheet.uid}/lines/{line.uid}/finding/"
        assert "抽查运行病历和归档病历" in words(client.get(address))
        photos = [
            SimpleUploadedFile(f"病历{c}.png", png(c), content_type="image/png") for c in ("teal", "navy")
        ]
        done = client.post(address, {"text": "出院小结超时。", "photos": photos, "do": "submit"}, follow=True)
        assert "问题已登记并提交" in words(done)
        assert "出院小结超时。" in words(done)
        assert "待受理" in words(done)
        assert Finding.objects.get().evidence.count() == 2

    def test_a_draft_can_wait(self, place: Place, browser: Any) -> None:
        line = place.lines("clinical")["QS25.I6.b"]
        client = browser(place.member(Role.LIAISON, "clinical"))
        address = f"/inspection/{line.sheet.uid}/lines/{line.uid}/finding/"
        assert client.post(address, {"text": "超时。", "do": "draft"}).status_code == 302
        assert Finding.objects.get().state == "draft"

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "请写明发现了什么问题"),
            ("字" * 2001, "不超过 2000 字"),
            ("坏\0字", "不能保存的字符"),
            ("长" * 400_000, "不超过 2000 字"),
        ],
    )
    def test_bad_words_are_an_error_at_the_field(
        self, place: Place, browser: Any, text: str, said: str
    ) -> None:
        line = place.lines("clinical")["QS25.I6.b"]
        client = browser(place.member(Role.LIAISON, "clinical"))
        page = client.post(
            f"/inspection/{line.sheet.uid}/lines/{line.uid}/finding/", {"text": text, "do": "submit"}
        )
        assert page.status_code == 400
        assert said in "".join(page.context["form"].errors["text"])
        assert not Finding.objects.exists()

    def test_the_lead_of_the_hospitals_line_is_a_department_of_this_hospital(
        self, place: Place, browser: Any
    ) -> None:
        with acting(by=None):
            SheetLine.objects.filter(sheet=place.sheet(None)).update(department=None)
        line = place.lines(None)["QS25.I2.b"]
        client = browser(place.member(Role.QUALITY_OFFICE))
        address = f"/inspection/{line.sheet.uid}/lines/{line.uid}/finding/"
        foreign = factories.make_department(factories.make_hospital())
        page = client.post(address, {"text": "过期。", "lead_department": str(foreign.uid), "do": "draft"})
        assert page.context["form"].errors["lead_department"] == ["请从名单中选择本院的科室。"]
        own = place.departments["medical_affairs"]
        data = {"text": "过期。", "lead_department": str(own.uid), "do": "draft"}
        assert client.post(address, data).status_code == 302
        assert Finding.objects.get().lead_department == own

    def test_the_page_costs_the_same_with_many_findings(self, place: Place, browser: Any) -> None:
        liaison = place.member(Role.LIAISON, "clinical")
        client, address = browser(liaison), f"/inspection/{place.sheet('clinical').uid}/"
        line = place.lines("clinical")["QS25.I6.b"]
        spent = []
        for count in (1, 9):
            for number in range(count):
                register_from_line(line=line, text=f"第{count}-{number}处超时。", by=liaison, now=NOW)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            spent.append(len(queries))
        assert spent[0] == spent[1] <= 20
