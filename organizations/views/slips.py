"""Halves of sealed slips: shown once, printed, or taken away as a list."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from infrastructure.models import AccessKind
from infrastructure.workbooks.cell_text import csv_row
from organizations.addresses import client_address
from organizations.models import Hospital, StaffMember
from organizations.requests import signed_in
from organizations.rights import OrganizationRight
from organizations.services import access_log
from organizations.services.account_resets import Half
from organizations.services.person_accounts import slip_of
from organizations.views.settings_page import page, settings_page

FIRST, SECOND = "上半条", "下半条"
_SECONDS = 30 * 60


def show_slips(
    request: HttpRequest,
    hospital: Hospital,
    halves: Sequence[Half],
    *,
    which: str,
    back_to: StaffMember | None = None,
) -> HttpResponse:
    """The one time that the halves are shown; the browser is told not to keep the page."""
    slips = [slip_of(half) for half in halves]
    packed = signing.dumps(
        [which, [[slip.name, slip.employee_no, slip.username, slip.code] for slip in slips]],
        salt=_salt(request, hospital),
        compress=True,
    )
    site = request.build_absolute_uri(reverse("activate-slip"))
    answer = page(
        request, "slips", hospital, slips=slips, packed=packed, which=which, site=site, person=back_to
    )
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@settings_page(OrganizationRight.RESET_ACCOUNTS)
def slips_file(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    """The list that was just shown, as a file. It comes back from that page, signed: nothing is stored."""
    try:
        which, rows = signing.loads(
            request.POST.get("slips", ""), salt=_salt(request, hospital), max_age=_SECONDS
        )
    except (signing.BadSignature, ValueError):
        messages.error(request, "名单已过期。需要重新打印的，请撤回后重新申请。")
        return redirect("settings-resets", hospital.code)
    access_log.log(
        kind=AccessKind.EXPORTED,
        now=timezone.now(),
        user=signed_in(request),
        hospital_id=hospital.pk,
        address=client_address(request),
        detail=f"下载密封条{which}，{len(rows)} 人",
    )
    lines = [csv_row(["姓名", "工号", "用户名", f"{which}的码"]), *map(csv_row, rows)]
    answer = HttpResponse("\ufeff" + "".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'密封条{which}.csv')}"
    answer["Cache-Control"] = "no-store"
    return answer


def _salt(request: HttpRequest, hospital: Hospital) -> str:
    return f"slips-{hospital.pk}-{signed_in(request).pk}"
