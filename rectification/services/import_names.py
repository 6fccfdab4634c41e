"""What the hospital's people call its departments: told once at an import, and remembered where somebody may."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.utils.timezone import localdate

from infrastructure.audit import acting
from infrastructure.errors import Invalid, NotAllowed, Refusal, WrongState
from organizations.models import Department, DepartmentAlias, User
from organizations.rights import OrganizationRight
from organizations.scope import scope_of
from organizations.services.departments import add_alias
from rectification.models import LedgerImport
from rectification.rights import FindingRight
from rectification.services.import_choices import lock_to_change
from rectification.workbook.names import names_everyone

LONGEST = DepartmentAlias._meta.get_field("name").max_length or 0


def may_remember(*, hospital_id: int, by: User, as_of: date) -> bool:
    """A name holds for the whole hospital, so do the roles that may teach it: who imports for the whole hospital,
    or who keeps the departments. A department's own people name a department for one import."""
    rights = (FindingRight.IMPORT, OrganizationRight.MANAGE_DEPARTMENTS)
    return any(hospital_id in scope_of(by, right, as_of=as_of).hospitals for right in rights)


def name_departments(
    *,
    opened: LedgerImport,
    chosen: Mapping[str, Department | None],
    remember: Collection[str],
    by: User,
    now: datetime,
) -> int:
    """Keep which department each written name means, for this import; those of `remember` become aliases.

    None takes a choice back. Returns how many aliases were learnt. Raises Invalid by name, all or nothing.
    """
    today = localdate(now)
    if remember and not may_remember(hospital_id=opened.hospital_id, by=by, as_of=today):
        raise NotAllowed("记住科室名称由质控办或系统管理员办理，您可以只用于这次导入。")
    with acting(by=by):
        locked = lock_to_change(opened)
        if locked.imported_at is not None:
            raise WrongState("这个工作簿已经导入，不能再改科室名称。")
        locked.department_names = _kept(locked, chosen, remember, today)
        locked.save(update_fields=["department_names"])
        learnt = {name: department for name, department in chosen.items() if department and name in remember}
        _learn(learnt, by=by, now=now)
    return len(learnt)


def _kept(
    locked: LedgerImport, chosen: Mapping[str, Department | None], remember: Collection[str], today: date
) -> dict[str, str]:
    """As written → uid; what is remembered is the hospital's and needs no place here."""
    kept = dict(locked.department_names)
    for name, department in chosen.items():
        if department is None:
            kept.pop(name, None)
            continue
        ended = department.active_to is not None and department.active_to < today
        if department.hospital_id != locked.hospital_id or ended:
            raise Invalid({name: "请从名单中选择本院正在使用的科室。"})
        if name in remember:
            kept.pop(name, None)
        else:
            kept[name] = str(department.uid)
    return kept


def _learn(learnt: Mapping[str, Department], *, by: User, now: datetime) -> None:
    problems: dict[str, str] = {}
    for name, department in learnt.items():
        if names_everyone(name):
            problems[name] = f"“{name}”不是一个科室的名称，只能用于这次导入。"
            continue
        if len(name) > LONGEST:
            problems[name] = f"名称超过 {LONGEST} 字，不能记住，可以只用于这次导入。"
            continue
        try:
            add_alias(department=department, name=name, learnt_at_import=True, by=by, now=now)
        except Refusal as refusal:
            problems[name] = refusal.message
    if problems:
        raise Invalid(problems)
