"""What is sent to each address of the API so that whoever may, does it. JSON, or a form where a file is in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from campaigns.models import Campaign
from campaigns.selectors.region_runs import hospitals_of_a_run
from organizations.access_selectors import EVERY_LINE
from organizations.models import Region
from organizations.services.department_import import COLUMNS as DEPARTMENT_COLUMNS
from organizations.services.people_import import COLUMNS as PEOPLE_COLUMNS
from rectification.models import Finding
from tests.access.payloads import LATER, Payload, measure_form, paper, upload_list
from tests.access.site import Site, picture, workbook
from tests.factories import PASSWORD
from tests.rectification.world import IN_TWO_WEEKS, TODAY


def finding_body(site: Site, who: str = "", **changes: Any) -> dict[str, Any]:
    """A complete finding of the ward, naming a row in every field that can."""
    world = site.world
    return {
        "text": "急诊首诊病历未由首诊医师书写",
        "item": "I1",
        "checkpoint": "TST.I1.a",
        "lead_department": str(world.ward.uid),
        "supporting": [str(world.other_ward.uid)],
        "accepting_department": str(world.medical.uid),
        "responsible_person": str(world.head.staff.uid),
        "responsible_leader": str(world.leader.staff.uid),
        "repeats": str(site["closed"].uid),
        "due_on": str(IN_TWO_WEEKS),
        **changes,
    }


def finding_edit(site: Site, who: str = "", **changes: Any) -> dict[str, Any]:
    revision = Finding.objects.get(pk=site["draft"].pk).revision
    return finding_body(site, revision=revision, **changes)


def measure_body(site: Site, who: str = "", **changes: Any) -> dict[str, Any]:
    typed = measure_form(site)
    return {name: value for name, value in typed.items() if name != "revision"} | changes


def department_body(site: Site, who: str = "", **changes: Any) -> dict[str, Any]:
    return {
        "name": "康复医学科",
        "code": "K900",
        "kind": "clinical",
        "parent": str(site.world.ward.uid),
        "active_from": str(TODAY),
        **changes,
    }


def person_body(site: Site, who: str = "", **changes: Any) -> dict[str, Any]:
    return {
        "name": "邓医师",
        "employee_no": "90001",
        "kind": "doctor",
        "employed_from": "2020-01-01",
        **changes,
    }


def run_body(site: Site, who: str = "", **changes: Any) -> dict[str, Any]:
    phases = [
        {"kind": "launch", "from_on": "2027-01-01", "to_on": "2027-01-31"},
        {"kind": "self_inspection", "title": "第一轮自查", "from_on": "2027-02-01", "to_on": "2027-03-31"},
    ]
    return {"campaign": "TST", "title": "2027 年常态化自查", "code": "TST-2027", "phases": phases, **changes}


def region_run_body(site: Site, who: str = "") -> dict[str, Any]:
    region, campaign = Region.objects.get(code="360100"), Campaign.objects.get(code="TST")
    bound = hospitals_of_a_run(campaign=campaign, region=region, lines=EVERY_LINE, as_of=TODAY)
    return run_body(site, hospitals=len(bound))


def _on_paper(site: Site, who: str, **changes: Any) -> dict[str, Any]:
    return {**paper(site.world.accepter.staff), **changes}


def _answers(site: Site, who: str) -> dict[str, Any]:
    line = site["line"]
    return {"answers": [{"line": str(line.uid), "answer": "in_order", "revision": line.revision}]}


def _nothing(site: Site, who: str) -> dict[str, Any]:
    return {}


def _reason(site: Site, who: str) -> dict[str, Any]:
    return {"reason": "按规定办理"}


BODIES: dict[str, Payload] = {
    "POST api-tokens": lambda site, who: {
        "username": site.world.clerk.username,
        "password": PASSWORD,
        "days": 7,
    },
    "DELETE api-token": _nothing,
    "POST api-standings": lambda site, who: {
        "level": "secondary",
        "grade": "甲",
        "kind": "general",
        "line": "health",
        "affiliation": "city",
        "supervised_by": "360100",
        "from_on": TODAY.isoformat(),
        "reason": "赣卫医字〔2026〕8 号",
    },
    "PUT api-hospital-names": lambda site, who: {"name": "江西省示范医院"},
    "PUT api-login-policy": lambda site, who: {"idle_minutes": 20, "watermark": True},
    "POST api-departments-import": upload_list(DEPARTMENT_COLUMNS, "K903", "疼痛科", "临床科室"),
    "POST api-staff-import": upload_list(PEOPLE_COLUMNS, "90004", "牛医师", "医师"),
    "POST api-account-close": _nothing,
    "POST api-account-reopen": _nothing,
    "POST api-account-second-factor-off": lambda site, who: {"reason": "手机丢失"},
    "POST api-departments": department_body,
    "PATCH api-department": lambda site, who: {"name": "眼科中心", "revision": 1},
    "POST api-department-end": lambda site, who: {
        "to_on": str(TODAY),
        "successor": str(site.world.ward.uid),
    },
    "POST api-department-reopen": _nothing,
    "POST api-aliases": lambda site, who: {"name": "眼科病房"},
    "DELETE api-alias": _nothing,
    "POST api-staff": lambda site, who: person_body(site, department=str(site.world.ward.uid)),
    "PATCH api-person": lambda site, who: {"post": "主任医师", "revision": 1},
    "POST api-postings": lambda site, who: {
        "department": str(site.world.other_ward.uid),
        "from_on": str(TODAY),
    },
    "PUT api-posting": lambda site, who: {"from_on": "2020-01-01", "to_on": "2027-06-30"},
    "POST api-leave": lambda site, who: {
        "last_day": str(TODAY),
        "successor": str(site.world.liaison.staff.uid),
    },
    "POST api-leave-take-back": _nothing,
    "POST api-memberships": lambda site, who: {
        "account": str(site["account"].uid),
        "role": "liaison",
        "department": str(site.world.ward.uid),
        "from_on": str(TODAY),
    },
    "POST api-membership-end": _reason,
    "POST api-stand-ins": lambda site, who: {
        "principal": str(site.world.head.staff.uid),
        "substitute": str(site.world.liaison.staff.uid),
        "from_on": str(TODAY),
        "to_on": str(LATER),
        "reason": "外出进修",
    },
    "POST api-stand-in-end": _nothing,
    "POST api-region-runs": region_run_body,
    "POST api-ledgers": run_body,
    "PUT api-checkpoint-settings": lambda site, who: {
        "audiences": ["clinical"],
        "functional_department": str(site.world.medical.uid),
        "revision": 0,
    },
    "POST api-missing-sheets": _nothing,
    "POST api-findings": finding_body,
    "POST api-cells": lambda site, who: {
        "cells": [{"finding": str(site["draft"].uid), "column": "remark", "old": None, "new": "第三季度复查"}]
    },
    "POST api-exports": _nothing,
    "POST api-templates": _nothing,
    "POST api-imports": lambda site, who: {
        "file": workbook(
            ["序号", "整治内容", "存在问题", "牵头部门"], ["1", "科室制度落实", "缺记录", "骨科"]
        )
    },
    "POST api-sheet-answers": _answers,
    "POST api-sheet-rest": _nothing,
    "POST api-sheet-confirm": lambda site, who: {"revision": site["ready_sheet"].revision},
    "POST api-sheet-reopen": _reason,
    "POST api-sheet-line-findings": lambda site, who: {"text": "护理记录涂改", "photos": picture("涂改.png")},
    "PUT api-finding": finding_edit,
    "PATCH api-finding": lambda site, who: {"remark": "下月复查", "revision": site["draft"].revision},
    "POST api-finding-ledgers": lambda site, who: {
        "ledger": str(site["second_ledger"].uid),
        "item": "I1",
    },
    **{
        f"POST api-finding-transition:{name}": _nothing
        for name in ("submit", "take_up", "start", "request_acceptance", "fix_on_the_spot", "accept", "close")
    },
    **{f"POST api-finding-transition:{name}": _reason for name in ("return", "refuse", "reopen", "void")},
    "POST api-finding-transition:merge": lambda site, who: {
        "into": str(site["planned"].uid),
        "reason": "同一问题",
    },
    "POST api-finding-transition:paper": _on_paper,
    "POST api-extensions": lambda site, who: {"to_due_on": str(LATER), "reason": "设备下月到货"},
    "POST api-extension-decision": lambda site, who: {"grant": True},
    "POST api-causes": lambda site, who: {"category": "process", "text": "流程没有闭环"},
    "PATCH api-cause": lambda site, who: {"text": "系统没有强制校验", "revision": 1},
    "DELETE api-cause": _nothing,
    "POST api-measures": measure_body,
    "PATCH api-measure": lambda site, who: measure_body(site, revision=1),
    "DELETE api-measure": _nothing,
    "POST api-evidence": lambda site, who: {
        "files": [picture("证明.png", "navy")],
        "measures": [str(site["measure"].uid)],
    },
    "POST api-evidence-replacements": lambda site, who: {"file": picture("新版.png", "olive")},
    "POST api-evidence-void": _reason,
    "PUT api-evidence-measures": lambda site, who: {"measures": [str(site["measure"].uid)]},
    "POST api-on-site-views": lambda site, who: {
        "measures": [str(site["measure"].uid)],
        "seen_on": str(TODAY - timedelta(days=1)),
        "words": "现场查看三份病历，均已完成",
    },
    "POST api-notes": lambda site, who: {"text": "已完成系统改造"},
    "PUT api-import-departments": lambda site, who: {
        "name": "大骨科",
        "department": str(site.world.ward.uid),
    },
    "PUT api-import-decisions": lambda site, who: {"answers": []},
    "PUT api-import-columns": lambda site, who: {"sheets": []},
    "POST api-import-enter": lambda site, who: {"bad_rows": "skip"},
}
