"""docx, xlsx and pptx: which of them a package is, and what must not be in it (DESIGN §8)."""

import tempfile
from collections.abc import Callable
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from infrastructure.files import ole
from infrastructure.files.archives import Archive, ArchiveEntry, InflationBudget
from infrastructure.files.kinds import ACCEPTED, DOCX, OLE_SIGNATURE, PPTX, XLSX, ZIP_SIGNATURE, FileKind
from infrastructure.files.limits import MIB, UploadLimits
from infrastructure.files.refusals import RefusalCode, UploadRefused, refuse

_MAIN_TYPES = {
    "wordprocessingml.document.main+xml": DOCX,
    "spreadsheetml.sheet.main+xml": XLSX,
    "presentationml.presentation.main+xml": PPTX,
}
_MACRO_TYPES = ("macroenabled", "vbaproject", "vbadata", "macrosheet", "activex")
_MACRO_PARTS = ("vbaproject.bin", "/macrosheets/", "/activex/")
_CONTENT_TYPES = "[content_types].xml"
_INDEX_BYTES = 4 * MIB

# Office writes no document type declaration; one means entities. Looked for in every encoding XML readers take.
_DTD_MARKERS = tuple(
    marker.encode(encoding)
    for marker in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_OVERLAP = max(len(marker) for marker in _DTD_MARKERS) - 1

_ARCHIVE_SIGNATURES = (
    ZIP_SIGNATURE,
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\xfd7zXZ\0",
    b"BZh",
    b"MSCF",
    b"\x1f\x8b",
)
_PROGRAM_SIGNATURES = (b"MZ", b"\x7fELF")
_PACKED_DRAWINGS = (".emz", ".wmz")  # old drawings, packed with gzip by Office itself; never unpacked here


def inspect_package(stream: BinaryIO, *, file_name: str, limits: UploadLimits) -> FileKind:
    """The kind of an Office package. Everything else that is a zip is refused."""
    size = stream.seek(0, 2)
    budget = InflationBudget(file_name=file_name, allowed=limits.inflation_budget(size))
    return _PackageInspection(stream, file_name, limits, budget, embedded=False).kind()


def _plain(name: str) -> str:
    return name.lower().replace("\\", "/")


class _PackageInspection:
    """One pass over a package. A document may hold the table behind a chart, which may hold nothing further."""

    def __init__(
        self,
        stream: BinaryIO,
        file_name: str,
        limits: UploadLimits,
        budget: InflationBudget,
        *,
        embedded: bool,
    ) -> None:
        self._file_name = file_name
        self._limits = limits
        self._budget = budget
        self._embedded = embedded
        self._archive = Archive(stream, file_name=file_name, limits=limits, budget=budget)

    def kind(self) -> FileKind:
        self._refuse_other_archives()
        kinds: set[FileKind] = set()
        charts: list[ArchiveEntry] = []
        for entry in self._archive.entries:
            name = _plain(entry.name)
            if any(part in f"/{name}" for part in _MACRO_PARTS):
                raise self._macros()
            if name == _CONTENT_TYPES:
                kinds |= self._declared_kinds(entry)
            elif name.endswith(".rels"):
                self._refuse_external_links(entry)
            elif self._watch_part(entry) == ZIP_SIGNATURE:
                charts.append(entry)
        return self._sole_kind(kinds, charts)

    def _sole_kind(self, kinds: set[FileKind], charts: list[ArchiveEntry]) -> FileKind:
        if len(kinds) != 1:
            raise refuse(
                RefusalCode.WRONG_TYPE, self._file_name, f"不是可以识别的 Office 文件。可以上传：{ACCEPTED}"
            )
        kind = kinds.pop()
        if charts and (self._embedded or kind is XLSX):
            raise self._nested()
        for entry in charts:
            self._with_content(entry, self._inspect_embedded)
        return kind

    def _inspect_embedded(self, content: BinaryIO) -> None:
        _PackageInspection(content, self._file_name, self._limits, self._budget, embedded=True).kind()

    def _refuse_other_archives(self) -> None:
        names = {_plain(entry.name) for entry in self._archive.entries}
        if _CONTENT_TYPES in names:
            return
        advice = "是压缩包。请先解压，再逐个上传其中的文件"
        if "ofd.xml" in names:
            advice = "是 OFD 版式文件。请另存或打印为 PDF 后重新上传"
        elif "mimetype" in names:
            advice = "是 OpenDocument 文件。请另存为 .docx、.xlsx 或 .pptx 后重新上传"
        raise refuse(RefusalCode.WRONG_TYPE, self._file_name, advice)

    def _watch_part(self, entry: ArchiveEntry) -> bytes:
        """Read one part to its end; refuse DTDs, archives and programs. Says when the part is an Office package."""
        head, tail = b"", b""
        for piece in self._archive.inflated(entry):
            head = head or piece[:8]
            self._refuse_dtd(tail + piece)
            tail = piece[-_OVERLAP:]
        if head.startswith(OLE_SIGNATURE):
            self._with_content(
                entry, lambda content: ole.refuse_dangerous_parts(content, file_name=self._file_name)
            )
        return self._nested_signature(_plain(entry.name), head)

    def _nested_signature(self, name: str, head: bytes) -> bytes:
        if head.startswith(ZIP_SIGNATURE) and "/embeddings/" in f"/{name}":
            return ZIP_SIGNATURE
        packed_drawing = name.endswith(_PACKED_DRAWINGS) and head.startswith(b"\x1f\x8b")
        if head.startswith(_ARCHIVE_SIGNATURES + _PROGRAM_SIGNATURES) and not packed_drawing:
            raise self._nested()
        return b""

    def _declared_kinds(self, entry: ArchiveEntry) -> set[FileKind]:
        declared = [element.get("ContentType", "") for element in self._parsed(entry).iter()]
        if any(word in content_type.lower() for content_type in declared for word in _MACRO_TYPES):
            raise self._macros()
        return {kind for ending, kind in _MAIN_TYPES.items() if any(t.endswith(ending) for t in declared)}

    def _refuse_external_links(self, entry: ArchiveEntry) -> None:
        """A link a reader clicks is fine; a part that opens by itself from elsewhere is not."""
        for relation in self._parsed(entry).iter():
            external = relation.get("TargetMode", "").lower() == "external"
            if external and not relation.get("Type", "").endswith("/hyperlink"):
                raise refuse(
                    RefusalCode.EXTERNAL_LINKS,
                    self._file_name,
                    "引用了外部文件或网络内容。请断开外部链接（数据 → 编辑链接），或导出为 PDF 后上传",
                )

    def _parsed(self, entry: ArchiveEntry) -> Element:
        content = b""
        for piece in self._archive.inflated(entry):
            content += piece
            if len(content) > _INDEX_BYTES:
                raise refuse(
                    RefusalCode.INFLATES, self._file_name, "结构异常，已拒绝接收。请导出为 PDF 后重新上传"
                )
        self._refuse_dtd(content)
        try:
            root: Element = fromstring(content, forbid_dtd=True)
        except DefusedXmlException as problem:
            raise self._dtd() from problem
        except (ParseError, ValueError, LookupError) as problem:
            raise refuse(
                RefusalCode.DAMAGED, self._file_name, "已损坏，无法读取。请重新保存后上传"
            ) from problem
        return root

    def _with_content(self, entry: ArchiveEntry, inspect: Callable[[BinaryIO], object]) -> None:
        with tempfile.TemporaryFile() as content:
            for piece in self._archive.inflated(entry):
                content.write(piece)
            content.seek(0)
            inspect(content)

    def _refuse_dtd(self, content: bytes) -> None:
        if any(marker in content for marker in _DTD_MARKERS):
            raise self._dtd()

    def _dtd(self) -> UploadRefused:
        return refuse(
            RefusalCode.DTD, self._file_name, "含有不安全的 XML 声明（DTD），不能接收。请导出为 PDF 后上传"
        )

    def _macros(self) -> UploadRefused:
        return refuse(
            RefusalCode.MACROS,
            self._file_name,
            "含有宏或控件，不能接收。请另存为不含宏的 .docx、.xlsx、.pptx，或导出为 PDF 后上传",
        )

    def _nested(self) -> UploadRefused:
        return refuse(
            RefusalCode.NESTED, self._file_name, "里面嵌入了压缩包或程序。请删去嵌入的文件，单独上传"
        )
