"""What an import must not do: crash on a name, grow without bound, enter what nobody saw, or enter nothing."""

from __future__ import annotations

import json
import re
import uuid
import warnings
from io import BytesIO
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from infrastructure.errors import Refusal, WrongState
from infrastructure.job_progress import Progress
from infrastructure.models import Job
from rectification.models import Finding, LedgerImport
from rectification.services import import_choices, import_jobs, import_rows, ledger_import
from rectification.workbook.decisions import MOST_DECISIONS, MOST_WORDS, Decisions
from tests.rectification.test_import_of_newer_copies import LAST_MONTH, THIS_MONTH
from tests.rectification.test_import_pages import KNOWN_ITEM, SampleHospital, run_waiting, upload
from tests.rectification.world import NOW, as_

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.clause("QS25.P2")]
HEADER = ["序号", "整治内容", "存在问题", "牵头部门", "整改时限"]
LONG_NAME = "心内科　二〇二五年度医疗质量安全专项整治自查自纠问题整改台账（第三季度汇总，含整改措施）"


@pytest.fixture(scope="module")
def module_world(module_transaction: None) -> SampleHospital:
    return SampleHospital()


def book(*rows: list[str], name: str = "台账") -> bytes:
    made = Workbook()
    sheet = made.active
    with warnings.catch_warnings():  # openpyxl says that Excel would not take the name
        warnings.simplefilter("ignore")
        sheet.title = name
    for row in (HEADER, *rows):
        sheet.append(row)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def row(number: int, due: str = "2025-09-30", text: str = "") -> list[str]:
    return [str(number), KNOWN_ITEM, text or f"查房记录缺签名{number}", "骨科", due]


def opened_of(world: SampleHospital, content: bytes, by: Any = None) -> LedgerImport:
    return ledger_import.upload_workbook(
        participation=world.ledger,
        upload=SimpleUploadedFile("台账.xlsx", content),
        by=by or world.clerk,
        now=NOW,
    )


def run(world: SampleHospital, opened: LedgerImport, **told: Any) -> ledger_import.Outcome:
    return ledger_import.run_import(opened=opened, all_or_none=False, by=world.clerk, now=NOW, **told)


def decide(world: SampleHospital, opened: LedgerImport, **decided: Any) -> None:
    import_choices.decide(opened=opened, decisions=Decisions(**decided), by=world.clerk, now=NOW)


def put(client: Client, address: str, body: Any) -> Any:
    return client.put(f"/api/v1{address}", json.dumps(body), "application/json")


def sent_back(page: Any) -> dict[str, Any]:
    """What a browser sends of the preview when nothing was touched."""
    fields = [field for name in ("columns", "names", "decisions") for field in page.context[name]]
    fields += list(page.context["sheet_form"] or ())
    typed = {field.html_name: field.value() for field in fields if field.value()}
    return {name: str(value).replace("\n", "\r\n") for name, value in typed.items()} | {"bad_rows": "skip"}


@pytest.mark.parametrize("many", [10_000, 10])
def test_a_sheet_named_longer_than_excel_allows_goes_all_the_way(
    world: SampleHospital, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(import_jobs, "MANY_CELLS", many)
    name = f"{LONG_NAME} "  # LibreOffice keeps a space at the end too
    clerk, is_large = as_(world.clerk), many == 10
    address = upload(clerk, world, book(row(1, due="十三月"), row(2), row(3, due="十四月"), name=name)).url

    def seen() -> Any:
        page = clerk.get(address)
        if is_large and page.context.get("seen") is None:
            run_waiting()
            page = clerk.get(address)
        return page

    (line,) = [one for one in seen().context["grid"]["lines"] if one["number"] == 2]
    (field,) = [part["field"] for cell in line["cells"] for part in cell["parts"] if part["cell"] == "E2"]
    assert clerk.post(address, {field.html_name: "2025-10-31"}).status_code == 302
    mended = {"cells": [{"sheet": name, "cell": "E4", "words": "2025-11-30"}]}
    assert put(clerk, f"{address}decisions/", mended).status_code == 200
    columns = {"sheets": [{"name": name, "columns": [{"place": 0, "column": "sequence"}]}]}
    assert put(clerk, f"{address}columns/", columns).status_code == 200
    assert [sheet["count"] for sheet in seen().context["grid"]["sheets"]] == [3]
    clerk.post(f"{address}enter/", {"bad_rows": "none"})
    if is_large:
        run_waiting()
    assert Finding.objects.count() == 3


@pytest.mark.parametrize("name", ["长" * 101, "台\n账"])
def test_a_sheet_with_a_name_beyond_the_bound_is_refused_in_words(world: SampleHospital, name: str) -> None:
    response = upload(as_(world.clerk), world, book(row(1), name=name))
    assert response.status_code == 400
    assert "有工作表的名称超过 100 字或含有换行等不可见字符" in response.content.decode()


@pytest.mark.parametrize(
    ("sheet", "cell", "words"),
    [
        ("台账", "ZZZ2", "单元格 ZZZ2 不在工作表“台账”的内容里（共 2 行、5 列）。"),
        ("台账", "G2", "单元格 G2 不在工作表“台账”的内容里（共 2 行、5 列）。"),
        ("台账", "C3", "单元格 C3 不在工作表“台账”的内容里（共 2 行、5 列）。"),
        ("台帐", "C2", "这个工作簿里没有工作表“台帐”。"),
    ],
)
def test_a_cell_outside_what_was_read_is_not_mended(
    world: SampleHospital, sheet: str, cell: str, words: str
) -> None:
    opened = opened_of(world, book(row(1)))
    with pytest.raises(Refusal, match=words):
        decide(world, opened, cells={sheet: {cell: "甲"}})
    decide(world, opened, cells={"台账": {"F2": "甲"}})  # what every row lacks
    answer = put(
        as_(world.clerk),
        f"/imports/{opened.uid}/decisions/",
        {"cells": [{"sheet": sheet, "cell": cell, "words": "甲"}]},
    )
    assert (answer.status_code, answer.json()["detail"]) == (409, words)


def test_what_is_decided_stays_within_bounds_however_often_it_is_sent(world: SampleHospital) -> None:
    opened = opened_of(world, book(row(1)))
    decide(world, opened, answers={f"a{number}": "x" for number in range(MOST_DECISIONS)})
    with pytest.raises(Refusal, match="合计最多 20,000 处（现有 20,001 处），没有保存。可以在工作簿里改好后"):
        decide(world, opened, answers={"another": "x"})
    decide(world, opened, answers={"a1": "y"})  # in place of an older one
    other = opened_of(world, book(*map(row, range(1, 80))))
    long = {f"C{number}": "长" * 30_000 for number in range(2, 2 + MOST_WORDS // 30_000)}
    decide(world, other, cells={"台账": long})
    with pytest.raises(Refusal, match="合计最多 2,000,000 字"):
        decide(world, other, cells={"台账": {"C79": "长" * 30_000}})


def test_cells_typed_on_the_page_count_towards_a_large_workbook(
    world: SampleHospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_jobs, "MANY_CELLS", 15)
    opened = opened_of(world, book(row(1), row(2)))
    decide(world, opened, taken=frozenset({"台账!C2"}))
    assert not import_jobs.is_large(opened)
    decide(world, opened, cells={"台账": {"F2": "甲"}})
    assert import_jobs.is_large(LedgerImport.objects.get())


def test_what_is_decided_while_an_import_is_read_is_what_enters(world: SampleHospital) -> None:
    opened = opened_of(world, book(row(1), row(2, due="十三月")))
    waiting = [{"台账": {"E3": "2025-10-31"}}]

    def meanwhile(done: int, total: int) -> None:
        if waiting:
            decide(world, opened, cells=waiting.pop())

    run(world, opened, reading=meanwhile)
    assert [str(on) for on in Finding.objects.order_by("id").values_list("due_on", flat=True)] == [
        "2025-09-30",
        "2025-10-31",
    ]


def test_what_comes_into_the_ledger_while_an_import_is_read_is_compared_too(world: SampleHospital) -> None:
    other = opened_of(world, book(row(1), row(2, text="查房记录缺页，未按要求补齐")))
    opened = opened_of(world, book(row(1), row(2, text="查房记录缺页，未按要求补全"), row(3)))
    waiting = [other]

    def meanwhile(done: int, total: int) -> None:
        if waiting:
            assert run(world, waiting.pop()).entered == 2

    outcome = run(world, opened, reading=meanwhile)
    assert outcome.entered == 1  # one known, one nearly known: that is asked
    assert [question.cell for question in outcome.plan.questions] == ["C3"]


def test_choices_that_never_rest_end_an_import_with_words(world: SampleHospital) -> None:
    opened, times = opened_of(world, book(row(1))), iter(range(100))

    def meanwhile(done: int, total: int) -> None:
        decide(world, opened, answers={"x": str(next(times))})

    with pytest.raises(WrongState, match="正在另一个窗口里修改"):
        run(world, opened, reading=meanwhile)
    assert not Finding.objects.exists()


def large(world: SampleHospital, monkeypatch: pytest.MonkeyPatch, *rows: list[str]) -> tuple[Client, str]:
    """A large workbook with its preview read."""
    monkeypatch.setattr(import_jobs, "MANY_CELLS", 1)
    clerk = as_(world.clerk)
    address = upload(clerk, world, book(*rows)).url
    clerk.get(address)
    run_waiting()
    return clerk, address


def test_an_import_that_was_asked_for_takes_no_second_one_and_no_change(
    world: SampleHospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, address = large(world, monkeypatch, row(1))
    clerk.post(f"{address}enter/", {"bad_rows": "skip"})
    assert clerk.post(f"{address}enter/", {"bad_rows": "skip"}).url == address
    assert Job.objects.filter(kind=import_choices.IMPORT).count() == 1
    second = clerk.post(
        f"/api/v1{address}enter/", {}, "application/json", headers={"Idempotency-Key": str(uuid.uuid4())}
    )
    assert second.status_code == 409
    assert put(clerk, f"{address}decisions/", {"answers": [{"key": "x", "value": "y"}]}).status_code == 409
    assert "正在导入" in clerk.get(address).content.decode()


def test_the_progress_of_a_large_import_moves_while_it_is_read_and_while_it_enters(
    world: SampleHospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, address = large(world, monkeypatch, row(1), row(2))
    clerk.post(f"{address}enter/", {"bad_rows": "skip"})
    told: list[tuple[int, int, str]] = []
    monkeypatch.setattr(Progress, "report", lambda _, *said: told.append(said))
    run_waiting()
    assert list(dict.fromkeys(words for _, _, words in told)) == [
        "正在打开工作簿",
        "已读取 2 / 3 行",
        "已读取 3 / 3 行",
        "已导入 2 / 2 条",
    ]
    shares = [done / total for done, total, _ in told]
    assert shares == sorted(shares)


def test_an_import_that_was_given_no_more_time_says_what_helps_and_leaves_nothing(
    world: SampleHospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, address = large(world, monkeypatch, row(1), row(2), row(3))
    clerk.post(f"{address}enter/", {"bad_rows": "skip"})
    monkeypatch.setattr(import_rows, "BLOCK", 1)
    entered: list[int] = []

    def report(_: Progress, done: int, total: int, words: str) -> None:
        if words == "已导入 2 / 3 条":
            entered.append(Finding.objects.count())
            raise SoftTimeLimitExceeded

    monkeypatch.setattr(Progress, "report", report)
    run_waiting()
    assert entered == [2]
    assert not Finding.objects.exists()
    job = Job.objects.latest("id")
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.problem == (
        "超过 14 分钟没有完成，已停止；数据没有改变。"
        "可以按工作表拆成几个工作簿分别导入，或由信息科调大 JOB_TIME_LIMIT_MINUTES。"
    )
    assert LedgerImport.objects.get().imported_at is None


@pytest.fixture
def this_month(world: SampleHospital) -> str:
    """The address of a workbook that only says otherwise what the ledger has."""
    run(world, opened_of(world, LAST_MONTH.read_bytes()))
    return f"/imports/{opened_of(world, THIS_MONTH.read_bytes()).uid}/"


def test_the_page_imports_nothing_where_nothing_is_new_and_nothing_is_ticked(
    world: SampleHospital, this_month: str
) -> None:
    clerk = as_(world.clerk)
    page = clerk.get(this_month)
    assert "导入 0 条" not in page.content.decode()
    refused = clerk.post(f"{this_month}enter/?show=changed", sent_back(page) | {"ticks": "1"}, follow=True)
    assert refused.redirect_chain[-1][0] == f"{this_month}?show=changed"
    assert "没有可以导入的行，也没有勾选要更新的格，没有导入。" in refused.content.decode()
    done = clerk.post(f"{this_month}enter/", sent_back(page) | {"taken": "问题台账!I3"}, follow=True)
    assert "已更新 1 格" in done.content.decode()


def test_a_file_that_came_before_is_told_with_a_way_to_ones_own_import(world: SampleHospital) -> None:
    content = book(row(1))
    first = opened_of(world, content)
    run(world, first)
    clerk, other = as_(world.clerk), as_(world.second_clerk)
    page = clerk.get(upload(clerk, world, content).url).content.decode()
    assert "已把同一个文件导入这个台账，共 1 条。" in page
    assert world.clerk.display_name in page
    assert f'href="/imports/{first.uid}/"' in page
    theirs = other.get(upload(other, world, content).url).content.decode()
    assert "同一个文件" in theirs
    assert str(first.uid) not in theirs
    assert "同一个文件" not in clerk.get(upload(clerk, world, book(row(2))).url).content.decode()


def test_the_preview_answers_head_like_get(world: SampleHospital) -> None:
    clerk = as_(world.clerk)
    address = upload(clerk, world, book(row(1))).url
    assert clerk.head(address).status_code == clerk.get(address).status_code == 200
    assert clerk.get(f"{address}enter/?page=2").url == f"{address}?page=2"  # loaded again


@pytest.mark.parametrize("is_large", [False, True])
def test_pressing_import_with_a_cell_unsaved_keeps_it_and_shows_what_follows(
    world: SampleHospital, monkeypatch: pytest.MonkeyPatch, is_large: bool
) -> None:
    rows = row(1), row(2, due="十三月\n或更晚")
    clerk, address = large(world, monkeypatch, *rows) if is_large else (as_(world.clerk), "")
    address = address or upload(clerk, world, book(*rows)).url
    page = clerk.get(f"{address}?show=wrong")
    assert f'formaction="{address}enter/?show=wrong"' in page.content.decode()
    (field,) = [field for field in page.context["decisions"] if field.value() == "十三月\n或更晚"]
    changed = sent_back(page) | {field.html_name: "2025-10-31"}
    pressed = clerk.post(f"{address}enter/?show=wrong", changed)
    assert pressed.url == f"{address}?show=wrong"
    assert not Finding.objects.exists()
    assert not Job.objects.filter(kind=import_choices.IMPORT).exists()
    assert LedgerImport.objects.get().decisions["cells"] == {"台账": {"E3": "2025-10-31"}}
    if is_large:
        clerk.get(pressed.url)
        run_waiting()
    after = clerk.get(pressed.url)
    assert after.context["seen"]["ready"] == 2
    if not is_large:
        assert "改动已保存，还没有导入。看过新的预览后再按导入。" in after.content.decode()
    clerk.post(f"{address}enter/", sent_back(clerk.get(address)))
    if is_large:
        run_waiting()
    assert Finding.objects.count() == 2


def test_an_untouched_page_is_no_change(world: SampleHospital) -> None:
    clerk = as_(world.clerk)
    address = upload(clerk, world, book(row(1), row(2, due="十三月\n或更晚"))).url
    clerk.post(f"{address}enter/", sent_back(clerk.get(address)))
    assert Finding.objects.count() == 1


def test_what_cannot_be_kept_is_shown_again_with_everything_typed(world: SampleHospital) -> None:
    clerk = as_(world.clerk)
    address = upload(clerk, world, book(row(1), row(2, due="十三月"))).url
    (field,) = [one for one in clerk.get(address).context["decisions"] if one.value() == "十三月"]
    typed = {field.html_name: "2025-10-31", "sheet-header": "99", "bad_rows": "skip"}
    page = clerk.post(f"{address}enter/", typed)
    assert page.status_code == 400
    assert 'value="2025-10-31"' in page.content.decode()
    assert "这张表只有 3 行。" in page.content.decode()
    assert not Finding.objects.exists()


def test_what_another_window_changed_is_seen_before_it_enters(world: SampleHospital, this_month: str) -> None:
    clerk = as_(world.clerk)
    sent = sent_back(clerk.get(this_month)) | {"mark": clerk.get(this_month).context["mark"]}
    (tick,) = re.findall(r'value="(问题台账!I3#\w+)"', clerk.get(this_month).content.decode())
    clerk.post(this_month, sent | {"ticks": "1", "taken": tick})  # the other window
    answer = clerk.post(f"{this_month}enter/", sent | {"ticks": "1", "taken": tick}, follow=True)
    assert "刚在另一个窗口里改过，还没有导入" in answer.content.decode()
    assert LedgerImport.objects.latest("pk").imported_at is None
    again = clerk.get(this_month).context["mark"]
    done = clerk.post(f"{this_month}enter/", sent | {"mark": again, "ticks": "1", "taken": tick}, follow=True)
    assert "已更新 1 格" in done.content.decode()


def test_ticks_stay_when_the_page_is_read_again(world: SampleHospital, this_month: str) -> None:
    clerk = as_(world.clerk)
    page = clerk.get(this_month)
    (tick,) = re.findall(r'value="(问题台账!I3#\w+)"', page.content.decode())
    clerk.post(this_month, sent_back(page) | {"ticks": "1", "taken": tick})
    assert f'value="{tick}"' in (text := clerk.get(this_month).content.decode())
    assert text.count("checked") == 1
    clerk.post(this_month, sent_back(page) | {"ticks": "1"})
    assert "checked" not in clerk.get(this_month).content.decode()
