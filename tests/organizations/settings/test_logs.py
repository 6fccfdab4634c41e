"""Operations and access, for the audit administrator: filtered, paged, exported with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.http import HttpResponse

from infrastructure import audit, retention
from infrastructure.models import AccessEntry, AccessKind, AuditEntry
from organizations.actions import OrganizationAction
from organizations.services import departments
from tests.organizations.settings.conftest import NOW, TODAY, House, client_of, queries_of


def test_operations_are_found_by_person_target_action_and_day(house: House, other: House) -> None:
    departments.add_alias(department=house.pharmacy, name="药剂科", by=house.system, now=NOW)
    late = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)  # half past midnight of the 22nd in Shanghai
    departments.add_alias(department=house.bone, name="骨外科", by=house.system, now=late)
    departments.add_alias(department=other.bone, name="外院别名", by=other.system, now=NOW)
    client = client_of(house.auditor)

    def found(query: str) -> list[str]:
        rows = client.get(f"{house.url}audit/?{query}").context["rows"]
        return [row["entry"].target_name for row in rows]

    assert found("kind=alias.added") == ["骨科", "药学部"]
    assert found("kind=alias.added&to_on=2026-11-21") == ["药学部"]
    assert found("kind=alias.added&from_on=2026-11-22&to_on=2026-11-22") == ["骨科"]
    assert found("kind=alias.added&q=药学") == ["药学部"]
    assert len(found(f"kind=alias.added&q={house.system.display_name}")) == 2
    page = client.get(f"{house.url}audit/?from_on=gestern&kind=alias.added")
    assert page.status_code == 200
    assert "请填写 1930 年至 2199 年之间的日期" in page.content.decode()


def test_pages_go_back_by_id_and_cost_the_same_for_20_and_300_rows(house: House) -> None:
    client, url = client_of(house.auditor), f"{house.url}audit/?kind=department.edited"
    _more_entries(house, 20)
    few = queries_of(client, url)
    _more_entries(house, 300)
    assert queries_of(client, url) == few
    seen: list[int] = []
    address, older = url, True
    while older:
        log = client.get(address).context["log"]
        seen += [row.id for row in log.rows]
        older = log.older
        address = f"{url}&before={older}"
    assert len(seen) == 320
    assert seen == sorted(set(seen), reverse=True)


def test_the_access_log_shows_log_ins_and_costs_the_same(house: House, other: House) -> None:
    client, url = client_of(house.auditor), f"{house.url}access/"
    _more_access(house, 20)
    few = queries_of(client, url)
    _more_access(house, 300)
    assert queries_of(client, url) == few
    _more_access(other, 1)
    rows = client.get(f"{url}?kind=login_failed&q=nobody").context["log"].rows
    assert len(rows) == 50
    assert {row.hospital_id for row in rows} == {house.hospital.pk}


def test_an_export_needs_a_reason_is_logged_and_holds_no_formula(house: House) -> None:
    house.bone.name = "=HYPERLINK(1)"
    audit.record(
        action=OrganizationAction.DEPARTMENT_EDITED,
        target=house.bone,
        by=house.system,
        now=NOW,
        hospital_id=house.hospital.pk,
    )
    client = client_of(house.auditor)
    url = f"{house.url}audit/export/?kind=department.edited"
    refused = client.post(url, {"reason": " "})
    assert refused.status_code == 302
    assert not AccessEntry.objects.filter(kind=AccessKind.EXPORTED).exists()
    lines = _text(client.post(url, {"reason": "等级保护测评"})).splitlines()
    assert len(lines) == 2
    assert "'=HYPERLINK(1)" in lines[1]
    entry = AccessEntry.objects.get(kind=AccessKind.EXPORTED)
    assert (entry.user, entry.detail) == (house.auditor, "导出操作记录：等级保护测评")
    access = _text(client.post(f"{house.url}access/export/?kind=exported", {"reason": "自查"}))
    assert "导出操作记录：等级保护测评" in access
    assert client_of(house.system).post(url, {"reason": "看看"}).status_code == 403


def _text(answer: HttpResponse) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


def _more_entries(house: House, count: int) -> None:
    entries = [
        audit.entry(
            action=OrganizationAction.DEPARTMENT_EDITED,
            target=house.bone,
            by=house.system,
            now=NOW + timedelta(minutes=number),
            hospital_id=house.hospital.pk,
        )
        for number in range(count)
    ]
    audit.record_many(entries)
    assert AuditEntry.objects.filter(action=OrganizationAction.DEPARTMENT_EDITED).count() >= count


def _more_access(house: House, count: int) -> None:
    AccessEntry.objects.bulk_create(
        AccessEntry(
            kind=AccessKind.LOGIN_FAILED, hospital_id=house.hospital.pk, login="nobody", address="10.1.1.1"
        )
        for _ in range(count)
    )


def test_the_auditor_sees_what_retention_removed_of_this_hospital_alone(house: House, other: House) -> None:
    page = client_of(house.auditor).get(f"{house.url}retention/").content.decode()
    assert "36 个月" in page
    assert "还没有清除过" in page
    long_ago = NOW - timedelta(days=4 * 366)
    for one, rows in ((house, 2), (other, 5)):
        for _ in range(rows):
            AccessEntry.objects.create(at=long_ago, kind=AccessKind.LOGGED_IN, hospital_id=one.hospital.pk)
    access = next(kind for kind in retention.kinds() if kind.code == "access")
    retention.remove_expired(kind=access, as_of=TODAY)
    answer = client_of(house.auditor).get(f"{house.url}retention/")
    [row] = answer.context["rows"]
    assert (row.label, row.removed_here, row.before_on) == ("访问日志", 2, date(2023, 11, 21))
    assert "2023-11-21" in answer.content.decode()
