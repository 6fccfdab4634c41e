"""What is posted to each address so that whoever may, does it: one body for every row of the POST matrix."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core import signing
from django_otp.oath import totp

from campaigns.models import Campaign
from campaigns.selectors.region_runs import TakingPart, hospitals_of_a_run
from organizations.access_selectors import EVERY_LINE
from organizations.forms.imports import packed_rows
from organizations.models import Region
from organizations.rules.import_tables import Table, TableRow
from organizations.services.department_import import COLUMNS as DEPARTMENT_COLUMNS
from organizations.services.people_import import COLUMNS as PEOPLE_COLUMNS
from organizations.services.standings import version_of
from rectification.models import Finding
from tests.access.launch_rows import LAUNCH_PAYLOADS
from tests.access.site import Site, picture, workbook
from tests.access.site_blanks import SENT as BLANKS
from tests.factories import PASSWORD
from tests.rectification.world import IN_TWO_WEEKS, TODAY

Payload = Callable[[Site, str], dict[str, Any]]
LATER = IN_TWO_WEEKS + timedelta(days=20)


def without(typed: dict[str, Any], *names: str) -> dict[str, Any]:
    """The form less the fields that this address does not read."""
    return {name: value for name, value in typed.items() if name not in names}


def finding_form(site: Site, who: str = "", **changes: Any) -> dict[str, Any]:
    """A complete form of the ward."""
    world = site.world
    return {
        "run": world.run.code,
        "text": "急诊首诊病历未由首诊医师书写",
        "item": "I1",
        "checkpoint": "TST.I1.a",
        "lead_department": str(world.ward.uid),
        "supporting": [str(world.other_ward.uid)],
        "deadline_kind": "dated",
        "due_on": str(IN_TWO_WEEKS),
        "origin": "self_inspection",
        "found_on": str(TODAY),
        "responsible_person": str(world.head.staff.uid),
        "responsible_leader": str(world.leader.staff.uid),
        "revision": Finding.objects.get(pk=site["draft"].pk).revision,
        **changes,
    }


def measure_form(site: Site, who: str = "", **changes: Any) -> dict[str, Any]:
    return {
        "text": "手术安全核查表由系统锁定",
        "strength": "strong",
        "causes": [str(site["cause"].uid)],
        "department": str(site.world.ward.uid),
        "person": str(site.world.head.staff.uid),
        "due_on": str(TODAY),
        "revision": 1,
        **changes,
    }


def paper(signatory: Any) -> dict[str, Any]:
    return {"signatory": str(signatory.uid), "scan": picture("签字盖章件.png"), "reason": "纸质办理"}


def department_form(site: Site, who: str = "", **changes: Any) -> dict[str, Any]:
    return {
        "name": "康复医学科",
        "code": "K900",
        "kind": "clinical",
        "active_from": str(TODAY),
        "revision": 1,
        **changes,
    }


def person_form(site: Site, who: str = "", **changes: Any) -> dict[str, Any]:
    return {
        "name": "邓医师",
        "employee_no": "90001",
        "kind": "doctor",
        "employed_from": "2020-01-01",
        "revision": 1,
        **changes,
    }


def stand_in_form(site: Site, who: str = "", **changes: Any) -> dict[str, Any]:
    return {
        "principal": str(site.world.head.staff.uid),
        "substitute": str(site.world.liaison.staff.uid),
        "from_on": str(TODAY),
        "to_on": str(LATER),
        "reason": "外出进修",
        **changes,
    }


def run_form(site: Site, who: str = "", **changes: Any) -> dict[str, Any]:
    days = iter(f"2027-{month:02d}-01" for month in range(1, 9))
    names = ("launch", "self_inspection", "concentrated", "evaluation")
    phases: dict[str, str] = {}
    for number, name in enumerate(names, start=1):
        phases |= {f"phase_{number}_title": name, f"phase_{number}_kind": name}
        phases |= {f"phase_{number}_{end}_on": next(days) for end in ("from", "to")}
    return {"campaign": "TST", "title": "2027 年常态化自查", "code": "TST-2027", **phases, **changes}


def region_run_form(site: Site, who: str = "") -> dict[str, Any]:
    """The hospitals of the city as the page has shown them."""
    region = Region.objects.get(code="360100")
    campaign = Campaign.objects.get(code="TST")
    found = hospitals_of_a_run(campaign=campaign, region=region, lines=EVERY_LINE, as_of=TODAY)
    return run_form(site, agreed=TakingPart(tuple(found)).fingerprint)


def _signed_rows(site: Site, who: str, kind: str) -> dict[str, Any]:
    """The preview as this user was shown it: rows are signed for one person and one hospital."""
    values = {
        "departments": {"code": "K901", "name": "疼痛科", "kind": "临床科室"},
        "people": {"employee_no": "90002", "name": "贺医师", "kind": "医师"},
    }[kind]
    table = Table((TableRow("名单", 2, values),))
    return {"rows": packed_rows(table, salt=f"import-{kind}-{_whose(site, who)}"), "mode": "good"}


def _whose(site: Site, who: str) -> str:
    user = site.users.get(who)
    return f"{site.hospital.pk}-{user.pk if user else 0}"


def _slips(site: Site, who: str) -> dict[str, Any]:
    rows = ["上半条", [["程医师", "10001", "cheng", "ABCDE-12345"]]]
    return {"slips": signing.dumps(rows, salt=f"slips-{_whose(site, who)}", compress=True)}


def _activation(site: Site, who: str) -> dict[str, Any]:
    """Both halves of a slip, as its person has them."""
    return {
        "username": site["slip_user"].username,
        "hospital": "",
        "first": site["slip_first"].printed,
        "second": site["slip_second"].printed,
        "new": "Camphor-tree-88",
        "again": "Camphor-tree-88",
    }


def _nothing(site: Site, who: str) -> dict[str, Any]:
    return {}


def _reason(site: Site, who: str) -> dict[str, Any]:
    return {"reason": "按规定办理"}


def _line(site: Site, who: str) -> dict[str, Any]:
    uid = site["line"].uid
    return {f"{uid}-answer": "in_order", f"{uid}-note": "", f"{uid}-revision": site["line"].revision}


def upload_list(columns: Any, *texts: str) -> Payload:
    heading = [column.shown_heading for column in columns][: len(texts)]
    return lambda site, who: {"file": workbook(heading, list(texts), name="名单.xlsx")}


PAYLOADS: dict[str, Payload] = {
    **LAUNCH_PAYLOADS,
    "POST log-in": lambda site, who: {"username": site.world.clerk.username, "password": PASSWORD},
    "POST second-step": lambda site, who: {"code": f"{totp(b'0' * 20):06d}"},
    "POST log-out": _nothing,
    "POST switch-user": _nothing,
    "POST activate": lambda site, who: {"new": "Camphor-tree-88", "again": "Camphor-tree-88"},
    "POST activate-slip": _activation,
    "POST email": lambda site, who: {"email": "zhang@example.cn", "password": PASSWORD},
    "POST password": lambda site, who: {
        "old": PASSWORD,
        "new": "Camphor-tree-88",
        "again": "Camphor-tree-88",
    },
    "POST second-factor": lambda site, who: {"act": "begin"},
    "POST tokens": lambda site, who: {"days": 30},
    "POST revoke-token": _nothing,
    "POST settings-standing": lambda site, who: {
        "level": "secondary",
        "grade": "甲",
        "kind": "general",
        "line": "health",
        "affiliation": "city",
        "supervised_by": "360100",
        "from_on": TODAY.isoformat(),
        "reason": "赣卫医字〔2026〕8 号",
        "revision": version_of(site.hospital),
    },
    "POST settings-names": lambda site, who: {"name": "江西省第一人民医院（新）"},
    "POST settings-origins": lambda site, who: {"complaint": "来信来访"},
    "POST settings-policy": lambda site, who: {"idle_minutes": 20},
    "POST settings-department-new": lambda site, who: without(department_form(site), "revision"),
    "POST settings-departments-import": upload_list(DEPARTMENT_COLUMNS, "K902", "皮肤科", "临床科室"),
    "POST settings-departments-import-run": lambda site, who: _signed_rows(site, who, "departments"),
    "POST settings-department": lambda site, who: department_form(site, name="眼科中心"),
    "POST settings-department-end": lambda site, who: {
        "to_on": str(TODAY),
        "successor": str(site.world.ward.uid),
    },
    "POST settings-department-reopen": _nothing,
    "POST settings-alias-add": lambda site, who: {"alias": "眼科病房"},
    "POST settings-alias-remove": lambda site, who: {"alias": "眼科门诊"},
    "POST settings-person-new": lambda site, who: without(
        person_form(site, department=str(site.world.ward.uid)), "revision"
    ),
    "POST settings-people-import": upload_list(PEOPLE_COLUMNS, "90003", "马医师", "医师"),
    "POST settings-people-import-run": lambda site, who: _signed_rows(site, who, "people"),
    "POST settings-slips-file": _slips,
    "POST settings-resets-agree": lambda site, who: {"uid": str(site["waiting_reset"].uid)},
    "POST settings-reset-end": _reason,
    "POST my-reset-end": _nothing,
    "POST settings-person-edit": person_form,
    "POST settings-posting": lambda site, who: {
        "department": str(site.world.other_ward.uid),
        "from_on": str(TODAY),
    },
    "POST settings-posting-dates": lambda site, who: {"from_on": "2020-01-01", "to_on": "2027-06-30"},
    "POST settings-leave-back": _nothing,
    "POST settings-account-open": lambda site, who: {"username": "cheng-yishi-2"},
    "POST settings-account-reset": lambda site, who: {
        "kind": "password",
        "delivery": "slip",
        "reason": "忘记密码",
    },
    "POST settings-account-close": _reason,
    "POST settings-account-reopen": _nothing,
    "POST settings-leave": lambda site, who: {
        "last_day": str(TODAY),
        "successor": str(site.world.liaison.staff.uid),
    },
    "POST settings-role-grant": lambda site, who: {
        "person": str(site["person"].uid),
        "role": "liaison",
        "department": str(site.world.ward.uid),
        "from_on": str(TODAY),
    },
    "POST settings-role-end": _reason,
    "POST settings-stand-in-new": stand_in_form,
    "POST settings-stand-in-end": _nothing,
    "POST settings-audit-export": _reason,
    "POST settings-access-export": _reason,
    "POST sheet": _line,
    "POST sheet-reopen": _reason,
    "POST sheet-paper": lambda site, who: {
        **without(paper(site.world.head.staff), "reason"),
        "revision": site["ready_sheet"].revision,
    },
    "POST sheet-line": _line,
    "POST sheet-finding": lambda site, who: {"text": "护理记录涂改", "photos": picture("涂改.png")},
    "POST run-new": run_form,
    "POST region-run-new": region_run_form,
    "POST run-sheets": _nothing,
    "POST checkpoint": lambda site, who: {
        "audiences": ["clinical"],
        "functional_department": str(site.world.medical.uid),
        "revision": 0,
    },
    "POST finding-new": lambda site, who: finding_form(site, files=picture()),
    "POST findings-accept": lambda site, who: {"pick": str(site["awaiting_spot"].uid)},
    "POST finding-edit": lambda site, who: without(finding_form(site), "run"),
    "POST finding-move:submit": _nothing,
    "POST finding-move:return": _reason,
    "POST finding-move:take_up": _nothing,
    "POST finding-move:start": _nothing,
    "POST finding-move:request_acceptance": _nothing,
    "POST finding-move:fix_on_the_spot": _nothing,
    "POST finding-move:accept": _nothing,
    "POST finding-move:refuse": _reason,
    "POST finding-move:close": _nothing,
    "POST finding-move:reopen": _reason,
    "POST finding-move:void": _reason,
    "POST finding-paper:accept": lambda site, who: paper(site.world.accepter.staff),
    "POST finding-merge": lambda site, who: {"into": str(site["planned"].uid), "reason": "同一问题"},
    "POST finding-also-count": lambda site, who: {"place_of": f"{site['second_ledger'].run.code}|I1"},
    "POST cause-add": lambda site, who: {"category": "process", "text": "流程没有闭环"},
    "POST cause-edit": lambda site, who: {"category": "process", "text": "系统没有强制校验", "revision": 1},
    "POST cause-void": _nothing,
    "POST measure-add": lambda site, who: without(measure_form(site), "revision"),
    "POST measure-edit": measure_form,
    "POST measure-void": _nothing,
    "POST evidence-add": lambda site, who: {
        "files": picture("证明.png", "navy"),
        "measures": [str(site["measure"].uid)],
    },
    "POST evidence-replace": lambda site, who: {"files": picture("新版.png", "olive")},
    "POST evidence-void": _reason,
    "POST evidence-on-site": lambda site, who: {
        "measures": [str(site["measure"].uid)],
        "seen_on": str(TODAY),
        "words": "现场查看三份病历，均已完成",
    },
    "POST note-add": lambda site, who: {"text": "已完成系统改造"},
    "POST extension-ask": lambda site, who: {"to_due_on": str(LATER), "reason": "设备下月到货"},
    "POST extension-decide": lambda site, who: {"grant": "yes", "reason": ""},
    "POST ledger-pack": _nothing,
    "POST ledger-final": _nothing,
    "POST ledger-final-withdraw": _reason,
    "POST ledger-import": lambda site, who: {
        "run": site.world.run.code,
        "file": workbook(
            ["序号", "整治内容", "存在问题", "牵头部门"], ["1", "科室制度落实", "缺记录", "骨科"]
        ),
    },
    "POST import-batch-enter": _nothing,
    "POST import-preview": lambda site, who: {"0-1": ""},
    "POST import-enter": lambda site, who: {"bad_rows": "skip"},
    **BLANKS,
}
