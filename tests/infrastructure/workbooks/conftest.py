"""Workbooks as they come: a sound one made by openpyxl, and the same taken apart and put together wrongly."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

Parts = dict[str, bytes]


@pytest.fixture
def sound_workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "台账"
    book.active.append(["序号", "存在问题"])
    book.active.append([1, "查房记录缺签名"])
    path = tmp_path / "sound.xlsx"
    book.save(path)
    return path


@pytest.fixture
def parts(sound_workbook: Path) -> Parts:
    with zipfile.ZipFile(sound_workbook) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture
def packed(tmp_path: Path) -> Callable[[Parts], Path]:
    def pack(parts: Parts) -> Path:
        path = tmp_path / "packed.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in parts.items():
                package.writestr(name, data)
        return path

    return pack


@pytest.fixture
def small_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("a.txt", "a")
    return buffer.getvalue()
