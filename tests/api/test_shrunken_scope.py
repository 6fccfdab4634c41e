"""What was made or answered under a role goes with the role: a job, its file, its preview, a repeated answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, TestCase
from django.utils import timezone

from infrastructure import audit, jobs
from infrastructure.job_leases import Heartbeat
from infrastructure.job_progress import Progress
from infrastructure.job_retention import clear_old_results
from infrastructure.models import Job
from organizations.models import Membership, Role, User
from rectification.models import Finding, ImportLine, LedgerImport
from rectification.services import exports, import_jobs
from tests import factories
from tests.api.caller import Caller, done, problem
from tests.api.test_whole_loop import body_of
from tests.api.test_workbooks import workbook
from tests.rectification.test_import_pages import BAD, ROWS, SampleHospital
from tests.rectification.world import World

pytestmark = pytest.mark.slow


def end_role(user: User, role: Role) -> None:
    """As of yesterday, by whatever way."""
    rows = Membership.objects.filter(user=user, role=role)
    assert rows.exists()
    yesterday = timezone.localdate() - timedelta(days=1)
    with audit.acting(by=None):
        rows.update(to_on=yesterday)


def run_all() -> None:
    while jobs.run_next_job(clock=timezone.now):
        pass


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


class Exported:
    """A ledger taken out by somebody, as the API and as the pages show it."""

    def __init__(self, world: World, user: User) -> None:
        self.user, self.caller = user, Caller(user)
        with TestCase.captureOnCommitCallbacks(execute=True):  # the file counts from the commit on
            self.told = done(self.caller.post(f"ledgers/{world.participation.uid}/exports/", key="once"), 201)
        self.uid = self.told["uid"]
        self.path = f"ledgers/{world.participation.uid}/exports/"

    def answers(self) -> set[int]:
        again = self.caller.post(self.path, key="once")
        pages = [browser(self.user).get(f"/jobs/{self.uid}/{part}") for part in ("", "file/")]
        api = [self.caller.get(f"jobs/{self.uid}/{part}") for part in ("", "file/")]
        for answer in (*pages, *api):
            b"".join(answer.streaming_content if answer.streaming else [])
        return {answer.status_code for answer in (again, *pages, *api)}


def test_an_export_is_open_while_the_role_lasts_and_gone_with_it(world: World) -> None:
    world.awaiting()
    exported = Exported(world, world.clerk)
    assert exported.answers() == {200, 201}
    end_role(world.clerk, Role.QUALITY_OFFICE)
    assert exported.answers() == {403, 404}


def test_an_export_of_the_whole_hospital_does_not_open_to_one_department(world: World) -> None:
    """The role is another now; the right is the same, the scope is smaller."""
    world.awaiting()
    exported = Exported(world, world.clerk)
    end_role(world.clerk, Role.QUALITY_OFFICE)
    factories.grant(world.clerk, Role.LIAISON, world.ward)
    assert exported.answers() == {403, 404}


def test_an_export_of_a_department_stays_open_when_the_scope_grows(world: World) -> None:
    world.awaiting()
    exported = Exported(world, world.liaison)
    factories.grant(world.liaison, Role.QUALITY_OFFICE, world.hospital)
    assert exported.answers() == {200, 201}


def test_an_export_written_under_a_larger_scope_needs_all_of_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for by one department's liaison, run when she had the whole hospital, read when she has one again."""
    monkeypatch.setattr(exports, "AT_ONCE", 0)
    world.awaiting()
    uid = done(Caller(world.liaison).post(f"ledgers/{world.participation.uid}/exports/"), 201)["uid"]
    factories.grant(world.liaison, Role.QUALITY_OFFICE, world.hospital)
    run_all()
    assert done(Caller(world.liaison).get(f"jobs/{uid}/"))["state"] == "done"
    end_role(world.liaison, Role.QUALITY_OFFICE)
    problem(Caller(world.liaison).get(f"jobs/{uid}/"), 404)


def test_a_job_whose_asker_lost_the_role_takes_nothing_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 0)
    world.awaiting()
    done(Caller(world.clerk).post(f"ledgers/{world.participation.uid}/exports/"), 201)
    end_role(world.clerk, Role.QUALITY_OFFICE)
    run_all()
    job = Job.objects.get()
    assert (job.state, job.result_file, job.result) == ("failed", None, {})
    assert "权限" in job.problem


def test_a_repeated_answer_is_not_told_again_after_the_role(world: World) -> None:
    """Every POST of the API goes this way: one stands for all."""
    caller, path = Caller(world.liaison), f"ledgers/{world.participation.uid}/findings/"
    done(caller.post(path, body_of(world), key="k"), 201)
    end_role(world.liaison, Role.LIAISON)
    told = problem(caller.post(path, body_of(world), key="k"), 403)
    assert "已经执行过" in told["detail"]
    assert "text" not in told
    assert Finding.objects.count() == 1


class TestPreview:
    @pytest.fixture
    def opened(self, db: None, monkeypatch: pytest.MonkeyPatch) -> tuple[SampleHospital, Caller, str]:
        monkeypatch.setattr(import_jobs, "MANY_CELLS", 1)
        world = SampleHospital()
        caller = Caller(world.clerk)
        url: str = done(caller.upload(f"ledgers/{world.ledger.uid}/imports/", {"file": workbook(ROWS)}), 201)[
            "url"
        ]
        done(caller.get(f"{url}preview/"), 202)
        run_all()
        assert done(caller.get(f"{url}preview/"))["ready"] == 20
        return world, caller, url

    def test_it_is_read_again_under_the_scope_of_today(self, opened: Any) -> None:
        world, caller, url = opened
        end_role(world.clerk, Role.QUALITY_OFFICE)
        problem(caller.get(f"{url}preview/"), 404)
        ward = world.hospital.departments.first()
        factories.grant(world.clerk, Role.LIAISON, ward)
        done(caller.get(f"{url}preview/"), 202)
        run_all()
        assert done(caller.get(f"{url}preview/"))["ready"] < 20

    def test_what_was_read_under_a_larger_scope_needs_all_of_it(self, opened: Any) -> None:
        world, _, _ = opened
        liaison = world.liaison
        mine = Caller(liaison)
        sent = mine.upload(f"ledgers/{world.ledger.uid}/imports/", {"file": workbook(ROWS)})
        uid = done(mine.get(f"{done(sent, 201)['url']}preview/"), 202)["uid"]
        factories.grant(liaison, Role.QUALITY_OFFICE, world.hospital)
        run_all()
        assert done(Caller(liaison).get(f"jobs/{uid}/"))["state"] == "done"
        end_role(liaison, Role.QUALITY_OFFICE)
        problem(Caller(liaison).get(f"jobs/{uid}/"), 404)

    def test_it_is_read_again_after_its_days(self, opened: Any) -> None:
        _, caller, url = opened
        assert ImportLine.objects.count() >= 20
        assert clear_old_results(now=timezone.now() + timedelta(days=30)) == 1
        assert LedgerImport.objects.get().job.result == {}
        assert not ImportLine.objects.exists()
        done(caller.get(f"{url}preview/"), 202)
        run_all()
        assert done(caller.get(f"{url}preview/"))["ready"] == 20

    def test_an_older_reading_that_ends_late_keeps_no_lines_and_takes_none_away(self, opened: Any) -> None:
        world, caller, url = opened
        row = LedgerImport.objects.get()
        late = Job.objects.get(pk=row.job_id)
        import_jobs.forget_preview(opened=row, by=world.clerk)
        done(caller.get(f"{url}preview/"), 202)
        import_jobs.run_preview(late, Progress(late, Heartbeat(late, timezone.now)))
        assert not ImportLine.objects.exists()
        run_all()
        jobs.forget_elsewhere(late)
        assert ImportLine.objects.count() >= 20

    def test_one_workbook_read_anew_leaves_the_reading_of_another(self, opened: Any) -> None:
        world, caller, _ = opened
        sent = caller.upload(f"ledgers/{world.ledger.uid}/imports/", {"file": workbook(BAD)})
        done(caller.get(f"{done(sent, 201)['url']}preview/"), 202)
        first, second = LedgerImport.objects.order_by("pk")
        import_jobs.forget_preview(opened=first, by=world.clerk)
        assert [row.job is None for row in LedgerImport.objects.order_by("pk")] == [True, False]

    def test_an_import_that_did_not_come_about_leads_back_to_the_preview(self, opened: Any) -> None:
        world, caller, _ = opened
        sent = caller.upload(f"ledgers/{world.ledger.uid}/imports/", {"file": workbook(BAD)})
        page = f"/imports/{done(sent, 201)['uid']}/"
        clerk = browser(world.clerk)
        clerk.get(page)
        run_all()
        clerk.post(f"{page}enter/", {"bad_rows": "none"})
        run_all()
        assert Job.objects.latest("id").state == "failed"
        assert "正在读取" in clerk.get(page).content.decode()
        run_all()
        assert clerk.get(page).context["seen"]["error_count"] > 0

    def test_a_workbook_that_could_not_be_read_can_be_sent_anew(self, opened: Any) -> None:
        world, _, _ = opened
        row = LedgerImport.objects.select_related("job").get()
        Job.objects.filter(pk=row.job_id).update(state="failed", problem=jobs.CRASHED, result={})
        words = browser(world.clerk).get(f"/imports/{row.uid}/").content.decode()
        assert jobs.CRASHED in words
        assert f'href="/h/{world.hospital.code}/ledger/import/"' in words.partition(jobs.CRASHED)[2]
