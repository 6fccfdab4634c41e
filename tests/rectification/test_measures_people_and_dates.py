"""A measure has its own person and date, or none; its date is never after the finding's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from campaigns.services.overlays import OverlayInput, set_overlay
from infrastructure.audit import acting
from infrastructure.errors import Invalid
from rectification.models import Finding, Measure
from rectification.services import finding_edits, work
from tests.rectification.test_lifecycle_table import complete
from tests.rectification.world import IN_TWO_WEEKS, NOW, TODAY, World, as_

pytestmark = pytest.mark.usefixtures("world")


def measure(world: World, finding: Finding, **more: Any) -> Measure:
    cause = finding.causes.get()
    values = work.MeasureInput(text="采购设备", strength="strong", causes=[cause], **more)
    return work.add_measure(finding=finding, values=values, by=world.liaison, now=NOW)


def test_a_measure_without_a_person_shows_nobody_else(world: World) -> None:
    finding, _, _ = world.planned()
    page = as_(world.clerk).get(f"/findings/{finding.uid}/").content.decode()
    plan = page[page.index('id="plan"') : page.index("</table>", page.index('id="plan"'))]
    assert "未指定" in plan
    assert world.head.staff.name not in plan
    told = as_(world.clerk).get(f"/api/v1/findings/{finding.uid}/measures/").json()
    assert [row["person"] for row in told] == [None]


def test_a_measure_with_a_person_shows_that_one(world: World) -> None:
    finding, _, _ = world.planned()
    measure(world, finding, person=world.liaison.staff)
    page = as_(world.clerk).get(f"/findings/{finding.uid}/").content.decode()
    plan = page[page.index('id="plan"') : page.index("</table>", page.index('id="plan"'))]
    assert plan.count("未指定") == 1
    assert world.liaison.staff.name in plan


def test_a_measures_date_is_never_set_after_its_findings(world: World) -> None:
    finding, cause, first = world.planned()
    late = IN_TWO_WEEKS + timedelta(days=1)
    values = work.MeasureInput(text="改", strength="strong", causes=[cause], due_on=late)
    with pytest.raises(Invalid) as added:
        work.add_measure(finding=finding, values=values, by=world.liaison, now=NOW)
    with pytest.raises(Invalid) as edited:
        work.edit_measure(measure=first, values=values, revision=1, by=world.liaison, now=NOW)
    assert [*added.value.errors, *edited.value.errors] == ["due_on", "due_on"]


def test_a_measures_date_is_never_set_before_its_finding_was_found(world: World) -> None:
    """On the page and through the API alike, and whichever of the two dates is set last."""
    finding, cause, first = world.planned()
    early = str(TODAY - timedelta(days=1))
    typed = {"text": "改", "strength": "strong", "causes": [str(cause.uid)], "due_on": early, "revision": 1}
    words = f"措施的时限不能早于问题的发现日期（{TODAY}）。"
    client, own = as_(world.liaison), f"/findings/{finding.uid}/measures/"
    for address in (f"{own}add/", f"{own}{first.uid}/"):
        answer = client.post(address, typed)
        assert answer.context["form"].errors["due_on"] == [words]
        assert answer.context["form"]["due_on"].value() == early
    told = client.patch(
        f"/api/v1{own}{first.uid}/", {"due_on": early, "revision": 1}, content_type="application/json"
    )
    assert told.json()["errors"] == {"due_on": [words]}
    early_one = measure(world, finding, due_on=TODAY)
    with pytest.raises(Invalid) as refusal:
        edit(world, finding, found_on=TODAY + timedelta(days=1), now=NOW + timedelta(days=1))
    assert refusal.value.errors == {"found_on": f"发现日期不能晚于措施的时限（最早 {early_one.due_on}）。"}


def test_what_history_brought_from_before_its_finding_can_be_edited_otherwise(world: World) -> None:
    finding, cause, first = world.planned()
    early = TODAY - timedelta(days=9)
    with acting(by=None):
        Measure.objects.filter(pk=first.pk).update(due_on=early)
    values = work.MeasureInput(text="改", strength="strong", causes=[cause], due_on=early)
    kept = work.edit_measure(measure=first, values=values, revision=1, by=world.liaison, now=NOW)
    assert (kept.text, kept.due_on) == ("改", early)
    assert edit(world, finding, remark="已上会").remark == "已上会"


def edit(world: World, finding: Finding, *, now: datetime = NOW, **changes: Any) -> Finding:
    finding.refresh_from_db()
    values = world.values(**{"found_on": finding.found_on} | changes)
    return finding_edits.edit_finding(
        finding=finding, values=values, revision=finding.revision, by=world.clerk, now=now
    )


def test_the_page_says_at_the_field_that_a_findings_date_is_before_its_measures(world: World) -> None:
    finding, _, _ = world.planned()
    measure(world, finding, due_on=IN_TWO_WEEKS)
    finding.refresh_from_db()
    client, address = as_(world.clerk), f"/findings/{finding.uid}/edit/"
    form = client.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    typed |= {"due_on": str(IN_TWO_WEEKS - timedelta(days=1)), "revision": finding.revision}
    answer = client.post(address, typed)
    assert "不能早于措施的时限" in "".join(answer.context["form"].errors["due_on"])
    finding.refresh_from_db()
    assert finding.due_on == IN_TWO_WEEKS


@pytest.mark.parametrize(
    ("measure_due", "kind", "expected"),
    [
        (None, "dated", TODAY),
        (TODAY + timedelta(days=3), "dated", TODAY + timedelta(days=3)),
        (None, "ongoing", None),
    ],
)
def test_fixed_on_the_spot_the_date_is_not_before_a_measures(
    world: World, measure_due: date | None, kind: str, expected: date | None
) -> None:
    set_overlay(
        hospital=world.hospital,
        checkpoint=world.checkpoint,
        values=OverlayInput(functional_department=world.medical, on_the_spot_allowed=True),
        revision=0,
        by=world.clerk,
        now=NOW,
    )
    finding = complete(world, world.draft(due_on=None, deadline_kind=kind))
    with acting(by=None):
        Measure.objects.filter(finding=finding).update(due_on=measure_due)
    assert world.move(finding, "fix_on_the_spot", world.head).due_on == expected
