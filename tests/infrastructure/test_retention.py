"""Logs leave through one function of the owner, which keeps six months whatever is asked and records itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DataError, IntegrityError, ProgrammingError, connection, connections, transaction
from django.utils import timezone

from infrastructure import audit, retention
from infrastructure.models import AccessEntry, AccessKind, AuditEntry, RetentionCount, RetentionRun
from infrastructure.retention import cut_off, kinds, remove_expired
from infrastructure.tasks import remove_expired_logs
from organizations.actions import OrganizationAction
from tests import factories
from tests.infrastructure.test_insert_only import INSERT_ONLY

pytestmark = pytest.mark.django_db

NOW = timezone.now()
CALL = "SELECT public.remove_expired_logs(%s, %s)"


def ask(kind: str, before: datetime | None) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CALL, [kind, before])
        return int(cursor.fetchone()[0])


def came_in(months_ago: int, hospital_id: int | None = None) -> AccessEntry:
    at = cut_off(as_of=timezone.localdate(NOW), months=months_ago)
    return AccessEntry.objects.create(at=at, kind=AccessKind.LOGGED_IN, hospital_id=hospital_id)


def kind(code: str) -> retention.LogKind:
    return next(one for one in kinds() if one.code == code)


@pytest.mark.parametrize(
    ("as_of", "months", "first_kept"),
    [
        (date(2026, 11, 28), 36, date(2023, 11, 28)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
    ],
)
def test_the_cut_off_is_a_local_midnight(as_of: date, months: int, first_kept: date) -> None:
    found = timezone.localtime(cut_off(as_of=as_of, months=months))
    assert (found.date(), found.hour, found.minute) == (first_kept, 0, 0)


def test_logs_are_kept_three_years_and_timelines_ten() -> None:
    assert {one.code: one.months_kept for one in kinds()} == {"access": 36, "audit": 120, "images": 36}


def test_what_is_older_goes_what_is_younger_stays_and_both_are_counted_by_hospital() -> None:
    first, second = factories.make_hospital(), factories.make_hospital()
    for hospital_id in (first.pk, first.pk, second.pk, None):
        came_in(37, hospital_id)
    young = came_in(35, first.pk)
    run = remove_expired(kind=kind("access"), as_of=timezone.localdate(NOW))
    assert list(AccessEntry.objects.all()) == [young]
    counts = {count.hospital_id: count.removed for count in run.counts.all()}
    assert counts == {first.pk: 2, second.pk: 1, None: 1}
    assert timezone.localdate(run.cut_off) == timezone.localdate(
        cut_off(as_of=timezone.localdate(NOW), months=36)
    )


def test_each_kind_touches_its_own_tables_only() -> None:
    department = factories.make_department(factories.make_hospital())
    long_ago = NOW - timedelta(days=3700)
    audit.record(
        action=OrganizationAction.DEPARTMENT_CREATED,
        target=department,
        by=None,
        now=long_ago,
        hospital_id=department.hospital_id,
    )
    came_in(37)
    images = department.images.model.objects
    before = images.count()
    run = remove_expired(kind=kind("audit"), as_of=timezone.localdate(NOW))
    assert [count.table_name for count in run.counts.all()] == ["infrastructure_auditentry"]
    assert (AuditEntry.objects.filter(at__lte=long_ago).count(), AccessEntry.objects.count()) == (0, 1)
    run = remove_expired(kind=kind("images"), as_of=timezone.localdate(NOW))
    assert (images.count(), run.counts.count()) == (before, 0)  # made today


def test_row_images_of_every_tracked_table_are_of_the_kind() -> None:
    kept = {model._meta.db_table for model in kind("images").models()}
    assert {"organizations_departmentevent", "rectification_findingevent"} <= kept
    listed = {model._meta.db_table for one in kinds() for model in one.models()}
    assert listed <= {model._meta.db_table for model in INSERT_ONLY}


def test_a_run_that_removes_nothing_is_recorded_too() -> None:
    remove_expired_logs()
    assert set(RetentionRun.objects.values_list("kind", flat=True)) == {one.code for one in kinds()}
    assert not RetentionCount.objects.exists()


def test_the_command_says_what_it_removed(capsys: pytest.CaptureFixture[str]) -> None:
    came_in(40)
    call_command("remove_expired_logs", "access")
    first_kept = timezone.localdate(cut_off(as_of=timezone.localdate(), months=36))
    assert capsys.readouterr().out == f"access: 1 rows before {first_kept} removed\n"
    with pytest.raises(SystemExit):
        call_command("remove_expired_logs", "rectification_finding")


# What somebody with the application's own log-in may try.


@pytest.mark.parametrize("months", [0, 1, 5])
def test_less_than_six_months_is_refused(months: int) -> None:
    kept = came_in(7)
    before = cut_off(as_of=timezone.localdate(NOW), months=months)
    with pytest.raises(IntegrityError, match="at least 6 months"):
        ask("access", before)
    assert list(AccessEntry.objects.all()) == [kept]


def test_exactly_six_months_is_allowed() -> None:
    came_in(7)
    kept = came_in(6)
    ask("access", cut_off(as_of=timezone.localdate(), months=6))
    assert list(AccessEntry.objects.all()) == [kept]


@pytest.mark.parametrize("before", ["infinity", "9999-12-31", None])
def test_no_date_at_all_is_no_way_round(before: str | None) -> None:
    with pytest.raises(IntegrityError, match="at least 6 months"), transaction.atomic():
        connection.cursor().execute("SELECT public.remove_expired_logs('access', %s::timestamptz)", [before])


@pytest.mark.parametrize(
    "named", ["rectification_finding", "access'; DELETE FROM auth_group --", "", "RetentionRun"]
)
def test_no_other_table_can_be_named(named: str) -> None:
    with pytest.raises(DataError, match="no kind of log"):
        ask(named, datetime(2000, 1, 1, tzinfo=NOW.tzinfo))
    assert not RetentionRun.objects.exists()


@pytest.mark.parametrize("session_date", ["2099-01-01", "2026-06-01"])
def test_neither_search_path_nor_temporary_objects_reach_into_the_function(session_date: str) -> None:
    """SECURITY DEFINER runs as the owner: whatever it looks up by a bare name, the caller could have put there."""
    kept = came_in(5)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE infrastructure_accessentry (at timestamptz, hospital_id bigint)"
        )
        cursor.execute("CREATE TEMPORARY TABLE infrastructure_retentionrun (id bigint, at timestamptz)")
        cursor.execute(
            "CREATE FUNCTION pg_temp.now() RETURNS timestamptz LANGUAGE sql AS"
            f" $$ SELECT '{session_date}'::timestamptz $$"
        )
        cursor.execute("SET LOCAL search_path = pg_temp, public, pg_catalog")
        cursor.execute("SET LOCAL TimeZone = 'Pacific/Kiritimati'")
        with pytest.raises(IntegrityError, match="at least 6 months"), transaction.atomic():
            cursor.execute(CALL, ["access", cut_off(as_of=timezone.localdate(NOW), months=1)])
        cursor.execute(CALL, ["access", cut_off(as_of=timezone.localdate(NOW), months=6)])
        cursor.execute("SELECT count(*) FROM pg_temp.infrastructure_retentionrun")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT id FROM public.infrastructure_accessentry")
        assert cursor.fetchall() == [(kept.pk,)]
        cursor.execute("SELECT count(*) FROM public.infrastructure_retentionrun")
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM infrastructure_accessentry",
        "INSERT INTO infrastructure_retentionrun (kind, cut_off) VALUES ('access', now())",
        "UPDATE infrastructure_retentioncount SET removed = 0",
        "DELETE FROM infrastructure_retentionrun",
        "TRUNCATE infrastructure_retentioncount",
        "ALTER FUNCTION public.remove_expired_logs(text, timestamptz) SECURITY INVOKER",
        "DROP FUNCTION public.remove_expired_logs(text, timestamptz)",
        "CREATE OR REPLACE FUNCTION public.remove_expired_logs(kind text, cut_off timestamptz) RETURNS bigint"
        " LANGUAGE sql AS 'SELECT 1'",
    ],
)
def test_the_record_is_neither_forged_nor_the_function_changed(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


def test_only_the_application_may_call_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosecdef, proconfig, ARRAY(SELECT grantee::regrole::text FROM aclexplode(proacl) ORDER BY 1)"
            " FROM pg_proc WHERE proname = 'remove_expired_logs'"
        )
        definer, configuration, grantees = cursor.fetchone()
    owner, application = (connections[alias].settings_dict["USER"] for alias in ("owner", "default"))
    assert definer
    assert configuration == ["search_path=pg_catalog, pg_temp"]
    assert set(grantees) == {owner, application}


# What a deployment sets is read at the start.


@pytest.mark.parametrize("months", [{"access": "1"}, {"access": "never"}, {"acess": "36"}, {"audit": "-60"}])
def test_a_wrong_number_of_months_stops_the_start(settings: LazySettings, months: dict[str, str]) -> None:
    settings.RETENTION_MONTHS = months
    with pytest.raises(SystemCheckError, match="RETENTION_MONTHS"):
        call_command("check")


def test_a_deployment_may_keep_logs_longer(settings: LazySettings) -> None:
    settings.RETENTION_MONTHS = {"access": "60"}
    kept = came_in(50)
    remove_expired(kind=kind("access"), as_of=timezone.localdate(NOW))
    assert list(AccessEntry.objects.all()) == [kept]
