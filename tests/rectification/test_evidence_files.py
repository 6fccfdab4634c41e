"""Evidence as it is sent: the same file again, a full disk, a name that was put right."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from infrastructure.errors import Invalid, Refusal, WrongState
from infrastructure.models import StoredFile
from organizations.models import Role
from rectification.models import Evidence, EvidenceMeasure, Finding, Measure
from rectification.services import evidence, work
from tests import factories
from tests.api.caller import Caller, done, problem
from tests.rectification.world import IN_TWO_WEEKS, NOW, TODAY, World, as_

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def store(tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return folder


def picture(name: str = "现场.png", colour: str = "teal") -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(stream, "PNG")
    return SimpleUploadedFile(name, stream.getvalue(), "image/png")


def second_measure(world: World, finding: Finding) -> Measure:
    return work.add_measure(
        finding=finding,
        values=work.MeasureInput(text="每月抽查十份", strength="strong", causes=list(finding.causes.valid())),
        by=world.liaison,
        now=NOW,
    )


def send(client: Client, finding: Finding, *measures: Measure, files: list[SimpleUploadedFile]) -> Any:
    data = {"files": files, "measures": [str(measure.uid) for measure in measures], "words": "写了很久的说明"}
    return client.post(f"/findings/{finding.uid}/evidence/add/", data, follow=True)


def links() -> set[tuple[int, int]]:
    return set(EvidenceMeasure.objects.values_list("evidence_id", "measure_id"))


def test_the_same_file_again_is_said_and_not_kept_again(world: World, store: Path) -> None:
    finding, _, measure = world.planned()
    liaison = as_(world.liaison)
    send(liaison, finding, measure, files=[picture()])
    again = send(liaison, finding, measure, files=[picture("又一次.png")])
    assert again.status_code == 400
    page = again.content.decode()
    assert "“又一次.png”与佐证“现场.png”（2026-11-21 " in page
    assert "内容相同，没有再存一份，它已用于所选措施" in page
    assert "写了很久的说明" in page
    assert Evidence.objects.count() == StoredFile.objects.count() == 1


def test_the_same_file_for_another_measure_proves_it_too(world: World, store: Path) -> None:
    finding, _, measure = world.planned()
    other = second_measure(world, finding)
    liaison = as_(world.liaison)
    send(liaison, finding, measure, files=[picture()])
    page = send(liaison, finding, measure, other, files=[picture("二.png")]).content.decode()
    assert "原有的这份现在也用于所选措施" in page
    (only,) = Evidence.objects.all()
    assert links() == {(only.pk, measure.pk), (only.pk, other.pk)}


def test_three_times_in_one_go_is_one(world: World, store: Path) -> None:
    finding, _, measure = world.planned()
    files = [picture("一.png"), picture("二.png"), picture("三.png"), picture("别的.png", "red")]
    page = send(as_(world.liaison), finding, measure, files=files).content.decode()
    assert page.count("与佐证“一.png”内容相同") == 2
    assert list(Evidence.objects.order_by("id").values_list("file__original_name", flat=True)) == [
        "一.png",
        "别的.png",
    ]


def test_programs_are_told_the_same(world: World, store: Path) -> None:
    finding, _, measure = world.planned()
    other = second_measure(world, finding)
    caller, path = Caller(world.liaison), f"findings/{finding.uid}/evidence/"
    (first,) = done(caller.upload(path, {"files": [picture()], "measures": [measure.uid]}), 201)
    told = problem(caller.upload(path, {"files": [picture("二.png")], "measures": [measure.uid]}), 409)
    assert "与佐证“现场.png”" in told["errors"]["files"][0]
    (same,) = done(caller.upload(path, {"files": [picture()], "measures": [other.uid]}), 201)
    assert same["uid"] == first["uid"]
    assert set(same["measures"]) == {str(measure.uid), str(other.uid)}


def test_what_was_taken_back_or_proved_an_earlier_round_may_come_again(world: World) -> None:
    finding, _, measure = world.planned()
    stored = world.stored_file(world.liaison)
    (first,) = evidence.add_files(
        finding=finding, files=[stored], measures=[measure], by=world.liaison, now=NOW
    ).evidence
    evidence.void_evidence(evidence=first, reason="传错", by=world.liaison, now=NOW)
    twin = world.stored_file(world.liaison)
    StoredFile.objects.filter(pk=twin.pk).update(sha256=stored.sha256)
    twin.refresh_from_db()
    again = evidence.add_files(finding=finding, files=[twin], measures=[measure], by=world.liaison, now=NOW)
    assert again.evidence[0].pk != first.pk
    assert again.told == ()


def test_what_was_taken_back_proves_nothing_any_more(world: World) -> None:
    finding, _, measure = world.planned()
    stored = world.stored_file(world.liaison)
    (first,) = evidence.add_files(
        finding=finding, files=[stored], measures=[measure], by=world.liaison, now=NOW
    ).evidence
    evidence.void_evidence(evidence=first, reason="传错", by=world.liaison, now=NOW)
    with pytest.raises(WrongState, match="已经撤下"):
        evidence.link_measures(evidence=first, measures=[measure], by=world.liaison, now=NOW)


def test_words_that_are_too_long_are_refused_not_cut(world: World) -> None:
    finding, _, measure = world.planned()
    by: dict[str, Any] = {"by": world.liaison, "now": NOW}
    stored = world.stored_file(world.liaison)
    with pytest.raises(Refusal, match="说明最多 500 个字，现在有 501 个字"):
        evidence.add_files(finding=finding, files=[stored], measures=[measure], words="长" * 501, **by)
    (first,) = evidence.add_files(finding=finding, files=[stored], measures=[measure], **by).evidence
    with pytest.raises(Refusal, match="原因最多 200 个字，现在有 201 个字"):
        evidence.void_evidence(evidence=first, reason="错" * 201, **by)
    first.refresh_from_db()
    assert first.voided_at is None


def test_whoever_may_prove_on_the_day_of_the_act_proves_whatever_the_clock_says(world: World) -> None:
    finding, _, measure = world.planned()
    until_today = factories.make_user(staff=factories.make_staff(world.hospital, department=world.ward))
    factories.grant(until_today, Role.LIAISON, world.ward, to_on=TODAY)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        world.prove(finding, measure, by=until_today)
    assert Evidence.objects.get().signatory == until_today.staff


def test_what_is_wrong_about_a_look_on_site_is_said_at_its_fields(world: World) -> None:
    finding, _, measure = world.planned()
    with pytest.raises(Invalid) as wrong:
        evidence.see_on_site(
            finding=finding,
            measures=[measure],
            words=" ",
            seen_on=TODAY + timedelta(days=1),
            by=world.accepter,
            now=NOW,
        )
    assert wrong.value.errors == {"words": "请写明现场查看的情况。", "seen_on": "查看日期不能晚于今天。"}


def test_a_new_version_must_be_another_file(world: World) -> None:
    finding, _, measure = world.planned()
    stored = world.stored_file(world.liaison)
    (first,) = evidence.add_files(
        finding=finding, files=[stored], measures=[measure], by=world.liaison, now=NOW
    ).evidence
    with pytest.raises(Invalid, match="不是新版本"):
        evidence.replace_file(evidence=first, stored=stored, by=world.liaison, now=NOW)


def test_a_picture_under_another_pictures_name_is_taken_and_told(world: World, store: Path) -> None:
    finding, _, measure = world.planned()
    page = send(as_(world.liaison), finding, measure, files=[picture("整改后.jpg")]).content.decode()
    assert "“整改后.jpg”已按实际内容保存为“整改后.png”。" in page
    assert StoredFile.objects.get().content_type == "image/png"


@pytest.fixture
def full(store: Path) -> Path:
    """Root may write anywhere: only a file where the folder should be stops everybody."""
    store.rmdir()
    store.write_bytes(b"")
    return store


SAID = "附件存储写不进去。填写的文字已保留"


def test_full_storage_keeps_what_was_typed_with_the_evidence(world: World, full: Path) -> None:
    finding, _, measure = world.planned()
    answer = send(as_(world.liaison), finding, measure, files=[picture()])
    assert answer.status_code == 503
    assert SAID in answer.content.decode()
    assert "写了很久的说明" in answer.content.decode()
    told = problem(
        Caller(world.liaison).upload(
            f"findings/{finding.uid}/evidence/", {"files": [picture()], "measures": [measure.uid]}
        ),
        503,
    )
    assert SAID in told["detail"]
    assert not Evidence.objects.exists()


def test_full_storage_keeps_a_finding_that_is_being_registered(world: World, full: Path) -> None:
    data = {
        "run": world.participation.run.code,
        "text": "抽查十份病历三份缺讨论记录",
        "item": "I1",
        "checkpoint": "TST.I1.a",
        "lead_department": str(world.ward.uid),
        "deadline_kind": "dated",
        "due_on": str(IN_TWO_WEEKS),
        "origin": "self_inspection",
        "found_on": str(TODAY),
        "responsible_person": str(world.head.staff.uid),
        "files": [picture()],
    }
    answer = as_(world.liaison).post(f"/h/{world.hospital.code}/findings/new/", data)
    assert answer.status_code == 503
    assert SAID in answer.content.decode()
    assert "抽查十份病历三份缺讨论记录" in answer.content.decode()
    assert not Finding.objects.exists()


def test_full_storage_is_said_at_an_import(world: World, full: Path) -> None:
    sheet = SimpleUploadedFile(
        "台账.xlsx", (Path(__file__).parents[1] / "samples/问题台账_一题多行.xlsx").read_bytes()
    )
    data = {"run": world.participation.run.code, "file": sheet}
    answer = as_(world.clerk).post(f"/h/{world.hospital.code}/ledger/import/", data)
    assert answer.status_code == 503
    assert SAID in answer.content.decode()


def test_merging_never_draws_the_whole_ledger(world: World) -> None:
    finding = world.draft(text="甲的问题")
    others = [world.draft(text=f"相似的问题{number}") for number in range(60)]
    for one in (finding, *others):
        world.move(one, "submit", world.liaison)
    clerk, path = as_(world.clerk), f"/findings/{finding.uid}/merge/"
    for answer in (
        clerk.get(path),
        clerk.post(path, {"into": "胡写的", "reason": "同一问题"}),
        clerk.post(path, {"into": "999999", "reason": "同一问题"}),
        clerk.post(path, {"into": str(others[0].uid), "reason": ""}),
    ):
        page = answer.content.decode()
        assert page.count("相似的问题") <= 31
    assert "同一问题" in clerk.post(path, {"into": "胡写的", "reason": "同一问题"}).content.decode()
    assert "相似的问题0" in page  # what was chosen stays chosen
    assert {row["text"].split("（")[0].split(". ")[1] for row in clerk.get(path, {"q": "问题59"}).json()} == {
        "相似的问题59"
    }
    others[0].refresh_from_db()
    number = others[0].entries.get().number
    assert clerk.post(path, {"into": str(number), "reason": "同一问题"}).status_code == 302
    finding.refresh_from_db()
    assert finding.merged_into == others[0]
