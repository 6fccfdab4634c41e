"""The short form that registers: what is filled, what is folded, what follows, and the switch of 立行立改."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from organizations.models import Role
from rectification.models import Evidence, Finding
from rectification.rules.near_words import near_words
from tests.rectification.test_finding_pages import form_of, photo
from tests.rectification.test_more_of_the_loop import allow_on_the_spot, on_the_spot_form
from tests.rectification.world import World, as_

pytestmark = pytest.mark.usefixtures("world")


def new(world: World) -> str:
    return f"/h/{world.hospital.code}/findings/new/"


def test_what_is_known_is_filled_and_the_rest_is_folded_with_its_values(world: World) -> None:
    page = as_(world.liaison).get(new(world))
    shown, form = page.content.decode(), page.context["form"]
    names = [
        name
        for name in re.findall(r'name="(\w+)"', shown[shown.index('class="hq-known"') :])
        if name in form.fields
    ]
    own = ["lead_department", "found_on", "text", "files", "checkpoint", "item"]
    assert names[: len(own)] == own
    assert (form.lead_words, form.day_words) == ("骨科", "2026-11-21")
    assert form.fold_says == "问题来源 科室自查"
    wrong = as_(world.liaison).post(new(world), form_of(world, due_on="2026-02-30"))
    form = wrong.context["form"]
    assert form.fold_open
    person = f"责任人 吴海（{world.head.staff.employee_no}）"
    assert form.fold_says == f"问题来源 科室自查 · {person} · 责任领导 李建国 · 整改时限 2026-02-30"


def test_whose_departments_are_many_is_asked_for_one(world: World) -> None:
    page = as_(world.clerk).get(new(world))
    assert page.context["form"].lead_words == ""
    assert '<details class="hq-known-chip" open>' in page.content.decode()


@pytest.mark.parametrize(("do", "state"), [("submit", "submitted"), ("draft", "draft"), ("", "draft")])
def test_the_button_hands_it_in_or_keeps_a_draft(world: World, do: str, state: str) -> None:
    as_(world.liaison).post(new(world), form_of(world, do=do, files=[photo()]))
    assert Finding.objects.get().state == state
    assert Evidence.objects.get().file.original_name == "现场.png"


def test_the_address_of_the_old_page_leads_to_the_form_with_the_switch_on(world: World) -> None:
    allow_on_the_spot(world)
    client, base = as_(world.liaison), f"/h/{world.hospital.code}/findings/"
    page = client.get(f"{base}on-the-spot/?run={world.run.code}&checkpoint=TST.I1.a", follow=True)
    form = page.context["form"]
    assert (form.switched_on, form["checkpoint"].value()) == (True, "TST.I1.a")
    assert page.context["participation"] == world.participation
    assert "可立行立改" in str(form["checkpoint"])
    assert not client.get(new(world)).context["form"].switched_on


def test_before_and_after_go_along_and_who_fixed_it_answers_for_it(world: World) -> None:
    allow_on_the_spot(world)
    typed = on_the_spot_form(world, do="submit", responsible_person="", files=[photo("改前.png")])
    answer = as_(world.liaison).post(new(world), typed | {"after": [photo("改后.png", "navy")]})
    assert answer.status_code == 302
    finding = Finding.objects.get()
    assert (finding.state, finding.on_the_spot) == ("awaiting", True)
    assert finding.responsible_person == world.liaison.staff
    proof = {row.file.original_name: row.proves.count() for row in Evidence.objects.all()}
    assert proof == {"改前.png": 0, "改后.png": 1}


def test_switched_off_again_what_was_typed_behind_it_is_no_error_and_comes_back_with_others(
    world: World,
) -> None:
    allow_on_the_spot(world)
    off = on_the_spot_form(world, item="I1", cause_category="rubbish", after=[])
    del off["on_the_spot"]
    wrong = as_(world.liaison).post(new(world), off | {"text": ""})
    assert set(wrong.context["form"].errors) == {"text"}
    assert "当场补写并核对" in wrong.content.decode()
    assert as_(world.liaison).post(new(world), off | {"do": "submit"}).status_code == 302
    assert (Finding.objects.get().state, Finding.objects.get().on_the_spot) == ("submitted", False)


def errors_of(world: World, user: Any, **changes: Any) -> tuple[int, dict[str, list[str]]]:
    answer = as_(user).post(new(world), on_the_spot_form(world, **changes))
    assert "当场补写并核对" in answer.content.decode()
    assert not Finding.objects.exists()
    return answer.status_code, dict(answer.context["form"].errors)


def test_each_refusal_stands_at_its_field(world: World) -> None:
    allow_on_the_spot(world)
    fake = SimpleUploadedFile("改后.png", b"MZ no picture", content_type="image/png")
    assert list(errors_of(world, world.liaison, cause="")[1]) == ["cause"]
    assert list(errors_of(world, world.liaison, after=[fake])[1]) == ["after"]
    assert list(errors_of(world, world.liaison, files=[fake])[1]) == ["files"]
    assert list(errors_of(world, world.liaison, do="draft")[1]) == ["on_the_spot"]
    for point, words in (("TST.I1.b", "本院没有对这个要点开放"), ("", "需要选定要点")):
        (told,) = errors_of(world, world.liaison, item="I1", checkpoint=point)[1].items()
        assert told[0] == "checkpoint"
        assert words in told[1][0]


def test_without_a_checkpoint_only_the_item_is_asked_for_and_once(world: World) -> None:
    client = as_(world.liaison)
    lacking = client.post(new(world), form_of(world, item="", checkpoint=""))
    assert lacking.context["form"].errors == {"checkpoint": ["请选择整治内容，或选择它的要点。"]}
    assert client.post(new(world), form_of(world, checkpoint="")).status_code == 302
    assert Finding.objects.get().entries.get().checkpoint is None


def test_who_may_not_hand_in_is_not_offered_the_switch_and_refused(world: World) -> None:
    allow_on_the_spot(world)
    staff = world.member(Role.STAFF, world.ward, name="护士小李")
    page = as_(staff).get(new(world)).content.decode()
    assert 'name="on_the_spot"' not in page
    assert 'value="submit"' not in page
    assert 'name="on_the_spot"' in as_(world.liaison).get(new(world)).content.decode()
    assert errors_of(world, staff)[0] == 403


def test_a_checkpoint_is_known_by_other_words_too() -> None:
    assert "隔帘" in near_words("诊室、病房、更衣室、手术室、检查室有遮挡，有人定期巡视检查").split()
    assert near_words("要点a") == ""
