"""Notes, pictures and text boxes of a workbook are found at their cells; a picture in a cell is no text."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from PIL import Image as PillowImage

from infrastructure.workbooks.grid import Beside, BesideKind
from infrastructure.workbooks.reading import read_workbook

Parts = dict[str, bytes]
Pack = Callable[[Parts], Path]


def picture() -> Image:
    content = BytesIO()
    PillowImage.new("RGB", (8, 8), "navy").save(content, "PNG")
    return Image(content)


def test_notes_and_pictures_at_their_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["存在问题", "照片"])
    sheet.append(["缺签名", '=DISPIMG("ID_1",1)'])
    sheet["A2"].comment = Comment("请核实\n是否重复", "质控办")
    sheet.add_image(picture(), "C4")
    book.create_sheet("另一张").append(["没有"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    first, second = read_workbook(path).sheets
    assert set(first.beside) == {
        Beside(2, 1, BesideKind.NOTE, "请核实\n是否重复"),
        Beside(4, 3, BesideKind.PICTURE),
    }
    assert second.beside == ()


def test_the_function_that_shows_a_picture_is_a_picture(parts: Parts, packed: Pack) -> None:
    name = "xl/worksheets/sheet1.xml"
    formula = (
        '<c r="C2" t="str"><f>_xlfn.DISPIMG("ID_7",1)</f><v>=DISPIMG("ID_7",1)</v></c></row></sheetData>'
    )
    parts[name] = parts[name].replace(b"</row></sheetData>", formula.encode())
    grid = read_workbook(packed(parts)).sheets[0]
    assert grid.value(2, 3) is None
    assert grid.beside == (Beside(2, 3, BesideKind.PICTURE),)


def test_words_of_a_text_box(parts: Parts, packed: Pack) -> None:
    sheet, links = (
        "xl/worksheets/sheet1.xml",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    drawing = (
        '<d:wsDr xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><d:twoCellAnchor><d:from><d:col>1</d:col>'
        "<d:row>4</d:row></d:from><d:sp><d:txBody><a:p><a:r><a:t>此条</a:t></a:r><a:r><a:t>作废</a:t></a:r></a:p>"
        "<a:p><a:r><a:t>张伟</a:t></a:r></a:p></d:txBody></d:sp></d:twoCellAnchor></d:wsDr>"
    )
    parts["xl/drawings/drawing1.xml"] = drawing.encode()
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{links}/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
    ).encode()
    assert sheet in parts
    assert read_workbook(packed(parts)).sheets[0].beside == (
        Beside(5, 2, BesideKind.TEXT_BOX, "此条作废\n张伟"),
    )
