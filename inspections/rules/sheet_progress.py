"""How far a self-inspection sheet is, and why it cannot be confirmed yet. Facts in, sentences out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

IN_ORDER, FINDING, NOT_APPLICABLE = "in_order", "finding", "not_applicable"


@dataclass(frozen=True)
class LineFacts:
    """One checkpoint on the sheet: its item, its answer, and whether a finding was registered from it."""

    item: str
    answer: str = ""
    registered: bool = False


@dataclass(frozen=True)
class Progress:
    """What a bar, a to-do line and the button's reason are made of."""

    answered: int
    total: int
    missing: tuple[tuple[str, int], ...] = ()  # item's short title → lines without an answer
    unregistered: tuple[tuple[str, int], ...] = ()  # item's short title → 发现问题 without a finding
    findings: int = 0

    @property
    def complete(self) -> bool:
        return self.total > 0 and not self.missing and not self.unregistered

    @property
    def words(self) -> str:
        return f"{self.answered}/{self.total}"

    @property
    def owed(self) -> str:
        """病历 3、院感 8: what a chase and the workbench say is missing."""
        return _listed(self.missing)

    @property
    def refusal(self) -> str:
        """ "" when the sheet may be confirmed."""
        if not self.total:
            return "这张自查表没有要点。"
        if self.missing:
            count = sum(number for _, number in self.missing)
            return f"还差 {count} 个要点：{self.owed}。" if self.answered else "还没有填写。"
        if self.unregistered:
            return f"选了“发现问题”的要点还没有登记问题：{_listed(self.unregistered)}。"
        return ""


def _listed(pairs: Sequence[tuple[str, int]]) -> str:
    return "、".join(f"{item} {number}" for item, number in pairs)


def progress(lines: Sequence[LineFacts]) -> Progress:
    """Sum up the lines of a sheet, in the order of their items."""
    missing: dict[str, int] = {}
    unregistered: dict[str, int] = {}
    for line in lines:
        if not line.answer:
            missing[line.item] = missing.get(line.item, 0) + 1
        elif line.answer == FINDING and not line.registered:
            unregistered[line.item] = unregistered.get(line.item, 0) + 1
    return Progress(
        answered=sum(1 for line in lines if line.answer),
        total=len(lines),
        missing=tuple(missing.items()),
        unregistered=tuple(unregistered.items()),
        findings=sum(1 for line in lines if line.answer == FINDING),
    )


def who_confirms(names: Sequence[str], *, hospital: bool = False) -> str:
    """What stands beside a sheet that is filled in: whom to ask, by name, or what to do when there is nobody."""
    if hospital:
        return "填写完成，由院领导确认全院自查表。"
    if names:
        return f"填写完成，请科室负责人确认（{'、'.join(names)}）。"
    return "填写完成。本科室还没有设置科室负责人，请安全管理员授予这一角色，或由质控办代录纸质确认。"


def answer_problem(*, answer: str, note: str) -> tuple[str, str] | None:
    """(field, sentence) when one answer cannot be kept."""
    if answer not in (IN_ORDER, FINDING, NOT_APPLICABLE):
        return "answer", "请选择“符合”“发现问题”或“不适用”。"
    if answer == NOT_APPLICABLE and not note.strip():
        return "note", "选择“不适用”请写明原因。"
    if "\0" in note:
        return "note", "说明里有不能保存的字符，请重新填写。"
    if len(note) > 500:
        return "note", f"说明不超过 500 字（现有 {len(note)} 字）。"
    return None


def shown_key(answer: str, note: str) -> str:
    """Stands in the page beside each line: what was on the screen before anybody typed."""
    return hashlib.sha256(f"{answer}\x1f{note}".encode()).hexdigest()[:16]
