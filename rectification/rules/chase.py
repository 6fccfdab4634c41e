"""复制催办文字: a text by department for the group chat: number, item, due day, never typed text (DESIGN §7). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rectification.rules.states import FindingState

# Whose turn it is: the lead repairs, then the accepting department looks. All else waits for the quality office itself.
OF_LEAD = (FindingState.ANALYSING, FindingState.RECTIFYING)
OF_ACCEPTER = (FindingState.AWAITING,)
CHASED_STATES = (*OF_LEAD, *OF_ACCEPTER)
LONGEST = 30  # lines of one department: a longer message is not read


@dataclass(frozen=True)
class Chased:
    """One finding that a department has in hand. `due_on`: None where no date presses."""

    number: int | None
    item: str
    state: FindingState
    due_on: date | None

    def line(self, as_of: date) -> str:
        number = f"序号 {self.number}" if self.number else "未编号"
        return f"{number}（{self.item}）{self.state.label}{_when(self.due_on, as_of)}"

    def is_late(self, as_of: date) -> bool:
        return self.due_on is not None and self.due_on < as_of


@dataclass(frozen=True)
class DepartmentChase:
    """What one department is asked for, most urgent first."""

    name: str
    contacts: tuple[str, ...]
    findings: tuple[Chased, ...]

    def late(self, as_of: date) -> int:
        return sum(each.is_late(as_of) for each in self.findings)

    def text(self, *, title: str, as_of: date, url: str) -> str:
        """The message as it is pasted."""
        late = self.late(as_of)
        count = f"{len(self.findings)} 条待办{f'，其中逾期 {late} 条' if late else ''}"
        whom = f"（{'、'.join(self.contacts)}）" if self.contacts else ""
        lines = [f"{no}. {each.line(as_of)}" for no, each in enumerate(self.findings[:LONGEST], start=1)]
        more = len(self.findings) - LONGEST
        rest = [f"另有 {more} 条，见系统"] if more > 0 else []
        return "\n".join([f"【整改催办】{self.name}{whom}：{title} {count}", *lines, *rest, url])


def _when(due_on: date | None, as_of: date) -> str:
    if due_on is None:
        return ""
    left = (due_on - as_of).days
    if left < 0:
        return f"，时限 {due_on}，逾期 {-left} 天"
    return f"，时限 {due_on}，{f'剩 {left} 天' if left else '今天到期'}"


def most_pressing_first(chases: Sequence[DepartmentChase], as_of: date) -> list[DepartmentChase]:
    """By the number of late findings, then of all, then by name."""
    return sorted(chases, key=lambda each: (-each.late(as_of), -len(each.findings), each.name))
