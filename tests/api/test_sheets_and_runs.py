"""Self-inspection and runs by programs: answers, 其余均符合, findings on the spot, confirmation, an own run."""

from __future__ import annotations

from typing import Any

import pytest

from inspections.models import SheetLine
from rectification.models import Finding
from tests.api.caller import Caller, done, problem
from tests.api.test_foreign_rows import make_sheet
from tests.api.test_whole_loop import picture
from tests.rectification.world import World

pytestmark = pytest.mark.slow


@pytest.fixture
def sheet(world: World) -> str:
    return f"sheets/{make_sheet(world)[0].uid}/"


def answers(seen: dict[str, Any], *given: tuple[str, str]) -> dict[str, Any]:
    return {
        "answers": [
            {"line": line["uid"], "answer": answer, "note": note, "revision": line["revision"]}
            for line, (answer, note) in zip(seen["lines"], given, strict=False)
        ]
    }


def test_from_empty_to_confirmed(world: World, sheet: str) -> None:
    liaison, head = Caller(world.liaison), Caller(world.head)
    (listed,) = done(liaison.get(f"ledgers/{world.participation.uid}/sheets/"))
    assert (listed["state"], listed["answered"], listed["total"]) == ("draft", 0, 2)
    seen = done(liaison.get(sheet))
    assert listed["url"] == f"/api/v1/{sheet}"
    assert "还没有填写" in seen["why_not_confirmable"]

    found = done(
        liaison.upload(
            f"{sheet}lines/{seen['lines'][0]['uid']}/findings/",
            {"text": "3 份病历无讨论记录", "photos": [picture()], "submit": "true"},
        ),
        201,
    )
    assert (found["state"], found["entries"][0]["number"]) == ("submitted", 1)
    after = done(liaison.post(f"{sheet}rest-in-order/"))
    assert [line["answer"] for line in after["lines"]] == ["finding", "in_order"]
    assert [one["uid"] for one in after["lines"][0]["findings"]] == [found["uid"]]
    assert after["why_not_confirmable"] == ""

    problem(head.post(f"{sheet}confirm/", {"revision": seen["revision"]}), 409)
    problem(liaison.post(f"{sheet}confirm/", {"revision": after["revision"]}), 403)
    confirmed = done(head.post(f"{sheet}confirm/", {"revision": after["revision"]}))
    assert confirmed["confirmed_by"]["name"] == "吴海"
    problem(head.post(f"{sheet}confirm/", {"revision": confirmed["revision"]}), 409)
    problem(liaison.post(f"{sheet}rest-in-order/"), 409)
    assert list(problem(head.post(f"{sheet}reopen/", {}), 400)["errors"]) == ["reason"]
    assert done(head.post(f"{sheet}reopen/", {"reason": "漏填"}))["confirmed_at"] is None


def test_answers_are_kept_all_or_none(world: World, sheet: str) -> None:
    liaison = Caller(world.liaison)
    seen = done(liaison.get(sheet))
    told = problem(
        liaison.post(f"{sheet}answers/", answers(seen, ("in_order", ""), ("not_applicable", ""))), 400
    )
    assert list(told["errors"]) == ["answers.1.note"]
    assert not SheetLine.objects.exclude(answer="").exists()
    kept = done(
        liaison.post(f"{sheet}answers/", answers(seen, ("in_order", ""), ("not_applicable", "无手术")))
    )
    assert kept["answered"] == 2
    stale = problem(liaison.post(f"{sheet}answers/", answers(seen, ("not_applicable", "别的"))), 409)
    assert stale["current"] != stale["submitted"]


def test_malformed_answers_are_errors_at_their_line(world: World, other: World, sheet: str) -> None:
    liaison = Caller(world.liaison)
    line = done(liaison.get(sheet))["lines"][0]["uid"]
    foreign = str(make_sheet(other)[1].uid)
    good = {"line": line, "answer": "in_order", "revision": 1}
    for wrong, field in (
        ({"answers": []}, "answers"),
        ({"answers": [5]}, "answers.0"),
        ({"answers": {}}, "answers"),
        ({"answers": [good] * 201}, "answers"),
        ({"answers": [good | {"answer": "yes"}]}, "answers.0.answer"),
        ({"answers": [good, good | {"note": "\x00"}]}, "answers.1.note"),
        ({"answers": [good | {"line": "x"}]}, "answers.0.line"),
        ({"answers": [good | {"revision": 10**30}]}, "answers.0.revision"),
        ({"answers": [good | {"answer": "not_applicable"}]}, "answers.0.note"),
        ({"answers": [good | {"line": foreign}]}, f"{foreign}-answer"),
    ):
        told = problem(liaison.post(f"{sheet}answers/", wrong), 409 if foreign in field else 400)
        assert list(told["errors"]) == [field] or (field == "answers.0" and told["detail"]), told


def test_a_clerk_records_the_paper(world: World, sheet: str) -> None:
    clerk = Caller(world.clerk)
    ready = done(clerk.post(f"{sheet}rest-in-order/"))
    path, revision = f"{sheet}confirm/", ready["revision"]
    signatory = world.head.staff.uid
    assert list(
        problem(clerk.upload(path, {"revision": revision, "signatory": signatory}), 400)["errors"]
    ) == ["scan"]
    stranger = world.other_ward and world.leader.staff.uid
    problem(clerk.upload(path, {"revision": revision, "signatory": stranger, "scan": picture()}), 409)
    told = done(clerk.upload(path, {"revision": revision, "signatory": signatory, "scan": picture()}))
    assert (told["on_paper"], told["confirmed_by"]["name"]) == (True, "吴海")


def test_a_liaison_sees_the_own_sheet_only(world: World, sheet: str) -> None:
    stranger = Caller(world.accepter)
    assert done(stranger.get(f"ledgers/{world.participation.uid}/sheets/")) == []
    problem(stranger.get(sheet), 404)


def test_a_run_of_the_own_hospital(world: World) -> None:
    clerk, path = Caller(world.clerk), f"hospitals/{world.hospital.code}/ledgers/"
    body: dict[str, Any] = {
        "campaign": "TST",
        "code": "TST-2027",
        "title": "2027 年度常态化自查",
        "phases": [{"kind": "self_inspection", "from_on": "2026-11-01", "to_on": "2026-12-31"}],
    }
    made = done(clerk.post(path, body), 201)
    assert (made["run"], made["current_phase"]) == ("TST-2027", "self_inspection")
    assert (
        len(done(clerk.get(f"{made['url']}sheets/"))) == 1
    )  # 要点 of the campaign are for clinical departments
    assert list(problem(clerk.post(path, body), 409)["errors"]) == ["code"]
    phase = body["phases"][0]
    lacking = body | {"code": "TST-2028", "phases": [phase, phase | {"to_on": None}]}
    assert list(problem(clerk.post(path, lacking), 400)["errors"]) == ["phases.1.to_on"]
    backwards = body | {"code": "TST-2028", "phases": [phase | {"to_on": "2026-10-31"}]}
    assert list(problem(clerk.post(path, backwards), 409)["errors"]) == ["phases"]
    problem(Caller(world.liaison).post(path, body | {"code": "TST-2028"}), 403)
    assert done(clerk.post(f"{made['url']}missing-sheets/"))["sheets"] == 0


def test_the_hospitals_reading_of_a_checkpoint(world: World) -> None:
    clerk = Caller(world.clerk)
    path = f"ledgers/{world.participation.uid}/checkpoints/TST.I1.a/"
    assert done(clerk.get(path))["revision"] == 0
    body = {"functional_department": str(world.quality.uid), "on_the_spot_allowed": True, "revision": 0}
    assert done(clerk.put(path, body))["revision"] == 1
    problem(clerk.put(path, body | {"on_the_spot_allowed": False}), 409)
    assert list(problem(clerk.put(path, {"audiences": ["everybody"], "revision": 1}), 400)["errors"])[
        0
    ].startswith("audiences")
    problem(Caller(world.liaison).put(path, body), 403)
    problem(clerk.get(f"ledgers/{world.participation.uid}/checkpoints/TST.I9.z/"), 404)
    (item,) = done(Caller(world.liaison).get(f"ledgers/{world.participation.uid}/items/"))
    assert [point["on_the_spot"] for point in item["checkpoints"]] == [True, False]


def test_a_finding_fixed_on_the_spot(world: World) -> None:
    """Allowed by the hospital for the checkpoint, it goes straight to its acceptance."""
    clerk, liaison = Caller(world.clerk), Caller(world.liaison)
    done(
        clerk.put(
            f"ledgers/{world.participation.uid}/checkpoints/TST.I1.a/",
            {"on_the_spot_allowed": True, "revision": 0},
        )
    )
    path = f"findings/{world.draft(due_on=None).uid}/"
    done(liaison.post(f"{path}causes/", {"category": "people", "text": "新员工不熟悉"}), 201)
    measure = done(liaison.post(f"{path}measures/", {"text": "当场更正", "strength": "medium"}), 201)
    problem(liaison.post(f"{path}transitions/fix_on_the_spot/"), 409)
    done(liaison.upload(f"{path}evidence/", {"files": [picture()], "measures": [measure["uid"]]}), 201)
    fixed = done(liaison.post(f"{path}transitions/fix_on_the_spot/"))
    assert (fixed["state"], fixed["on_the_spot"]) == ("awaiting", True)
    assert Finding.objects.get().due_on is not None


def test_figures_of_the_board(world: World) -> None:
    world.awaiting()
    told = done(Caller(world.leader).get(f"ledgers/{world.participation.uid}/board/"))
    assert (told["registered"], told["closed"], told["states"]) == (1, 0, {"awaiting": 1})
    assert [one["items"] for one in told["departments"]] == [{"I1": 1}]
    problem(Caller(world.liaison).get(f"ledgers/{world.participation.uid}/board/"), 403)
