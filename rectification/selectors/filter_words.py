"""What an address filters, in the words of the page: 牵头部门：骨科、检验科."""

from __future__ import annotations

from django.http import QueryDict

from campaigns.models import CampaignItem, Participation
from organizations.models import Department, StaffMember
from rectification.filters import FindingFilter

_DEPARTMENTS = ("lead", "department", "accepting")
_YES_OR_NO = {"true": "是", "True": "是", "1": "是", "false": "否", "False": "否", "0": "否"}


def filter_words(query: QueryDict, participation: Participation) -> dict[str, str]:
    """Label → chosen values; empty for the whole ledger. The address was found valid before."""
    said = {}
    for name, one in FindingFilter.declared_filters.items():
        values = [part for value in query.getlist(name) for part in _parts(name, value) if part]
        if values:
            names = _names(name, values, participation) | dict(one.extra.get("choices", ()))
            said[str(one.label)] = "、".join(str(names.get(value, value)) for value in values)
    return said


def _parts(name: str, value: str) -> list[str]:
    return value.split(",") if name in ("item", "lead") else [value]


def _names(name: str, values: list[str], participation: Participation) -> dict[str, str]:
    if name == "item":
        items = CampaignItem.objects.filter(campaign=participation.run.campaign_id, code__in=values)
        return dict(items.values_list("code", "title"))
    if name in _DEPARTMENTS or name == "person":
        model = StaffMember if name == "person" else Department
        rows = model.objects.filter(hospital=participation.hospital_id, uid__in=values)
        return {str(uid): shown for uid, shown in rows.values_list("uid", "name")}
    return _YES_OR_NO if name == "on_the_spot" else {}
