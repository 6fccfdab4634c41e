"""Upload of a list, and what to do with what was found in it."""

from __future__ import annotations

import tempfile
import zlib
from pathlib import Path
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from infrastructure.files.names import clean_name
from infrastructure.files.refusals import UploadRefused, storage_down
from infrastructure.workbooks.grid import WorkbookGrid
from infrastructure.workbooks.reading import read_workbook
from infrastructure.workbooks.refusals import WorkbookRefused
from organizations.rules.import_tables import ImportColumn, Table, read_table

# The preview stays open for a working day.
_PREVIEW_SECONDS = 12 * 3600


class UploadListForm(forms.Form):
    file = forms.FileField(
        label="Excel 文件",
        help_text="请按模板填写，另存为 .xlsx。一次最多 5000 行。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的，请重新选择。"},
    )

    def __init__(self, *args: Any, columns: tuple[ImportColumn, ...], **values: Any) -> None:
        super().__init__(*args, **values)
        self._columns = columns

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        upload = cleaned.get("file")
        if upload is None:
            return cleaned
        try:
            cleaned["table"] = read_table(_grid(upload), self._columns)
        except WorkbookRefused as refused:
            self.add_error("file", f"“{clean_name(upload.name or '')}”{refused.reason}")
        except UploadRefused as refused:
            self.add_error("file", refused.message)
        return cleaned


class ImportChoiceForm(forms.Form):
    """Carries the rows from the preview to the import, signed: nothing is kept on the server in between."""

    rows = forms.CharField(widget=forms.HiddenInput, strip=False)
    mode = forms.ChoiceField(
        label="有错误的行怎么办",
        choices=[("good", "只导入正确的行，有错误的改正后再导"), ("all", "有一处错误就都不导入")],
        widget=forms.RadioSelect,
        initial="good",
    )
    update_known = forms.BooleanField(
        label="更新已有的记录",
        required=False,
        help_text="不勾选时，已有的保持原样，只计为“已存在”。空白单元格不会清除原来的内容。",
    )

    def __init__(self, *args: Any, salt: str, **values: Any) -> None:
        super().__init__(*args, **values)
        self._salt = salt

    def clean_rows(self) -> Table:
        try:
            packed = signing.loads(self.cleaned_data["rows"], salt=self._salt, max_age=_PREVIEW_SECONDS)
        except (signing.BadSignature, zlib.error):
            raise ValidationError("预览已过期，请重新上传文件。") from None
        return Table.unpacked(packed)


class PeopleImportChoiceForm(ImportChoiceForm):
    open_accounts = forms.BooleanField(
        label="为新导入的人员开通登录账号",
        required=False,
        help_text="导入后给出密封条的上半条，只显示一次；下半条由安全管理员同意后打印。",
    )


def packed_rows(table: Table, *, salt: str) -> str:
    return signing.dumps(table.packed(), salt=salt, compress=True)


def _grid(upload: UploadedFile) -> WorkbookGrid:
    """The reader wants a file on disk: large uploads are one already."""
    if hasattr(upload, "temporary_file_path"):
        return read_workbook(Path(upload.temporary_file_path()))
    if getattr(upload, "unwritable", False):
        raise storage_down(clean_name(upload.name or ""))
    try:
        copy = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 -- closed below
    except OSError as problem:
        raise storage_down(clean_name(upload.name or "")) from problem
    with copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        return read_workbook(Path(copy.name))
