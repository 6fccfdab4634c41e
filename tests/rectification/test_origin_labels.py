"""问题来源 in a hospital's own words: who sets them, where they are read, what keeps its old ones."""

from __future__ import annotations

from typing import Any

import pytest

from infrastructure.audit import acting
from infrastructure.errors import Invalid, NotAllowed
from infrastructure.models import AuditEntry
from organizations.models import Role, User
from policy_texts.vocabulary import FindingOrigin
from rectification.models import Finding, OriginLabel
from rectification.selectors.import_context import import_context
from rectification.services import finding_edits
from rectification.services.origin_labels import own_labels, set_origin_labels
from tests.rectification.world import NOW, World, as_

pytestmark = pytest.mark.usefixtures("world")


def label(world: World, *, by: User | None = None, **labels: str) -> dict[str, str]:
    return set_origin_labels(hospital=world.hospital, labels=labels, by=by or world.clerk, now=NOW)


def address(world: World) -> str:
    return f"/h/{world.hospital.code}/settings/origins/"


def test_the_office_comes_to_the_page_by_links_and_names_the_kinds(world: World) -> None:
    client = as_(world.clerk)
    settings = f"/h/{world.hospital.code}/settings/"
    assert f'href="{settings}"' in client.get(f"/h/{world.hospital.code}/").content.decode()
    assert f'href="{address(world)}"' in client.get(settings).content.decode()
    typed = {"complaint": " 来信 来访 ", "tip": "线索"}
    typed["revision"] = client.get(address(world)).context["version"]
    done = client.post(address(world), typed, follow=True)
    assert "已保存" in done.content.decode()
    assert own_labels(world.hospital.pk) == {"complaint": "来信 来访"}  # 线索 is the fixed word
    entry = AuditEntry.objects.get(action="origin.labelled")
    assert (entry.detail, entry.actor_name) == (
        {"投诉": ["投诉", "来信 来访"]},
        world.clerk.display_name,
    )
    assert client.get(address(world)).context["form"]["complaint"].value() == "来信 来访"


@pytest.mark.parametrize(
    ("labels", "field"),
    [
        ({"complaint": "长" * 41}, "complaint"),
        ({"complaint": "坏\x00字"}, "complaint"),
        ({"complaint": "不良事件"}, "complaint"),  # another kind's fixed word
        ({"complaint": "ＣＴ", "audit": "ct"}, "complaint"),  # one word, typed differently: said at both
        ({"complaint": "ＣＴ", "audit": "ct"}, "audit"),
    ],
)
def test_what_cannot_be_is_an_error_at_its_kind(world: World, labels: dict[str, str], field: str) -> None:
    answer = as_(world.clerk).post(address(world), labels)
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    with pytest.raises(Invalid) as refusal:
        label(world, **labels)
    assert field in refusal.value.errors
    assert not OriginLabel.objects.exists()


@pytest.mark.parametrize("role", [Role.LIAISON, Role.DEPARTMENT_HEAD])
def test_nobody_else_names_them(world: World, role: Role) -> None:
    user = world.member(role, world.ward, name="别人")
    with pytest.raises(NotAllowed):
        label(world, by=user, complaint="来访")
    assert as_(user).get(address(world)).status_code == 403
    assert as_(World().clerk).get(address(world)).status_code == 404


def test_the_words_are_read_wherever_the_kind_is_chosen_and_shown(world: World) -> None:
    label(world, complaint="来信来访")
    client, base = as_(world.clerk), f"/h/{world.hospital.code}/"
    offered = dict(client.get(f"{base}findings/new/").context["form"].fields["origin"].choices)
    assert offered["complaint"] == "来信来访"
    assert len(offered) == len(FindingOrigin)
    finding = world.draft(origin="complaint")
    assert "来信来访" in client.get(f"/findings/{finding.uid}/").content.decode()
    told = client.get(f"/api/v1/findings/{finding.uid}/").json()
    assert (told["origin"], told["origin_text"]) == ("complaint", "来信来访")
    assert "来信来访" in client.get(f"{base}ledger/").content.decode()
    assert World().draft(origin="complaint").origin_text == "投诉"


def test_a_finding_keeps_the_words_it_was_registered_with(world: World) -> None:
    before = world.draft(origin="complaint")
    label(world, complaint="来信来访", audit="巡视")
    before.refresh_from_db()
    assert before.origin_text == "投诉"
    assert edit(world, before, origin="complaint", remark="改备注").origin_text == "投诉"
    assert edit(world, before, origin="audit").origin_text == "巡视"
    assert edit(world, before, origin="tip").origin_text == "线索"


def test_an_edit_does_not_lose_the_words_of_a_workbook(world: World) -> None:
    finding = world.draft(origin="superior_inspection")
    with acting(by=None):
        Finding.objects.filter(pk=finding.pk).update(origin_label="省厅飞检")
    finding.refresh_from_db()
    form = as_(world.liaison).get(f"/findings/{finding.uid}/edit/").context["form"]
    assert dict(form.fields["origin"].choices)["superior_inspection"] == "省厅飞检"
    kept = edit(world, finding, origin="superior_inspection", remark="改备注")
    assert kept.origin_text == "省厅飞检"


def edit(world: World, finding: Finding, **changes: Any) -> Finding:
    values = world.values(found_on=finding.found_on, **changes)
    revision = Finding.objects.values_list("revision", flat=True).get(pk=finding.pk)
    return finding_edits.edit_finding(
        finding=finding, values=values, revision=revision, by=world.liaison, now=NOW
    )


def test_saved_again_as_it_is_nothing_is_recorded(world: World) -> None:
    label(world, complaint="来信来访")
    label(world, complaint="来信来访")
    assert AuditEntry.objects.filter(action="origin.labelled").count() == 1
    label(world)
    assert not OriginLabel.objects.exists()


def test_a_page_opened_before_somebody_elses_save_does_not_undo_it(world: World) -> None:
    """All kinds are saved at once: an older page would put back what it had been opened with."""
    mine, theirs = as_(world.clerk), as_(world.second_clerk)
    older = mine.get(address(world)).context["version"]
    newer = theirs.get(address(world)).context["version"]
    assert theirs.post(address(world), {"complaint": "来信来访", "revision": newer}).status_code == 302
    answer = mine.post(address(world), {"audit": "巡视", "revision": older})
    assert answer.status_code == 409
    assert "投诉现在是“来信来访”" in answer.content.decode()
    assert own_labels(world.hospital.pk) == {"complaint": "来信来访"}
    assert answer.context["form"]["audit"].value() == "巡视"
    again = {"audit": "巡视", "complaint": "来信来访", "revision": answer.context["version"]}
    assert mine.post(address(world), again).status_code == 302
    assert own_labels(world.hospital.pk) == {"complaint": "来信来访", "audit": "巡视"}


def test_sent_without_saying_what_it_saw_it_is_an_older_page(world: World) -> None:
    label(world, complaint="来信来访")
    answer = as_(world.clerk).post(address(world), {"audit": "巡视"})
    assert answer.status_code == 409
    assert "投诉现在是“来信来访”" in answer.content.decode()
    assert answer.context["form"]["audit"].value() == "巡视"
    assert own_labels(world.hospital.pk) == {"complaint": "来信来访"}


def test_a_workbook_in_the_hospitals_own_words_is_read(world: World) -> None:
    label(world, audit="院 感 月 查")
    context = import_context(world.participation, as_of=NOW.date())
    assert context.origins == {"院感月查": FindingOrigin.AUDIT}
