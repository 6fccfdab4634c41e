"""The words that somebody gives for an act: kept whole, or refused at their field."""

from __future__ import annotations

from infrastructure.errors import Refusal


def reason_of(typed: str, *, most: int, missing: str = "") -> str:
    """The reason as it is kept. `missing` is said where there must be one."""
    return words_of(typed, most=most, missing=missing, field="reason", label="原因")


def words_of(typed: str, *, most: int, missing: str = "", field: str, label: str) -> str:
    """The same of other words, called `label` on their page."""
    words = typed.strip()
    if missing and not words:
        raise Refusal(missing, field=field)
    if len(words) > most:
        raise Refusal(f"{label}最多 {most} 个字，现在有 {len(words)} 个字，请写短一些。", field=field)
    if "\x00" in words:
        raise Refusal(f"{label}含有不能保存的字符，请重新填写。", field=field)
    return words
