"""A checkpoint says its item, on the page without a script and by API; two that disagree are refused by name."""

from __future__ import annotations

import re

import pytest

from rectification.models import Finding, LedgerEntry
from tests.api.caller import Caller, done, problem
from tests.api.test_whole_loop import body_of
from tests.rectification.test_finding_fields import with_a_second_item
from tests.rectification.test_finding_pages import form_of
from tests.rectification.world import World, as_

DISAGREE = "这个要点不属于所选整治内容。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return with_a_second_item()


def test_on_the_page(world: World) -> None:
    client, address = as_(world.liaison), f"/h/{world.hospital.code}/findings/new/"
    page = client.get(address).content.decode()
    (select,) = re.findall(r'<select name="item"[^>]*>', page)
    assert "required" not in select  # by the browser: the checkpoint alone is enough
    told = client.post(address, form_of(world, checkpoint="TST.I2.a"))
    assert DISAGREE in told.content.decode()
    told = client.post(address, form_of(world, item="", checkpoint=""))
    assert "请选择整治内容，或选择它的要点。" in told.content.decode()
    assert not Finding.objects.exists()
    assert client.post(address, form_of(world, item="", checkpoint="TST.I2.a")).status_code == 302
    entry = LedgerEntry.objects.get()
    assert (entry.item.code, entry.checkpoint.clause) == ("I2", "TST.I2.a")
    again = form_of(world, item="", checkpoint="TST.I1.a", revision=1)
    assert client.post(f"/findings/{entry.finding.uid}/edit/", again).status_code == 302
    assert LedgerEntry.objects.get().item.code == "I1"


def test_by_api(world: World) -> None:
    caller, ledger = Caller(world.liaison), f"ledgers/{world.participation.uid}/findings/"
    body = body_of(world, checkpoint="TST.I2.a")
    assert problem(caller.post(ledger, body), 409)["errors"] == {"checkpoint": [DISAGREE]}
    del body["item"]
    made = done(caller.post(ledger, body), 201)
    path, line = f"findings/{made['uid']}/", made["entries"][0]
    assert (line["item"], line["checkpoint"]) == ("I2", "TST.I2.a")
    line = done(caller.patch(path, {"checkpoint": "TST.I1.a", "revision": 1}))["entries"][0]
    assert (line["item"], line["checkpoint"]) == ("I1", "TST.I1.a")
    del body["checkpoint"]
    told = problem(caller.put(path, body | {"revision": 2}), 400)
    assert told["errors"] == {"item": ["请填写整治内容，或填写它的要点。"]}


def test_what_the_department_uses_most_stands_first_and_each_choice_says_its_item(world: World) -> None:
    new = f"/h/{world.hospital.code}/findings/new/"
    point = world.campaign.items.get(code="I2").checkpoints.get()
    for _ in range(2):
        world.draft(item=point.item, checkpoint=point)
    world.draft()
    field = as_(world.liaison).get(new).context["form"]["checkpoint"]
    choices = [value for value, _ in field.field.choices][1:]
    assert [str(choice) for choice in choices] == ["TST.I2.a", "TST.I1.a", "TST.I1.b"]
    assert 'data-note="2. 院级制度 · 本科室常用"' in str(field)
    for_all = as_(world.clerk).get(new).context["form"]["checkpoint"].field.choices
    assert [str(value) for value, _ in for_all][1:] == ["TST.I1.a", "TST.I1.b", "TST.I2.a"]
