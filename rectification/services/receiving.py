"""A workbook arrives: kept when it can be one, by what is in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from infrastructure.errors import Refusal
from infrastructure.files.kinds import DOCX, XLS, XLSX
from infrastructure.files.refusals import RefusalCode, UploadRefused, refuse
from infrastructure.files.services import receive_upload
from infrastructure.models import StoredFile
from infrastructure.workbooks.refusals import REASONS, WorkbookRefusal
from organizations.models import User

# Evidence of these kinds is taken as a PDF, a ledger is not.
_READ_ANOTHER_WAY = (
    RefusalCode.DAMAGED,
    RefusalCode.INFLATES,
    RefusalCode.MACROS,
    RefusalCode.COMMANDS,
    RefusalCode.EXTERNAL_LINKS,
    RefusalCode.DTD,
)
_READ = frozenset(kind.content_type for kind in (XLSX, XLS, DOCX))


def _received(upload: UploadedFile[Any], hospital_id: int, by: User, now: datetime) -> StoredFile:
    """A refusal advises what is taken here, not what is taken as evidence: a PDF would be refused again."""
    try:
        return receive_upload(upload=upload, hospital_id=hospital_id, by=by, now=now)
    except UploadRefused as refused:
        if refused.code is RefusalCode.WRONG_TYPE:
            words = "不是工作簿。请选择 .xlsx、.xls 或 .et 工作簿"
        elif refused.code in _READ_ANOTHER_WAY:
            words = f"不能导入：{REASONS[WorkbookRefusal[refused.code.name]]}"
        else:
            raise
        raise refuse(refused.code, refused.file_name, words) from refused


def receive_form(upload: UploadedFile[Any], *, hospital_id: int, by: User, now: datetime) -> StoredFile:
    """Keep an .xlsx that is to be filled in again: no other kind can be."""
    stored = _received(upload, hospital_id, by, now)
    if stored.content_type != XLSX.content_type:
        raise Refusal("请上传 .xlsx 工作簿。旧版 .xls 或 .et 请先另存为 .xlsx。", field="file")
    return stored


def keep_upload(*, upload: UploadedFile[Any], hospital_id: int, by: User, now: datetime) -> StoredFile:
    """Keep a file that can be a workbook, by its content. Whoever calls is inside a transaction."""
    stored = _received(upload, hospital_id, by, now)
    if stored.content_type not in _READ:
        raise Refusal(
            "请上传 .xlsx、.xls 或 .et 工作簿，或者 .docx 文档中的台账；旧版 .doc 先另存为 .docx。",
            field="file",
        )
    return stored
