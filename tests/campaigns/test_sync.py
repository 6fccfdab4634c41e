"""The official text in the tables: written once, rewritten while unused, a new version afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from campaigns.models import Campaign, CampaignItem, Checkpoint, CheckpointOverlay
from campaigns.services.campaigns import sync_campaign, sync_campaigns
from campaigns.services.overlays import OverlayInput, set_overlay
from campaigns.services.runs import open_run
from policy_texts.campaigns import Campaign as Text
from policy_texts.campaigns import campaign_problems
from policy_texts.loading import load_campaign
from policy_texts.vocabulary import AdministrativeLine, HospitalKind, HospitalLevel
from tests import factories
from tests.campaigns.text_again import text_of
from tests.inspections.hospital import NOW, PHASES, qs25

pytestmark = pytest.mark.django_db


def changed() -> Text:
    """QS25 with other words at its first checkpoint and without its last item."""
    text = load_campaign("QS25")
    first = text.items[0]
    point = replace(first.checkpoints[0], text="主要负责人任委员会主任，每季度亲自主持一次会议")
    item = replace(first, checkpoints=(point, *first.checkpoints[1:]))
    return replace(text, items=(item, *text.items[1:-1]))


def test_the_command_writes_ten_items_and_35_checkpoints_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sync_campaigns")
    assert "QS25 version 2" in capsys.readouterr().out
    assert (CampaignItem.objects.count(), Checkpoint.objects.count()) == (10, 35)
    assert Checkpoint.objects.filter(hospital_level=True).count() == 18

    call_command("sync_campaigns")
    assert capsys.readouterr().out == ""
    assert Campaign.objects.count() == 1


def odd(text: Text) -> Text:
    """The same with phases as somebody types them: one kind twice, days between two, none of the launch; for few."""
    first, second = text.phases[1], text.phases[2]
    again = replace(
        first, clause="QS25.P3", title="回头看", from_on=date(2026, 5, 1), to_on=date(2026, 5, 31)
    )
    phases = (replace(first, clause="QS25.P1"), replace(second, clause="QS25.P2"), again)
    few = replace(
        text.coverage,
        levels=(HospitalLevel.TERTIARY,),
        kinds=(HospitalKind.GENERAL,),
        lines=(AdministrativeLine.TCM,),
    )
    return replace(
        text,
        version=2,
        phases=phases,
        requirements=text.requirements[:1],
        issuers=("某省卫生健康委",),
        coverage=few,
    )


@pytest.mark.parametrize("typed", [lambda text: text, odd])
def test_a_version_keeps_every_word_of_its_text(typed: Callable[[Text], Text]) -> None:
    text = typed(load_campaign("QS25"))
    assert campaign_problems(text) == []
    campaign = sync_campaign(text=text, by=None, now=NOW)
    assert campaign is not None
    campaign.refresh_from_db()
    assert text_of(campaign) == text
    assert text_of(campaign).content_hash == campaign.content_hash


@pytest.mark.parametrize("part", ["phases", "requirements"])
def test_the_parts_of_a_version_in_use_are_frozen_with_it(part: str) -> None:
    campaign = qs25()
    open_run(
        campaign=campaign,
        code="R1",
        title="自查",
        owner=factories.make_hospital(),
        phases=PHASES,
        by=None,
        now=NOW,
    )
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        getattr(campaign, part).update(text="改了")
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        getattr(campaign, part).all()[0].delete()


def test_an_unused_version_is_rewritten_in_place() -> None:
    before = qs25()
    written = sync_campaign(text=changed(), by=None, now=NOW)
    assert written is not None
    assert (Campaign.objects.count(), written.version) == (1, before.version)
    assert CampaignItem.objects.count() == 9
    assert Checkpoint.objects.get(clause="QS25.I1.a").text.startswith("主要负责人任委员会主任")


def test_a_used_version_stays_and_the_overlays_go_on_under_the_same_clause() -> None:
    campaign = qs25()
    hospital = factories.make_hospital()
    office = factories.make_department(hospital, kind="office", name="医务处")
    open_run(campaign=campaign, code="R1", title="自查", owner=hospital, phases=PHASES, by=None, now=NOW)
    for clause in ("QS25.I1.c", "QS25.I10.b"):
        set_overlay(
            hospital=hospital,
            checkpoint=Checkpoint.objects.get(clause=clause),
            values=OverlayInput(("clinical",), office, True),
            revision=0,
            by=None,
            now=NOW,
        )

    written = sync_campaign(text=changed(), by=None, now=NOW)

    assert written is not None
    assert (written.version, written.frozen_at) == (campaign.version + 1, None)
    assert campaign.items.count() == 10
    assert Checkpoint.objects.get(item__campaign=campaign, clause="QS25.I1.a").text.startswith(
        "主要负责人任医疗"
    )
    carried = CheckpointOverlay.objects.get(checkpoint__item__campaign=written)
    assert carried.checkpoint.clause == "QS25.I1.c"
    assert (carried.audiences, carried.functional_department, carried.on_the_spot_allowed) == (
        ["clinical"],
        office,
        True,
    )
    assert sync_campaign(text=changed(), by=None, now=NOW) is None


def test_every_campaign_of_the_folder_is_synced() -> None:
    assert [campaign.code for campaign in sync_campaigns(by=None, now=NOW)] == ["QS25"]
