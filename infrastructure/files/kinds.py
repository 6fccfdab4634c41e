"""The kinds of file that are taken, and how each is told from its first bytes."""

from dataclasses import dataclass
from enum import Enum

import puremagic

from infrastructure.files.boxes import brands

HEAD_BYTES = 8192
ACCEPTED = "图片（JPG、PNG、WebP、GIF、HEIC）、PDF、OFD、Word、Excel、PPT（含 WPS）、视频（MP4、MOV）"

PDF_SIGNATURE = b"%PDF-"


class Family(Enum):
    PICTURE = "picture"
    PDF = "pdf"
    OOXML = "ooxml"
    OLE = "ole"
    OFD = "ofd"
    VIDEO = "video"
    ARCHIVE = "archive"


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
HEIC = FileKind("HEIC 图片", "image/heic", ("heic", "heif", "hif"), Family.PICTURE)
PDF = FileKind("PDF 文档", "application/pdf", ("pdf",), Family.PDF)

# The layout format of official letters and electronic invoices (GB/T 33190).
OFD = FileKind("OFD 版式文件", "application/ofd", ("ofd",), Family.OFD)

# WPS writes the new containers and the old ones under names of its own.
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = FileKind("Word 文档", f"{_OFFICE}.wordprocessingml.document", ("docx", "wps"), Family.OOXML)
XLSX = FileKind("Excel 工作簿", f"{_OFFICE}.spreadsheetml.sheet", ("xlsx", "et"), Family.OOXML)
PPTX = FileKind("PPT 演示文稿", f"{_OFFICE}.presentationml.presentation", ("pptx", "dps"), Family.OOXML)

DOC = FileKind("旧版 Word 文档", "application/msword", ("doc", "wps"), Family.OLE)
XLS = FileKind("旧版 Excel 工作簿", "application/vnd.ms-excel", ("xls", "et"), Family.OLE)
PPT = FileKind("旧版 PPT 演示文稿", "application/vnd.ms-powerpoint", ("ppt", "dps"), Family.OLE)

MP4 = FileKind("MP4 视频", "video/mp4", ("mp4", "m4v", "3gp"), Family.VIDEO)
MOV = FileKind("MOV 视频", "video/quicktime", ("mov", "qt"), Family.VIDEO)

# Made here (a pack of evidence), never taken: what is in it has not been looked at.
ZIP = FileKind("压缩包", "application/zip", ("zip",), Family.ARCHIVE)

KINDS = (JPEG, PNG, WEBP, GIF, HEIC, PDF, OFD, DOCX, XLSX, PPTX, DOC, XLS, PPT, MP4, MOV)
EXTENSIONS = tuple(dict.fromkeys(extension for kind in KINDS for extension in kind.extensions))

# Families in which telephones and programs confuse the names.
_CONFUSED = {Family.PICTURE, Family.VIDEO}
_PICTURES = {kind.content_type: kind for kind in (JPEG, PNG, WEBP, GIF)} | {"image/apng": PNG}

# Brands of ISO/IEC 14496-12 files: what telephones write.
_STILL = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_ANY_STILL = {b"mif1", b"msf1"}
_FILMS = {*b"isom mp41 mp42 avc1 mmp4 MSNV M4VH M4VP dash 3gp4 3gp5 3gp6".split(), b"M4V "}


def is_confused(extension: str, kind: FileKind) -> bool:
    """Whether the extension is of another kind that telephones and programs take for this one."""
    return kind.family in _CONFUSED and any(
        extension in other.extensions for other in KINDS if other.family is kind.family
    )


def _boxed_kind(head: bytes) -> FileKind | None:
    """A photo or a video by the chief of its brands; a photo that names none in particular by the others."""
    chief, *others = [*brands(head), b""]
    if chief in _STILL or (chief in _ANY_STILL and _STILL & set(others) and b"avif" not in others):
        return HEIC
    if chief == b"qt  ":
        return MOV
    return MP4 if chief in _FILMS or chief[:3] == b"iso" else None


def simple_kind(head: bytes) -> FileKind | None:
    """The kind of a file that is no container of documents: a picture, a PDF or a video."""
    if head.startswith(PDF_SIGNATURE):
        return PDF
    if boxed := _boxed_kind(head):
        return boxed
    if head.startswith(b"RIFF") and head[8:12] != b"WEBP":  # sounds and films begin like it
        return None
    return next((_PICTURES[told] for told in _told(head) if told in _PICTURES), None)


def _told(head: bytes) -> list[str]:
    """The types that fit the first bytes, the likeliest first; where a type has no name, its usual extension."""
    try:
        return [match.mime_type or match.extension for match in puremagic.magic_string(head)]
    except (puremagic.PureError, ValueError):
        return []


_SAVE_AS_PICTURE = "请另存为 JPG 或 PNG 图片后重新上传"
_UNPACK = "请先解压，再逐个上传其中的文件"
_OTHER_VIDEO = "是其他格式的视频。请转换为 MP4 后重新上传"
_SOUND = "是录音，不属于可以上传的类型。请整理成文字后上传"

# What people try to upload most, and the way out.
_HINTS = {
    "image/avif": f"是 AVIF 图片。{_SAVE_AS_PICTURE}",
    "image/x-ms-bmp": f"是 BMP 图片。{_SAVE_AS_PICTURE}",
    "image/tiff": "是 TIFF 图片。请另存为 JPG、PNG 或 PDF 后重新上传",
    "application/zip": f"是压缩包。{_UNPACK}",
    "application/x-rar-compressed": f"是压缩包。{_UNPACK}",
    "application/x-7z-compressed": f"是压缩包。{_UNPACK}",
    "application/x-gzip": f"是压缩包。{_UNPACK}",
    **dict.fromkeys(
        ("video/avi", "video/x-ms-wmv", "video/x-flv", "video/x-matroska", "video/webm"), _OTHER_VIDEO
    ),
    **dict.fromkeys(("video/mpeg", "video/dvd", "video/3gpp2"), _OTHER_VIDEO),
    **dict.fromkeys(("audio/mpeg", "audio/wave", "audio/mp4", ".m4a", ".amr"), _SOUND),
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
