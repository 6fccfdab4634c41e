"""The same request sent twice, or by eight threads at once, is carried out once and answered alike."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from infrastructure.idempotency import KEPT_FOR, forget_old_keys
from infrastructure.models.idempotency import IdempotencyKey
from rectification.models import Cause, Evidence, Finding, FindingAct
from tests.api.caller import ROOT, Caller, done, problem
from tests.api.test_whole_loop import body_of, picture
from tests.rectification.world import NOW, World

pytestmark = pytest.mark.slow

THREADS = 8


def test_a_repeated_create_gives_the_first_answer_again(world: World) -> None:
    caller, path = Caller(world.liaison), f"ledgers/{world.participation.uid}/findings/"
    first = caller.post(path, body_of(world), key="一次".encode().hex())
    again = caller.post(path, body_of(world), key="一次".encode().hex())
    assert done(first, 201) == done(again, 201)
    assert first["Location"] == again["Location"] == first.json()["url"]
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert Finding.objects.count() == 1


def test_the_order_of_members_is_no_difference(world: World) -> None:
    caller, path = Caller(world.liaison), f"ledgers/{world.participation.uid}/findings/"
    body = body_of(world)
    done(caller.post(path, body, key="k"), 201)
    done(caller.post(path, dict(reversed(body.items())), key="k"), 201)
    assert Finding.objects.count() == 1


@pytest.mark.parametrize("what", ["body", "address"])
def test_a_key_of_another_request_is_refused(world: World, what: str) -> None:
    finding = world.draft()
    caller = Caller(world.liaison)
    done(caller.post(f"findings/{finding.uid}/causes/", {"category": "process", "text": "甲"}, key="k"), 201)
    other = (
        caller.post(f"findings/{finding.uid}/causes/", {"category": "process", "text": "乙"}, key="k")
        if what == "body"
        else caller.post(f"findings/{finding.uid}/notes/", {"category": "process", "text": "甲"}, key="k")
    )
    assert problem(other, 422)["type"].endswith("key-reused")
    assert Cause.objects.get().text == "甲"


def test_keys_of_two_users_are_two_keys(world: World) -> None:
    path = f"ledgers/{world.participation.uid}/findings/"
    for user in (world.liaison, world.head):
        done(Caller(user).post(path, body_of(world), key="same"), 201)
    assert Finding.objects.count() == 2


def test_what_was_refused_may_be_sent_again_with_the_same_key(world: World) -> None:
    caller, path = Caller(world.liaison), f"ledgers/{world.participation.uid}/findings/"
    problem(caller.post(path, body_of(world, found_on="2026-11-22"), key="k"), 409)
    assert not IdempotencyKey.objects.exists()
    done(caller.post(path, body_of(world), key="k"), 201)


def test_a_repeated_transition_is_no_conflict(world: World) -> None:
    path = f"findings/{world.draft().uid}/transitions/submit/"
    caller = Caller(world.liaison)
    first, again = (done(caller.post(path, key="k")) for _ in range(2))
    assert first == again
    problem(caller.post(path, key="another"), 409)
    assert FindingAct.objects.count() == 1


def test_an_upload_repeated_by_its_bytes_is_one(world: World) -> None:
    finding, _, measure = world.planned()
    caller, path = Caller(world.liaison), f"findings/{finding.uid}/evidence/"
    for _ in range(2):
        done(caller.upload(path, {"files": [picture()], "measures": [measure.uid]}, key="k"), 201)
    assert Evidence.objects.count() == 1
    problem(caller.upload(path, {"files": [picture("别的.png")], "measures": [measure.uid]}, key="k"), 422)


@pytest.mark.parametrize("key", ["", " ", "x" * 101, "有汉字", "a b", "a\tb"])
def test_a_malformed_key_is_refused(world: World, key: str) -> None:
    caller = Caller(world.liaison)
    answer = caller.post(
        f"ledgers/{world.participation.uid}/findings/",
        body_of(world),
        key=None,
        **{"Idempotency-Key": key},
    )
    assert list(problem(answer, 400)["errors"]) == ["Idempotency-Key"]


def test_every_post_must_send_a_key(world: World) -> None:
    path = f"ledgers/{world.participation.uid}/findings/"
    told = problem(Caller(world.liaison).post(path, body_of(world), key=None), 400)
    assert list(told["errors"]) == ["Idempotency-Key"]
    browser = Client()
    browser.force_login(world.liaison)
    problem(browser.post(ROOT + path, body_of(world), content_type="application/json"), 400)


def test_old_keys_are_forgotten(world: World) -> None:
    IdempotencyKey.objects.create(
        user=world.head, key="old", request_hash="0", created_at=NOW - KEPT_FOR - timedelta(1)
    )
    IdempotencyKey.objects.create(user=world.head, key="new", request_hash="0", created_at=NOW)
    assert forget_old_keys(now=NOW) == 1
    assert IdempotencyKey.objects.get().key == "new"


def test_eight_threads_with_one_key_create_once(live_database: str) -> None:
    """On the real database: the first waits for nobody, the others for its commit."""
    world = World()
    token = Caller(world.clerk).token
    path, body = f"ledgers/{world.participation.uid}/findings/", body_of(world)
    barrier, answers = threading.Barrier(THREADS), []

    def send() -> None:
        caller = Caller(token=token)
        barrier.wait()
        try:
            answers.append(caller.post(path, body, key="one"))
        finally:
            connections.close_all()

    run_threads(send)
    told = [done(answer, 201) for answer in answers]
    assert len(told) == THREADS
    assert all(one == told[0] for one in told)
    assert [a.has_header("Idempotency-Replayed") for a in answers].count(False) == 1
    assert Finding.objects.count() == 1
    world.participation.refresh_from_db()
    assert world.participation.last_number == 1


def test_eight_threads_with_eight_keys_number_without_gap(live_database: str) -> None:
    world = World()
    token = Caller(world.clerk).token
    path, body = f"ledgers/{world.participation.uid}/findings/", body_of(world)
    barrier, numbers = threading.Barrier(THREADS), []

    def send() -> None:
        caller = Caller(token=token)
        barrier.wait()
        try:
            numbers.append(done(caller.post(path, body), 201)["entries"][0]["number"])
        finally:
            connections.close_all()

    run_threads(send)
    assert sorted(numbers) == list(range(1, THREADS + 1))


def run_threads(act: Any) -> None:
    threads = [threading.Thread(target=act) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
