"""What one user may do with one finding beside its transitions: one pure rule, asked by page and service alike."""

from __future__ import annotations

from dataclasses import dataclass

from rectification.rules.states import FindingState

PLANNING = frozenset({"draft", "submitted", "analysing", "rectifying"})
EXTENDABLE = frozenset({"analysing", "rectifying"})
ON_SITE = frozenset({"rectifying", "awaiting"})
TAKEN_UP = frozenset({"analysing", "rectifying"})
ENDED = frozenset({"merged", "void"})

# While it waits for acceptance the work goes on being told, but nothing that is accepted changes any more.
_STATES = {
    "plan": PLANNING,
    "prove": PLANNING,
    "note": PLANNING | {"awaiting"},
    "see_on_site": ON_SITE,
    "ask_extension": EXTENDABLE,
    "decide_extension": EXTENDABLE,
}


@dataclass(frozen=True)
class Standing:
    """Where a user stands towards a finding: what his rights reach, whatever its state."""

    office: bool = False  # takes findings up for the whole hospital
    submits: bool = False  # hands in what the lead department finds
    plans: bool = False  # plans in the lead department
    proves: bool = False  # brings evidence in the lead department or a supporting one
    accepts: bool = False  # in the accepting department
    decides_extensions: bool = False
    author: bool = False
    responsible: bool = False  # is the responsible person
    has_measure: bool = False  # answers for one of the measures
    accepter_ended: bool = False  # the accepting department is no longer in use: the office names another

    def may(self, act: str) -> bool:
        """Whether the rights reach one act, whatever the finding's state."""
        return {
            "edit": self.office or self.submits or self.author,
            "plan": self.plans or self.responsible,
            "prove": self.proves or self.responsible or self.has_measure,
            "note": self.proves or self.responsible or self.has_measure,
            "see_on_site": self.accepts,
            "ask_extension": self.plans or self.responsible,
            "decide_extension": self.decides_extensions,
        }[act]


NOWHERE = Standing()


def open_in(act: str, state: str, *, imported: bool = False, standing: Standing = NOWHERE) -> bool:
    """Whether the state is one in which the act is done at all.

    What a workbook left out of imported history the office completes in any state but the last two. A finding that
    waits for a department that has ended is open to it too, for the name of another.
    """
    if act != "edit":
        return state in _STATES[act]
    completes = imported and state not in ENDED
    return state in PLANNING or (standing.office and (completes or _waits_for_nobody(standing, state)))


def _waits_for_nobody(standing: Standing, state: str) -> bool:
    return standing.accepter_ended and state == "awaiting"


def allowed(act: str, standing: Standing, *, state: str, imported: bool = False) -> bool:
    """Whether the page offers the act and the service carries it out."""
    return standing.may(act) and open_in(act, state, imported=imported, standing=standing)


def refusal_to_work(act: str, standing: Standing, *, state: str, imported: bool) -> str:
    """Why causes, measures, evidence and notes of the finding are not open to this user now; "" when they are."""
    if not open_in(act, state, imported=imported, standing=standing):
        return f"当前状态是“{FindingState(state).label}”，不能再改这一部分。"
    return "" if standing.may(act) else "这个问题由牵头部门办理，您的角色没有这项权限。"


_CLOSED_TO_EDITS = {
    "awaiting": "待验收的问题不能修改。需要修改的，由验收部门退回后再改。",
    "accepted": "已通过验收的问题不能修改。需要修改的，由质控办重新打开后再改。",
    "closed": "已销号的问题不能修改。需要修改的，由质控办重新打开后再改。",
    "merged": "已合并的问题不能修改，合并后的问题可以修改。",
    "void": "已作废的问题不能修改。",
}


def refusal_to_edit(standing: Standing, *, state: str, imported: bool) -> str:
    """Why the finding's own fields are not open to this user now, and who opens them; "" when they are."""
    if not open_in("edit", state, imported=imported, standing=standing):
        history = imported and state not in ENDED
        return "历史导入的问题由质控办补全。" if history else _CLOSED_TO_EDITS[state]
    return "" if standing.may("edit") else "您只能修改本科室的问题。"


_PLACED = frozenset({"lead_department"})
_TOLD = frozenset({"text", "item", "checkpoint", "origin", "found_on", "repeats"})
_DUE = frozenset({"deadline_kind", "due_on"})
_WORK = frozenset({"supporting", "responsible_person", "responsible_leader", "remark"})


def frozen_fields(
    standing: Standing, *, state: str, has_due_date: bool, imported: bool = False
) -> frozenset[str]:
    """The fields of the form that this user may not change now. The quality office may change all of them, but while
    a finding waits for a department that has ended only the name of that department.

    A draft is its author's. Once submitted the lead stays; a date that was set moves by an extension only, while one
    that is still missing may be filled in. After 受理 what was found is the office's to correct.
    """
    if standing.office:
        only_accepter = _waits_for_nobody(standing, state) and not imported
        return _PLACED | _TOLD | _DUE | _WORK if only_accepter else frozenset()
    frozen = frozenset({"accepting_department"})
    if state == "draft":
        return frozen
    frozen |= _PLACED
    if has_due_date:
        frozen |= _DUE
    if state in TAKEN_UP:
        frozen |= _TOLD
    return frozen


def refusal_to_change(fields: frozenset[str], *, state: str, date_is_set: str) -> str:
    """The sentence about frozen fields that were changed all the same, `date_is_set` about the date; "" when none."""
    if fields and state == "awaiting":
        return "待验收的问题只能更换已停用的验收部门，其他内容由新的验收部门退回后再改。"
    if "accepting_department" in fields:
        return "验收部门按要点的职责确定，需要调整请联系质控办。"
    if fields & _PLACED:
        return "提交后更换牵头部门由质控办办理。"
    if fields & _DUE:
        return date_is_set
    if fields:
        return "受理后问题描述、整治内容、来源等由质控办修改，需要更正请联系质控办。"
    return ""
