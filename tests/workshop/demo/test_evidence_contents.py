"""The demo's evidence are files that the upload itself would take."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from infrastructure.files.inspection import inspect_upload
from infrastructure.files.limits import UploadLimits
from workshop.demo.builder import build_demo
from workshop.demo.rectification.contents import content_of
from workshop.demo.rectification.tables import table


@pytest.fixture(scope="module")
def names() -> list[str]:
    demo = build_demo(date(2026, 11, 21))
    return sorted(
        {
            file.name
            for run in demo.runs
            for part in run.participations
            for plan in part.findings
            for act in plan.acts
            for file in act.files
        }
    )


@pytest.mark.slow
def test_each_is_what_its_name_says(names: list[str]) -> None:
    for name in names:
        content = content_of(name)
        seen = inspect_upload(io.BytesIO(content.data), raw_name=name, limits=UploadLimits())
        assert (seen.name, seen.kind) == (name, content.kind)
        assert bool(content.pages) == seen.kind.previewable


def test_papers_of_one_title_share_their_content() -> None:
    first, second = content_of("每周检查登记（2025年8月）.pdf"), content_of("每周检查登记（2025年9月）.pdf")
    assert first is second
    assert content_of("质控小组会议记录（2025年9月）.pdf").data != first.data


def test_a_table_has_its_title_and_the_same_bytes_every_time() -> None:
    data = content_of("整改前后数据对比（2025年9月）.xlsx").data
    assert table("整改前后数据对比") == data
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet["A1"].value == "整改前后数据对比（演示数据）"
    assert [cell.value for cell in sheet[2]][:3] == ["序号", "监测指标", "整改前"]
    assert sheet.max_row == 7
