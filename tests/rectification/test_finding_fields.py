"""A field of a finding is one everywhere: typed on the page, sent to the API, kept by an edit that leaves it alone."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest

from campaigns.models import CampaignItem, Checkpoint
from policy_texts.vocabulary import Duty
from rectification.forms.findings import FindingForm, initial_of
from rectification.selectors.timelines import finding_timeline
from rectification.serializers.findings import FindingBody, FindingDetail, input_of
from rectification.services import finding_edits
from rectification.services.findings import FindingInput
from tests.rectification.world import NOW, World, make_campaign

# Why, not what: said of one change and kept in the timeline.
REASON = {"accepting_reason"}
# Of the services that open a finding from something else.
NOT_TYPED = {"origin_label", "origin_key", "penalty_barred"}
SENT = set(FindingBody().fields)
TYPED = set(FindingForm.base_fields)


def test_page_and_api_fill_the_same_fields() -> None:
    assert (TYPED - {"revision", "repeats_number"}) | {"repeats"} == SENT
    assert {field.name for field in dataclasses.fields(FindingInput)} - NOT_TYPED == SENT


def test_the_api_tells_every_field_that_it_takes() -> None:
    of_its_ledgers = {"item", "checkpoint"}
    assert SENT - REASON - of_its_ledgers - set(FindingDetail().fields) == set()


@pytest.mark.django_db
def test_an_edit_keeps_every_field_that_it_does_not_name() -> None:
    finding = World().draft()
    assert SENT - set(input_of(finding, finding.entries.get())) == REASON
    assert TYPED - set(initial_of(finding)) == REASON


def _another(world: World) -> dict[str, tuple[Any, str]]:
    """For each field another value, and what the timeline says of it."""
    earlier = world.draft(text="上季度的同一问题")
    world.move(earlier, "submit", world.liaison)
    item = world.campaign.items.get(code="I2")
    point = item.checkpoints.get()
    return {
        "text": ("改过的写法", "存在问题：抽查 10 份四级手术病历，3 份无术前多学科讨论记录 → 改过的写法"),
        "item": (item, "整治内容：科室制度落实 → 院级制度；整治要点：1.a 要点a → 2.a 院级要点"),
        "checkpoint": (point, "整治内容：科室制度落实 → 院级制度；整治要点：1.a 要点a → 2.a 院级要点"),
        "lead_department": (world.other_ward, "牵头部门：骨科 → 检验科"),
        "origin": ("complaint", "问题来源：科室自查 → 投诉"),
        "found_on": (date(2026, 11, 1), "发现日期：2026-11-21 → 2026-11-01"),
        "supporting": ([world.other_ward, world.quality], "配合部门：空 → 检验科、质控办"),
        "accepting_department": (world.quality, "验收部门：医务处 → 质控办"),
        "responsible_person": (world.liaison.staff, "责任人：吴海 → 郑洁"),
        "responsible_leader": (None, "责任领导：李建国 → 空"),
        "deadline_kind": ("ongoing", "整改时限：2026-12-05 → 空；时限类型：限期完成 → 持续推进"),
        "due_on": (date(2026, 12, 6), "整改时限：2026-12-05 → 2026-12-06"),
        "remark": ("已上会", "备注：空 → 已上会"),
        "repeats": (earlier, "重复发生：空 → 序号 1（上季度的同一问题）"),
    }


def with_a_second_item() -> World:
    """Before a run makes the version one in use, which is frozen."""
    item = CampaignItem.objects.create(
        campaign=make_campaign(), code="I2", clause="TST.I2", number=2, title="院级制度", short_title="院级"
    )
    Checkpoint.objects.create(
        item=item,
        code="a",
        clause="TST.I2.a",
        text="院级要点",
        audiences=["clinical"],
        duty=Duty.MEDICAL_AFFAIRS,
        hospital_level=False,
    )
    return World()


@pytest.mark.django_db
def test_an_edit_keeps_where_the_finding_came_from() -> None:
    """The line of a sheet or the event that it was opened from is named by a key that no form carries."""
    world = World()
    finding = world.draft(origin_key="sheet:1")
    values = world.values(text="改过的写法", found_on=finding.found_on)
    finding_edits.edit_finding(finding=finding, values=values, revision=1, by=world.liaison, now=NOW)
    finding.refresh_from_db()
    assert (finding.text, finding.origin_key) == ("改过的写法", "sheet:1")


@pytest.mark.django_db
def test_an_edit_of_any_field_stands_in_the_timeline_as_it_was_and_as_it_is() -> None:
    world = with_a_second_item()
    cases = _another(world)
    assert set(cases) == SENT - REASON
    with_it = {
        "item": {"checkpoint": cases["checkpoint"][0]},
        "checkpoint": {"item": cases["item"][0]},
        "deadline_kind": {"due_on": None},
        "accepting_department": {"accepting_reason": "医务处长期空缺"},
    }
    for name, (value, words) in cases.items():
        finding = world.draft()
        values = world.values(**{"found_on": finding.found_on, name: value} | with_it.get(name, {}))
        finding_edits.edit_finding(finding=finding, values=values, revision=1, by=world.clerk, now=NOW)
        assert finding_timeline(finding)[0]["note"] == words, name
