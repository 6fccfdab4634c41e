"""Word, Excel and PowerPoint files of both generations as evidence: their kind, and the sentence when they stay out."""

from typing import BinaryIO

from infrastructure.files.kinds import ACCEPTED, DOC, DOCX, OFD, PPT, PPTX, XLS, XLSX, FileKind
from infrastructure.files.limits import UploadLimits
from infrastructure.files.refusals import RefusalCode, UploadRefused, refuse
from infrastructure.office_packages import compound_files, inspection
from infrastructure.office_packages.archive import PackageLimits
from infrastructure.office_packages.dangers import Danger, PackageRefused
from infrastructure.office_packages.inspection import OfficeKind
from infrastructure.office_packages.ofd import inspect_ofd

_PACKAGES = {OfficeKind.DOCX: DOCX, OfficeKind.XLSX: XLSX, OfficeKind.PPTX: PPTX}
_COMPOUND = {"WordDocument": DOC, "Workbook": XLS, "Book": XLS, "PowerPoint Document": PPT}

_AS_PDF = "请导出为 PDF 后重新上传"
_WORDS: dict[Danger, tuple[RefusalCode, str]] = {
    Danger.NOT_OFFICE: (RefusalCode.WRONG_TYPE, "是压缩包或无法识别的文件。请先解压，再逐个上传其中的文件"),
    Danger.OPEN_DOCUMENT: (
        RefusalCode.WRONG_TYPE,
        "是 OpenDocument 文件。请另存为 .docx、.xlsx 或 .pptx 后重新上传",
    ),
    Danger.BINARY_WORKBOOK: (
        RefusalCode.WRONG_TYPE,
        "是二进制工作簿（.xlsb），可能带宏。请另存为 .xlsx 后重新上传",
    ),
    Danger.DAMAGED: (
        RefusalCode.DAMAGED,
        "已损坏或结构异常，无法检查。请打开后重新保存，或导出为 PDF 后上传",
    ),
    Danger.PASSWORD: (RefusalCode.PASSWORD, "设有密码，无法检查。请去掉密码后重新上传"),
    Danger.INFLATES: (RefusalCode.INFLATES, f"解压后的内容异常庞大，已拒绝接收。{_AS_PDF}"),
    Danger.NESTED: (RefusalCode.NESTED, "里面嵌入了压缩包、程序或其他文件。请删去嵌入的文件，单独上传"),
    Danger.MACROS: (
        RefusalCode.MACROS,
        "含有宏或控件，不能接收。请另存为不含宏的 .docx、.xlsx、.pptx，或导出为 PDF 后上传",
    ),
    Danger.COMMANDS: (
        RefusalCode.COMMANDS,
        "含有会启动其他程序的公式、域或动作（DDE 等），不能接收。请删去后另存，或导出为 PDF 后上传",
    ),
    Danger.EXTERNAL_LINKS: (
        RefusalCode.EXTERNAL_LINKS,
        "引用了外部文件、外部数据或网络内容。请断开外部链接（数据 → 编辑链接、查询和连接）后另存，或导出为 PDF 后上传",
    ),
    Danger.PATHS: (
        RefusalCode.PATHS,
        "内部部件的路径指向文件之外，不能接收。请用 Office 或 WPS 打开后另存，再重新上传",
    ),
    Danger.ENCODING: (
        RefusalCode.ENCODING,
        "内部文字的编码异常（不是 UTF-8），无法检查。请用 Office 或 WPS 打开后另存，再重新上传",
    ),
    Danger.DTD: (RefusalCode.DTD, "含有不安全的 XML 声明（DTD），不能接收。请导出为 PDF 后上传"),
}

_PRINTED = "请用 OFD 阅读器打开，“打印为 PDF”后重新上传"
_WORDS_OF_OFD = _WORDS | {
    Danger.DAMAGED: (RefusalCode.DAMAGED, f"已损坏或结构异常，无法检查。{_PRINTED}"),
    Danger.PASSWORD: (RefusalCode.PASSWORD, f"经过加密，无法检查。{_PRINTED}"),
    Danger.NESTED: (
        RefusalCode.NESTED,
        f"里面附有压缩包、程序或其他文件。请把附件取出单独上传，正文{_PRINTED.removeprefix('请')}",
    ),
    Danger.COMMANDS: (RefusalCode.COMMANDS, f"含有脚本或打开时自动执行的动作，不能接收。{_PRINTED}"),
    Danger.EXTERNAL_LINKS: (RefusalCode.EXTERNAL_LINKS, f"引用了文件之外的内容，不能接收。{_PRINTED}"),
    Danger.ENCODING: (RefusalCode.ENCODING, f"内部文字的编码异常（不是 UTF-8），无法检查。{_PRINTED}"),
}


def inspect_package(stream: BinaryIO, *, file_name: str, limits: UploadLimits) -> FileKind:
    """The kind of an Office package, or of an OFD file. Everything else that is a zip is refused."""
    size = stream.seek(0, 2)
    allowed = PackageLimits(entries=limits.archive_entries, inflated_bytes=limits.inflation_budget(size))
    try:
        return _PACKAGES[inspection.inspect_package(stream, allowed).kind]
    except PackageRefused as refused:
        if refused.danger is not Danger.OFD:
            raise _refusal(refused, file_name) from refused
    try:
        inspect_ofd(stream, allowed)
    except PackageRefused as refused:
        raise _refusal(refused, file_name, _WORDS_OF_OFD) from refused
    return OFD


def inspect_compound_file(stream: BinaryIO, *, file_name: str, extension: str) -> FileKind | None:
    """The kind of an old Office file; None when it is none. Macros, passwords and packed files are refused."""
    try:
        names = compound_files.refuse_dangerous_parts(stream)
    except PackageRefused as refused:
        raise _refusal(refused, file_name) from refused
    kinds = [kind for name, kind in _COMPOUND.items() if name in names]
    # A document with a table of another program inside has the main streams of both.
    fitting = [kind for kind in kinds if extension.lower() in kind.extensions]
    return next(iter(fitting or kinds), None)


def _refusal(
    refused: PackageRefused, file_name: str, all_words: dict[Danger, tuple[RefusalCode, str]] = _WORDS
) -> UploadRefused:
    code, words = all_words[refused.danger]
    advice = f"{words}。可以上传：{ACCEPTED}" if refused.danger is Danger.NOT_OFFICE else words
    return refuse(code, file_name, advice)
