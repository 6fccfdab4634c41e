"""The reason that somebody gives for an act: kept whole, or refused at its field."""

from __future__ import annotations

from infrastructure.errors import Refusal


def reason_of(typed: str, *, most: int, missing: str = "") -> str:
    """The words as they are kept. `missing` is said where there must be some."""
    reason = typed.strip()
    if missing and not reason:
        raise Refusal(missing, field="reason")
    if len(reason) > most:
        raise Refusal(f"原因最多 {most} 个字，现在有 {len(reason)} 个字，请写短一些。", field="reason")
    if "\x00" in reason:
        raise Refusal("原因含有不能保存的字符，请重新填写。", field="reason")
    return reason
