"""The field of evidence and photos, one for all forms."""

from __future__ import annotations

from typing import Any

from infrastructure.files.kinds import ACCEPTED, EXTENSIONS
from infrastructure.widgets import ManyFilesField

EVIDENCE_TYPES = ",".join(f".{extension}" for extension in EXTENSIONS)


def files_field(label: str = "材料", *, only_one: bool = False, **values: Any) -> ManyFilesField:
    """An upload of many files with the instant refusals of the browser; the real ones are the service's."""
    count = "一次一个文件，" if only_one else "可以选多个文件，每个"
    values.setdefault("error_messages", {"required": "请选择材料。"})
    field = ManyFilesField(
        label=label,
        only_one=only_one,
        help_text=f"图片、PDF、OFD、Office 和 WPS 文件、MP4 视频；{count}不超过 20 MB。"
        "照片和视频会去掉拍摄地点等信息。",
        **values,
    )
    field.widget.attrs.update({"accept": EVIDENCE_TYPES, "data-takes": ACCEPTED, "data-max-mb": "20"})
    return field
