"""检查条目 of a hospital and of its region: whom they reach, when they hold, what a confirmed sheet goes on showing."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import InternalError, transaction
from django.test import Client

from campaigns.models import Campaign, CheckEntry, Checkpoint
from campaigns.services.campaigns import _carry_entries
from campaigns.services.check_entries import EntryInput, add_entry, change_entry, end_entry
from infrastructure.audit import acting
from infrastructure.errors import NotAllowed, Refusal, WrongState
from infrastructure.models import AuditEntry
from inspections.selectors.sheet_entries import entries_of_sheet
from inspections.services.sheets import confirm_sheet
from organizations.models import AdministrativeLine, Hospital, Region, Role, User
from tests import factories
from tests.inspections.hospital import NOW, Place, make_place
from tests.inspections.page_tools import fill, words

pytestmark = pytest.mark.django_db
ENTRY = EntryInput("有无术前多学科讨论记录", "records", 20, "份运行病历", "手术分级管理办法")


@pytest.fixture(scope="module")
def module_place(module_transaction: None) -> Place:
    with time_machine.travel(NOW):
        return make_place("own")


@pytest.fixture
def place(module_place: Place) -> Iterator[Place]:
    with time_machine.travel(NOW, tick=False):
        yield copy.deepcopy(module_place)
    cache.clear()


def point(place: Place) -> Checkpoint:
    rows = Checkpoint.objects.filter(item__campaign=place.run.campaign, lines__sheet=place.sheet("clinical"))
    found = rows.select_related("item__campaign").first()
    assert found is not None
    return found


def add(
    place: Place, owner: Hospital | Region | None = None, by: User | None = None, **values: Any
) -> CheckEntry:
    return add_entry(
        owner=owner or place.hospital,
        checkpoint=point(place),
        values=EntryInput(**(vars(ENTRY) | values)),
        by=by or place.member(Role.QUALITY_OFFICE),
        now=NOW,
    )


def shown(place: Place, later: timedelta = timedelta()) -> list[str]:
    sheet = place.sheet("clinical")
    found = entries_of_sheet(sheet, [point(place).pk], now=NOW + later)
    return [entry.text for entries in found.values() for entry in entries]


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.clause("QS25.R1")
def test_an_entry_stands_below_its_checkpoint_on_the_sheet(place: Place) -> None:
    add(place)
    page = words(
        browser(place.member(Role.LIAISON, "clinical")).get(f"/inspection/{place.sheet('clinical').uid}/")
    )
    assert "有无术前多学科讨论记录" in page
    assert "抽查 20 份运行病历" in page
    printed = browser(place.member(Role.QUALITY_OFFICE)).get(
        f"/inspection/{place.sheet('clinical').uid}/print/"
    )
    assert "查病历，抽查 20 份运行病历，手术分级管理办法" in words(printed)


@pytest.mark.clause("QS25.R1")
def test_a_regions_entry_flows_down_to_its_hospitals_of_the_authors_line(place: Place) -> None:
    city = place.hospital.supervised_by
    every = factories.make_user()
    factories.grant(every, Role.SUPERVISOR, city)
    tcm = factories.make_user()
    factories.grant(tcm, Role.SUPERVISOR, city, line=AdministrativeLine.TCM)
    elsewhere = factories.make_region("430100", name="长沙市")
    far = factories.make_user()
    factories.grant(far, Role.SUPERVISOR, elsewhere)
    add(place, text="本院的")
    add(place, city, every, text="全市的")
    of_tcm = add(place, city, tcm, text="中医的")
    add(place, elsewhere, far, text="外地的")
    assert of_tcm.lines == ["tcm"]
    assert shown(place) == ["全市的", "本院的"], (
        "the region's first; neither another line's nor another city's"
    )


def test_who_may_write_entries(place: Place) -> None:
    city = place.hospital.supervised_by
    stranger = factories.make_member(Role.QUALITY_OFFICE, factories.make_hospital())
    for by in (place.member(Role.DEPARTMENT_HEAD, "clinical"), place.member(Role.HOSPITAL_LEADER), stranger):
        with pytest.raises(NotAllowed):
            add(place, by=by)
        with pytest.raises(NotAllowed):
            add(place, city, by)
    entry = add(place)
    with pytest.raises(NotAllowed):
        end_entry(entry=entry, by=stranger, now=NOW)


def test_one_lines_supervisor_changes_no_entry_of_every_line(place: Place) -> None:
    city = place.hospital.supervised_by
    every, tcm = factories.make_user(), factories.make_user()
    factories.grant(every, Role.SUPERVISOR, city)
    factories.grant(tcm, Role.SUPERVISOR, city, line=AdministrativeLine.TCM)
    entry = add(place, city, every)
    with pytest.raises(NotAllowed):
        end_entry(entry=entry, by=tcm, now=NOW)


def test_a_change_ends_the_old_one_and_a_stale_page_is_told(place: Place) -> None:
    office = place.member(Role.QUALITY_OFFICE)
    first = add(place)
    later = NOW + timedelta(hours=1)
    second = change_entry(entry=first, values=EntryInput("新的", "interview"), by=office, now=later)
    assert (shown(place), shown(place, timedelta(hours=1))) == ([ENTRY.text], ["新的"])
    told = AuditEntry.objects.get(action="check_entry.changed").detail["entry"]
    assert told == [first.words, "新的（访谈提问）"]
    with pytest.raises(WrongState):
        change_entry(entry=first, values=ENTRY, by=office, now=later)
    same = EntryInput("新的", "interview")
    assert change_entry(entry=second, values=same, by=office, now=later) == second
    assert CheckEntry.objects.count() == 2
    end_entry(entry=second, by=office, now=later)
    assert shown(place, timedelta(hours=2)) == []


def test_a_confirmed_sheet_and_a_finished_run_show_what_was_asked_then(place: Place) -> None:
    office = place.member(Role.QUALITY_OFFICE)
    entry = add(place)
    sheet = fill(place)
    head = place.member(Role.DEPARTMENT_HEAD, "clinical")
    confirm_sheet(sheet=sheet, revision=sheet.revision, by=head, now=NOW)
    end_entry(entry=entry, by=office, now=NOW + timedelta(days=1))
    assert shown(place, timedelta(days=2)) == [ENTRY.text]


def test_what_comes_after_the_run_is_not_asked_in_it(place: Place) -> None:
    after = NOW + timedelta(days=400)
    office = place.member(Role.QUALITY_OFFICE)
    add_entry(owner=place.hospital, checkpoint=point(place), values=ENTRY, by=office, now=after)
    assert shown(place, timedelta(days=401)) == []


def test_what_is_written_is_never_rewritten(place: Place) -> None:
    entry = add(place)
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic(), acting(by=None):
        CheckEntry.objects.filter(pk=entry.pk).update(text="另一句")


def test_a_new_version_of_the_text_takes_the_entries_along(place: Place) -> None:
    kept, ended = add(place), add(place, text="停用的")
    end_entry(entry=ended, by=place.member(Role.QUALITY_OFFICE), now=NOW)
    new = factories.make_version("QS25", version=99)
    item = new.items.create(code="I1", clause="QS25.I1", number=1, title="新", short_title="新")
    clause = kept.checkpoint.clause
    carried = Checkpoint.objects.create(
        item=item, code="a", clause=clause, text="新", audiences=[], duty="quality", hospital_level=False
    )
    with acting(by=None):
        _carry_entries(place.run.campaign, {clause: carried}, NOW + timedelta(days=1))
    assert [entry.text for entry in carried.check_entries.all()] == [ENTRY.text]
    assert Campaign.objects.filter(code="QS25").count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "字" * 201}, "text"),
        ({"method": "guess"}, "method"),
        ({"sample_size": 0}, "sample_size"),
        ({"sample_size": None}, "sample_size"),
        ({"sample_of": ""}, "sample_of"),
        ({"basis": "据" * 101}, "basis"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_at_its_field(
    place: Place, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        add(place, **values)
    assert refusal.value.field == field


def test_the_office_writes_changes_and_ends_on_the_pages(place: Place) -> None:
    office = browser(place.member(Role.QUALITY_OFFICE))
    base = f"/h/own/campaigns/{place.run.campaign.uid}/{point(place).clause}/"
    typed = {"text": "看记录", "method": "documents", "sample_size": "很多"}
    wrong = office.post(f"{base}entries/new/", typed)
    assert wrong.status_code == 400
    assert "看记录" in words(wrong)
    typed |= {"sample_size": "5", "sample_of": "本台账"}
    assert "抽查 5 本台账" in words(office.post(f"{base}entries/new/", typed, follow=True))
    entry = CheckEntry.objects.get()
    assert "看记录" in words(office.get(f"/check-entries/{entry.uid}/"))
    changed = office.post(f"/check-entries/{entry.uid}/", typed | {"sample_size": "8"}, follow=True)
    assert "抽查 8 本台账" in words(changed)
    assert "抽查 5 本台账" not in words(changed)
    last = CheckEntry.objects.get(ended_at=None)
    assert "检查条目已停用" in words(office.post(f"/check-entries/{last.uid}/end/", follow=True))
    stranger = browser(factories.make_member(Role.QUALITY_OFFICE, factories.make_hospital()))
    assert stranger.get(f"/check-entries/{last.uid}/").status_code == 404


def test_a_region_writes_on_its_own_page_and_hospitals_only_read(place: Place) -> None:
    city = place.hospital.supervised_by
    user = factories.make_user()
    factories.grant(user, Role.SUPERVISOR, city)
    supervisor = browser(user)
    base = f"/r/{city.code}/campaigns/{place.run.campaign.uid}/"
    typed = {"text": "全市看台账", "method": "documents"}
    page = words(supervisor.post(f"{base}{point(place).clause}/new/", typed, follow=True))
    assert "全市看台账" in page
    own = words(
        browser(place.member(Role.QUALITY_OFFICE)).get(
            f"/h/own/campaigns/{place.run.campaign.uid}/{point(place).clause}/"
        )
    )
    assert f"{city.name}设置" in own
    entry = CheckEntry.objects.get()
    office = browser(place.member(Role.QUALITY_OFFICE))
    assert office.get(f"/check-entries/{entry.uid}/").status_code == 404
