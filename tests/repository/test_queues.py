"""Every task has workers, here and in compose, and none that may take long stands before what somebody waits for."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from celery import current_app
from django.conf import settings

from hospital_qs.workers import WORKERS, worker_command
from infrastructure.queues import NOW, PICTURES, QUEUES, WORK
from tests.repository.sources import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def ours() -> dict[str, Any]:
    current_app.loader.import_default_modules()
    return {name: task for name, task in current_app.tasks.items() if ".tasks." in name}


def queue_of(name: str, task: Any = None) -> str:
    queue: str = current_app.amqp.router.route({}, name, task_type=task)["queue"].name
    return queue


def test_each_task_goes_where_it_belongs() -> None:
    queues = {name: queue_of(name, task) for name, task in ours().items()}
    assert {name for name, queue in queues.items() if queue == PICTURES} == {
        "infrastructure.tasks.draw_next_preview"
    }
    assert {name for name, queue in queues.items() if queue == NOW} == {
        "organizations.tasks.close_log_ins_of_leavers",
    }
    assert queues["infrastructure.tasks.run_job"] == WORK
    assert set(queues.values()) == set(QUEUES)


def test_what_is_sent_by_name_alone_is_work() -> None:
    assert queue_of("of.an.older.version") == WORK
    assert settings.CELERY_TASK_DEFAULT_QUEUE == WORK


def test_what_is_due_at_a_time_is_a_task_of_ours() -> None:
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(ours())


@pytest.mark.parametrize("name", WORKERS)
def test_compose_starts_the_workers_of_make_run(name: str) -> None:
    assert COMPOSE["services"][name]["command"] == worker_command(name)
    assert COMPOSE["services"][name]["stop_grace_period"] == "60s"


def test_each_queue_has_one_kind_of_worker() -> None:
    served = [arguments[arguments.index("--queues") + 1] for arguments in WORKERS.values()]
    assert sorted(served) == sorted(QUEUES)
    assert {name for name in COMPOSE["services"] if name.startswith("worker")} == set(WORKERS)


def test_a_poll_does_not_heap_up_before_a_busy_worker() -> None:
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        if isinstance(entry["schedule"], float):
            assert entry["options"]["expires"] <= entry["schedule"]
