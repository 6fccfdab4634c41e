"""Members of staff and where they work. A log-in is another matter: `services.accounts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from infrastructure import audit
from infrastructure.errors import EditConflict, Refusal, WrongState
from organizations.actions import OrganizationAction
from organizations.models import (
    AppraisalUnit,
    Department,
    Hospital,
    Posting,
    StaffKind,
    StaffMember,
    User,
)
from organizations.rules.pinyin import person_key


@dataclass(frozen=True)
class PersonFields:
    """What a clerk types about a person."""

    employee_no: str
    name: str
    kind: str
    post: str
    is_leader: bool
    employed_from: date


@dataclass(frozen=True)
class PostingFields:
    """Where a person works from a day on."""

    department: Department
    from_on: date
    to_on: date | None = None
    appraisal_unit: str = ""


_LABELS = {
    "employee_no": "工号",
    "name": "姓名",
    "kind": "人员类别",
    "post": "职务",
    "is_leader": "院领导",
    "employed_from": "入职日期",
}


def create_person(
    *, hospital: Hospital, fields: PersonFields, posting: PostingFields | None, by: User | None, now: datetime
) -> StaffMember:
    with audit.acting(by=by):
        person = new_person(hospital, fields)
        _save_once(person)
        if posting:
            _add_posting(person, posting)
        _record(OrganizationAction.STAFF_CREATED, person, by=by, now=now)
    return person


def new_person(hospital: Hospital, fields: PersonFields) -> StaffMember:
    """A row not yet saved; the import saves many at once."""
    return StaffMember(hospital=hospital, name_pinyin=person_key(fields.name, limit=120), **_columns(fields))


def edit_person(
    *, person: StaffMember, fields: PersonFields, revision: int, by: User, now: datetime
) -> StaffMember:
    """Save what was typed against `revision`; somebody else's save in between raises EditConflict."""
    with audit.acting(by=by):
        row = StaffMember.objects.select_for_update().get(pk=person.pk)
        before, after = shown(fields_of(row)), shown(fields)
        if before == after:
            return row
        if row.revision != revision:
            raise EditConflict(
                "您打开这页之后，别人已经修改过这个人的资料。", current=before, submitted=after
            )
        if row.employed_to and fields.employed_from > row.employed_to:
            raise Refusal("入职日期不能晚于离职日期。", field="employed_from")
        _check_first_posting(row, fields.employed_from)
        for name, value in _columns(fields).items():
            setattr(row, name, value)
        row.name_pinyin = person_key(fields.name, limit=120)
        row.revision += 1
        _save_once(row)
        changes = {label: [before[label], after[label]] for label in before if before[label] != after[label]}
        _record(OrganizationAction.STAFF_EDITED, row, by=by, now=now, detail=changes)
    return row


def change_posting(*, person: StaffMember, fields: PostingFields, by: User | None, now: datetime) -> Posting:
    """From this day on the person works elsewhere; where they worked until then ends the day before."""
    with audit.acting(by=by):
        row = StaffMember.objects.select_for_update().get(pk=person.pk)
        current = Posting.objects.filter(staff=row, from_on__lt=fields.from_on, to_on__isnull=True).first()
        if current and _is_same_place(current, fields):
            raise Refusal("这个人现在就在这个科室，请选择另一个科室。", field="department")
        if current:
            current.to_on = fields.from_on - timedelta(days=1)
            current.save(update_fields=["to_on"])
        posting = _add_posting(row, fields)
        detail = {"科室": posting.department.name, "起": str(posting.from_on), "止": str(posting.to_on or "")}
        _record(OrganizationAction.POSTING_CHANGED, row, by=by, now=now, detail=detail)
    return posting


def correct_posting(
    *, posting: Posting, from_on: date, to_on: date | None, by: User, now: datetime
) -> Posting:
    """Put wrong dates right."""
    with audit.acting(by=by):
        person = StaffMember.objects.select_for_update().get(pk=posting.staff_id)
        row = Posting.objects.select_for_update(of=("self",)).select_related("department").get(pk=posting.pk)
        before = [str(row.from_on), str(row.to_on or "")]
        row.from_on, row.to_on = from_on, to_on
        _check_dates(person, row)
        _save_apart(row)
        detail = {"科室": row.department.name, "起止": [before, [str(from_on), str(to_on or "")]]}
        _record(OrganizationAction.POSTING_CORRECTED, person, by=by, now=now, detail=detail)
    return row


def end_employment(*, person: StaffMember, last_day: date, by: User | None, now: datetime) -> StaffMember:
    """The last day of work: postings end with it, and those that had not begun are taken back."""
    with audit.acting(by=by):
        row = StaffMember.objects.select_for_update().get(pk=person.pk)
        if row.employed_to is not None:
            raise WrongState("已经办理过离岗。")
        if last_day < row.employed_from:
            raise Refusal("离岗日期不能早于入职日期。", field="last_day")
        postings = Posting.objects.filter(staff=row)
        postings.filter(from_on__gt=last_day).delete()
        postings.filter(Q(to_on__isnull=True) | Q(to_on__gt=last_day)).update(to_on=last_day)
        row.employed_to = last_day
        row.revision += 1
        row.save(update_fields=["employed_to", "revision"])
        _record(OrganizationAction.STAFF_LEFT, row, by=by, now=now, detail={"离岗日期": str(last_day)})
    return row


def take_back_leave(*, person: StaffMember, by: User, now: datetime) -> StaffMember:
    """The person stays, or comes back. Posting, roles and log-in are given anew: they may have changed."""
    with audit.acting(by=by):
        row = StaffMember.objects.select_for_update().get(pk=person.pk)
        if row.employed_to is None:
            raise WrongState("这个人在职。")
        before, row.employed_to = str(row.employed_to), None
        row.revision += 1
        row.save(update_fields=["employed_to", "revision"])
        _record(OrganizationAction.STAFF_RETURNED, row, by=by, now=now, detail={"原离岗日期": before})
    return row


def fields_of(person: StaffMember) -> PersonFields:
    return PersonFields(**{name: getattr(person, name) for name in _LABELS})


def shown(fields: PersonFields) -> dict[str, str]:
    """The fields as a reader compares two versions: label → words."""
    words = {name: str(getattr(fields, name)) for name in _LABELS}
    words["kind"] = str(StaffKind(fields.kind).label)
    words["is_leader"] = "是" if fields.is_leader else "否"
    return {label: words[name] for name, label in _LABELS.items()}


def appraisal_unit(hospital_id: int, name: str) -> AppraisalUnit | None:
    """The unit of that name, made when it is new; no name, no unit."""
    if not name:
        return None
    return AppraisalUnit.objects.get_or_create(hospital_id=hospital_id, name=name)[0]


def _columns(fields: PersonFields) -> dict[str, Any]:
    return {name: getattr(fields, name) for name in _LABELS}


def _add_posting(person: StaffMember, fields: PostingFields) -> Posting:
    posting = Posting(
        hospital_id=person.hospital_id,
        staff=person,
        department=fields.department,
        appraisal_unit=appraisal_unit(person.hospital_id, fields.appraisal_unit),
        from_on=fields.from_on,
        to_on=fields.to_on,
    )
    _check_department(posting)
    _check_dates(person, posting)
    _save_apart(posting)
    return posting


def _check_department(posting: Posting) -> None:
    department = posting.department
    if department.hospital_id != posting.hospital_id:
        raise Refusal("请选择本院的科室。", field="department")
    if department.active_to and department.active_to < (posting.to_on or date.max):
        raise Refusal(
            f"“{department}”已于 {department.active_to} 停用，请选择在用的科室。", field="department"
        )


def _check_dates(person: StaffMember, posting: Posting) -> None:
    if posting.to_on and posting.to_on < posting.from_on:
        raise Refusal("结束日期不能早于开始日期。", field="to_on")
    if posting.from_on < person.employed_from:
        raise Refusal(f"开始日期不能早于入职日期 {person.employed_from}。", field="from_on")
    if person.employed_to and (posting.to_on is None or posting.to_on > person.employed_to):
        raise Refusal(f"结束日期不能晚于离职日期 {person.employed_to}。", field="to_on")


def _check_first_posting(person: StaffMember, employed_from: date) -> None:
    first = Posting.objects.filter(staff=person).order_by("from_on").first()
    if first and first.from_on < employed_from:
        raise Refusal(
            f"这个人从 {first.from_on} 起已有任职，入职日期不能更晚。请先更正任职日期。",
            field="employed_from",
        )


def _is_same_place(posting: Posting, fields: PostingFields) -> bool:
    unit = posting.appraisal_unit.name if posting.appraisal_unit else ""
    return posting.department_id == fields.department.pk and unit == fields.appraisal_unit


def _save_apart(posting: Posting) -> None:
    """The database refuses two places on one day; say with which one it collides."""
    try:
        with transaction.atomic():
            posting.save()
    except IntegrityError as problem:
        if "posting_one_place_a_day" not in str(problem):
            raise
        other = _overlapping(posting)
        where = f"“{other.department}”（{other.from_on} 至 {other.to_on or '今'}）" if other else "另一处"
        raise Refusal(
            f"这段时间已在{where}任职，同一天只能在一个科室。请调整日期。", field="from_on"
        ) from None


def _overlapping(posting: Posting) -> Posting | None:
    others = Posting.objects.filter(staff=posting.staff_id).exclude(pk=posting.pk)
    others = others.filter(Q(to_on__isnull=True) | Q(to_on__gte=posting.from_on))
    if posting.to_on:
        others = others.filter(from_on__lte=posting.to_on)
    return others.select_related("department").order_by("from_on").first()


def _save_once(person: StaffMember) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as problem:
        if "staff_employee_no_once" not in str(problem):
            raise
        raise Refusal("这个工号已经有人使用，请核对工号。", field="employee_no") from None


def _record(
    action: OrganizationAction,
    person: StaffMember,
    *,
    by: User | None,
    now: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    audit.record(
        action=action, target=person, by=by, now=now, hospital_id=person.hospital_id, detail=detail or {}
    )
