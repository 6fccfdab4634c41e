"""What the overview of a hospital's settings offers. Upper apps enter their pages here."""

from __future__ import annotations

from dataclasses import dataclass

from infrastructure.registry import Registry
from organizations.rights import OrganizationRight, Right


@dataclass(frozen=True)
class SettingsCard:
    """One entry of the overview; whoever lacks the action does not see it. `name`: of the page's address."""

    action: Right
    name: str
    icon: str
    title: str
    sentence: str


_CARDS = Registry[SettingsCard]("settings page")


def register_cards(*entered: SettingsCard) -> None:
    """From the `ready()` of an app."""
    for card in entered:
        _CARDS.add(card.name, card)


def cards() -> tuple[SettingsCard, ...]:
    return _CARDS.entries


OWN = (
    SettingsCard(
        OrganizationRight.MANAGE_DEPARTMENTS,
        "settings-departments",
        "building-hospital",
        "科室",
        "两级科室、归口职责和别名，从 Excel 导入",
    ),
    SettingsCard(
        OrganizationRight.MANAGE_PEOPLE,
        "settings-people",
        "users",
        "人员与账号",
        "职工、任职科室、登录账号，从 Excel 导入",
    ),
    SettingsCard(
        OrganizationRight.RESET_ACCOUNTS,
        "settings-resets",
        "user-check",
        "账号重置",
        "开通账号、重设密码、关闭两步验证：一位管理员申请，另一位同意",
    ),
    SettingsCard(
        OrganizationRight.HAND_OVER,
        "settings-handover",
        "transfer",
        "离岗交接",
        "离职、退休的人把未办结的事项一次转给接手人",
    ),
    SettingsCard(
        OrganizationRight.MANAGE_DEPARTMENTS,
        "settings-names",
        "id",
        "机构名称",
        "名称、统一社会信用代码、登记号",
    ),
    SettingsCard(
        OrganizationRight.MANAGE_DEPARTMENTS,
        "settings-standing",
        "certificate",
        "机构属性",
        "等级、类别、条线、隶属关系、监管单位，按日期登记",
    ),
    SettingsCard(
        OrganizationRight.MANAGE_ROLES, "settings-roles", "key", "角色", "谁可以做什么，从哪天到哪天"
    ),
    SettingsCard(
        OrganizationRight.MANAGE_ROLES,
        "settings-stand-ins",
        "user-share",
        "代理人",
        "外出、休假时由谁代为签字",
    ),
    SettingsCard(
        OrganizationRight.MANAGE_ROLES,
        "settings-policy",
        "clock-shield",
        "登录与水印",
        "自动退出的时间，页面和导出的水印",
    ),
    SettingsCard(
        OrganizationRight.VIEW_AUDIT,
        "settings-audit",
        "history",
        "操作记录",
        "谁在什么时候对什么做了什么，可导出",
    ),
    SettingsCard(
        OrganizationRight.VIEW_AUDIT, "settings-access", "login", "访问日志", "登录、导出、查看受限内容"
    ),
    SettingsCard(
        OrganizationRight.VIEW_AUDIT,
        "settings-retention",
        "archive",
        "日志留存",
        "日志保留多久，到期清除了多少",
    ),
)
