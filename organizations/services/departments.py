"""Departments and their other names. A hospital's department writes queue on its row: names have one meaning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from infrastructure import audit
from infrastructure.errors import EditConflict, Refusal, WrongState
from organizations.actions import OrganizationAction
from organizations.models import Department, DepartmentAlias, DepartmentKind, Hospital, Posting, User
from organizations.rules.pinyin import name_key
from policy_texts.vocabulary import Duty


@dataclass(frozen=True)
class DepartmentFields:
    """What a clerk types about a department."""

    code: str
    name: str
    kind: str
    duties: tuple[str, ...]
    parent: Department | None
    active_from: date
    operates: bool = False


_LABELS = {
    "code": "科室编码",
    "name": "科室名称",
    "kind": "类别",
    "duties": "归口职责",
    "operates": "开展手术",
    "parent": "上级科室",
    "active_from": "启用日期",
}


def create_department(
    *, hospital: Hospital, fields: DepartmentFields, by: User | None, now: datetime
) -> Department:
    with audit.acting(by=by):
        _queue(hospital)
        _check_fields(hospital, fields, department=None)
        department = Department.objects.create(
            hospital=hospital,
            name_pinyin=name_key(fields.name, limit=200),
            level=2 if fields.parent else 1,
            **_columns(fields),
        )
        _record(OrganizationAction.DEPARTMENT_CREATED, department, by=by, now=now)
    return department


def edit_department(
    *, department: Department, fields: DepartmentFields, revision: int, by: User, now: datetime
) -> Department:
    """Save what was typed against `revision`; somebody else's save in between raises EditConflict."""
    with audit.acting(by=by):
        _queue(department.hospital)
        row = (
            Department.objects.select_for_update(of=("self",)).select_related("parent").get(pk=department.pk)
        )
        before, after = shown(fields_of(row)), shown(fields)
        if before == after:
            return row
        if row.revision != revision:
            raise EditConflict("您打开这页之后，别人已经修改过这个科室。", current=before, submitted=after)
        _check_fields(row.hospital, fields, department=row)
        for name, value in _columns(fields).items():
            setattr(row, name, value)
        row.level = 2 if fields.parent else 1
        row.name_pinyin = name_key(fields.name, limit=200)
        row.revision += 1
        row.save(update_fields=[*_columns(fields), "level", "name_pinyin", "revision"])
        changes = {label: [before[label], after[label]] for label in before if before[label] != after[label]}
        _record(OrganizationAction.DEPARTMENT_EDITED, row, by=by, now=now, detail=changes)
    return row


def end_department(
    *, department: Department, to_on: date, successor: Department | None, by: User, now: datetime
) -> Department:
    """Take a department out of use. Those who still work in it go to the successor on the following day."""
    with audit.acting(by=by):
        _queue(department.hospital)
        row = Department.objects.select_for_update(of=("self",)).get(pk=department.pk)
        if row.active_to is not None:
            raise WrongState("这个科室已经停用。")
        _check_end(row, to_on, successor)
        staying = Posting.objects.filter(Q(to_on__isnull=True) | Q(to_on__gt=to_on), department=row)
        if successor is None and staying.exists():
            raise Refusal(
                f"停用日期之后还有 {staying.count()} 人在这个科室任职。请选择承接科室，或先为他们调整任职。",
                field="successor",
            )
        moved = _move_people(list(staying.select_for_update()), to_on, successor)
        row.active_to, row.successor = to_on, successor
        row.revision += 1
        row.save(update_fields=["active_to", "successor", "revision"])
        detail = {"停用日期": to_on.isoformat(), "承接科室": str(successor or ""), "转入人数": moved}
        _record(OrganizationAction.DEPARTMENT_ENDED, row, by=by, now=now, detail=detail)
    return row


def reopen_department(*, department: Department, by: User, now: datetime) -> Department:
    """Take the end back. Postings stay where they are: who works here again is told person by person."""
    with audit.acting(by=by):
        _queue(department.hospital)
        row = (
            Department.objects.select_for_update(of=("self",)).select_related("parent").get(pk=department.pk)
        )
        if row.active_to is None:
            raise WrongState("这个科室正在使用。")
        _check_fields(row.hospital, fields_of(row), department=row)
        row.active_to, row.successor = None, None
        row.revision += 1
        row.save(update_fields=["active_to", "successor", "revision"])
        _record(OrganizationAction.DEPARTMENT_REOPENED, row, by=by, now=now)
    return row


def add_alias(
    *, department: Department, name: str, by: User | None, now: datetime, learnt_at_import: bool = False
) -> DepartmentAlias:
    """Another name; nothing happens when it is this department's already."""
    name = name.strip()
    with audit.acting(by=by):
        _queue(department.hospital)
        known = DepartmentAlias.objects.filter(hospital=department.hospital_id, name=name).first()
        if known and known.department_id == department.pk:
            return known
        _check_alias(department, name, known)
        alias = DepartmentAlias.objects.create(
            hospital_id=department.hospital_id,
            department=department,
            name=name,
            learnt_at_import=learnt_at_import,
        )
        _record(OrganizationAction.ALIAS_ADDED, department, by=by, now=now, detail={"别名": name})
    return alias


def remove_alias(*, department: Department, name: str, by: User, now: datetime) -> None:
    with audit.acting(by=by):
        deleted, _ = DepartmentAlias.objects.filter(department=department, name=name).delete()
        if not deleted:
            raise WrongState("这个别名已经删除。")
        _record(OrganizationAction.ALIAS_REMOVED, department, by=by, now=now, detail={"别名": name})


def fields_of(department: Department) -> DepartmentFields:
    return DepartmentFields(
        code=department.code,
        name=department.name,
        kind=department.kind,
        duties=tuple(department.duties),
        parent=department.parent,
        active_from=department.active_from,
        operates=department.operates,
    )


def shown(fields: DepartmentFields) -> dict[str, str]:
    """The fields as a reader compares two versions: label → words."""
    words = {name: str(getattr(fields, name) or "") for name in _LABELS}
    words["parent"] = fields.parent.name if fields.parent else ""
    words["kind"] = str(DepartmentKind(fields.kind).label)
    words["duties"] = "、".join(Duty(duty).label for duty in fields.duties)
    words["operates"] = "是" if fields.operates else "否"
    return {label: words[name] for name, label in _LABELS.items()}


def _columns(fields: DepartmentFields) -> dict[str, Any]:
    return {
        "code": fields.code,
        "name": fields.name,
        "kind": fields.kind,
        "duties": [duty.value for duty in Duty if duty in fields.duties],
        "operates": fields.operates,
        "parent": fields.parent,
        "active_from": fields.active_from,
    }


def _queue(hospital: Hospital) -> None:
    """A name may be a department's or an alias: two tables, so no constraint, so one writer at a time."""
    Hospital.objects.select_for_update(no_key=True).get(pk=hospital.pk)


def _check_fields(hospital: Hospital, fields: DepartmentFields, *, department: Department | None) -> None:
    others = Department.objects.filter(hospital=hospital)
    others = others.exclude(pk=department.pk) if department else others
    if others.filter(code=fields.code).exists():
        raise Refusal("这个编码已经属于另一个科室，请换一个编码。", field="code")
    if others.filter(name=fields.name, active_to__isnull=True).exists():
        raise Refusal("已经有同名的科室。", field="name")
    taken = DepartmentAlias.objects.filter(hospital=hospital, name=fields.name)
    taken = taken.exclude(department=department) if department else taken
    alias = taken.select_related("department").first()
    if alias:
        raise Refusal(f"这个名称已经是“{alias.department}”的别名，请先在那里删除别名。", field="name")
    if department and department.active_to and fields.active_from > department.active_to:
        raise Refusal("启用日期不能晚于停用日期。", field="active_from")
    if fields.parent:
        _check_parent(hospital, fields.parent, department)


def _check_parent(hospital: Hospital, parent: Department, department: Department | None) -> None:
    if parent.hospital_id != hospital.pk:
        raise Refusal("请选择本院的科室。", field="parent")
    if parent.level != 1 or parent == department:
        raise Refusal("科室最多两级，请选择一个一级科室作为上级。", field="parent")
    if department and department.children.exists():
        raise Refusal("这个科室有下级科室，不能再放到另一个科室下面。", field="parent")


def _check_end(department: Department, to_on: date, successor: Department | None) -> None:
    if to_on < department.active_from:
        raise Refusal("停用日期不能早于启用日期。", field="to_on")
    if department.children.filter(Q(active_to__isnull=True) | Q(active_to__gt=to_on)).exists():
        raise Refusal("下级科室还在使用，请先停用或移出下级科室。")
    if successor is None:
        return
    if successor.hospital_id != department.hospital_id or successor == department:
        raise Refusal("请选择本院的另一个科室。", field="successor")
    if successor.active_to is not None and successor.active_to <= to_on:
        raise Refusal("承接科室那时也已停用，请选择正在使用的科室。", field="successor")


def _move_people(postings: list[Posting], to_on: date, successor: Department | None) -> int:
    if successor is None:
        return 0
    following = to_on + timedelta(days=1)
    for posting in postings:
        if posting.from_on > to_on:  # has not begun: it begins in the successor
            posting.department = successor
            posting.save(update_fields=["department"])
            continue
        until, posting.to_on = posting.to_on, to_on
        posting.save(update_fields=["to_on"])
        Posting.objects.create(
            hospital_id=posting.hospital_id,
            staff_id=posting.staff_id,
            department=successor,
            appraisal_unit_id=posting.appraisal_unit_id,
            from_on=following,
            to_on=until,
        )
    return len(postings)


def _check_alias(department: Department, name: str, known: DepartmentAlias | None) -> None:
    if known:
        raise Refusal(f"“{name}”已经是“{known.department}”的别名，一个名称只能指一个科室。", field="alias")
    same = Department.objects.filter(hospital=department.hospital_id, name=name).first()
    if same == department:
        raise Refusal("这就是科室的名称，不需要再加别名。", field="alias")
    if same:
        raise Refusal(f"“{name}”是另一个科室的名称，一个名称只能指一个科室。", field="alias")


def _record(
    action: OrganizationAction,
    department: Department,
    *,
    by: User | None,
    now: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    audit.record(
        action=action,
        target=department,
        by=by,
        now=now,
        hospital_id=department.hospital_id,
        detail=detail or {},
    )
