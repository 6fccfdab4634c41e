"""Departments: two levels, one meaning for a name, an end with a successor."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from infrastructure import audit
from infrastructure.errors import Refusal
from infrastructure.models import AuditEntry
from organizations import selectors
from organizations.models import Department, DepartmentAlias, Posting
from organizations.services import departments
from tests import factories
from tests.organizations.settings.conftest import NOW, TODAY, House, client_of, make_house, queries_of


def typed(house: House, **changes: object) -> dict[str, object]:
    """The form of a department as a browser sends it."""
    return {
        "name": "心血管内科",
        "code": "301",
        "kind": "clinical",
        "parent": "",
        "active_from": "2026-11-21",
        **changes,
    }


def test_a_new_department_stands_below_its_parent_and_is_found_by_initials(house: House) -> None:
    client = client_of(house.system)
    answer = client.post(
        f"{house.url}departments/new/", typed(house, name="骨科一病区", code="1011", parent=house.bone.uid)
    )
    assert answer.status_code == 302
    rows = client.get(f"{house.url}departments/").context["rows"]
    assert [(row.name, row.level) for row in rows] == [("骨科", 1), ("骨科一病区", 2), ("药学部", 1)]
    found = client.get(f"{house.url}departments/?q=gkyb").context["rows"]
    assert [row.name for row in found] == ["骨科一病区"]
    entry = AuditEntry.objects.get(action="department.created")
    assert (entry.actor_name, entry.target_name) == (house.system.display_name, "骨科一病区")


def test_who_operates_is_marked_and_stays_so_at_the_next_edit(house: House) -> None:
    client = client_of(house.system)
    client.post(f"{house.url}departments/new/", typed(house, operates="on"))
    made = Department.objects.get(hospital=house.hospital, code="301")
    assert made.operates
    form = client.get(f"{house.url}departments/{made.uid}/").context["form"]
    assert form["operates"].value() is True
    client.post(f"{house.url}departments/{made.uid}/", typed(house, revision=made.revision))
    made.refresh_from_db()
    assert not made.operates
    assert AuditEntry.objects.get(action="department.edited").detail == {"开展手术": ["是", "否"]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "101"}, "code"),
        ({"name": "骨科"}, "name"),
        ({"name": "药剂科"}, "name"),
        ({"name": "心" * 61}, "name"),
        ({"name": "心\x00内"}, "name"),
        ({"kind": "火星"}, "kind"),
        ({"duties": ["pharmacy", "mars"]}, "duties"),
        ({"active_from": "2025-13-45"}, "active_from"),
        ({"active_from": "0001-01-01"}, "active_from"),
        ({"parent": "not-a-uid"}, "parent"),
    ],
)
def test_what_cannot_be_is_an_error_at_its_field(
    house: House, changes: dict[str, object], field: str
) -> None:
    departments.add_alias(department=house.pharmacy, name="药剂科", by=house.system, now=NOW)
    answer = client_of(house.system).post(f"{house.url}departments/new/", typed(house, **changes))
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["code"].value() == changes.get("code", "301")


def test_another_hospitals_department_is_no_parent_and_no_successor(house: House, other: House) -> None:
    client = client_of(house.system)
    answer = client.post(f"{house.url}departments/new/", typed(house, parent=other.bone.uid))
    assert list(answer.context["form"].errors) == ["parent"]
    end = f"{house.url}departments/{house.bone.uid}/end/"
    answer = client.post(end, {"to_on": "2026-11-21", "successor": other.bone.uid})
    assert list(answer.context["form"].errors) == ["successor"]
    fields = departments.fields_of(house.bone)
    foreign = departments.DepartmentFields(**{**vars(fields), "parent": other.bone})
    with pytest.raises(Refusal, match="本院"):
        departments.edit_department(
            department=house.bone, fields=foreign, revision=1, by=house.system, now=NOW
        )


def test_there_are_two_levels_at_most(house: House) -> None:
    ward = factories.make_department(house.hospital, name="骨科一病区", parent=house.bone)
    fields = departments.fields_of(house.pharmacy)
    with pytest.raises(Refusal, match="两级"):
        departments.create_department(
            hospital=house.hospital,
            fields=departments.DepartmentFields(
                **{**vars(fields), "code": "9", "name": "组", "parent": ward}
            ),
            by=house.system,
            now=NOW,
        )
    below = departments.DepartmentFields(
        **{**vars(departments.fields_of(house.bone)), "parent": house.pharmacy}
    )
    with pytest.raises(Refusal, match="有下级科室") as refused:
        departments.edit_department(department=house.bone, fields=below, revision=1, by=house.system, now=NOW)
    assert refused.value.field == "parent"


def test_a_department_ends_without_a_successor_and_nobody_is_said_to_have_moved(house: House) -> None:
    empty = factories.make_department(house.hospital, name="空科室", code="901")
    departments.end_department(department=empty, to_on=TODAY, successor=None, by=house.system, now=NOW)
    assert AuditEntry.objects.get(action="department.ended").detail["转入人数"] == 0


def test_the_second_of_two_editors_sees_both_versions_and_loses_nothing(house: House) -> None:
    client, url = client_of(house.system), f"{house.url}departments/{house.bone.uid}/"
    form = typed(house, code="101", active_from="2020-01-01", revision=house.bone.revision)
    assert client.post(url, form | {"name": "骨外科"}).status_code == 302
    answer = client.post(url, form | {"name": "创伤骨科"})
    assert answer.status_code == 409
    assert answer.context["conflict"] == [{"label": "科室名称", "current": "骨外科", "typed": "创伤骨科"}]
    text = answer.content.decode()
    assert 'value="创伤骨科"' in text
    revision = answer.context["department"].revision
    assert f'name="revision" value="{revision}"' in text
    assert client.post(url, form | {"name": "创伤骨科", "revision": revision}).status_code == 302
    house.bone.refresh_from_db()
    assert house.bone.name == "创伤骨科"


def test_an_alias_means_one_department(house: House, other: House) -> None:
    client = client_of(house.system)
    url = f"{house.url}departments/{house.pharmacy.uid}/aliases/"
    assert client.post(url, {"alias": " 药剂科 "}).status_code == 302
    taken = client.post(f"{house.url}departments/{house.bone.uid}/aliases/", {"alias": "药剂科"})
    assert taken.status_code == 400
    assert "已经是“药学部”的别名" in str(taken.context["alias_form"].errors)
    assert client.post(url, {"alias": "骨科"}).status_code == 400
    departments.add_alias(department=other.bone, name="药剂科", by=other.system, now=NOW)
    by_name = selectors.departments_by_name(house.hospital, as_of=TODAY)
    assert by_name["药剂科"] == house.pharmacy
    client.post(f"{url}remove/", {"alias": "药剂科"})
    assert list(DepartmentAlias.objects.values_list("hospital_id", flat=True)) == [other.hospital.pk]


def test_people_of_an_ended_department_go_to_its_successor(house: House) -> None:
    client, url = client_of(house.system), f"{house.url}departments/{house.bone.uid}/end/"
    alone = client.post(url, {"to_on": "2026-11-30", "successor": ""})
    assert "还有 1 人" in str(alone.context["form"].errors["successor"])
    assert client.post(url, {"to_on": "2026-11-30", "successor": house.pharmacy.uid}).status_code == 302
    postings = Posting.objects.filter(staff=house.wang).order_by("from_on")
    assert [(one.department.name, one.from_on, one.to_on) for one in postings] == [
        ("骨科", date(2020, 1, 1), date(2026, 11, 30)),
        ("药学部", date(2026, 12, 1), None),
    ]
    house.bone.refresh_from_db()
    assert house.bone.successor == house.pharmacy
    told = AuditEntry.objects.get(action="department.ended").detail
    assert told == {"停用日期": "2026-11-30", "承接科室": "药学部", "转入人数": 1}
    assert client.post(f"{house.url}departments/{house.bone.uid}/reopen/").status_code == 302
    house.bone.refresh_from_db()
    assert (house.bone.active_to, house.bone.successor) == (None, None)


def test_the_list_costs_the_same_for_20_and_300_departments(house: House) -> None:
    client, url = client_of(house.system), f"{house.url}departments/"
    _more_departments(house, 20)
    few = queries_of(client, url)
    _more_departments(house, 300)
    assert queries_of(client, url) == few
    assert len(client.get(url).context["rows"]) == 322


def _more_departments(house: House, count: int) -> None:
    with audit.acting(by=house.system):
        rows = [
            Department(
                hospital=house.hospital,
                code=f"X{count}-{number}",
                name=f"第{count}-{number}病区",
                name_pinyin=f"di{number} d{number}",
                kind="nursing_unit",
                level=2,
                parent=house.bone,
                active_from=TODAY,
            )
            for number in range(count)
        ]
        Department.objects.bulk_create(rows)


def test_of_many_who_give_one_name_at_once_only_one_succeeds(live_database: str) -> None:
    house = make_house("race")
    barrier = Barrier(8)

    def give(number: int) -> bool:
        department = house.bone if number % 2 else house.pharmacy
        try:
            barrier.wait(timeout=30)
            if number < 4:
                departments.add_alias(department=department, name="药剂科", by=house.system, now=NOW)
            else:
                fields = departments.DepartmentFields(f"R{number}", "药剂科", "office", (), None, TODAY)
                departments.create_department(
                    hospital=house.hospital, fields=fields, by=house.system, now=NOW
                )
        except Refusal:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(give, range(8)))
    named = Department.objects.filter(name="药剂科").count()
    aliased = DepartmentAlias.objects.filter(name="药剂科").count()
    assert named + aliased == 1
    assert any(results)
