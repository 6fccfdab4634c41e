"""A job is run once at a time, at most three times, and always ends with words for the person who waits."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

from infrastructure import job_leases, jobs
from infrastructure.errors import Refusal
from infrastructure.files.kinds import XLSX
from infrastructure.job_leases import LEASE, Heartbeat, LeaseLost
from infrastructure.job_progress import Progress, view_of
from infrastructure.job_retention import clear_old_results
from infrastructure.jobs import (
    MAX_ATTEMPTS,
    JobResult,
    keep_result_file,
    open_jobs,
    own_job,
    register_runner,
    run_job,
    run_next_job,
)
from infrastructure.models import Job, JobState, StoredFile
from tests import factories
from tests.rectification.world import NOW, TODAY

Act = Callable[[Job, Progress], JobResult]
KIND = "act_of_a_test"
MOMENT = timedelta(seconds=1)
acts: list[Act] = []
runs: list[int] = []


@register_runner(
    KIND, is_open_to=lambda job, user, as_of: job.needs.get("open", True) and user == job.requested_by
)
def run_the_act(job: Job, progress: Progress) -> JobResult:
    runs.append(job.attempts)
    return acts[0](job, progress) if acts else JobResult({"rows": 7})


@pytest.fixture(autouse=True)
def no_acts() -> None:
    acts.clear()
    runs.clear()


@pytest.fixture
def job(db: None) -> Job:
    return make_job()


def make_job(**values: Any) -> Job:
    hospital = factories.make_hospital()
    row: dict[str, Any] = {
        "kind": KIND,
        "title": "导出台账",
        "hospital_id": hospital.pk,
        "requested_by": factories.make_user(hospital),
    }
    return Job.objects.create(**(row | values))


def running(lease_until: datetime, attempts: int = 1) -> Job:
    return make_job(state=JobState.RUNNING, lease_until=lease_until, attempts=attempts)


def run(job: Job, act: Act | None = None) -> Job:
    if act is not None:
        acts.append(act)
    run_job(job_id=job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    return job


def told(job: Job, now: datetime = NOW) -> str:
    return view_of(job, now=now).sentence


def test_a_job_that_waits_is_run_and_its_result_kept(job: Job) -> None:
    assert told(job) == "导出台账：排队中，页面会自动更新"
    run(job)
    assert (job.state, job.attempts, job.finished_at, job.lease_until) == ("done", 1, NOW, None)
    assert job.result == {"rows": 7}
    assert told(job) == "导出台账：已完成。"
    run(job)
    assert runs == [1]


@pytest.mark.django_db
@pytest.mark.parametrize("left", [timedelta(0), MOMENT, LEASE])
def test_a_live_lease_is_left_alone(left: timedelta) -> None:
    job = running(NOW + left)
    assert not open_jobs(NOW).exists()
    assert not run_next_job(clock=lambda: NOW)
    assert run(job).state == "running"
    assert runs == []


@pytest.mark.django_db
def test_a_lapsed_lease_is_taken_up_again_and_the_page_says_so() -> None:
    job = running(NOW - MOMENT)
    assert told(job) == "导出台账：处理中断，马上自动重新开始。"
    said = []

    def look(job: Job, progress: Progress) -> JobResult:
        said.append(told(Job.objects.get()))
        progress.report(1, 4)
        said.append(told(Job.objects.get()))
        assert Job.objects.get().lease_until == NOW + LEASE
        return JobResult()

    assert run(job, look).state == "done"
    assert runs == [2]
    assert said == [
        "导出台账：处理中断，已自动重新开始（第 2 次）。已经开始，页面会自动更新",
        "导出台账：处理中断，已自动重新开始（第 2 次）。已处理 1 / 4",
    ]


@pytest.mark.django_db
def test_a_job_that_killed_its_worker_three_times_is_given_up() -> None:
    job = running(NOW - MOMENT, attempts=MAX_ATTEMPTS)
    assert not run_job(job_id=job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    assert (job.state, job.finished_at) == ("failed", NOW)
    assert runs == []
    assert told(job) == "导出台账：多次中断，没有完成。请重新提交；数据没有改变。"
    assert view_of(job, now=NOW).failed
    assert running(NOW - MOMENT, attempts=MAX_ATTEMPTS - 1) in open_jobs(NOW)


def test_a_crash_ends_the_job_with_words_and_is_logged(job: Job, caplog: pytest.LogCaptureFixture) -> None:
    def crash(job: Job, progress: Progress) -> JobResult:
        raise ZeroDivisionError("secret")

    with caplog.at_level(logging.ERROR, logger="infrastructure.jobs"):
        run(job, crash)
    assert (job.state, job.finished_at, job.result) == ("failed", NOW, {})
    assert "系统出错，没有完成；数据没有改变" in told(job)
    assert "secret" not in told(job)
    assert "ZeroDivisionError" in caplog.text


def test_a_job_of_a_kind_that_is_gone_ends_with_words(job: Job) -> None:
    Job.objects.update(kind="of_an_older_version")
    assert run(job).state == "failed"


def test_a_refusal_ends_the_job_with_its_own_words(job: Job) -> None:
    def refuse(job: Job, progress: Progress) -> JobResult:
        raise Refusal("还有 3 处错误。" + "长" * 400)

    run(job, refuse)
    assert (job.state, job.finished_at) == ("failed", NOW)
    assert told(job).startswith("导出台账：还有 3 处错误。")


def test_progress_is_seen_at_once_and_at_the_end(job: Job) -> None:
    cache.set(f"job-progress:{job.uid}", {"done": 9, "total": 10, "words": "上一次的"})
    seen = []

    def look() -> None:
        view = view_of(Job.objects.get(), now=NOW)
        seen.append((view.percent, view.sentence.removeprefix("导出台账：")))

    def act(job: Job, progress: Progress) -> JobResult:
        look()
        for done in range(1, 101):
            progress.report(done, 100, f"已导入 {done} / 100 条")
            if done in (1, 100):
                look()
        return JobResult()

    run(job, act)
    assert seen == [
        (0, "已经开始，页面会自动更新"),
        (1, "已导入 1 / 100 条"),
        (100, "已导入 100 / 100 条"),
    ]


def test_a_cache_that_is_away_costs_the_progress_only(job: Job, settings: Any) -> None:
    cached = settings.CACHES["default"]
    settings.CACHES = {"default": {**cached, "LOCATION": "unix:///nowhere/valkey.sock?db=1"}}
    assert run(job, lambda job, progress: progress.report(1, 2) or JobResult()).state == "done"
    Job.objects.update(state="running", finished_at=None, lease_until=NOW)
    assert "已经开始" in told(Job.objects.get())


def keep_file(job: Job) -> None:
    keep_result_file(job=job, stream=BytesIO(b"content"), name="a.xlsx", kind=XLSX, now=NOW)


def kept_files() -> list[str]:
    return list(StoredFile.objects.order_by("pk").values_list("state", flat=True))


def test_an_attempt_that_was_overtaken_ends_nothing_and_leaves_nothing(job: Job) -> None:
    def overtaken(job: Job, progress: Progress) -> JobResult:
        Job.objects.filter(pk=job.pk).update(attempts=2, lease_until=NOW + LEASE)
        with pytest.raises(LeaseLost):
            keep_file(job)
        return JobResult({"rows": 1})

    run(job, overtaken)
    assert (job.state, job.attempts, job.result, job.result_file) == ("running", 2, {}, None)
    assert kept_files() == []


def test_an_attempt_that_is_killed_leaves_no_file_behind(job: Job) -> None:
    def killed(job: Job, progress: Progress) -> JobResult:
        keep_file(job)
        raise SystemExit

    with pytest.raises(SystemExit):
        run(job, killed)
    Job.objects.update(lease_until=NOW - MOMENT)
    acts.clear()
    run(job, lambda job, progress: keep_file(job) or JobResult())
    assert (job.state, job.attempts) == ("done", 2)
    assert kept_files() == ["discarded", "pending"]


def test_a_job_that_fails_keeps_no_file(job: Job) -> None:
    def crash(job: Job, progress: Progress) -> JobResult:
        keep_file(job)
        raise ZeroDivisionError

    run(job, crash)
    assert (job.state, job.result_file) == ("failed", None)
    assert kept_files() == ["discarded"]


def test_work_stops_when_another_has_taken_the_job(job: Job) -> None:
    def lost(job: Job, progress: Progress) -> JobResult:
        progress._heartbeat._lost.set()
        progress.report(1, 2)
        raise AssertionError("not reached")

    assert run(job, lost).state == "running"


def test_only_the_holder_renews_the_lease(job: Job) -> None:
    seen: list[Any] = []  # what fails inside a runner ends the job, not the test

    def act(job: Job, progress: Progress) -> JobResult:
        later = Heartbeat(job, clock=lambda: NOW + MOMENT)
        seen.extend((later.renew(), Job.objects.get().lease_until))
        Job.objects.update(attempts=2)
        seen.append(later.renew())
        raise LeaseLost

    run(job, act)
    assert seen == [True, NOW + MOMENT + LEASE, False]


@pytest.mark.slow
def test_a_long_runner_keeps_its_lease_from_inside_a_transaction(
    live_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The heartbeat has a connection of its own: what the runner's transaction holds back does not hold it."""
    monkeypatch.setattr(job_leases, "LEASE", timedelta(seconds=0.2))
    job = make_job()
    moments = iter(NOW + MOMENT * number for number in range(1000))

    def act(job: Job, progress: Progress) -> JobResult:
        with transaction.atomic():
            first = Job.objects.get().lease_until
            for _ in range(200):
                if Job.objects.get().lease_until > first + MOMENT:
                    return JobResult()
                threading.Event().wait(0.02)
        raise AssertionError("the lease was not renewed")

    acts.append(act)
    assert run_job(job_id=job.pk, clock=lambda: next(moments))
    job.refresh_from_db()
    assert job.state == "done"
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lease of job")]


def test_a_killed_worker_is_noticed_within_a_minute() -> None:
    poll = settings.CELERY_BEAT_SCHEDULE["run-next-job"]
    assert poll["task"] == "infrastructure.tasks.run_next_job"
    assert timedelta(seconds=settings.JOB_LEASE_SECONDS) + 2 * timedelta(
        seconds=poll["schedule"]
    ) < timedelta(minutes=1)
    assert timedelta(seconds=settings.JOB_LEASE_SECONDS) == LEASE


@pytest.mark.django_db
def test_the_poll_runs_one_job_a_time_and_passes_over_what_others_hold() -> None:
    held, first, second = running(NOW + LEASE), make_job(), make_job()
    for _ in range(2):
        assert run_next_job(clock=lambda: NOW)
    assert not run_next_job(clock=lambda: NOW)
    states = [Job.objects.get(pk=each.pk).state for each in (held, first, second)]
    assert (states, runs) == (["running", "done", "done"], [1, 1])


def test_a_job_whose_requester_lost_the_role_is_not_run(job: Job) -> None:
    Job.objects.update(needs={"open": False})
    run(job)
    assert (job.state, runs) == ("failed", [])
    assert told(job) == "导出台账：您的权限在提交之后有变化，任务没有执行。"


def test_a_job_is_read_by_its_requester_for_as_long_as_its_kind_allows(job: Job) -> None:
    run(job, lambda job, progress: JobResult(needs={"open": True, "more": 1}))
    assert job.needs == {"open": True, "more": 1}
    assert own_job(uid=job.uid, by=job.requested_by, as_of=TODAY) == job
    assert own_job(uid=job.uid, by=factories.make_user(), as_of=TODAY) is None
    Job.objects.update(needs={"open": False})
    assert own_job(uid=job.uid, by=job.requested_by, as_of=TODAY) is None
    Job.objects.update(needs={}, kind="of_an_older_version")
    assert own_job(uid=job.uid, by=job.requested_by, as_of=TODAY) is None


def test_results_go_after_their_days_and_the_page_says_so(job: Job) -> None:
    days = timedelta(days=settings.JOB_FILES_KEPT_DAYS)
    run(job, lambda job, progress: keep_file(job) or JobResult({"rows": 1}))
    assert view_of(job, now=NOW).has_file
    assert clear_old_results(now=NOW + days) == 0
    assert [clear_old_results(now=NOW + days + MOMENT) for _ in range(2)] == [1, 0]
    job.refresh_from_db()
    assert (job.state, job.result, job.cleared_at) == ("done", {}, NOW + days + MOMENT)
    assert StoredFile.objects.get().state == "discarded"
    assert not view_of(job, now=NOW).has_file
    assert told(job) == "导出台账：结果已超过保存期限（7 天），已清除。需要时请重新提交。"


def test_a_kind_has_one_runner() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        register_runner(KIND, is_open_to=lambda job, user, as_of: True)(lambda job, progress: JobResult())
    with pytest.raises(LookupError, match="no runner"):
        jobs.request_job(kind="unheard_of", title="t", parameters={}, needs={}, by=None, hospital_id=1)
    assert not connection.needs_rollback


def test_one_that_was_given_no_more_time_says_what_helps_and_is_not_tried_again(job: Job) -> None:
    def endless(_: Job, __: Progress) -> JobResult:
        raise SoftTimeLimitExceeded

    acts.append(endless)
    run_job(job_id=job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert job.problem == (
        "超过 14 分钟没有完成，已停止；数据没有改变。可以缩小范围后再提交，或由信息科调大 JOB_TIME_LIMIT_MINUTES。"
    )
