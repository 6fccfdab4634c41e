"""A finding's own fields as words, by their Chinese names: for conflicts and for what the timeline says of an edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from campaigns.models import CampaignItem, Checkpoint
from organizations.models import Department
from rectification.models import DeadlineKind, Finding, LedgerEntry
from rectification.services.findings import FindingInput, other_departments
from rectification.services.origin_labels import own_labels

Words = dict[str, str]

# As they stand in both, the row and the form.
_SHOWN = {
    "text": "存在问题",
    "found_on": "发现日期",
    "lead_department": "牵头部门",
    "accepting_department": "验收部门",
    "responsible_person": "责任人",
    "responsible_leader": "责任领导",
    "due_on": "整改时限",
    "remark": "备注",
}


def saved_words(finding: Finding, entry: LedgerEntry, supporting: Iterable[Department]) -> Words:
    """What the rows say now."""
    return _words(finding, entry, entry.item, entry.checkpoint, supporting) | {
        "问题来源": finding.origin_text
    }


def typed_words(values: FindingInput, finding: Finding, entry: LedgerEntry) -> Words:
    """What the form asks for."""
    supporting = other_departments(finding, values.supporting)
    words = _words(values, entry, values.item, values.checkpoint, supporting)
    return words | {"问题来源": _typed_origin(values, finding)}


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def _words(
    source: Any,
    entry: LedgerEntry,
    item: CampaignItem,
    checkpoint: Checkpoint | None,
    supporting: Iterable[Department],
) -> Words:
    own = {label: _plain(getattr(source, name)) for name, label in _SHOWN.items()}
    return own | {
        "整治内容": item.title,
        "整治要点": f"{item.number}.{checkpoint.code} {checkpoint.text}" if checkpoint else "",
        "配合部门": "、".join(map(str, supporting)),
        "时限类型": DeadlineKind(source.deadline_kind).label,
        "重复发生": _earlier(source.repeats, entry),
    }


def _earlier(finding: Finding | None, entry: LedgerEntry) -> str:
    """By its number in this ledger, where it has one."""
    if finding is None:
        return ""
    number = next(
        (e.number for e in finding.entries.all() if e.participation_id == entry.participation_id), None
    )
    return f"序号 {number}（{finding}）" if number else str(finding)


def _typed_origin(values: FindingInput, finding: Finding) -> str:
    """A kind that is not changed keeps the words it was registered with."""
    if values.origin == finding.origin:
        return finding.origin_text
    return Finding(
        origin=values.origin, origin_label=own_labels(finding.hospital_id).get(values.origin, "")
    ).origin_text


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
