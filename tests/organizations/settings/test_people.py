"""People, where they work, and their log-ins."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from infrastructure import audit
from infrastructure.errors import Refusal
from infrastructure.models import AuditEntry
from organizations.models import Posting, StaffMember, User
from organizations.services import people, person_accounts
from tests import factories
from tests.organizations.settings.conftest import NOW, TODAY, House, client_of, make_house, queries_of

pytestmark = pytest.mark.slow


def typed(**changes: object) -> dict[str, object]:
    """The form of a new person as a browser sends it."""
    return {
        "name": "单小华",
        "employee_no": "2001",
        "kind": "nurse",
        "post": "护士长",
        "employed_from": "2026-11-01",
        "department": "",
        "appraisal_unit": "",
        **changes,
    }


def names(client: Client, url: str) -> list[str]:
    return [person.name for person in client.get(url).context["rows"]]


def test_a_new_person_is_posted_and_found_by_name_initials_and_number(house: House) -> None:
    client = client_of(house.system)
    form = typed(department=house.bone.uid, appraisal_unit="骨科护理组")
    assert client.post(f"{house.url}people/new/", form).status_code == 302
    posting = Posting.objects.get(staff__employee_no="2001")
    assert (posting.department, posting.from_on) == (house.bone, date(2026, 11, 1))
    assert posting.appraisal_unit.name == "骨科护理组"
    for words in ("小华", "sxh", "shanxiao", "2001"):
        assert names(client, f"{house.url}people/?q={words}") == ["单小华"], words


def test_the_list_is_narrowed_by_department_with_its_wards_kind_and_state(house: House) -> None:
    ward = factories.make_department(house.hospital, name="骨科一病区", parent=house.bone)
    factories.make_staff(house.hospital, department=ward, name="赵护士", kind="nurse")
    factories.make_staff(house.hospital, name="钱老", employed_to=date(2026, 10, 31))
    client = client_of(house.system)
    assert set(names(client, f"{house.url}people/?department={house.bone.uid}")) == {"王敏", "赵护士"}
    assert names(client, f"{house.url}people/?kind=nurse") == ["赵护士"]
    assert names(client, f"{house.url}people/?state=left") == ["钱老"]
    assert "钱老" not in names(client, f"{house.url}people/")
    assert client.get(f"{house.url}people/?department=nonsense&page=last-but-one").status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"employee_no": "1001"}, "employee_no"),
        ({"name": ""}, "name"),
        ({"name": "单\x00华"}, "name"),
        ({"post": "长" * 1_000_000}, "post"),
        ({"employed_from": "2026-02-30"}, "employed_from"),
    ],
)
def test_what_cannot_be_is_an_error_at_its_field(
    house: House, changes: dict[str, object], field: str
) -> None:
    answer = client_of(house.system).post(f"{house.url}people/new/", typed(**changes))
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]


def test_another_hospitals_department_is_an_error_at_the_field(house: House, other: House) -> None:
    client = client_of(house.system)
    answer = client.post(f"{house.url}people/new/", typed(department=other.bone.uid))
    assert list(answer.context["form"].errors) == ["department"]
    url = f"{house.url}people/{house.wang.uid}/posting/"
    answer = client.post(url, {"department": other.bone.uid, "from_on": "2026-11-21"})
    assert list(answer.context["form"].errors) == ["department"]
    foreign = people.PostingFields(department=other.bone, from_on=TODAY)
    with pytest.raises(Refusal, match="本院") as refused:
        people.change_posting(person=house.wang, fields=foreign, by=house.system, now=NOW)
    assert refused.value.field == "department"
    own_posting = other.wang.postings.get()
    url = f"{house.url}people/{house.wang.uid}/postings/{own_posting.uid}/"
    assert client.get(url).status_code == 404


def test_a_change_of_department_ends_the_old_posting_the_day_before(house: House) -> None:
    url = f"{house.url}people/{house.wang.uid}/posting/"
    form = {"department": house.pharmacy.uid, "from_on": "2026-12-01"}
    assert client_of(house.system).post(url, form).status_code == 302
    spans = house.wang.postings.order_by("from_on").values_list("department__name", "from_on", "to_on")
    assert list(spans) == [
        ("骨科", date(2020, 1, 1), date(2026, 11, 30)),
        ("药学部", date(2026, 12, 1), None),
    ]


def test_two_places_on_one_day_are_refused_with_the_place_and_its_dates(house: House) -> None:
    fields = people.PostingFields(department=house.pharmacy, from_on=date(2026, 12, 1))
    people.change_posting(person=house.wang, fields=fields, by=house.system, now=NOW)
    first = house.wang.postings.get(department=house.bone)
    answer = client_of(house.system).post(
        f"{house.url}people/{house.wang.uid}/postings/{first.uid}/",
        {"from_on": "2020-01-01", "to_on": "2026-12-31"},
    )
    assert answer.status_code == 400
    assert "“药学部”（2026-12-01 至 今）" in str(answer.context["form"].errors["from_on"])
    first.refresh_from_db()
    assert first.to_on == date(2026, 11, 30)


def test_the_second_of_two_editors_sees_both_versions(house: House) -> None:
    client, url = client_of(house.system), f"{house.url}people/{house.wang.uid}/edit/"
    form = {
        "name": "王敏",
        "employee_no": "1001",
        "kind": "doctor",
        "employed_from": "2020-01-01",
        "revision": house.wang.revision,
    }
    assert client.post(url, form | {"post": "科主任"}).status_code == 302
    assert AuditEntry.objects.get(action="staff.edited").detail == {"职务": ["", "科主任"]}
    answer = client.post(url, form | {"post": "副主任"})
    assert answer.status_code == 409
    assert answer.context["conflict"] == [{"label": "职务", "current": "科主任", "typed": "副主任"}]
    assert 'value="副主任"' in answer.content.decode()


def test_a_log_in_is_opened_with_half_a_slip_that_is_shown_once(house: House) -> None:
    client, person = client_of(house.system), f"{house.url}people/{house.wang.uid}/"
    answer = client.post(f"{person}account/", {"username": "1001"})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    (slip,) = answer.context["slips"]
    assert slip.code in answer.content.decode()
    assert slip.code not in client.get(person).content.decode()
    again = client.post(f"{person}account/", {"username": "wangmin"})
    assert "已经有登录账号" in str(again.context["form"].errors)
    assert User.objects.filter(staff=house.wang).count() == 1


def test_the_log_in_proposed_for_a_number_in_use_names_the_hospital_in_small_letters(db: None) -> None:
    person = make_house("BIGHOUSE").wang
    assert person_accounts.suggested_username(person) == "1001"
    factories.make_user(username="1001")
    assert person_accounts.suggested_username(person) == "1001@bighouse"


def test_the_list_of_slips_comes_back_as_a_file_for_its_maker_alone(house: House, other: House) -> None:
    client = client_of(house.system)
    page = client.post(f"{house.url}people/{house.wang.uid}/account/", {"username": "1001"})
    packed, (slip,) = page.context["packed"], page.context["slips"]
    file = client.post(f"{house.url}resets/slips.csv", {"slips": packed})
    assert f"王敏,1001,1001,{slip.code}" in file.content.decode("utf-8-sig")
    for thief, url in ((other.system, other.url), (house.security, house.url)):
        stolen = client_of(thief).post(f"{url}resets/slips.csv", {"slips": packed})
        assert stolen.status_code == 302
    assert client.post(f"{house.url}resets/slips.csv", {"slips": packed + "x"}).status_code == 302


def test_log_ins_are_closed_and_opened(house: House, other: House) -> None:
    user = factories.make_user(staff=house.wang)
    client, url = client_of(house.system), f"{house.url}accounts/{user.uid}/"
    client.post(f"{url}close/")
    user.refresh_from_db()
    assert not user.is_active
    client.post(f"{url}reopen/")
    user.refresh_from_db()
    assert user.is_active
    own = client.post(f"{house.url}accounts/{house.system.uid}/close/", follow=True)
    assert "不能停用自己的账号" in own.content.decode()
    foreign = factories.make_user(staff=other.wang)
    for act in ("reset", "close", "reopen"):
        assert client.post(f"{house.url}accounts/{foreign.uid}/{act}/").status_code == 404


def test_the_picker_finds_people_of_this_hospital_only(house: House, other: House) -> None:
    found = client_of(house.system).get(f"{house.url}people/lookup/?q=wm").json()
    assert [(one["text"], one["note"]) for one in found] == [("王敏（1001）", "骨科")]
    assert client_of(house.system).get(f"{house.url}people/lookup/").json() == []


def test_list_and_picker_cost_the_same_for_20_and_300_people(house: House) -> None:
    client = client_of(house.system)
    pages = [
        f"{house.url}people/",
        f"{house.url}people/?q=zhang&state=employed",
        f"{house.url}people/lookup/?q=zhang",
    ]
    _more_people(house, 20)
    few = [queries_of(client, url) for url in pages]
    _more_people(house, 300)
    assert [queries_of(client, url) for url in pages] == few
    assert client.get(pages[1]).context["rows"].paginator.count == 320


def test_nobody_leaves_before_the_first_day(house: House) -> None:
    too_early = date(2019, 12, 31)
    with pytest.raises(Refusal, match="不能早于入职日期") as refused:
        people.end_employment(person=house.wang, last_day=too_early, by=house.system, now=NOW)
    assert refused.value.field == "last_day"
    house.wang.refresh_from_db()
    assert house.wang.employed_to is None


def test_every_change_names_its_actor(house: House) -> None:
    fields = people.PostingFields(department=house.pharmacy, from_on=TODAY)
    people.change_posting(person=house.wang, fields=fields, by=house.system, now=NOW)
    entry = AuditEntry.objects.get(action="posting.changed")
    assert (entry.actor_id, entry.target_uid, entry.at) == (house.system.pk, house.wang.uid, NOW)
    page = client_of(house.system).get(f"{house.url}people/{house.wang.uid}/")
    assert "调整任职科室" in page.content.decode()


def _more_people(house: House, count: int) -> None:
    with audit.acting(by=house.system):
        rows = [
            StaffMember(
                hospital=house.hospital,
                employee_no=f"X{count}-{number}",
                name="张三",
                name_pinyin="zhangsan zs",
                kind="doctor",
                employed_from=TODAY,
            )
            for number in range(count)
        ]
        StaffMember.objects.bulk_create(rows)
        Posting.objects.bulk_create(
            [
                Posting(hospital=house.hospital, staff=row, department=house.bone, from_on=TODAY)
                for row in rows
            ]
        )
