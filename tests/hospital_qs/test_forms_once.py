"""A form pressed twice happens once, with or without a script; corrected or changed, it happens again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client

from infrastructure.models.idempotency import IdempotencyKey
from rectification.models import Finding
from tests.rectification.test_finding_pages import form_of
from tests.rectification.world import NOW, World

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# Sent by nobody yet, or ends the session: a second press finds nothing to do twice.
WITHOUT_KEY = {
    "_components/top.html",
    "organizations/account/_password_form.html",
    "organizations/account/activate.html",
    "organizations/account/activate_slip.html",
    "organizations/account/first_password.html",
    "organizations/account/home.html",
    "organizations/account/log_in.html",
    "organizations/account/mine.html",
    "organizations/account/second_factor.html",
    "organizations/account/second_step.html",
}


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.liaison)
    return client


def address(world: World) -> str:
    return f"/h/{world.hospital.code}/findings/new/"


def filled(client: Client, world: World) -> dict[str, Any]:
    """What the browser sends of the page that it has just been shown."""
    with time_machine.travel(NOW, tick=False):
        page = client.get(address(world)).content.decode()
    [key] = re.findall(r'name="form_key" value="([0-9a-f]{32})"', page)
    return form_of(world) | {"form_key": key}


def press(client: Client, world: World, values: dict[str, Any]) -> Any:
    with time_machine.travel(NOW, tick=False):
        return client.post(address(world), values)


def test_pressed_twice_one_draft_is_made_and_both_presses_end_at_it(client: Client, world: World) -> None:
    values = filled(client, world)
    answers = [press(client, world, values) for _ in range(3)]
    finding = Finding.objects.get()
    assert [answer["Location"] for answer in answers] == [answers[0]["Location"]] * 3
    assert str(finding.uid) in answers[0]["Location"]
    said = [str(one) for one in get_messages(answers[2].wsgi_request)]
    assert said[-1] == said[0]


def test_the_same_page_sent_with_other_words_is_another_finding(client: Client, world: World) -> None:
    values = filled(client, world)
    press(client, world, values)
    press(client, world, values | {"text": "交接班记录缺少时间"})
    assert Finding.objects.count() == 2


def test_the_key_of_one_form_answers_for_no_other(client: Client, world: World) -> None:
    key, drafts = {"form_key": "0" * 32}, [world.draft(text=text) for text in ("甲", "乙")]
    with time_machine.travel(NOW, tick=False):
        for finding in drafts:
            client.post(f"/findings/{finding.uid}/do/submit/", key)
    assert [Finding.objects.get(pk=finding.pk).state for finding in drafts] == ["submitted"] * 2


def test_a_form_with_an_error_keeps_no_key(client: Client, world: World) -> None:
    values = filled(client, world)
    assert press(client, world, values | {"text": ""}).status_code == 400
    assert not IdempotencyKey.objects.exists()
    assert press(client, world, values).status_code == 302
    assert Finding.objects.count() == 1


def test_a_key_of_somebody_else_answers_nothing(client: Client, world: World) -> None:
    values = filled(client, world)
    press(client, world, values)
    other = Client()
    other.force_login(world.clerk)
    press(other, world, values)
    assert Finding.objects.count() == 2


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_every_form_carries_a_key(template: Path) -> None:
    forms = re.findall(r"<form\b.*?</form>", template.read_text("utf-8"), re.DOTALL)
    posting = [form for form in forms if re.search(r'method="post"', form)]
    if str(template.relative_to(TEMPLATES)) not in WITHOUT_KEY:
        assert [form[:80] for form in posting if "{% form_tokens %}" not in form] == []
