"""A blank as superiors send them, part by part: it holds what openpyxl would drop.

Headings in two rows, five prepared rows, a sum, a merged footer; a text box and a picture above, a seal below; a
protected sheet with a filter, a list of values, a coloured rule, a print area and formulas.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

_PARTS = Path(__file__).parent / "superior_blank"
SHEET, WORKBOOK, DRAWING = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/drawings/drawing1.xml"
CHAIN, RELATIONS, TYPES = "xl/calcChain.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
OTHER_SHEET = "xl/worksheets/sheet2.xml"
_IN_ORDER = (
    TYPES,
    "_rels/.rels",
    WORKBOOK,
    RELATIONS,
    SHEET,
    OTHER_SHEET,
    "xl/styles.xml",
    CHAIN,
    "xl/worksheets/_rels/sheet1.xml.rels",
    DRAWING,
    "xl/drawings/_rels/drawing1.xml.rels",
    "xl/media/image1.png",
)
_KEPT_AS = {TYPES: "content_types.xml", "_rels/.rels": "package.rels"}


def standing(name: str) -> str:
    """A part as it is kept here."""
    return (_PARTS / _KEPT_AS.get(name, name)).read_text()


SHEET_XML, WORKBOOK_XML = standing(SHEET), standing(WORKBOOK)


def blank(changed: Mapping[str, str | bytes] | None = None) -> bytes:
    """The whole file; `changed` puts other contents in place of parts, or adds some."""
    parts: dict[str, str | bytes] = {
        name: (_PARTS / _KEPT_AS.get(name, name)).read_bytes() for name in _IN_ORDER
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.comment = "某市卫生健康委".encode()
        for name, part in (parts | dict(changed or {})).items():
            method = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            package.writestr(name, part, method)
    return content.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Every part as it is packed: local header, name and bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        infos, end = package.infolist(), package.start_dir
    starts = [info.header_offset for info in infos]
    return {
        info.filename: content[start:stop]
        for info, start, stop in zip(infos, starts, [*starts[1:], end], strict=True)
    }


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()
