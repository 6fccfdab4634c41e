"""The kinds of file that are taken, and how each is told from its first bytes."""

from dataclasses import dataclass
from enum import Enum

import puremagic

HEAD_BYTES = 8192
ACCEPTED = "图片（JPG、PNG、WebP、GIF）、PDF、Word、Excel、PPT"

PDF_SIGNATURE = b"%PDF-"


class Family(Enum):
    PICTURE = "picture"
    PDF = "pdf"
    OOXML = "ooxml"
    OLE = "ole"


@dataclass(frozen=True)
class FileKind:
    """One kind of content. The first extension is the usual one."""

    label: str
    content_type: str
    extensions: tuple[str, ...]
    family: Family

    @property
    def previewable(self) -> bool:
        return self.family in {Family.PICTURE, Family.PDF}


JPEG = FileKind("JPG 图片", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), Family.PICTURE)
PNG = FileKind("PNG 图片", "image/png", ("png",), Family.PICTURE)
WEBP = FileKind("WebP 图片", "image/webp", ("webp",), Family.PICTURE)
GIF = FileKind("GIF 图片", "image/gif", ("gif",), Family.PICTURE)
PDF = FileKind("PDF 文档", "application/pdf", ("pdf",), Family.PDF)

_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = FileKind("Word 文档", f"{_OFFICE}.wordprocessingml.document", ("docx",), Family.OOXML)
XLSX = FileKind("Excel 工作簿", f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",), Family.OOXML)
PPTX = FileKind("PPT 演示文稿", f"{_OFFICE}.presentationml.presentation", ("pptx",), Family.OOXML)

# WPS writes the same containers under names of its own.
DOC = FileKind("旧版 Word 文档", "application/msword", ("doc", "wps"), Family.OLE)
XLS = FileKind("旧版 Excel 工作簿", "application/vnd.ms-excel", ("xls", "et"), Family.OLE)
PPT = FileKind("旧版 PPT 演示文稿", "application/vnd.ms-powerpoint", ("ppt", "dps"), Family.OLE)

KINDS = (JPEG, PNG, WEBP, GIF, PDF, DOCX, XLSX, PPTX, DOC, XLS, PPT)

PICTURE_EXTENSIONS = frozenset(
    extension for kind in KINDS if kind.family is Family.PICTURE for extension in kind.extensions
)
_PICTURES = {kind.content_type: kind for kind in (JPEG, PNG, WEBP, GIF)} | {"image/apng": PNG}


def simple_kind(head: bytes) -> FileKind | None:
    """The kind of a file that is no container: a picture or a PDF."""
    if head.startswith(PDF_SIGNATURE):
        return PDF
    return next((_PICTURES[told] for told in _told(head) if told in _PICTURES), None)


def _told(head: bytes) -> list[str]:
    """The types that fit the first bytes, the likeliest first; where a type has no name, its usual extension."""
    try:
        return [match.mime_type or match.extension for match in puremagic.magic_string(head)]
    except (puremagic.PureError, ValueError):
        return []


_SAVE_AS_PICTURE = "请另存为 JPG 或 PNG 图片后重新上传"
_UNPACK = "请先解压，再逐个上传其中的文件"

# What people try to upload most, and the way out.
_HINTS = {
    "image/heif": "是苹果手机的 HEIC 照片。请在手机“设置→相机→格式”中选“兼容性最佳”后重拍，或另存为 JPG",
    "image/avif": f"是 AVIF 图片。{_SAVE_AS_PICTURE}",
    "image/x-ms-bmp": f"是 BMP 图片。{_SAVE_AS_PICTURE}",
    "image/tiff": "是 TIFF 图片。请另存为 JPG、PNG 或 PDF 后重新上传",
    "application/zip": f"是压缩包。{_UNPACK}",
    "application/x-rar-compressed": f"是压缩包。{_UNPACK}",
    "application/x-7z-compressed": f"是压缩包。{_UNPACK}",
    "application/x-gzip": f"是压缩包。{_UNPACK}",
    "application/rtf": "是 RTF 文档。请另存为 Word（.docx）后重新上传",
}
_PROGRAMS = (b"MZ", b"\x7fELF")


def hint(head: bytes) -> str:
    """What to tell somebody whose file is of no accepted kind."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if start.startswith(b"<"):
        return "是网页或 XML 文本，不是 Office 文件。请用 Excel 或 WPS 打开，另存为 .xlsx 或 .docx 后重新上传"
    if head.startswith(_PROGRAMS):
        return "是可执行程序，不能上传"
    known = next((_HINTS[told] for told in _told(head) if told in _HINTS), "")
    return known or f"的内容不属于可以上传的类型。可以上传：{ACCEPTED}"
