"""What a hospital is, dated: the day before is still known, the day of a change counts, campaigns keep their copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from infrastructure import audit
from infrastructure.errors import Refusal
from infrastructure.models import AuditEntry
from organizations.models import Hospital, HospitalStanding
from organizations.selectors import changes_in_words
from organizations.services import standings
from organizations.services.hospitals import HospitalNames, LoginPolicy
from organizations.services.standings import LABELS, StandingValues, bring_in_step, change_standing
from organizations.tasks import bring_hospitals_in_step
from tests import factories
from tests.organizations.settings.conftest import NOW, TODAY, House, client_of

DAY = timedelta(days=1)
REASON = "赣卫医字〔2026〕8 号"


def standing_on(hospital: Hospital, on: date) -> HospitalStanding | None:
    """None before its first day."""
    return hospital.standings.in_force(on).select_related("supervised_by").first()


def change(house: House, from_on: date, reason: str = REASON, **changed: Any) -> HospitalStanding:
    hospital = Hospital.objects.get(pk=house.hospital.pk)
    values = replace(StandingValues.of(standing_on(hospital, from_on) or hospital), **changed)
    return change_standing(
        hospital=hospital, values=values, from_on=from_on, reason=reason, by=house.system, now=NOW
    )


def level_on(house: House, on: date) -> str | None:
    found = standing_on(house.hospital, on)
    return found.level if found else None


def current(house: House) -> Hospital:
    return Hospital.objects.get(pk=house.hospital.pk)


def periods(house: House) -> list[tuple[date, date | None, str]]:
    rows = HospitalStanding.objects.filter(hospital=house.hospital).order_by("from_on")
    return list(rows.values_list("from_on", "to_on", "level"))


def test_a_hospital_has_a_standing_from_its_first_day(house: House) -> None:
    assert periods(house) == [(house.hospital.active_from, None, "tertiary")]
    assert level_on(house, house.hospital.active_from - DAY) is None


def test_a_change_today_counts_from_today_and_the_day_before_is_still_known(house: House) -> None:
    change(house, TODAY, level="secondary", grade="乙")
    assert (level_on(house, TODAY - DAY), level_on(house, TODAY)) == ("tertiary", "secondary")
    assert (current(house).level, current(house).grade) == ("secondary", "乙")


def test_a_change_of_the_past_answers_what_it_was_then(house: House) -> None:
    change(house, date(2025, 6, 1), line="tcm")
    change(house, date(2026, 1, 1), line="health", kind="maternal")
    found = standing_on(house.hospital, date(2025, 10, 1))
    assert found is not None
    assert (found.line, found.kind) == ("tcm", "general")
    assert (current(house).line, current(house).kind) == ("health", "maternal")


def test_a_change_between_two_holds_until_the_next_that_is_recorded(house: House) -> None:
    change(house, date(2026, 1, 1), level="primary")
    change(house, date(2025, 1, 1), level="secondary")
    first = house.hospital.active_from
    assert periods(house) == [
        (first, date(2024, 12, 31), "tertiary"),
        (date(2025, 1, 1), date(2025, 12, 31), "secondary"),
        (date(2026, 1, 1), None, "primary"),
    ]
    assert current(house).level == "primary"


def test_a_change_to_come_waits_for_its_day_and_then_begins_by_itself(house: House) -> None:
    city = factories.make_region("360700", name="赣州市")
    change(house, TODAY + DAY, supervised_by=city)
    assert current(house).supervised_by_id == house.hospital.supervised_by_id
    assert bring_in_step(as_of=TODAY) == 0
    assert bring_in_step(as_of=TODAY + DAY) == 1
    assert current(house).supervised_by == city
    assert bring_in_step(as_of=TODAY + DAY) == 0
    bring_hospitals_in_step()  # the clock still says today: the hospital is what it is today
    assert current(house).supervised_by_id == house.hospital.supervised_by_id


def test_the_first_day_of_a_period_corrects_it(house: House) -> None:
    change(house, TODAY, level="secondary")
    change(house, TODAY, level="primary", reason="上一次登记有误")
    assert periods(house)[1:] == [(TODAY, None, "primary")]
    images = HospitalStanding.objects.get(hospital=house.hospital, from_on=TODAY).images
    assert list(images.order_by("pgh_id").values_list("level", flat=True)) == ["secondary", "primary"]


@pytest.mark.parametrize(
    ("from_on", "changed", "reason", "words"),
    [
        (date(2019, 12, 31), {"level": "primary"}, REASON, "不能早于本机构的第一天"),
        (TODAY, {}, REASON, "没有需要修改的内容"),
        (TODAY, {"level": "primary"}, "  ", "请写明依据"),
        (TODAY, {"level": "primary"}, "批" * 201, "依据最多 200 个字，现在有 201 个字"),
    ],
)
def test_what_is_refused_changes_nothing(
    house: House, from_on: date, changed: dict[str, str], reason: str, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        change(house, from_on, reason, **changed)
    assert len(periods(house)) == 1
    assert current(house).level == "tertiary"


def test_two_periods_never_overlap(house: House) -> None:
    row = HospitalStanding(
        hospital=house.hospital, from_on=TODAY, reason=REASON, **vars(StandingValues.of(house.hospital))
    )
    with (
        pytest.raises(IntegrityError, match="standing_one_a_day"),
        audit.acting(by=None),
        transaction.atomic(),
    ):
        row.save()


def test_a_hospital_is_tracked_and_the_act_says_what_changed_and_why(house: House) -> None:
    with pytest.raises(IntegrityError, match="pgh_context"), transaction.atomic():
        Hospital.objects.filter(pk=house.hospital.pk).update(level="primary")
    change(house, TODAY, level="secondary", supervised_by=factories.make_region("360700", name="赣州市"))
    entry = AuditEntry.objects.latest("id")
    assert (entry.reason, entry.actor_name) == (REASON, house.system.display_name)
    words = changes_in_words(entry.detail)
    assert "等级：三级 → 二级" in words
    assert "监管单位：南昌市 → 赣州市" in words
    assert house.hospital.images.latest("pgh_id").level == "secondary"  # type: ignore[attr-defined]


def test_no_service_but_this_one_sets_what_is_dated() -> None:
    """`edit_names` and `edit_policy` take fields of their own; a new one could take these by mistake."""
    assert not set(LABELS) & {*HospitalNames.__annotations__, *LoginPolicy.__annotations__}
    assert set(LABELS) == set(standings.StandingValues.__annotations__)


# The page and the API.

TYPED = {
    "level": "secondary",
    "grade": "甲",
    "kind": "general",
    "line": "health",
    "affiliation": "city",
    "supervised_by": "360100",
    "from_on": "2026-11-01",
    "reason": REASON,
}


def test_the_page_records_a_change_and_shows_every_period(house: House) -> None:
    client, url = client_of(house.system), f"{house.url}standing/"
    seen = client.get(url).context["version"]
    assert client.post(url, TYPED | {"revision": seen}).status_code == 302
    page = client.get(url).content.decode()
    assert "2020-01-01 至 2026-10-31" in page
    assert "2026-11-01 至 今" in page
    assert REASON in page
    assert current(house).level == "secondary"


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"supervised_by": "999999"}, "supervised_by", "没有这个行政区划代码"),
        ({"from_on": "2019-01-01"}, "from_on", "不能早于本机构的第一天"),
        ({"reason": ""}, "reason", "请写明依据"),
        ({"level": "fourth"}, "level", ""),
        ({"grade": "丁"}, "grade", ""),
    ],
)
def test_a_wrong_value_is_said_at_its_field_and_nothing_typed_is_lost(
    house: House, wrong: dict[str, str], field: str, words: str
) -> None:
    answer = client_of(house.system).post(f"{house.url}standing/", TYPED | wrong)
    assert answer.status_code == 400
    form = answer.context["form"]
    assert words in "".join(form.errors[field])
    assert form["affiliation"].value() == "city"
    assert current(house).level == "tertiary"


def test_a_page_opened_before_somebody_elses_change_does_not_undo_it(house: House) -> None:
    """Every side is said at once: an older page would put the others back to what it had been opened with."""
    client, url = client_of(house.system), f"{house.url}standing/"
    older = client.get(url).context["version"]
    assert client.post(url, TYPED | {"grade": "乙", "revision": older}).status_code == 302
    answer = client.post(url, TYPED | {"affiliation": "county", "revision": older})
    assert answer.status_code == 409
    assert "等次现在是“乙”" in answer.content.decode()
    assert (current(house).grade, current(house).affiliation) == ("乙", "city")
    assert answer.context["form"]["affiliation"].value() == "county"
    again = TYPED | {"grade": "乙", "affiliation": "county", "revision": answer.context["version"]}
    assert client.post(url, again).status_code == 302
    assert (current(house).grade, current(house).affiliation) == ("乙", "county")


def test_sent_without_saying_what_it_saw_it_is_an_older_page(house: House) -> None:
    answer = client_of(house.system).post(f"{house.url}standing/", TYPED | {"grade": "乙"})
    assert answer.status_code == 409
    assert "别人" in answer.content.decode()
    assert answer.context["form"]["grade"].value() == "乙"
    assert current(house).grade == "甲"
    again = TYPED | {"grade": "乙", "revision": answer.context["version"]}
    assert client_of(house.system).post(f"{house.url}standing/", again).status_code == 302


def test_the_api_lists_the_periods_and_records_a_change(house: House, other: House) -> None:
    client, url = client_of(house.system), f"/api/v1/hospitals/{house.hospital.code}/standings/"
    answer = client.post(
        url, TYPED, content_type="application/json", headers={"Idempotency-Key": "standing-1"}
    )
    assert answer.status_code == 201
    rows = client.get(url).json()
    assert [(row["from_on"], row["to_on"], row["level"]) for row in rows] == [
        ("2026-11-01", None, "secondary"),
        ("2020-01-01", "2026-10-31", "tertiary"),
    ]
    wrong = client.post(
        url,
        TYPED | {"supervised_by": "999999"},
        content_type="application/json",
        headers={"Idempotency-Key": "standing-2"},
    )
    assert wrong.status_code == 409
    assert "没有这个行政区划代码" in wrong.content.decode()
    assert client_of(other.system).get(url).status_code == 404
