"""检查条目 of a hospital or a region under a checkpoint: added, changed, ended; never rewritten (QS25.R1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from campaigns.actions import CampaignAction
from campaigns.models import CheckEntry, Checkpoint
from campaigns.rights import RunRight
from campaigns.rules.launch_words import CheckMethod
from infrastructure.audit import acting, record
from infrastructure.errors import NotAllowed, Refusal, WrongState
from infrastructure.reasons import words_of
from organizations.access_selectors import lines_over
from organizations.models import AdministrativeLine, Hospital, Region, User
from organizations.scope import scope_of

MOST_SAMPLED = 10_000
_ORDER = tuple(AdministrativeLine.values)


@dataclass(frozen=True)
class EntryInput:
    """Without a number everything is looked at, and there is nothing of which one draws."""

    text: str
    method: str
    sample_size: int | None = None
    sample_of: str = ""
    basis: str = ""


def add_entry(
    *, owner: Hospital | Region, checkpoint: Checkpoint, values: EntryInput, by: User, now: datetime
) -> CheckEntry:
    """A new entry of the hospital or region. Raises NotAllowed, Refusal."""
    lines = _check_may(owner, by, localdate(now))
    with acting(by=by):
        entry = CheckEntry(
            hospital=owner if isinstance(owner, Hospital) else None,
            region=owner if isinstance(owner, Region) else None,
            lines=lines,
            checkpoint=checkpoint,
            from_at=now,
            **_columns(values),
        )
        entry.save()
        _record(CampaignAction.ENTRY_ADDED, entry, by, now)
    return entry


def change_entry(*, entry: CheckEntry, values: EntryInput, by: User, now: datetime) -> CheckEntry:
    """End it and begin another in its place: sheets that are confirmed go on showing the old one."""
    columns = _columns(values)
    with acting(by=by):
        before = _locked(entry, by, now)
        if all(getattr(before, name) == value for name, value in columns.items()):
            return before
        _end(before, now)
        kept: dict[str, Any] = {
            name: getattr(before, name) for name in ("hospital", "region", "lines", "checkpoint")
        }
        after = CheckEntry(**kept, **columns, from_at=now)
        after.save()
        _record(CampaignAction.ENTRY_CHANGED, after, by, now, before=before.words)
    return after


def end_entry(*, entry: CheckEntry, by: User, now: datetime) -> CheckEntry:
    with acting(by=by):
        ended = _locked(entry, by, now)
        _end(ended, now)
        _record(CampaignAction.ENTRY_ENDED, ended, by, now)
    return ended


def _locked(entry: CheckEntry, by: User, now: datetime) -> CheckEntry:
    locked = (
        CheckEntry.objects.select_for_update(of=("self",))
        .select_related("hospital", "region", "checkpoint")
        .get(pk=entry.pk)
    )
    owner = locked.hospital or locked.region
    assert owner is not None
    if not set(locked.lines) <= set(_check_may(owner, by, localdate(now))):
        raise NotAllowed("这条检查条目由其他条线的主管部门管理。")
    if locked.ended_at is not None:
        raise WrongState("这条检查条目已经停用或被修改，请刷新页面后再看。")
    return locked


def _check_may(owner: Hospital | Region, by: User, as_of: date) -> list[str]:
    """The administrative lines for which this user may write entries; of a hospital's own, every one."""
    scope = scope_of(by, RunRight.MANAGE, as_of=as_of)
    if isinstance(owner, Hospital):
        if owner.pk not in scope.hospitals:
            raise NotAllowed("检查条目由质控办设置，您的角色没有这项权限。")
        return []
    lines = lines_over(owner, scope.region_lines)
    if not lines:
        raise NotAllowed("地区的检查条目由主管部门设置，您的角色没有这项权限。")
    return [line for line in _ORDER if line in lines]


def _columns(values: EntryInput) -> dict[str, Any]:
    if values.method not in set(CheckMethod):
        raise Refusal("请从列出的检查方法中选择。", field="method")
    sample_of = words_of(values.sample_of, most=30, field="sample_of", label="抽查对象")
    if values.sample_size is not None and not 1 <= values.sample_size <= MOST_SAMPLED:
        raise Refusal(f"抽查数量填 1 至 {MOST_SAMPLED}。", field="sample_size")
    if values.sample_size is not None and not sample_of:
        raise Refusal("请填写抽查对象，例如：份运行病历。", field="sample_of")
    if values.sample_size is None and sample_of:
        raise Refusal("填了抽查对象，请填写抽查数量。", field="sample_size")
    return {
        "text": words_of(values.text, most=200, missing="请填写检查内容。", field="text", label="检查内容"),
        "method": values.method,
        "sample_size": values.sample_size,
        "sample_of": sample_of,
        "basis": words_of(values.basis, most=100, field="basis", label="依据"),
    }


def _end(entry: CheckEntry, now: datetime) -> None:
    entry.ended_at = now
    entry.save(update_fields=["ended_at"])


def _record(action: CampaignAction, entry: CheckEntry, by: User, now: datetime, before: str = "") -> None:
    record(
        action=action,
        target=entry,
        by=by,
        now=now,
        hospital_id=entry.hospital_id,
        detail={
            "clause": entry.checkpoint.clause,
            **({"region": entry.region.name} if entry.region else {}),
            "entry": [before, entry.words] if before else entry.words,
        },
    )
