"""Every field of a form or of an API body that names a row, and a post in which it names another hospital's."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

import campaigns.forms
import campaigns.serializers
import inspections.forms
import inspections.serializers
import organizations.forms
import organizations.serializers
import rectification.forms
import rectification.serializers
from infrastructure.api.references import Body, references
from organizations.forms.fields import PersonField
from organizations.models import Role
from rectification.forms.other_finding import OtherFindingField
from tests.access.site import ACCEPTER, Site

Value = Callable[[Site], str]
NAMING = (forms.ModelChoiceField, forms.ModelMultipleChoiceField, PersonField, OtherFindingField)


@dataclass(frozen=True)
class ForeignField:
    """One field: where it is posted, by whom, and what of another hospital it names."""

    key: str
    field: str
    value: Value
    who: str = Role.QUALITY_OFFICE.value
    path: Callable[[Site], str] | None = None


def _department(site: Site) -> str:
    return str(site.world.ward.uid)


def _accepting_department(site: Site) -> str:
    return str(site.world.medical.uid)


def _person(site: Site) -> str:
    return str(site.world.head.staff.uid)


def _accepter(site: Site) -> str:
    return str(site.world.accepter.staff.uid)


def _leader(site: Site) -> str:
    return str(site.world.leader.staff.uid)


def _row(name: str) -> Value:
    return lambda site: str(site[name].uid)


def _ledger(site: Site) -> str:
    return str(site["second_ledger"].uid)


def _run(site: Site) -> str:
    return site.world.run.code


def _place(site: Site) -> str:
    return f"{site['second_ledger'].run.code}|I1"


def _open_line(site: Site) -> str:
    """The line of the hospital's sheet for which nobody is named: there the form asks who leads."""
    return f"/inspection/{site['hospital_sheet'].uid}/lines/{site['open_line'].uid}/finding/"


SYSTEM, SECURITY = Role.SYSTEM_ADMINISTRATOR.value, Role.SECURITY_ADMINISTRATOR.value
_OF_A_FINDING: dict[str, Value] = {
    "lead_department": _department,
    "supporting": _department,
    "accepting_department": _accepting_department,
    "responsible_person": _person,
    "responsible_leader": _leader,
}
_OF_A_MEASURE: dict[str, Value] = {"causes": _row("cause"), "department": _department, "person": _person}


def _each(form: str, key: str, fields: dict[str, Value], **more: Any) -> dict[str, ForeignField]:
    return {f"{form}.{name}": ForeignField(key, name, value, **more) for name, value in fields.items()}


FORM_FIELDS: dict[str, ForeignField] = {
    **_each("NewFindingForm", "POST finding-new", _OF_A_FINDING),
    **_each("FindingForm", "POST finding-edit", _OF_A_FINDING),
    **_each("MeasureForm", "POST measure-add", _OF_A_MEASURE),
    **_each("EvidenceForm", "POST evidence-add", {"measures": _row("measure")}),
    **_each("OnSiteForm", "POST evidence-on-site", {"measures": _row("measure")}, who=ACCEPTER),
    **_each("MergeForm", "POST finding-merge", {"into": _row("planned")}),
    **_each("AlsoCountForm", "POST finding-also-count", {"place_of": _place}),
    **_each("UploadForm", "POST ledger-import", {"run": _run}),
    **_each("work.PaperForm", "POST finding-paper:accept", {"signatory": _accepter}),
    **_each("sheets.PaperForm", "POST sheet-paper", {"signatory": _person}),
    **_each("LineFindingForm", "POST sheet-finding", {"lead_department": _department}, path=_open_line),
    **_each("OverlayForm", "POST checkpoint", {"functional_department": _department}),
    **_each("MemberForm", "POST launch-member-new", {"staff": _person}),
    **_each("MeetingForm", "POST launch-meeting-new", {"chair": _person}),
    **_each("MeetingEdit", "POST launch-meeting", {"chair": _person}),
    **_each("PlanPaperForm", "POST launch-paper", {"department": _department, "signatory": _person}),
    **_each("DepartmentForm", "POST settings-department-new", {"parent": _department}, who=SYSTEM),
    **_each("DepartmentEndForm", "POST settings-department-end", {"successor": _department}, who=SYSTEM),
    **_each("NewPersonForm", "POST settings-person-new", {"department": _department}, who=SYSTEM),
    **_each("PostingForm", "POST settings-posting", {"department": _department}, who=SYSTEM),
    **_each("LeaveForm", "POST settings-leave", {"successor": _person}, who=SYSTEM),
    **_each(
        "GrantForm",
        "POST settings-role-grant",
        {"person": _person, "department": _department},
        who=SECURITY,
    ),
    **_each(
        "StandInForm",
        "POST settings-stand-in-new",
        {"principal": _person, "substitute": _person},
        who=SECURITY,
    ),
}
# Lists of words that are the names of rows: the walk cannot see it.
ROWS_BY_WORDS = {"AlsoCountForm.place_of", "UploadForm.run"}
# Fields that name rows of nobody in particular, or that are no post.
NOT_OF_A_HOSPITAL = {
    "SlipForm.hospital": "whose slip it is, said by somebody who is not logged in",
    "FindingForm.item": "items of the official campaign",
    "FindingForm.checkpoint": "checkpoints of the official campaign",
    "NewFindingForm.item": "items of the official campaign",
    "NewFindingForm.checkpoint": "checkpoints of the official campaign",
    "RunForm.campaign": "official campaigns",
    "RegionRunForm.campaign": "official campaigns",
    "LogInForm.hospital": "the list of hospitals before anybody has logged in",
    "ChoosePersonForm.person": "read with GET: test_a_search_takes_nobody_of_another_hospital",
}


def _modules(package: Any) -> Iterator[Any]:
    for found in pkgutil.iter_modules(package.__path__):
        yield importlib.import_module(f"{package.__name__}.{found.name}")


def naming_form_fields() -> set[str]:
    """`Form.field` of every field of every form of ours that names a row."""
    found = set()
    for package in (organizations.forms, campaigns.forms, rectification.forms, inspections.forms):
        for module in _modules(package):
            for name, form in vars(module).items():
                if _is_own(form, forms.BaseForm, module) and not name.startswith("_"):
                    found |= {f"{_short(form)}.{field}" for field in _naming(form)}
    return found


def _is_own(thing: Any, kind: type, module: Any) -> bool:
    return isinstance(thing, type) and issubclass(thing, kind) and thing.__module__ == module.__name__


def _naming(form: Any) -> list[str]:
    return [name for name, field in getattr(form, "base_fields", {}).items() if isinstance(field, NAMING)]


def _short(form: type) -> str:
    """Two forms have one name: the module is said with it."""
    return (
        f"{form.__module__.rpartition('.')[2]}.{form.__name__}"
        if form.__name__ == "PaperForm"
        else form.__name__
    )


API_FIELDS: dict[str, ForeignField] = {
    **_each("FindingBody", "POST api-findings", {**_OF_A_FINDING, "repeats": _row("closed")}),
    **_each("NewFindingBody", "POST api-findings", {**_OF_A_FINDING, "repeats": _row("closed")}),
    **_each("FindingEdit", "PUT api-finding", {**_OF_A_FINDING, "repeats": _row("closed")}),
    **_each("MeasureBody", "POST api-measures", _OF_A_MEASURE),
    **_each("MeasureEdit", "PATCH api-measure", _OF_A_MEASURE),
    **_each("EvidenceBody", "POST api-evidence", {"measures": _row("measure")}),
    **_each("LinkBody", "PUT api-evidence-measures", {"measures": _row("measure")}),
    **_each("OnSiteBody", "POST api-on-site-views", {"measures": _row("measure")}, who=ACCEPTER),
    **_each("AlsoCountBody", "POST api-finding-ledgers", {"ledger": _ledger}),
    "TransitionBody.into": ForeignField("POST api-finding-transition:merge", "into", _row("planned")),
    "TransitionBody.signatory": ForeignField("POST api-finding-transition:paper", "signatory", _accepter),
    **_each("ConfirmBody", "POST api-sheet-confirm", {"signatory": _person}),
    **_each("LineFindingBody", "POST api-sheet-line-findings", {"lead_department": _department}),
    **_each("DepartmentNameBody", "PUT api-import-departments", {"department": _department}),
    **_each("OverlayBody", "PUT api-checkpoint-settings", {"functional_department": _department}),
    **_each("DepartmentBody", "POST api-departments", {"parent": _department}, who=SYSTEM),
    **_each("DepartmentEdit", "PATCH api-department", {"parent": _department}, who=SYSTEM),
    **_each("DepartmentEnd", "POST api-department-end", {"successor": _department}, who=SYSTEM),
    **_each("PersonBody", "POST api-staff", {"department": _department}, who=SYSTEM),
    **_each("PostingBody", "POST api-postings", {"department": _department}, who=SYSTEM),
    **_each("LeaveBody", "POST api-leave", {"successor": _person}, who=SYSTEM),
    **_each(
        "MembershipBody",
        "POST api-memberships",
        {"account": _row("account"), "department": _department},
        who=SECURITY,
    ),
    **_each("StandInBody", "POST api-stand-ins", {"principal": _person, "substitute": _person}, who=SECURITY),
}
NOT_OF_A_HOSPITAL_IN_BODIES = {
    "FindingBody.item": "items of the official campaign",
    "FindingBody.checkpoint": "checkpoints of the official campaign",
    "NewFindingBody.item": "items of the official campaign",
    "NewFindingBody.checkpoint": "checkpoints of the official campaign",
    "FindingEdit.item": "items of the official campaign",
    "FindingEdit.checkpoint": "checkpoints of the official campaign",
    "RunBody.campaign": "official campaigns",
    "RegionRunBody.campaign": "official campaigns",
}


def naming_body_fields() -> set[str]:
    found = set()
    for package in (
        organizations.serializers,
        campaigns.serializers,
        rectification.serializers,
        inspections.serializers,
    ):
        for module in _modules(package):
            for body in vars(module).values():
                if _is_own(body, Body, module):
                    found |= {
                        f"{body.__name__}.{one.field_name}" for one, _ in references(body().fields.values())
                    }
    return found
