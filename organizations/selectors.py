"""Reads of the settings pages. Each costs the same number of queries whatever the hospital's size."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from infrastructure.audit import label_of
from infrastructure.models import AuditEntry
from infrastructure.searching.folding import fold, nearness
from organizations.models import (
    AdministrativeLine,
    Department,
    DepartmentAlias,
    Hospital,
    HospitalStanding,
    Membership,
    Posting,
    Role,
    StaffMember,
    StandIn,
    User,
)
from organizations.querysets import in_force
from policy_texts.vocabulary import Duty

_UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class DepartmentFilter:
    """What the list of departments can be narrowed by; empty means everything."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    states: tuple[str, ...] = ()  # active, ended


@dataclass(frozen=True)
class PeopleFilter:
    words: str = ""
    departments: tuple[str, ...] = ()  # uids; a department's second level counts with it
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()  # employed, left


@dataclass(frozen=True)
class RoleFilter:
    words: str = ""
    roles: tuple[str, ...] = ()
    states: tuple[str, ...] = ()  # now, later, ended


def department_tree(hospital: Hospital, wanted: DepartmentFilter, *, as_of: date) -> list[Department]:
    """First-level departments by pinyin, each followed by its own; with `people` and `duty_labels`."""
    staff = Count("postings", filter=in_force(as_of, "postings__from_on", "postings__to_on"), distinct=True)
    rows = Department.objects.filter(department_condition(wanted, as_of), hospital=hospital)
    rows = rows.select_related("parent", "successor").prefetch_related(
        Prefetch("aliases", DepartmentAlias.objects.order_by("name"))
    )
    departments = list(rows.annotate(people=staff).order_by("name_pinyin", "pk"))
    for department in departments:
        department.duty_labels = duty_labels(department.duties)  # type: ignore[attr-defined]
        department.ended = bool(department.active_to and department.active_to < as_of)  # type: ignore[attr-defined]
    return _as_tree(departments)


def department_condition(wanted: DepartmentFilter, as_of: date) -> Q:
    condition = Q()
    if wanted.words:
        alias = DepartmentAlias.objects.filter(
            department=OuterRef("pk"), name__folded__contains=fold(wanted.words)
        )
        condition &= _words(wanted.words, exact="code") | Q(Exists(alias))
    if wanted.kinds:
        condition &= Q(kind__in=wanted.kinds)
    if wanted.duties:
        condition &= Q(duties__overlap=list(wanted.duties))
    active = in_force(as_of, "active_from", "active_to") | Q(active_from__gt=as_of)
    return condition & _either(wanted.states, {"active": active, "ended": Q(active_to__lt=as_of)})


def _as_tree(departments: Sequence[Department]) -> list[Department]:
    """A second-level department whose parent is filtered out stands on its own."""
    here = {department.pk for department in departments}
    below: dict[int, list[Department]] = {}
    for department in departments:
        if department.parent_id in here:
            below.setdefault(department.parent_id, []).append(department)
    tops = [department for department in departments if department.parent_id not in here]
    return [row for top in tops for row in (top, *below.get(top.pk, ()))]


def duty_labels(duties: Iterable[str]) -> str:
    return "、".join(Duty(duty).label for duty in duties)


def departments_by_name(hospital: Hospital, *, as_of: date) -> dict[str, Department]:
    """Every name and alias by which a department in use is known. Names go before aliases."""
    departments = {row.pk: row for row in Department.objects.filter(hospital=hospital).active(as_of)}
    aliases = DepartmentAlias.objects.filter(hospital=hospital, department__in=departments)
    named = {alias.name: departments[alias.department_id] for alias in aliases}
    return named | {department.name: department for department in departments.values()}


def people_list(hospital: Hospital, wanted: PeopleFilter, *, as_of: date) -> QuerySet[StaffMember]:
    """By pinyin, with `current` (postings of the day) and `has_account`."""
    people = StaffMember.objects.filter(_people_condition(wanted, as_of), hospital=hospital)
    if wanted.departments:
        chosen = Department.objects.filter(hospital=hospital, uid__in=wanted.departments)
        postings = Posting.objects.filter(staff=OuterRef("pk")).in_force(as_of)
        within = Q(department__in=chosen) | Q(department__parent__in=chosen)
        people = people.filter(Exists(postings.filter(within)))
    current = Posting.objects.in_force(as_of).select_related("department", "appraisal_unit")
    account = User.objects.filter(staff=OuterRef("pk"), is_active=True)
    return (
        people.prefetch_related(Prefetch("postings", current, to_attr="current"))
        .annotate(has_account=Exists(account))
        .order_by("name_pinyin", "employee_no")
    )


def _people_condition(wanted: PeopleFilter, as_of: date) -> Q:
    condition = Q()
    if wanted.words:
        condition &= _words(wanted.words, exact="employee_no")
    if wanted.kinds:
        condition &= Q(kind__in=wanted.kinds)
    employed = Q(employed_to__isnull=True) | Q(employed_to__gte=as_of)
    states = {"employed": employed, "left": Q(employed_to__lt=as_of)}
    return condition & _either(wanted.states, states)


def person_of(hospital: Hospital, uid: uuid.UUID) -> QuerySet[StaffMember]:
    """One person of the hospital with everything its page shows."""
    postings = Posting.objects.select_related("department", "appraisal_unit").order_by("-from_on")
    stand_ins = StandIn.objects.select_related("principal", "substitute").order_by("-from_on")
    return StaffMember.objects.filter(hospital=hospital, uid=uid).prefetch_related(
        Prefetch("postings", postings),
        Prefetch("stand_ins", stand_ins),
        Prefetch("stands_in_for", stand_ins),
    )


def accounts_of(person: StaffMember) -> QuerySet[User]:
    """The log-ins of a person, with `has_second_factor` and their roles."""
    device = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    roles = Membership.objects.select_related("department", "hospital").order_by("role", "from_on")
    accounts = User.objects.filter(staff=person).annotate(has_second_factor=Exists(device))
    return accounts.prefetch_related(Prefetch("memberships", roles)).order_by("pk")


@dataclass(frozen=True)
class OpenDoors:
    """What stays open for a person until it is ended."""

    roles: int
    stand_ins: int
    accounts: int


def doors_of(person: StaffMember, *, as_of: date) -> OpenDoors:
    """Roles, stand-ins in both directions and log-ins that are or will be in force."""
    going_on = Q(to_on__isnull=True) | Q(to_on__gte=as_of)
    roles = Membership.objects.filter(going_on, user__staff=person)
    stand_ins = StandIn.objects.filter(Q(principal=person) | Q(substitute=person), to_on__gte=as_of)
    accounts = User.objects.filter(staff=person, is_active=True)
    return OpenDoors(roles.count(), stand_ins.count(), accounts.count())


def only_uids(values: Iterable[str]) -> tuple[str, ...]:
    """The values of a filter that can be an address at all; anything else in it is passed over."""
    return tuple(value for value in values if _UID.fullmatch(value))


def people_to_choose(hospital: Hospital, *, as_of: date) -> QuerySet[StaffMember]:
    """Whom a form may name: employed on the day, or coming."""
    left = Q(employed_to__lt=as_of)
    return StaffMember.objects.filter(hospital=hospital).exclude(left).order_by("name_pinyin", "employee_no")


def departments_to_choose(hospital: Hospital, *, as_of: date) -> QuerySet[Department]:
    """Whom a form may name: in use on the day, or coming."""
    ended = Q(active_to__lt=as_of)
    return Department.objects.filter(hospital=hospital).exclude(ended).order_by("name_pinyin", "pk")


def found_people(hospital: Hospital, words: str, *, as_of: date, most: int = 30) -> list[StaffMember]:
    """The first hits for a picker, each with its department of the day."""
    current = Posting.objects.in_force(as_of).select_related("department")
    people = people_to_choose(hospital, as_of=as_of).filter(_words(words, exact="employee_no"))
    near = people.order_by(nearness("name", words), "name_pinyin", "employee_no")
    return list(near.prefetch_related(Prefetch("postings", current, to_attr="current"))[:most])


def membership_list(hospital: Hospital, wanted: RoleFilter, *, as_of: date) -> QuerySet[Membership]:
    """Roles in this hospital and its departments, as the list shows them."""
    condition = Q()
    if wanted.words:
        condition &= Q(user__display_name__contains=wanted.words) | _words(
            wanted.words, exact="employee_no", prefix="user__staff__"
        )
    if wanted.roles:
        condition &= Q(role__in=wanted.roles)
    states = {"now": in_force(as_of), "later": Q(from_on__gt=as_of), "ended": Q(to_on__lt=as_of)}
    rows = Membership.objects.filter(condition & _either(wanted.states, states), hospital=hospital)
    return rows.select_related("user__staff", "department", "granted_by").order_by(
        "role", "department__name_pinyin", "user__display_name", "from_on", "pk"
    )


def stand_in_list(hospital: Hospital, *, as_of: date, ended: bool = False) -> QuerySet[StandIn]:
    """Those that run or will run; with `ended` those that are over."""
    rows = StandIn.objects.filter(hospital=hospital)
    rows = rows.filter(to_on__lt=as_of) if ended else rows.filter(to_on__gte=as_of)
    return rows.select_related("principal", "substitute", "granted_by").order_by("-from_on", "pk")


def _words(words: str, *, exact: str, prefix: str = "") -> Q:
    """A name typed in Chinese, its pinyin or initials from the beginning, or a number from the beginning."""
    folded = fold(words)
    letters = folded.replace(" ", "")
    return (
        Q(**{f"{prefix}name__folded__contains": folded})
        | Q(**{f"{prefix}name_pinyin__startswith": letters})
        | Q(**{f"{prefix}name_pinyin__contains": f" {letters}"})
        | Q(**{f"{prefix}{exact}__folded__startswith": folded})
    )


def _either(chosen: tuple[str, ...], conditions: dict[str, Q]) -> Q:
    """Any of the chosen conditions; none chosen, or only unknown ones: no condition."""
    result = Q()
    for name in chosen:
        result |= conditions.get(name, Q())
    return result


def people_posted(department: Department, *, as_of: date) -> int:
    """How many work there on the day."""
    return Posting.objects.in_force(as_of).filter(department=department).count()


def timeline(target: Department | StaffMember, *, most: int = 20) -> list[dict[str, object]]:
    """The latest acts on a record, as the timeline component shows them."""
    entries = AuditEntry.objects.filter(target_uid=target.uid).order_by("-id")[:most]
    return [
        {
            "actor": entry.actor_name,
            "verb": label_of(entry.action),
            "at": entry.at,
            "reason": entry.reason,
            "note": changes_in_words(entry.detail),
            "on_behalf_of": entry.on_behalf_of_name,
        }
        for entry in entries
    ]


# Details that other services keep under names of their own.
_DETAIL_WORDS = {
    "role": "角色",
    "place": "范围",
    "line": "条线",
    "substitute": "代理人",
    "from_on": "起",
    "to_on": "止",
    "name": "名称",
    "credit_code": "统一社会信用代码",
    "registration_no": "登记号",
    "idle_minutes": "自动退出分钟数",
    "watermark": "水印",
}


def standings_of(hospital: Hospital) -> QuerySet[HospitalStanding]:
    """Every period of the hospital, the newest first."""
    return hospital.standings.select_related("supervised_by").order_by("-from_on")


def changes_in_words(detail: dict[str, object]) -> str:
    """姓名：王敏 → 王珉；职务：护士长. Details without a Chinese name are for the machine."""
    words = []
    for key, value in detail.items():
        label = _DETAIL_WORDS.get(key, key)
        if label.isascii() or value in ("", None, {}, []):
            continue
        if key == "role" and value in Role.values:
            value = Role(value).label
        if key == "line" and value in AdministrativeLine.values:
            value = AdministrativeLine(value).label
        if isinstance(value, list) and len(value) == 2:
            words.append(f"{label}：{_plain(value[0])} → {_plain(value[1])}")
        elif isinstance(value, dict):
            words += [f"{name} {count}" for name, count in value.items()]
        else:
            words.append(f"{label}：{value}")
    return "；".join(words)


def _plain(value: object) -> str:
    if isinstance(value, list):
        return " 至 ".join(str(one) or "今" for one in value)
    return ("是" if value else "否") if isinstance(value, bool) else str(value) or "空"
