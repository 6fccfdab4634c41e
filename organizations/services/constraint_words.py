"""What the database refuses, in words that a person can act on: one table by the constraint's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from infrastructure.errors import Refusal

# Constraint → (field of the form, sentence).
CONSTRAINT_WORDS: dict[str, tuple[str, str]] = {
    "user_username_once": ("username", "这个用户名已有人使用，请换一个。"),
    "organizations_user_username_key": ("username", "这个用户名已有人使用，请换一个。"),
    "organizations_user_staff_id_same_hospital": ("staff", "所选人员不属于这家医院，请重新选择。"),
    "membership_separated_roles": (
        "role",
        "三员分立：系统管理员、安全管理员、审计管理员不能由同一人同时担任。请先收回原有角色（已停用账号上的也算），收回后次日起可以授予。",
    ),
    "membership_two_handlers": (
        "role",
        "保密经办人每院至多两人，这段时间已经满额。请先收回一人的角色。",
    ),
    "membership_once": ("role", "此人在这里已有同样的角色，不必重复授予。"),
    "membership_dates_in_order": ("to_on", "截止日期不能早于开始日期。"),
    "organizations_membership_department_id_same_hospital": ("department", "所选科室不属于这家医院。"),
    "account_reset_one_open": ("kind", "这个账号已有待办的申请，请先撤回或等它办完。"),
    "account_reset_three_people": ("", "申请人、同意人和本人必须是三个人。"),
    "stand_in_one_substitute": ("from_on", "这段时间已经指定了代理人，请先结束原来的代理或改选日期。"),
    "stand_in_two_people": ("substitute", "代理人不能是本人，请另选一位。"),
    "stand_in_dates_in_order": ("to_on", "截止日期不能早于开始日期。"),
    "organizations_standin_principal_id_same_hospital": ("principal", "所选人员不属于这家医院。"),
    "organizations_standin_substitute_id_same_hospital": ("substitute", "所选代理人不属于这家医院。"),
}
# guardian's own key has no name of ours: (user, permission, place).
_GUARDIAN_KEYS = ("organizations_regionrole", "organizations_hospitalrole", "organizations_departmentrole")


def words_for(constraint: str, table: str) -> tuple[str, str] | None:
    """Field and sentence of a violated constraint; None when it is no user's doing."""
    if table in _GUARDIAN_KEYS and constraint.endswith("_uniq"):
        return CONSTRAINT_WORDS["membership_once"]
    return CONSTRAINT_WORDS.get(constraint)


@contextmanager
def explained() -> Iterator[None]:
    """Turn a violated constraint into a `Refusal`. Stands outside the transaction: some are checked at its end only.

    Where an outer transaction goes on (a form with a one-time key), they are checked here all the same.
    """
    try:
        with transaction.atomic():
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        words = diagnosis and words_for(diagnosis.constraint_name or "", diagnosis.table_name or "")
        if not words:
            raise
        raise Refusal(words[1], field=words[0]) from error
