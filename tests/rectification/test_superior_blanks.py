"""A superior's blank: uploaded, bound, filled with what its asker may see, and read back by the same binding."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from infrastructure.errors import Invalid, NotAllowed, Refusal, WrongState
from infrastructure.files.kinds import XLSX
from infrastructure.jobs import run_job
from infrastructure.models import AuditEntry, Job, JobState
from infrastructure.models.access import AccessEntry, AccessKind
from organizations.models import User
from rectification.models import SuperiorBlank
from rectification.rules.blank_columns import Binding, BindingKind
from rectification.rules.ledger_columns import Column
from rectification.selectors.ledger import PAPER_SORT
from rectification.services import blank_filling, blanks, findings
from rectification.services.ledger_import import plan_of
from rectification.workbook.plan import ProblemKind
from tests.infrastructure.workbooks.blanks import SHEET, SHEET_XML, WORKBOOK, blank, parts_of
from tests.rectification.world import NOW, TODAY, World, as_
from tests.workshop.demo.conftest import storages_in

pytestmark = pytest.mark.usefixtures("world", "files")
OURS, THEIRS = "骨科自己的问题", "检验科的问题"
COLUMNS = (
    Binding(1, BindingKind.RUNNING),
    Binding(2, BindingKind.LEDGER, Column.ITEM),
    Binding(3, BindingKind.LEDGER, Column.FINDING),
    Binding(4, BindingKind.LEDGER, Column.MEASURE),
    Binding(5, BindingKind.LEDGER, Column.DEADLINE),
    Binding(6, BindingKind.LEDGER, Column.LEAD_AND_SUPPORTING),
)


@pytest.fixture
def files(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = storages_in(tmp_path)


@pytest.fixture(scope="module")
def module_world(module_transaction: None) -> World:
    """One numbered finding of the ward, and one with which the ward has nothing to do."""
    world = World()
    world.planned(text=OURS, supporting=[world.medical, world.quality])
    values = world.values(text=THEIRS, lead_department=world.other_ward, responsible_person=None)
    foreign = findings.create_finding(
        participation=world.participation, values=values, by=world.clerk, now=NOW
    )
    world.move(foreign, "submit", world.clerk)
    return world


def sent(content: bytes = b"", name: str = "附件2.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or blank(), XLSX.content_type)


def said(**changes: Any) -> blanks.BlankInput:
    usual: dict[str, Any] = {
        "name": "月报附件2",
        "sheet": "附件2",
        "header_row": 3,
        "first_row": 5,
        "last_row": 9,
    }
    return blanks.BlankInput(**({"columns": COLUMNS} | usual | changes))


def uploaded(world: World, content: bytes = b"", name: str = "月报附件2") -> SuperiorBlank:
    return blanks.upload_blank(
        hospital=world.hospital, name=name, upload=sent(content), by=world.clerk, now=NOW
    )


def bound(world: World, content: bytes = b"", **changes: Any) -> SuperiorBlank:
    found = uploaded(world, content)
    blanks.bind_blank(blank=found, values=said(**changes), revision=1, by=world.clerk, now=NOW)
    found.refresh_from_db()
    return found


def filled(world: World, found: SuperiorBlank, *, by: User | None = None, query: str = "") -> Job:
    job = blank_filling.request_fill(
        blank=found,
        participation=world.participation,
        query=QueryDict(query),
        sort=PAPER_SORT,
        by=by or world.clerk,
        now=NOW,
    )
    assert run_job(job_id=job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    return job


def content_of(job: Job) -> bytes:
    assert job.result_file is not None, job.problem
    with default_storage.open(job.result_file.storage_name) as stream:
        content: bytes = stream.read()
    return content


def rows_of(content: bytes) -> list[list[Any]]:
    sheet: Any = openpyxl.load_workbook(BytesIO(content))["附件2"]
    return [[cell.value for cell in row[:6]] for row in sheet.iter_rows(min_row=5, max_row=9)]


def test_the_ledger_stands_in_the_superiors_own_file(world: World) -> None:
    job = filled(world, bound(world))
    content = content_of(job)
    first, second = rows_of(content)[:2]
    assert first[:4] == [1, "科室制度落实", OURS, "术前讨论记录设为必填"]
    assert first[5] == "骨科牵头，医务处、质控办配合"
    assert (second[0], second[2], second[5]) == (2, THEIRS, "检验科")
    before, after = parts_of(blank()), parts_of(content)
    assert {name for name in before if before[name] != after[name]} == {SHEET, WORKBOOK}
    assert job.result_file is not None
    assert job.result_file.original_name == "月报附件2_20261121.xlsx"


def test_a_liaison_fills_it_with_the_own_department_only(world: World) -> None:
    world.draft(text="还没有提交的问题")
    texts = [row[2] for row in rows_of(content_of(filled(world, bound(world), by=world.liaison)))]
    assert texts == [OURS, None, None, None, None]


def test_the_ledgers_filter_is_the_blanks(world: World) -> None:
    job = filled(world, bound(world), query=f"lead={world.other_ward.uid}")
    assert [row[2] for row in rows_of(content_of(job))][:2] == [THEIRS, None]
    with pytest.raises(Refusal, match="没有可以填写的问题"):
        filled(world, SuperiorBlank.objects.get(), query="state=closed")


def test_a_form_cannot_mark_drafts_and_holds_none(world: World) -> None:
    world.draft(text="还没有提交的问题")
    found = bound(world)
    with pytest.raises(Refusal, match="没有可以填写的问题"):
        filled(world, found, query="state=draft")
    both = rows_of(content_of(filled(world, found, query="state=draft&state=rectifying")))
    assert [row[2] for row in both][:2] == [OURS, None]


def test_what_leaves_the_house_is_written_down(world: World) -> None:
    filled(world, bound(world))
    assert AuditEntry.objects.get(action="ledger.exported").detail["form"] == "上级空表“月报附件2”"
    assert "上级空表“月报附件2”" in AccessEntry.objects.get(kind=AccessKind.EXPORTED).detail


def test_a_job_that_cannot_fill_says_why(world: World) -> None:
    with_table = SHEET_XML.replace("<drawing r", "<tableParts/><drawing r")
    found = bound(world, blank({SHEET: with_table}), last_row=5)
    job = filled(world, found)
    assert job.state == JobState.FAILED
    assert "套用表格格式" in job.problem


def test_the_same_binding_reads_it_back(world: World) -> None:
    found = bound(world)
    content = content_of(filled(world, found))
    book: Any = openpyxl.load_workbook(BytesIO(content))
    for cell, words in (("B7", "科室制度落实"), ("C7", "上级加的一条"), ("F7", "骨科")):
        book["附件2"][cell] = words
    changed = BytesIO()
    book.save(changed)
    opened = blank_filling.read_back(
        blank=found,
        participation=world.participation,
        upload=sent(changed.getvalue()),
        by=world.clerk,
        now=NOW,
    )
    plan = plan_of(opened=opened, by=world.clerk, as_of=TODAY)
    recognised = next(sheet for sheet in plan.sheets if sheet.sheet == "附件2")
    assert {place: column for place, column in recognised.columns.items() if column} == {
        2: Column.ITEM,
        3: Column.FINDING,
        4: Column.MEASURE,
        5: Column.DEADLINE,
        6: Column.LEAD_AND_SUPPORTING,
    }
    assert recognised.ignored == {1}
    assert (plan.errors, [each.text for each in plan.findings]) == ((), ["上级加的一条"])
    asked = [
        question.kind for question in plan.questions
    ]  # the form names the item, the ledger the checkpoint
    assert asked == [ProblemKind.NEARLY_KNOWN] * 2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<t>整治内容</t>", "<t>整改措施</t>", "B3 是“整改措施”"),
        ("", "", "不是空表"),
    ],
)
def test_another_form_is_not_read_by_this_binding(world: World, old: str, new: str, words: str) -> None:
    found = bound(world)
    other = blank({SHEET: SHEET_XML.replace(old, new)}) if old else _plain_book()
    with pytest.raises(Refusal, match=words):
        blank_filling.read_back(
            blank=found,
            participation=world.participation,
            upload=sent(other),
            by=world.clerk,
            now=NOW,
        )


def _plain_book() -> bytes:
    content, book = BytesIO(), openpyxl.Workbook()
    book.active.append(["序号"])
    book.save(content)
    return content.getvalue()


def test_only_the_quality_office_says_what_columns_mean(world: World) -> None:
    found = bound(world)
    for by in (world.liaison, world.leader, world.head):
        with pytest.raises(NotAllowed):
            blanks.upload_blank(hospital=world.hospital, name="另一份", upload=sent(), by=by, now=NOW)
        with pytest.raises(NotAllowed):
            blanks.bind_blank(blank=found, values=said(), revision=2, by=by, now=NOW)
        with pytest.raises(NotAllowed):
            blanks.end_blank(blank=found, by=by, now=NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"columns": ()}, ""),
        ({"columns": (*COLUMNS[:5], Binding(6, BindingKind.LEDGER, Column.ITEM))}, "column-6"),
        ({"columns": (*COLUMNS[:5], Binding(6, BindingKind.LEDGER, Column.RESULT))}, "column-6"),
        ({"columns": (*COLUMNS[:5], Binding(6, BindingKind.WORDS))}, "words-6"),
        ({"first_row": 3}, "first_row"),
        ({"last_row": 4}, "last_row"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(world: World, changes: dict[str, Any], field: str) -> None:
    found = uploaded(world)
    with pytest.raises(Invalid) as refused:
        blanks.bind_blank(blank=found, values=said(**changes), revision=1, by=world.clerk, now=NOW)
    assert field in refused.value.errors
    found.refresh_from_db()
    assert found.bound_at is None


def test_a_column_that_the_blank_calculates_is_refused_when_it_is_bound(world: World) -> None:
    columns = (*COLUMNS, Binding(7, BindingKind.WORDS, words="1"))
    with pytest.raises(Refusal, match="G5 是公式"):
        bound(world, columns=columns)


def test_a_name_is_once_among_those_in_use(world: World) -> None:
    found = bound(world)
    with pytest.raises(Refusal, match="已有名为"):
        uploaded(world)
    blanks.end_blank(blank=found, by=world.clerk, now=NOW)
    assert uploaded(world).pk != found.pk
    with pytest.raises(WrongState):
        blanks.bind_blank(blank=found, values=said(), revision=2, by=world.clerk, now=NOW)
    found.refresh_from_db()
    with pytest.raises(WrongState):
        filled(world, found)


def test_who_bound_it_meanwhile_is_not_written_over(world: World) -> None:
    found = bound(world)
    with pytest.raises(WrongState, match="别人改过"):
        blanks.bind_blank(blank=found, values=said(), revision=1, by=world.second_clerk, now=NOW)


def test_one_that_is_not_bound_is_not_filled(world: World) -> None:
    with pytest.raises(WrongState, match="还没有对应列"):
        filled(world, uploaded(world))


@pytest.mark.parametrize("content", [b"MZ" + b"\0" * 100, b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_workbook_is_not_kept(world: World, content: bytes) -> None:
    with pytest.raises(Refusal):
        uploaded(world, content)
    assert not SuperiorBlank.objects.exists()


def test_from_upload_to_the_filled_file_in_the_browser(world: World) -> None:
    office = as_(world.clerk)
    start = f"/h/{world.hospital.code}/ledger/blanks/"
    answer: Any = office.post(f"{start}new/", {"name": "月报附件2", "file": sent()})
    assert answer.status_code == 302
    page: Any = office.get(answer["Location"])
    form = page.context["form"]
    values = {name: form[name].value() or "" for name in form.fields if name != "overwrite"}
    assert [values[f"column-{place}"] for place in range(1, 8)] == [
        "running",
        "item",
        "finding",
        "measure",
        "deadline",
        "closed",
        "",
    ]
    assert (values["first_row"], values["last_row"]) == (5, 9)
    assert OURS in page.content.decode()
    hidden = {"sheet": "附件2", "header_row": "3", "revision": "1"}
    shown: Any = office.post(answer["Location"], values | hidden | {"preview": "1", "column-3": "item"})
    assert (shown.status_code, SuperiorBlank.objects.get().bound_at) == (200, None)
    assert office.post(answer["Location"], values | hidden).status_code == 302
    pressed: Any = office.post(f"/blanks/{SuperiorBlank.objects.get().uid}/fill/?lead={world.ward.uid}")
    assert pressed.status_code == 302
    assert run_job(job_id=Job.objects.latest("pk").pk, clock=lambda: NOW)
    assert [row[2] for row in rows_of(content_of(Job.objects.latest("pk")))][:2] == [OURS, None]
    listed = office.get(start).content.decode()
    assert "6 列" in listed
    again: Any = office.get(answer["Location"])
    assert again.context["seen"].kept
