"""Looks at the raw file before any reader does: what must not be inside is refused here (DESIGN §8)."""

from typing import BinaryIO

from infrastructure.office_packages.archive import ZIP_SIGNATURE, PackageLimits
from infrastructure.office_packages.compound_files import OLE_SIGNATURE
from infrastructure.office_packages.dangers import Danger, PackageRefused
from infrastructure.office_packages.inspection import InspectedPackage, OfficeKind, inspect_package
from infrastructure.workbooks.limits import MIB, ReadLimits
from infrastructure.workbooks.refusals import WorkbookRefusal, refuse

_REFUSALS = {
    Danger.NOT_OFFICE: WorkbookRefusal.NOT_A_WORKBOOK,
    Danger.OPEN_DOCUMENT: WorkbookRefusal.NOT_A_WORKBOOK,
    Danger.OFD: WorkbookRefusal.NOT_A_WORKBOOK,
    Danger.BINARY_WORKBOOK: WorkbookRefusal.OLD_FORMAT,
}


def check_package(stream: BinaryIO, limits: ReadLimits) -> InspectedPackage:
    """What is in a workbook that may be given to the reader; everything else is refused."""
    _check_signature(stream, limits)
    allowed = PackageLimits(
        entries=limits.entries,
        inflated_bytes=limits.inflated_bytes,
        part_ratio=limits.inflation_ratio,
        part_floor_bytes=limits.ratio_floor_bytes,
    )
    try:
        inspected = inspect_package(stream, allowed)
    except PackageRefused as refused:
        refuse(_REFUSALS.get(refused.danger) or WorkbookRefusal(refused.danger.value))
    if inspected.kind is not OfficeKind.XLSX:
        refuse(WorkbookRefusal.NOT_A_WORKBOOK)
    return inspected


def _check_signature(stream: BinaryIO, limits: ReadLimits) -> None:
    size = stream.seek(0, 2)
    stream.seek(0)
    if size == 0:
        refuse(WorkbookRefusal.EMPTY)
    if size > limits.file_bytes:
        refuse(WorkbookRefusal.TOO_LARGE, limit=limits.file_bytes // MIB)
    head = stream.read(len(OLE_SIGNATURE))
    if head == OLE_SIGNATURE:
        # An encrypted workbook is an OLE file with the packed workbook as one stream of this name.
        stream.seek(0)
        encrypted = "EncryptedPackage".encode("utf-16-le") in stream.read()
        refuse(WorkbookRefusal.PASSWORD if encrypted else WorkbookRefusal.OLD_FORMAT)
    if not head.startswith(ZIP_SIGNATURE):
        refuse(WorkbookRefusal.NOT_A_WORKBOOK)
