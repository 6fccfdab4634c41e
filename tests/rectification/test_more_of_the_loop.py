"""立行立改 on one form, several accepted at once, repeats, a second ledger, the quarterly note."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import CheckpointOverlay
from infrastructure import audit
from rectification.models import Finding, LedgerEntry
from rectification.rules.deadlines import quarter_end, quarter_start, quarterly_note
from tests import factories
from tests.rectification.test_finding_pages import as_, form_of, photo
from tests.rectification.world import World


def allow_on_the_spot(world: World) -> None:
    with audit.acting(by=None):
        CheckpointOverlay.objects.create(
            hospital=world.hospital, checkpoint=world.checkpoint, on_the_spot_allowed=True
        )


def on_the_spot_form(world: World, **changes: Any) -> dict[str, Any]:
    kept = (
        "run",
        "text",
        "checkpoint",
        "lead_department",
        "origin",
        "responsible_person",
        "responsible_leader",
    )
    typed = {name: value for name, value in form_of(world).items() if name in kept}
    typed |= {"deadline_kind": "dated", "on_the_spot": "on"}
    typed |= {"cause_category": "people", "cause": "疏忽", "done": "当场补写并核对", "strength": "weak"}
    return typed | {"after": [photo()]} | changes


def test_fixed_on_the_spot_goes_straight_to_acceptance(world: World) -> None:
    allow_on_the_spot(world)
    address = f"/h/{world.hospital.code}/findings/new/"
    response = as_(world.liaison).post(address, on_the_spot_form(world))
    finding = Finding.objects.get()
    assert response.url == f"/findings/{finding.uid}/"
    assert (finding.state, finding.on_the_spot) == ("awaiting", True)
    assert "立行立改" in as_(world.accepter).get(response.url).content.decode()


def test_where_the_hospital_does_not_allow_it_nothing_is_kept(world: World) -> None:
    address = f"/h/{world.hospital.code}/findings/new/"
    response = as_(world.liaison).post(address, on_the_spot_form(world))
    assert response.status_code == 400
    assert not Finding.objects.exists()


def test_without_a_photo_it_asks_for_one(world: World) -> None:
    allow_on_the_spot(world)
    address = f"/h/{world.hospital.code}/findings/new/"
    response = as_(world.liaison).post(address, on_the_spot_form(world, after=[]))
    assert response.status_code == 400
    assert "当场补写并核对" in response.content.decode()
    assert not Finding.objects.exists()


def test_several_are_accepted_at_once_and_only_those_on_the_spot(world: World) -> None:
    allow_on_the_spot(world)
    client = as_(world.liaison)
    for number in range(3):
        form = on_the_spot_form(world, text=f"第 {number} 个", after=[photo()])
        client.post(f"/h/{world.hospital.code}/findings/new/", form)
    ordinary = world.awaiting()
    page = as_(world.accepter).get(f"/h/{world.hospital.code}/todo/?accept=1").content.decode()
    assert "可以一次验收" in page
    picks = [str(uid) for uid in Finding.objects.values_list("uid", flat=True)]
    as_(world.accepter).post(f"/h/{world.hospital.code}/findings/accept/", {"pick": [*picks, "rubbish"]})
    assert Finding.objects.filter(state="accepted", on_the_spot=True).count() == 3
    ordinary.refresh_from_db()
    assert ordinary.state == "awaiting"


def test_a_repeat_names_the_number_and_keeps_the_bar(world: World) -> None:
    old = world.draft(penalty_barred=True)
    world.move(old, "submit", world.liaison)
    address = f"/h/{world.hospital.code}/findings/new/"
    as_(world.liaison).post(address, form_of(world, text="又发生了", repeats_number="1"))
    again = Finding.objects.get(text="又发生了")
    assert again.repeats == old
    assert again.penalty_barred
    wrong = as_(world.liaison).post(address, form_of(world, repeats_number="77"))
    assert "没有这个序号" in wrong.content.decode()


def test_a_finding_counts_in_a_second_ledger_and_is_closed_once(world: World) -> None:
    finding = world.draft()
    world.move(finding, "submit", world.liaison)
    other = World()
    with audit.acting(by=None):
        second = factories.take_part(world.hospital, other.run)
    address = f"/findings/{finding.uid}/also-count/"
    as_(world.clerk).post(address, {"place_of": f"{other.run.code}|I1"})
    entries = LedgerEntry.objects.filter(finding=finding).order_by("id")
    assert [(e.participation_id, e.number, e.primary) for e in entries] == [
        (world.participation.pk, 1, True),
        (second.pk, 1, False),
    ]
    assert as_(world.liaison).post(address, {"place_of": f"{other.run.code}|I1"}).status_code in (400, 403)


def test_the_last_primary_line_cannot_be_taken_away(world: World) -> None:
    finding = world.draft()
    with transaction.atomic():
        with audit.acting(by=None):
            LedgerEntry.objects.filter(finding=finding).update(primary=False)
        with pytest.raises(IntegrityError, match="no primary ledger entry"):
            connection.check_constraints()
        transaction.set_rollback(True)


DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


@given(since=DAYS, later=st.integers(0, 900))
def test_a_note_written_in_the_quarter_owes_nothing(since: date, later: int) -> None:
    as_of = date.fromordinal(since.toordinal() + later)
    assert quarterly_note(since=since, last_note_on=quarter_start(as_of), as_of=as_of) is None
    owed = quarterly_note(since=since, last_note_on=None, as_of=as_of)
    assert owed is not None
    assert owed.late == (quarter_end(since) < as_of)
    assert owed.late == (owed.by < as_of)


@pytest.mark.parametrize(
    ("last", "late"), [(date(2026, 7, 1), False), (date(2026, 6, 30), True), (None, True)]
)
def test_a_quarter_missed_is_late(last: date | None, late: bool) -> None:
    owed = quarterly_note(since=date(2026, 2, 1), last_note_on=last, as_of=date(2026, 10, 1))
    assert owed is not None
    assert owed.late is late
