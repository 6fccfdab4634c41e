"""Opening a run: who takes part, what is refused, departments founded later, the hospital's own reading."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from campaigns.models import CampaignRun, Checkpoint, Participation
from campaigns.rules.phases import PhaseDates
from campaigns.services.overlays import OverlayInput, set_overlay
from campaigns.services.runs import open_documents_run, open_run
from infrastructure.errors import EditConflict, Invalid, NotAllowed, Refusal
from infrastructure.models import AuditEntry
from inspections.models import InspectionSheet, SheetLine
from inspections.services.missing_sheets import add_missing_sheets
from inspections.services.sheets import LineAnswer, answer_lines
from organizations.models import AdministrativeLine, HospitalKind, HospitalLevel, Role
from organizations.selectors import changes_in_words
from organizations.services.standings import StandingValues, change_standing
from policy_texts.vocabulary import PhaseKind
from tests import factories
from tests.inspections.hospital import NOW, PHASES, Place, make_place, qs25

pytestmark = pytest.mark.django_db


def opened(**values: Any) -> CampaignRun:
    defaults: dict[str, Any] = {"code": "R1", "title": "自查", "phases": PHASES, "by": None, "now": NOW}
    return open_run(**({"campaign": qs25()} | defaults | values))


@pytest.mark.clause("QS25.P2")
def test_the_documents_run_takes_level_two_and_above_of_every_kind_and_line() -> None:
    province = factories.make_region("360000", name="江西省", level="province")
    city = factories.make_region("360100", parent=province)
    elsewhere = factories.make_region("430000", name="湖南省", level="province")
    hospital = factories.make_hospital
    taking_part = {
        hospital(region=city).pk,
        hospital(region=city, level=HospitalLevel.SECONDARY, line=AdministrativeLine.TCM).pk,
        hospital(region=province, kind=HospitalKind.PUBLIC_HEALTH, line=AdministrativeLine.CDC).pk,
    }
    hospital(region=city, level=HospitalLevel.PRIMARY)
    hospital(region=city, level=HospitalLevel.UNRATED)
    hospital(region=city, active_to=date(2026, 1, 1))
    hospital(region=elsewhere)

    run = open_documents_run(campaign=qs25(), owner=province, by=None, now=NOW)

    assert run.code == "QS25"
    assert set(run.participations.values_list("hospital_id", flat=True)) == taking_part
    assert list(run.phases.values_list("kind", "from_on")) == [
        ("launch", date(2025, 6, 1)),
        ("self_inspection", date(2025, 7, 1)),
        ("concentrated", date(2025, 10, 1)),
        ("evaluation", date(2026, 4, 1)),
    ]
    run.campaign.refresh_from_db()
    assert run.campaign.frozen_at == NOW


def test_hospitals_can_be_narrowed_but_not_widened() -> None:
    city = factories.make_region("360100")
    first, _, small = (
        factories.make_hospital(region=city),
        factories.make_hospital(region=city),
        factories.make_hospital(region=city, level=HospitalLevel.PRIMARY),
    )
    run = opened(owner=city, hospitals=[first, small])
    assert [p.hospital for p in run.participations.select_related("hospital")] == [first]
    with pytest.raises(Refusal, match="没有应当参加的医疗机构"):
        opened(owner=city, hospitals=[small], code="R2")


def test_a_hospitals_own_run_has_just_itself_even_below_level_two() -> None:
    small = factories.make_hospital(level=HospitalLevel.PRIMARY)
    factories.make_hospital()
    run = opened(owner=small)
    assert list(run.participations.values_list("hospital_id", flat=True)) == [small.pk]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "中文"}, "code"),
        ({"code": "-x"}, "code"),
        ({"code": "x" * 41}, "code"),
        ({"title": "  "}, "title"),
        ({"title": "题" * 81}, "title"),
        ({"phases": PHASES[:1]}, "phases"),
        ({"phases": [*PHASES, PHASES[0]]}, "phases"),
        (
            {"phases": [PhaseDates(PhaseKind.SELF_INSPECTION, date(2026, 2, 1), date(2026, 1, 1))]},
            "phases",
        ),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_opened(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(owner=factories.make_hospital(), **values)
    assert field in refusal.value.errors
    assert not CampaignRun.objects.exists()


def test_a_code_is_given_once() -> None:
    opened(owner=factories.make_hospital())
    with pytest.raises(Invalid) as refusal:
        opened(owner=factories.make_hospital())
    assert "code" in refusal.value.errors


def test_only_the_own_quality_office_opens_a_run() -> None:
    hospital, other = factories.make_hospital(), factories.make_hospital()
    office = factories.make_member(Role.QUALITY_OFFICE, hospital)
    leader = factories.make_member(Role.HOSPITAL_LEADER, hospital)
    assert opened(owner=hospital, by=office).owner_hospital == hospital
    for user, owner in ((leader, hospital), (office, other), (office, hospital.supervised_by)):
        with pytest.raises(NotAllowed):
            opened(owner=owner, by=user, code="R2")


def test_a_department_founded_later_gets_its_sheet_on_demand() -> None:
    place = make_place()
    before = InspectionSheet.objects.count()
    ward = factories.make_department(place.hospital, name="肿瘤科")
    office = place.member(Role.QUALITY_OFFICE)

    built = add_missing_sheets(participation=place.participation, by=office, now=NOW)

    assert (built.sheets, InspectionSheet.objects.count()) == (1, before + 1)
    assert SheetLine.objects.filter(sheet__department=ward).count() == len(place.lines("clinical"))
    again = add_missing_sheets(participation=place.participation, by=office, now=NOW)
    assert (again.sheets, again.lines, again.dropped) == (0, 0, 0)
    with pytest.raises(NotAllowed):
        add_missing_sheets(
            participation=place.participation, by=place.member(Role.LIAISON, "clinical"), now=NOW
        )


def test_a_documents_title_is_kept_whole_or_refused() -> None:
    version = factories.make_version("LONG", title="整" * 81)
    with pytest.raises(Invalid) as refusal:
        open_documents_run(campaign=version, owner=factories.make_region(), by=None, now=NOW)
    assert refusal.value.errors["title"] == "名称不超过 80 字（现有 81 字）。"
    assert not CampaignRun.objects.exists()


def overlay(place: Place, clause: str, values: OverlayInput, **more: Any) -> None:
    set_overlay(
        hospital=place.hospital,
        checkpoint=Checkpoint.objects.select_related("item").get(clause=clause),
        values=values,
        **({"revision": 0, "by": None, "now": NOW} | more),
    )


def test_the_hospitals_audiences_win_on_sheets_still_open() -> None:
    place = make_place()
    ward = place.member(Role.LIAISON, "clinical")
    line = place.lines("clinical")["QS25.I6.b"]
    answer_lines(sheet=line.sheet, answers={line.uid: LineAnswer("in_order", "", 1)}, by=ward, now=NOW)

    overlay(place, "QS25.I6.b", OverlayInput(("medical_technical",)))

    assert "QS25.I6.b" in place.lines("medical_technical")
    assert "QS25.I6.b" not in place.lines("nursing_unit")
    assert "QS25.I6.b" in place.lines("clinical"), "an answer that was given stays"


def test_the_log_names_the_checkpoint_and_says_what_was_and_what_is() -> None:
    place = make_place()
    overlay(place, "QS25.I6.b", OverlayInput(("medical_technical",), None, True))
    entry = AuditEntry.objects.get(action="overlay.changed")
    point = Checkpoint.objects.get(clause="QS25.I6.b")
    assert entry.target_name == f"6.b {point.text}"[:200]
    assert changes_in_words(entry.detail) == "立行立改：不允许 → 允许；适用对象：按文件 → 医技科室"


def test_a_checkpoint_made_hospital_level_goes_once_to_the_office_named() -> None:
    place = make_place()
    overlay(place, "QS25.I7.a", OverlayInput(("hospital",), place.departments["nursing"]))
    assert place.lines(None)["QS25.I7.a"].department == place.departments["nursing"]
    assert SheetLine.objects.filter(checkpoint__clause="QS25.I7.a").count() == 1


def test_another_office_takes_over_an_unanswered_line_only() -> None:
    place = make_place()
    answered, open_one = "QS25.I2.b", "QS25.I2.c"
    line = place.lines(None)[answered]
    by = place.member(Role.LIAISON, "medical_affairs")
    answer_lines(sheet=line.sheet, answers={line.uid: LineAnswer("in_order", "", 1)}, by=by, now=NOW)
    for clause in (answered, open_one):
        overlay(place, clause, OverlayInput(None, place.departments["quality"]))
    assert place.lines(None)[answered].department == place.departments["medical_affairs"]
    assert place.lines(None)[open_one].department == place.departments["quality"]


def test_without_an_office_for_the_duty_the_quality_office_answers() -> None:
    hospital = factories.make_hospital()
    opened(owner=hospital)
    assert set(SheetLine.objects.values_list("department", flat=True)) == {None}


def test_a_finished_runs_sheets_are_history() -> None:
    place = make_place()
    for index, phase in enumerate(place.run.phases.order_by("from_on")):
        phase.from_on = phase.to_on = date(2026, 1, 1 + index)
        phase.save()
    overlay(place, "QS25.I6.b", OverlayInput(("medical_technical",)))
    assert "QS25.I6.b" not in place.lines("medical_technical")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (OverlayInput(()), "audiences"),
        (OverlayInput(("everybody",)), "audiences"),
    ],
)
def test_an_overlay_that_cannot_be_is_refused(values: OverlayInput, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        overlay(make_place(), "QS25.I7.a", values)
    assert set(refusal.value.errors) == {field}


def test_another_hospitals_office_is_refused() -> None:
    foreign = factories.make_department(factories.make_hospital(), kind="office")
    with pytest.raises(Invalid) as refusal:
        overlay(make_place(), "QS25.I7.a", OverlayInput(None, foreign))
    assert set(refusal.value.errors) == {"functional_department"}


def test_two_editors_of_one_overlay_see_both_versions() -> None:
    place = make_place()
    overlay(place, "QS25.I7.a", OverlayInput(None, None, True))
    with pytest.raises(EditConflict) as conflict:
        overlay(place, "QS25.I7.a", OverlayInput(("clinical",)), revision=0)
    assert conflict.value.current["立行立改"] == "允许"
    assert conflict.value.submitted["适用对象"] == "临床科室"
    overlay(place, "QS25.I7.a", OverlayInput(None, None, True))
    assert AuditEntry.objects.filter(action="overlay.changed").count() == 1, "the same again writes nothing"


def test_opening_costs_the_same_number_of_queries_for_two_and_for_eight_hospitals() -> None:
    qs25()
    spent = []
    for index, count in enumerate((2, 8)):
        city = factories.make_region(f"36010{index}")
        for _ in range(count):
            hospital = factories.make_hospital(region=city)
            for kind in ("clinical", "office", "logistics"):
                factories.make_department(hospital, kind=kind)
        with CaptureQueriesContext(connection) as queries:
            run = opened(owner=city, code=f"R{index}")
        spent.append(len(queries))
        assert Participation.objects.filter(run=run).count() == count
        assert InspectionSheet.objects.filter(participation__run=run).count() == count * 4
    assert spent[0] == spent[1]


def test_a_participation_keeps_what_the_hospital_was_at_the_opening() -> None:
    province = factories.make_region("360000", name="江西省", level="province")
    hospital = factories.make_hospital("first", region=factories.make_region("360100", parent=province))
    taken = opened(owner=hospital).participations.get()
    before = StandingValues.of(hospital)
    change_standing(
        hospital=hospital,
        values=StandingValues("secondary", "乙", "tcm", "tcm", "county", province),
        from_on=localdate(NOW),
        reason="转为中医医院",
        by=None,
        now=NOW,
    )
    taken.refresh_from_db()
    assert StandingValues.of(taken) == before
    hospital.refresh_from_db()
    later = opened(owner=hospital, code="R2").participations.get()
    assert StandingValues.of(later) == StandingValues.of(hospital) != before


@pytest.mark.parametrize("change", [{"level": "primary"}, {"line": "cdc"}, {"supervised_by": None}])
def test_the_copy_of_a_participation_is_never_rewritten(change: dict[str, Any]) -> None:
    hospital = factories.make_hospital()
    taken = opened(owner=hospital).participations.get()
    if "supervised_by" in change:
        change = {"supervised_by": factories.make_region("430100", name="长沙市")}
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Participation.objects.filter(pk=taken.pk).update(**change)
    Participation.objects.filter(pk=taken.pk).update(last_number=7)
