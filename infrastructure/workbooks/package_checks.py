"""Looks at the raw file before any reader does: what must not be inside is refused here (DESIGN §8)."""

from enum import Enum
from typing import BinaryIO

from infrastructure.office_packages.archive import ZIP_SIGNATURE, PackageLimits
from infrastructure.office_packages.compound_files import OLE_SIGNATURE, refuse_dangerous_parts
from infrastructure.office_packages.dangers import Danger, PackageRefused
from infrastructure.office_packages.inspection import OfficeKind, inspect_package
from infrastructure.workbooks.limits import MIB, ReadLimits
from infrastructure.workbooks.refusals import WorkbookRefusal, refuse


class WorkbookKind(Enum):
    """Which reader reads it."""

    XLSX = "xlsx"
    XLS = "xls"
    DOCX = "docx"


_REFUSALS = {
    Danger.NOT_OFFICE: WorkbookRefusal.NOT_A_WORKBOOK,
    Danger.OPEN_DOCUMENT: WorkbookRefusal.NOT_A_WORKBOOK,
    Danger.OFD: WorkbookRefusal.NOT_A_WORKBOOK,
    Danger.BINARY_WORKBOOK: WorkbookRefusal.OLD_FORMAT,
}


def check_package(stream: BinaryIO, limits: ReadLimits, *, documents: bool = False) -> WorkbookKind:
    """The kind of a workbook that may be given to its reader; everything else is refused."""
    head = _checked_head(stream, limits)
    try:
        if head == OLE_SIGNATURE:
            return _check_old(stream)
        kind = inspect_package(stream, _package_limits(limits)).kind
    except PackageRefused as refused:
        refuse(_REFUSALS.get(refused.danger) or WorkbookRefusal(refused.danger.value))
    if kind is OfficeKind.DOCX and documents:
        return WorkbookKind.DOCX
    if kind is not OfficeKind.XLSX:
        refuse(WorkbookRefusal.NOT_A_WORKBOOK)
    return WorkbookKind.XLSX


def _package_limits(limits: ReadLimits) -> PackageLimits:
    return PackageLimits(
        entries=limits.entries,
        inflated_bytes=limits.inflated_bytes,
        part_ratio=limits.inflation_ratio,
        part_floor_bytes=limits.ratio_floor_bytes,
    )


def _checked_head(stream: BinaryIO, limits: ReadLimits) -> bytes:
    size = stream.seek(0, 2)
    stream.seek(0)
    if size == 0:
        refuse(WorkbookRefusal.EMPTY)
    if size > limits.file_bytes:
        refuse(WorkbookRefusal.TOO_LARGE, limit=limits.file_bytes // MIB)
    head = stream.read(len(OLE_SIGNATURE))
    if head != OLE_SIGNATURE and not head.startswith(ZIP_SIGNATURE):
        refuse(WorkbookRefusal.NOT_A_WORKBOOK)
    return head


def _check_old(stream: BinaryIO) -> WorkbookKind:
    # An encrypted workbook of today is a compound file with the packed workbook as one stream of this name.
    stream.seek(0)
    if "EncryptedPackage".encode("utf-16-le") in stream.read():
        refuse(WorkbookRefusal.PASSWORD)
    if not refuse_dangerous_parts(stream) & {"Workbook", "Book"}:
        refuse(WorkbookRefusal.OLD_FORMAT)
    return WorkbookKind.XLS
