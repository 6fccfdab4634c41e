"""What was asked of the hospitals never reads otherwise: a version in use is frozen in the database itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from campaigns.models import Campaign, CampaignItem, Checkpoint
from tests import factories
from tests.rectification.world import NOW, World, make_campaign

pytestmark = pytest.mark.django_db


def refused(act: Any) -> None:
    with pytest.raises(DatabaseError, match="frozen|Cannot (update|delete)"), transaction.atomic():
        act()


@pytest.fixture
def used() -> Campaign:
    World()
    return Campaign.objects.get(code="TST", frozen_at__isnull=False)


def test_no_word_of_a_version_in_use_changes(used: Campaign) -> None:
    item = used.items.get()
    point = item.checkpoints.first()
    assert point is not None
    for field, value in (("text", "另一句"), ("duty", "finance"), ("audiences", []), ("clause", "X")):
        refused(
            lambda field=field, value=value: Checkpoint.objects.filter(pk=point.pk).update(**{field: value})
        )
    refused(lambda: CampaignItem.objects.filter(pk=item.pk).update(title="另一项"))
    refused(lambda: Campaign.objects.filter(pk=used.pk).update(title="另一个名称"))
    refused(lambda: Campaign.objects.filter(pk=used.pk).update(frozen_at=None))


def test_nothing_is_added_to_it_moved_in_or_out_or_taken_away(used: Campaign) -> None:
    item = used.items.get()
    other = factories.make_version("TST", version=2, title="下一版")
    free = CampaignItem.objects.create(
        campaign=other, code="I1", clause="N.I1", number=1, title="新的一项", short_title="新"
    )
    mine = Checkpoint.objects.create(
        item=free,
        code="a",
        clause="N.I1.a",
        text="新要点",
        audiences=[],
        duty="finance",
        hospital_level=False,
    )
    refused(lambda: Checkpoint.objects.filter(pk=mine.pk).update(item=item))
    refused(lambda: Checkpoint.objects.filter(item=item).update(item=free))
    refused(lambda: CampaignItem.objects.filter(pk=free.pk).update(campaign=used))
    refused(lambda: Checkpoint.objects.filter(item=item, code="a").delete())
    refused(
        lambda: Checkpoint.objects.create(
            item=item,
            code="z",
            clause="T.z",
            text="多一条",
            audiences=[],
            duty="finance",
            hospital_level=False,
        )
    )
    refused(lambda: used.delete())


def test_a_version_that_nobody_uses_is_still_written() -> None:
    campaign = make_campaign()
    Checkpoint.objects.filter(item__campaign=campaign).update(text="改过的一句")
    campaign.items.get().checkpoints.all().delete()
    Campaign.objects.filter(pk=campaign.pk).update(frozen_at=NOW)
    refused(lambda: campaign.items.all().delete())
