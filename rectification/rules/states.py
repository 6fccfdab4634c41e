"""States and kinds of a finding. Stable codes: they stand in columns, API bodies and packages."""

from policy_texts.vocabulary import Vocabulary


class FindingState(Vocabulary):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待受理"
    ANALYSING = "analysing", "原因分析"
    RECTIFYING = "rectifying", "整改中"
    AWAITING = "awaiting", "待验收"
    ACCEPTED = "accepted", "待销号"
    CLOSED = "closed", "已销号"
    MERGED = "merged", "已合并"
    VOID = "void", "已作废"


class StateOrigin(Vocabulary):
    SYSTEM = "system", "本系统"
    IMPORTED = "imported", "历史导入，未经本系统验收"


class DeadlineKind(Vocabulary):
    DATED = "dated", "限期完成"
    ONGOING = "ongoing", "持续推进"


class Strength(Vocabulary):
    """How well a measure holds: training is weak, checklists medium, forcing functions and redesign strong."""

    WEAK = "weak", "弱"
    MEDIUM = "medium", "中"
    STRONG = "strong", "强"


OPEN_STATES = [
    FindingState.DRAFT,
    FindingState.SUBMITTED,
    FindingState.ANALYSING,
    FindingState.RECTIFYING,
    FindingState.AWAITING,
    FindingState.ACCEPTED,
]
# A due date is missed only while the work itself is undone: an accepted finding waits for the office alone.
UNDONE_STATES = [
    FindingState.SUBMITTED,
    FindingState.ANALYSING,
    FindingState.RECTIFYING,
    FindingState.AWAITING,
]
# What figures count: drafts are not yet, merged and void no longer findings.
COUNTED_STATES = [
    FindingState.SUBMITTED,
    FindingState.ANALYSING,
    FindingState.RECTIFYING,
    FindingState.AWAITING,
    FindingState.ACCEPTED,
    FindingState.CLOSED,
]
