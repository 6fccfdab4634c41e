"""目录 of a pack, written twice while its evidence streams by: as CSV for programs, as a workbook to print and sign."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from django.utils.timezone import localtime

from infrastructure.files.kinds import XLSX
from infrastructure.packs.writing import Member, PackWriter, pieces_of
from infrastructure.workbooks.cell_text import Plain, csv_row
from infrastructure.workbooks.writing import SheetColumn, SheetLayout, StyledBook
from rectification.selectors.pack_lines import EvidenceLine

CSV_TYPE = "text/csv"
BOM = "\ufeff".encode()  # without it WPS and Excel take UTF-8 for GBK
_COLUMNS = (
    SheetColumn("序号", 7, centred=True),
    SheetColumn("牵头部门", 14, centred=True),
    SheetColumn("佐证材料", 34),
    SheetColumn("收录情况", 22),
    SheetColumn("包内文件", 44),
    SheetColumn("大小（字节）", 12),
    SheetColumn("SHA-256", 36),
    SheetColumn("上传人", 9, centred=True),
    SheetColumn("上传时间", 17, centred=True),
)


class PackIndex:
    """Rows go to disk one by one. Used as a context, so that nothing is left behind after an error."""

    def __init__(self, folder: Path, *, title: str, notes: tuple[str, ...], watermark: str) -> None:
        self._paths = (folder / "index.csv", folder / "index.xlsx")
        self._layout = SheetLayout(
            name="目录", title=title, columns=_COLUMNS, notes=notes, signatures=(), watermark=watermark
        )

    def __enter__(self) -> PackIndex:
        with ExitStack() as stack:
            self._book = stack.enter_context(StyledBook())
            self._csv = stack.enter_context(self._paths[0].open("wb"))
            self._sheet = self._book.add_sheet(self._layout)
            self._csv.write(BOM + csv_row([column.heading for column in _COLUMNS]).encode())
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.__exit__(*error)  # type: ignore[arg-type]

    def tell(self, line: EvidenceLine, member: Member | None, remark: str) -> None:
        """One piece of evidence: where it lies, or why it does not."""
        row: list[Plain] = [
            line.finding.sequence,
            line.finding.lead,
            line.name,
            remark,
            *((member.name, member.size, member.sha256) if member else ("", None, "")),
            line.by,
            f"{localtime(line.at):%Y-%m-%d %H:%M}",
        ]
        self._sheet.append(row)
        self._csv.write(csv_row(row).encode())

    def into(self, pack: PackWriter) -> None:
        """Put both into the pack."""
        self._csv.close()
        self._book.save(self._paths[1])
        for path, name, content_type in zip(
            self._paths, ("index.csv", "目录.xlsx"), (CSV_TYPE, XLSX.content_type), strict=True
        ):
            pack.add(name, file_pieces(path), content_type=content_type)


def file_pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from pieces_of(stream)
