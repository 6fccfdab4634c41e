"""What stands in the demo's evidence files: one content for each kind of paper, picture or table."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from infrastructure.files.kinds import JPEG, PDF, PNG, XLSX, FileKind
from infrastructure.files.names import extension_of
from infrastructure.files.preview_worker import draw
from workshop.demo.rectification import papers, pictures, tables

_DETAIL = re.compile(r"（[^）]*）")  # （2025年9月）, （复验）
_MADE = {
    "pdf": (PDF, papers.paper),
    "jpg": (JPEG, pictures.photo),
    "png": (PNG, pictures.screen),
    "xlsx": (XLSX, tables.table),
}


@dataclass(frozen=True)
class Content:
    kind: FileKind
    data: bytes
    pages: tuple[bytes, ...] = ()  # previews
    thumbnail: bytes = b""


def content_of(name: str) -> Content:
    """By the title in the file's name: 自查记录表（2025年8月）.xlsx has the content of every 自查记录表."""
    extension = extension_of(name)
    return _content(_DETAIL.sub("", name.removesuffix(f".{extension}")), extension)


@lru_cache(maxsize=100)
def _content(title: str, extension: str) -> Content:
    kind, made = _MADE[extension]
    data = made(title)
    if not kind.previewable:
        return Content(kind, data)
    with tempfile.TemporaryDirectory(prefix="demo-preview-") as name:
        folder = Path(name)
        source = folder / "source"
        source.write_bytes(data)
        count = draw("pdf" if kind is PDF else "picture", source, folder)
        pages = tuple((folder / f"page-{number}.webp").read_bytes() for number in range(1, count + 1))
        return Content(kind, data, pages, (folder / "thumbnail.webp").read_bytes())
