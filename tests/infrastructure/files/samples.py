"""Files as people and attackers send them, made in memory."""

import io
import zipfile
from pathlib import Path

import pypdfium2
from PIL import Image

OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "docx": ("word/document.xml", f"{OFFICE}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}.presentationml.presentation.main+xml"),
}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOKS = Path(__file__).parents[2] / "samples"

# Three coordinates near Nanchang: what must not survive in a preview.
GPS_IFD = 0x8825
MAKER = "Maker of phones"
PROFILE = b"colours of phone 4711 ".ljust(200)


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    buffer = io.BytesIO()
    mode = "P" if form == "GIF" else "RGB"
    Image.new(mode, size, 3 if mode == "P" else (180, 40, 40)).save(buffer, form, **options)
    return buffer.getvalue()


def located_photo() -> bytes:
    """A telephone's photo: turned by EXIF, with the place and the maker."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = MAKER
    exif.get_ifd(GPS_IFD)[1] = "N"
    exif.get_ifd(GPS_IFD)[2] = (28.0, 40.0, 30.0)
    return picture("JPEG", size=(400, 200), exif=exif, comment=b"taken in room 7", icc_profile=PROFILE)


def pdf(pages: int = 1, size: tuple[int, int] = (300, 400)) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(*size)
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def scripted_pdf() -> bytes:
    """A page that would run JavaScript and start a program as soon as it is opened."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>",
        b"<< /S /JavaScript /JS (app.alert\\(1\\)) /Next << /S /Launch /F (calc.exe) >> >>",
    ]
    body, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(body)
    return (
        body
        + b"xref\n0 5\n0000000000 65535 f \n%btrailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            table,
            start,
        )
    )


def content_types(*types: str) -> str:
    parts = "".join(f'<Override PartName="/part{n}" ContentType="{t}"/>' for n, t in enumerate(types))
    return f'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{parts}</Types>'


def relations(kind: str, target: str, mode: str = "External") -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )


def package(
    kind: str = "docx", extra: dict[str, str | bytes] | None = None, *, types: tuple[str, ...] = ()
) -> bytes:
    """A small Office package with whatever else an attacker wants in it."""
    part, main_type = MAIN[kind]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(main_type, *types),
        "_rels/.rels": relations("officeDocument", part, mode="Internal"),
        part: "<root/>",
    }
    return zipped(parts | (extra or {}))


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def compound_file(*names: str, entry_type: int = 2) -> bytes:
    """An old Office file as far as its directory goes: a header sector and a sector of entries."""
    entries = b"".join(
        _directory_entry(name, 5 if name == "Root Entry" else entry_type) for name in ("Root Entry", *names)
    )
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    return header + entries.ljust(-(-len(entries) // 512) * 512, b"\0")


def _directory_entry(name: str, entry_type: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return (encoded.ljust(64, b"\0") + len(encoded).to_bytes(2, "little") + bytes([entry_type])).ljust(
        128, b"\0"
    )
