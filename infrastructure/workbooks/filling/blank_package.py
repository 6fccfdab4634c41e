"""The parts of a blank that are looked into: the workbook, its sheets by name, the formats of its cells."""

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from infrastructure.workbooks.filling.cells import Looks
from infrastructure.workbooks.filling.markup import Element, parsed
from infrastructure.workbooks.filling.refusals import BlankRefused
from infrastructure.workbooks.reader.package import Package, is_true

MOST_SHEET_BYTES = 8 * 1024 * 1024


class BlankPackage:
    """Of a workbook that was looked through before (`package_checks`)."""

    def __init__(self, content: bytes) -> None:
        self.package = Package(content)
        self.main = self.package.main_part("xl/workbook.xml")
        self.relations = self.package.relations(self.main)
        self.book = self.tree(self.main)
        self.sheets = self._sheet_parts()

    def sheet_part(self, name: str) -> str:
        if name not in self.sheets:
            raise BlankRefused(f"空表里没有工作表“{name}”。请选择另一张工作表。")
        return self.sheets[name]

    def content(self, part: str) -> bytes:
        content = self.package.part(part)
        if len(content) > MOST_SHEET_BYTES:
            raise BlankRefused(
                "空表里设了格式的单元格太多，无法填写。请在空表里删去表格下方和右侧多余的行列，再重新上传。"
            )
        if content.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
            raise BlankRefused(
                "空表内部不是 UTF-8 编码，无法填写。请在 Excel 或 WPS 中另存为新的 .xlsx 文件再上传。"
            )
        return content

    def tree(self, part: str) -> Element:
        return parsed(self.content(part))

    def _sheet_parts(self) -> dict[str, str]:
        found = self.book.child("sheets")
        parts = {}
        for sheet in found.children if found else ():
            relation = next((value for key, value in sheet.attributes.items() if key.endswith(":id")), "")
            if relation in self.relations:
                parts[sheet.attributes.get("name", "")] = self.relations[relation].target
        return parts

    def looks(self) -> Looks:
        part = next((each.target for each in self.relations.values() if each.kind == "styles"), "")
        tree = self.package.tree(part) if part in self.package else None
        dates = set()
        if tree is not None:
            codes = {
                int(each.get("numFmtId", "0")): each.get("formatCode", "")
                for each in tree.iterfind("numFmts/numFmt")
            }
            for place, look in enumerate(tree.iterfind("cellXfs/xf")):
                number = int(look.get("numFmtId", "0"))
                if is_date_format(codes.get(number, BUILTIN_FORMATS.get(number, "General"))):
                    dates.add(str(place))
        settings = self.book.child("workbookPr")
        return Looks(frozenset(dates), settings is not None and is_true(settings.attributes.get("date1904")))
