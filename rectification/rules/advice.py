"""Refusals that advise another act: said only to somebody for whom that act is open; others read who does it.

Pure. The advice of the guards stands in `lifecycle` itself, since whoever sees such a button may do what it says.
"""

from __future__ import annotations

from dataclasses import dataclass

from rectification.rules.finding_rights import Standing, allowed


@dataclass(frozen=True)
class Advice:
    """`act` is one of `finding_rights`; `words` lead to it, `otherwise` names somebody or advises nothing."""

    act: str
    words: str
    otherwise: str


ADVICE = {
    "no_date": Advice(
        "edit",
        "还没有整改时限，请先在“修改”里填写。",
        "还没有整改时限，请牵头部门的联络员或负责人先填写。",
    ),
    "date_is_set": Advice(
        "ask_extension",
        "整改时限已经确定，变更请申请延期。",
        "整改时限已经确定，变更请联系质控办。",
    ),
    "before_measures": Advice(
        "plan",
        "整改时限不能早于措施的时限（最晚 {last}），请先调整措施的时限。",
        "整改时限不能早于措施的时限（最晚 {last}）。",
    ),
    "settled": Advice(
        "edit",
        "那个问题已经验收。请先重新打开它再合并，或在本问题的“修改”里注明重复发生。",
        "那个问题已经验收。请先重新打开它再合并。",
    ),
}


def advised(
    key: str,
    standing: Standing,
    *,
    state: str,
    imported: bool = False,
    possible: bool = True,
    **values: object,
) -> str:
    """The sentence for this person now. `possible`: nothing else stands in the way of the act."""
    advice = ADVICE[key]
    leads_on = possible and allowed(advice.act, standing, state=state, imported=imported)
    return (advice.words if leads_on else advice.otherwise).format(**values)
