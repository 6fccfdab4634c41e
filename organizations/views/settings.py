"""The overview of the settings by right, and those of the hospital itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from infrastructure.form_acts import submitted
from organizations.forms.hospital import NamesForm, PolicyForm, StandingForm
from organizations.models import Hospital
from organizations.requests import request_grants, signed_in
from organizations.rights import OrganizationRight, Right
from organizations.selectors import standings_of
from organizations.services import hospitals, standings
from organizations.views.settings_page import may, page, posted, settings_page


@dataclass(frozen=True)
class SettingsCard:
    """One entry of the overview; whoever lacks the action does not see it."""

    action: Right
    name: str
    icon: str
    title: str
    sentence: str


CARDS = (
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


@require_GET
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Only what the user may open. Whoever may open nothing has no settings here."""
    hospital = Hospital.objects.filter(code=code, pk__in=request_grants(request).hospital_ids).first()
    if hospital is None:
        raise Http404("没有这个页面，或您无权查看。")
    request.hospital = hospital  # type: ignore[attr-defined]  # read by the page frame
    cards = [
        {
            "url": reverse(card.name, args=[code]),
            "icon": card.icon,
            "title": card.title,
            "sentence": card.sentence,
        }
        for card in CARDS
        if may(request, hospital, card.action)
    ]
    if not cards:
        raise PermissionDenied("您的角色没有这项权限。")
    return page(request, "overview", hospital, cards=cards)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_DEPARTMENTS)
def names(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    form = NamesForm(posted(request), hospital=hospital)
    sent = submitted(
        request,
        form,
        lambda: hospitals.edit_names(
            hospital=hospital, names=form.fields_typed(), by=signed_in(request), now=timezone.now()
        ),
    )
    if sent.done:
        messages.success(request, "机构名称已保存。")
        return redirect("settings-overview", hospital.code)
    return page(request, "names", hospital, form=form)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_DEPARTMENTS)
def standing(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    """What the hospital is, was and will be: dated, each with its reason."""
    form = StandingForm(posted(request), hospital=hospital, as_of=timezone.localdate())
    sent = submitted(
        request,
        form,
        lambda: standings.change_standing(
            hospital=hospital,
            values=form.values_typed(),
            from_on=form.cleaned_data["from_on"],
            reason=form.cleaned_data["reason"],
            by=signed_in(request),
            now=timezone.now(),
        ),
    )
    if sent.done:
        messages.success(request, "机构属性已登记。")
        return redirect("settings-standing", hospital.code)
    return page(request, "standing", hospital, form=form, rows=standings_of(hospital))


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_ROLES)
def policy(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    form = PolicyForm(posted(request), hospital=hospital)
    sent = submitted(
        request,
        form,
        lambda: hospitals.edit_policy(
            hospital=hospital, policy=form.fields_typed(), by=signed_in(request), now=timezone.now()
        ),
    )
    if sent.done:
        messages.success(request, "登录与水印的设置已保存。")
        return redirect("settings-overview", hospital.code)
    return page(request, "policy", hospital, form=form)
