"""What must not come in, by what is inside: evidence and workbooks are judged by the same list (DESIGN §8)."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from infrastructure.files.inspection import inspect_upload
from infrastructure.files.limits import UploadLimits
from infrastructure.files.refusals import UploadRefused
from infrastructure.office_packages.dangers import Danger
from infrastructure.workbooks.reading import read_workbook
from infrastructure.workbooks.refusals import WorkbookRefused
from tests.infrastructure.files import samples

Parts = dict[str, str | bytes]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"
VBA = samples.compound_file("VBA", "dir", entry_type=1)
DTD = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


def workbook_parts(formula: str = "", *, name: str = "", sheet: str = "台账") -> Parts:
    """A workbook of the usual writer, with a formula or a defined name in it."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    book.active.append(["序号", "存在问题"])
    book.active["B2"] = f"={formula}" if formula else "查房记录缺签名"
    book.active["B2"].hyperlink = "https://example.org/依据"
    if name:
        book.defined_names["范围"] = DefinedName("范围", attr_text=name)
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        return {entry: package.read(entry) for entry in package.namelist()}


def typed(parts: Parts, part: str, content_type: str) -> Parts:
    """The same with one more part in the list of types."""
    override = f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    return parts | {TYPES: bytes(parts[TYPES]).replace(b"</Types>", override.encode())}  # type: ignore[arg-type]


def verdicts(parts: Parts, tmp_path: Path) -> set[str]:
    """What evidence and what the reader of workbooks say about one file; empty: both take it."""
    content = samples.zipped(parts)
    path = tmp_path / "台账.xlsx"
    path.write_bytes(content)
    said: dict[str, str] = {}
    try:
        inspect_upload(io.BytesIO(content), raw_name="台账.xlsx", limits=UploadLimits())
    except UploadRefused as refused:
        said[refused.code.value] = refused.message
    try:
        read_workbook(path)
    except WorkbookRefused as refused:
        said.setdefault(refused.code.value, refused.reason)
    assert all("请" in sentence for sentence in said.values())
    return set(said)


def refused_by_both(parts: Parts, tmp_path: Path) -> str:
    said = verdicts(parts, tmp_path)
    assert len(said) == 1, said
    return said.pop()


def rels(kind: str, target: str, mode: str = "Internal") -> str:
    return samples.relations(kind, target, mode)


@pytest.mark.parametrize(
    "more",
    [
        {"xl/theme/theme9.bin": VBA},
        {"xl/media/image1.png": VBA},
        {"docProps/custom.xml": VBA},
        {"xl/printerSettings/printerSettings1.bin": b"ActiveMime\0\0" + bytes(50)},
        {"xl/worksheets/sheet2.xml": f'<m:macrosheet xmlns:m="{MAIN}"/>'},
        {"xl/a.dat": f'<?xml version="1.0"?><macrosheet xmlns="{MAIN}"/>'},
        {"xl/ctrl.xml": '<ax:ocx xmlns:ax="http://schemas.microsoft.com/office/2006/activeX"/>'},
        {"xl/_rels/workbook2.xml.rels": rels("vbaProject", "theme/theme9.bin")},
        {"xl/worksheets/_rels/sheet1.xml.rels": rels("xlIntlMacrosheet", "/xl/a.xml")},
    ],
)
def test_macros_are_found_under_any_part_name(more: Parts, tmp_path: Path) -> None:
    parts = typed(workbook_parts(), "xl/a.dat", "application/xml")
    assert refused_by_both(parts | more, tmp_path) == Danger.MACROS


def test_macros_are_found_by_their_declared_type(tmp_path: Path) -> None:
    for declared in ("application/vnd.ms-office.vbaProject", "application/vnd.ms-excel.macrosheet+xml"):
        parts = typed(workbook_parts(), "xl/harmless.bin", declared)
        assert refused_by_both(parts | {"xl/harmless.bin": "x"}, tmp_path) == Danger.MACROS


@pytest.mark.parametrize(
    "formula",
    [
        "cmd|'/c calc'!A1",
        "CMD|'/C calc.exe'!'A1'",
        "'cmd'|'/c calc'!A1",
        "'cmd|/c calc'!A1",
        "1+excel|'c:\\a.xls'!x",
        "IF(A1=\"|\",0,msexcel|'\\..\\..\\calc'!x)",
        "SUM([1]a|b!c)",
        "表['#[]]+cmd|'/c calc'!A1",
        "'a\"'!A1+cmd|'/c calc'!B1&\"x\"",
        'CALL("kernel32","WinExec","JC","calc",0)',
        '_xlfn.RTD("prog.id",,"topic")',
        'register.id("a","b")',
    ],
)
def test_formulas_that_start_a_program_are_refused(formula: str, tmp_path: Path) -> None:
    assert refused_by_both(workbook_parts(formula), tmp_path) == Danger.COMMANDS


def test_formulas_that_start_a_program_are_found_everywhere(tmp_path: Path) -> None:
    dde = "cmd|'/c calc'!A1"
    assert refused_by_both(workbook_parts(name=dde), tmp_path) == Danger.COMMANDS
    sheet = bytes(workbook_parts()[SHEET]).decode()  # type: ignore[arg-type]
    for hidden in (
        f'<conditionalFormatting sqref="A1"><cfRule><formula>{dde}</formula></cfRule></conditionalFormatting>',
        f"<dataValidations><dataValidation><formula1>{dde}</formula1></dataValidation></dataValidations>",
        "<e><f>cmd&#124;'/c calc'!A1</f></e>",
        "<e><f><![CDATA[cmd|'/c ]]>calc'!A1</f></e>",
        f"<e><f><x/>{dde}</f></e>",
        f'<x:f xmlns:x="{MAIN}">{dde}</x:f>',
        f'<ddeLink xmlns="{MAIN}" ddeService="cmd" ddeTopic="/c calc"/>',
    ):
        parts = workbook_parts() | {SHEET: sheet.replace("</worksheet>", f"{hidden}</worksheet>")}
        assert refused_by_both(parts, tmp_path) == Danger.COMMANDS, hidden
        utf16 = parts[SHEET].replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")  # type: ignore[union-attr]
        assert refused_by_both(parts | {SHEET: utf16}, tmp_path) == Danger.COMMANDS, hidden


def test_formula_far_inside_a_large_sheet_is_found(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(4_000):
        sheet.append([number, f"问题{number}"])
    sheet.append(["=cmd|'/c calc'!A1"])
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        parts: Parts = {entry: package.read(entry) for entry in package.namelist()}
    assert refused_by_both(parts, tmp_path) == Danger.COMMANDS


@pytest.mark.parametrize(
    "formula",
    [
        '"a|b"&C2',
        'IF(ISNUMBER(FIND("|",A1)),"是","""|""")',
        "'甲|乙'!A1+1",
        "表[[#This Row],[甲|乙]]",
        'HYPERLINK("https://example.org","依据")',
        '_xlfn.DISPIMG("ID_1",1)',
        'SUMIFS(B:B,A:A,">="&DATE(2026,1,1))',
        "RECALL(A1)",
    ],
)
def test_formulas_of_ordinary_workbooks_are_taken(formula: str, tmp_path: Path) -> None:
    assert verdicts(workbook_parts(formula, sheet="甲|乙"), tmp_path) == set()


def test_formulas_that_fetch_are_links_to_elsewhere(tmp_path: Path) -> None:
    for formula in ('_xlfn.WEBSERVICE("http://192.0.2.1/")', '_xlfn.IMAGE("http://192.0.2.1/a.png")'):
        assert refused_by_both(workbook_parts(formula), tmp_path) == Danger.EXTERNAL_LINKS


@pytest.mark.parametrize(
    "more",
    [
        {"xl/x1.xml": f'<externalLink xmlns="{MAIN}"><externalBook/></externalLink>'},
        {"xl/_rels/workbook2.xml.rels": rels("externalLink", "x1.xml")},
        {"xl/_rels/x1.xml.rels": rels("xlExternalLinkPath/xlPathMissing", "book.xlsx", "External")},
        {"xl/book2.xml": f'<workbook xmlns="{MAIN}"><a><externalReference/></a></workbook>'},
        {"xl/x1.xml": f'<connections xmlns="{MAIN}"><connection/></connections>'},
        {"xl/x1.xml": f'<queryTable xmlns="{MAIN}"/>'},
        {"xl/_rels/workbook2.xml.rels": rels("connections", "x1.xml")},
        {"xl/_rels/workbook2.xml.rels": rels("powerPivotData", "model/item.data")},
        {"xl/_rels/workbook2.xml.rels": rels("customData", "customData/item1.data")},
        {"customXml/item1.xml": '<DataMashup xmlns="http://schemas.microsoft.com/DataMashup">AA==</DataMashup>'.encode("utf-16")},
        {"xl/drawings/_rels/drawing1.xml.rels": rels("image", "http://192.0.2.1/a.png")},
        {"xl/drawings/_rels/drawing1.xml.rels": rels("image", "file:///C:/a.png")},
        {"xl/drawings/_rels/drawing1.xml.rels": rels("image", "\\\\192.0.2.1\\share\\a.png")},
        {"xl/drawings/_rels/drawing1.xml.rels": rels("image", "//192.0.2.1/a.png")},
    ],
)  # fmt: skip
def test_links_to_elsewhere_are_found_at_either_end(more: Parts, tmp_path: Path) -> None:
    assert refused_by_both(workbook_parts() | more, tmp_path) == Danger.EXTERNAL_LINKS


@pytest.mark.parametrize("kind", ["externalLink", "connections", "queryTable"])
def test_links_to_elsewhere_are_found_by_their_declared_type(kind: str, tmp_path: Path) -> None:
    declared = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"
    assert refused_by_both(typed(workbook_parts(), "xl/x1.xml", declared), tmp_path) == Danger.EXTERNAL_LINKS


@pytest.mark.parametrize(
    "name", ["../a.xml", "xl/../../a.xml", "/xl/a.xml", "xl\\..\\..\\a.xml", "C:/a.xml", "/etc/passwd"]
)
def test_part_names_that_lead_out_are_refused(name: str, tmp_path: Path) -> None:
    assert refused_by_both(workbook_parts() | {name: "<a/>"}, tmp_path) == Danger.PATHS


@pytest.mark.parametrize(
    "target", ["../../../a.xml", "..%2f..%2f..%2fa.xml", "/../a.xml", "x/../../../../a.xml", "..\\..\\..\\a"]
)
def test_targets_that_lead_out_are_refused(target: str, tmp_path: Path) -> None:
    more: Parts = {"xl/drawings/_rels/drawing1.xml.rels": rels("image", target)}
    assert refused_by_both(workbook_parts() | more, tmp_path) == Danger.PATHS


@pytest.mark.parametrize("target", ["../media/a.png", "/xl/media/a.png", "NULL", "a/../b.png", "#台账!A1"])
def test_targets_inside_the_package_are_ordinary(target: str, tmp_path: Path) -> None:
    more: Parts = {"xl/drawings/_rels/drawing1.xml.rels": rels("image", target)}
    assert verdicts(workbook_parts() | more, tmp_path) == set()


def _utf7(text: str) -> bytes:
    return text.replace("<", "+ADw-").replace("!", "+ACE-").encode()


@pytest.mark.parametrize("part", [SHEET, "xl/drawings/drawing1.vml", "customXml/item1.xml", "xl/some.bin"])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'<?xml version="1.0" encoding="UTF-7"?>' + _utf7(DTD), {Danger.ENCODING}),
        (_utf7(f'<?xml version="1.0" encoding="UTF-7"?>{DTD}'), {Danger.ENCODING, Danger.DTD}),
        (b"\xef\xbb\xbf" + _utf7(f"<?xml version='1.0'?>{DTD}"), {Danger.ENCODING, Danger.DTD}),
        (b"+/v8-" + _utf7(f"<?xml version='1.0'?>{DTD}"), {Danger.ENCODING, Danger.DTD}),
        (f'<?xml version="1.0" encoding="UTF-16"?>{DTD}'.encode("utf-16"), {Danger.DTD}),
        (f'<?xml version="1.0" encoding="UTF-16"?>{DTD}'.encode("utf-16-be"), {Danger.DTD}),
        (f'<?xml version="1.0" encoding="UTF-16"?>{DTD}'.encode("utf-16-le"), {Danger.DTD}),
        (f'<?xml version="1.0" encoding="UTF-8"?>{DTD}'.encode("utf-8-sig"), {Danger.DTD}),
        (b'<?xml version="1.0" encoding="gb2312"?><a/>', {Danger.ENCODING}),
        (b"<?xml version='1.0' encoding = 'EBCDIC-CP-US' ?><a/>", {Danger.ENCODING}),
        (b'<?xml version="1.0"' + b" " * 2_000 + b'encoding="utf-7"?><a/>', {Danger.ENCODING}),
        (b'<?xml version="1.0" encoding="UTF-16"?><a/>', {Danger.ENCODING}),
    ],
)
def test_xml_is_read_in_utf8_and_utf16_only(
    part: str, content: bytes, expected: set[Danger], tmp_path: Path
) -> None:
    assert refused_by_both(workbook_parts() | {part: content}, tmp_path) in expected


@pytest.mark.parametrize("encoding", ["utf-32", "cp037"])
def test_xml_in_encodings_nobody_needs(encoding: str, tmp_path: Path) -> None:
    content = f'<?xml version="1.0"?>{DTD}'.encode(encoding)
    assert refused_by_both(workbook_parts() | {"customXml/item1.xml": content}, tmp_path) == Danger.ENCODING


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_ordinary_encodings_are_taken(encoding: str, tmp_path: Path) -> None:
    declared = encoding.removesuffix("-sig").upper()
    content = f'<?xml version="1.0" encoding="{declared}"?><a>依据</a>'.encode(encoding)
    assert verdicts(workbook_parts() | {"customXml/item1.xml": content}, tmp_path) == set()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(body: str, kind: str = "docx") -> bytes:
    part = samples.MAIN[kind][0]
    return samples.package(kind, {part: f'<w:document xmlns:w="{WORD}">{body}</w:document>'})


def field(*runs: str) -> str:
    def run(text: str) -> str:
        if text in ("begin", "separate", "end"):
            return f'<w:r><w:fldChar w:fldCharType="{text}"/></w:r>'
        return f"<w:r><w:instrText>{text}</w:instrText></w:r>"

    return "".join(run(text) for text in runs)


@pytest.mark.parametrize(
    "body",
    [
        field("begin", 'DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"', "separate", "end"),
        field("begin", "D", "DE", "AUTO excel a b", "end"),
        f"<w:p>{field(' dde  excel a b')}</w:p>",
        '<w:fldSimple w:instr=" DDEAUTO excel a b"/>',
        field("begin", "begin", "QUOTE 68 68 69 65 85 84 79", "end", " c:\\cmd.exe", "separate", "end"),
    ],
)
def test_fields_of_a_document_that_start_a_program_are_refused(body: str) -> None:
    with pytest.raises(UploadRefused, match="DDE") as caught:
        inspect_upload(io.BytesIO(document(body)), raw_name="a.docx", limits=UploadLimits())
    assert caught.value.code == Danger.COMMANDS


def test_fields_of_an_ordinary_document_are_taken() -> None:
    inner = field("begin", "= ", "begin", "NUMPAGES", "separate", "end", " - 1", "separate", "end")
    toc = field("begin", 'TOC \\o "1-3"', "separate", "begin", "HYPERLINK \\l a", "separate", "end", "end")
    body = f"{inner}{toc}<w:p><w:r><w:t>DDEAUTO 是什么</w:t></w:r></w:p>"
    assert inspect_upload(io.BytesIO(document(body)), raw_name="a.docx", limits=UploadLimits()).size > 0


def test_actions_of_a_slide_that_start_a_program_are_refused() -> None:
    for action in ("ppaction://program", "&#112;paction://macro?name=x"):
        slide = samples.package("pptx", {"ppt/slides/slide1.xml": f'<a><hlinkClick action="{action}"/></a>'})
        with pytest.raises(UploadRefused) as caught:
            inspect_upload(io.BytesIO(slide), raw_name="a.pptx", limits=UploadLimits())
        assert caught.value.code == Danger.COMMANDS
    jump = samples.package(
        "pptx", {"ppt/slides/slide1.xml": '<a><hlinkClick action="ppaction://hlinksldjump"/></a>'}
    )
    assert inspect_upload(io.BytesIO(jump), raw_name="a.pptx", limits=UploadLimits()).size > 0


def test_documents_that_open_as_a_part_of_another_are_refused() -> None:
    for more in (
        {"word/_rels/document.xml.rels": rels("aFChunk", "afchunk.mht")},
        {"word/document2.xml": f'<w:document xmlns:w="{WORD}"><w:altChunk/></w:document>'},
    ):
        with pytest.raises(UploadRefused) as caught:
            inspect_upload(
                io.BytesIO(samples.package("docx", more)), raw_name="a.docx", limits=UploadLimits()
            )  # type: ignore[arg-type]
        assert caught.value.code == Danger.NESTED


def sample_workbooks() -> list[Path]:
    return sorted(samples.WORKBOOKS.rglob("*.xlsx"))


@pytest.mark.parametrize("path", sample_workbooks(), ids=lambda path: path.stem)
def test_workbooks_as_hospitals_keep_them_are_taken(path: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        parts: Parts = {name: package.read(name) for name in package.namelist()}
    assert verdicts(parts, tmp_path) == set()
