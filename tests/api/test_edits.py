"""Two programs editing one row: the second sees both versions."""

from __future__ import annotations

from rectification.models import Finding
from rectification.services import work
from tests.api.caller import Caller, done, problem
from tests.api.test_whole_loop import body_of
from tests.rectification.world import IN_TWO_WEEKS, NOW, TODAY, World


def test_an_edit_against_an_older_revision_carries_both_versions(world: World) -> None:
    finding = world.draft()
    path = f"findings/{finding.uid}/"
    first, second = Caller(world.liaison), Caller(world.head)
    seen = done(first.get(path))
    changed = done(first.patch(path, {"text": "甲的说法", "revision": seen["revision"]}))
    assert changed["revision"] == seen["revision"] + 1
    told = problem(second.patch(path, {"text": "乙的说法", "revision": seen["revision"]}), 409)
    assert told["type"].endswith("edit-conflict")
    assert (told["current"]["存在问题"], told["submitted"]["存在问题"]) == ("甲的说法", "乙的说法")
    assert Finding.objects.get().text == "甲的说法"
    done(second.patch(path, {"text": "乙的说法", "revision": changed["revision"]}))


def test_a_patch_changes_what_was_sent_and_nothing_else(world: World) -> None:
    path = f"findings/{world.draft(supporting=[world.other_ward]).uid}/"
    caller = Caller(world.liaison)
    before = done(caller.get(path))
    after = done(
        caller.patch(path, {"remark": "已上会", "found_on": str(TODAY), "revision": before["revision"]})
    )
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"remark", "revision"}


def test_a_put_sets_every_field(world: World) -> None:
    path = f"findings/{world.draft(supporting=[world.other_ward], remark='旧').uid}/"
    caller = Caller(world.liaison)
    revision = done(caller.get(path))["revision"]
    body = body_of(world, supporting=[], found_on="2026-11-01", revision=revision)
    del body["responsible_person"]
    after = done(caller.put(path, body))
    assert (after["supporting"], after["remark"], after["responsible_person"]) == ([], "", None)
    assert after["found_on"] == "2026-11-01"
    assert set(problem(caller.put(path, {"revision": 1}), 400)["errors"]) == {
        "text",
        "item",
        "lead_department",
    }


def test_an_item_without_checkpoint_drops_the_checkpoint(world: World) -> None:
    finding = world.draft()
    after = done(Caller(world.liaison).patch(f"findings/{finding.uid}/", {"item": "I1", "revision": 1}))
    assert after["entries"][0]["checkpoint"] is None


def test_children_have_revisions_of_their_own(world: World) -> None:
    finding, cause, measure = world.planned()
    caller = Caller(world.liaison)
    path = f"findings/{finding.uid}/causes/{cause.uid}/"
    assert done(caller.patch(path, {"text": "新的说法", "revision": 1}))["revision"] == 2
    told = problem(caller.patch(path, {"text": "别的说法", "revision": 1}), 409)
    assert told["current"] == {"原因": "新的说法"}
    path = f"findings/{finding.uid}/measures/{measure.uid}/"
    after = done(caller.patch(path, {"strength": "weak", "revision": 1}))
    assert (after["strength"], after["causes"]) == ("weak", [str(cause.uid)])
    problem(caller.patch(path, {"due_on": "2199-01-01", "revision": 2}), 409)
    second = work.add_measure(
        finding=finding,
        values=work.MeasureInput(text="再查一次", strength="medium", causes=[cause]),
        by=world.liaison,
        now=NOW,
    )
    assert caller.delete(f"findings/{finding.uid}/measures/{second.uid}/").status_code == 204
    problem(caller.delete(f"findings/{finding.uid}/measures/{second.uid}/"), 404)


def test_a_due_date_is_moved_by_an_extension_only(world: World) -> None:
    finding, *_ = world.planned()
    caller = Caller(world.liaison)
    later = str(IN_TWO_WEEKS.replace(day=28))
    told = problem(caller.patch(f"findings/{finding.uid}/", {"due_on": later, "revision": 5}), 403)
    assert "延期" in told["detail"]


def test_a_row_that_does_not_exist_hides_nothing_that_the_schema_calls_wrong(world: World) -> None:
    """Else whoever mends the row (409) would only then be told of the rest (400)."""
    caller, nobody = Caller(world.liaison), "00000000-0000-7000-8000-000000000000"
    path = f"findings/{world.draft().uid}/"
    assert set(problem(caller.patch(path, {"repeats": nobody}), 400)["errors"]) == {"repeats", "revision"}
    both = {"repeats": nobody, "deadline_kind": "ongoing", "due_on": str(IN_TWO_WEEKS), "revision": 1}
    assert set(problem(caller.put(path, body_of(world, **both)), 400)["errors"]) == {"repeats", "due_on"}
    many = body_of(world, supporting=[nobody] * 101, revision=1)
    assert problem(caller.put(path, many), 400)["errors"] == {"supporting": ["最多 100 项。"]}
    unknown = body_of(world, repeats=nobody, deadline_kind="ongoing", due_on=None, revision=1)
    assert set(problem(caller.put(path, unknown), 409)["errors"]) == {"repeats"}


def test_merging_and_counting_twice(world: World, other: World) -> None:
    clerk = Caller(world.clerk)
    one, two = (
        done(clerk.post(f"ledgers/{world.participation.uid}/findings/", body_of(world)), 201)
        for _ in range(2)
    )
    path = f"{one['url']}transitions/merge/"
    assert list(problem(clerk.post(path, {"reason": "重复"}), 409)["errors"]) == ["into"]
    assert list(problem(clerk.post(path, {"into": two["uid"]}), 409)["errors"]) == ["reason"]
    merged = done(clerk.post(path, {"into": two["uid"], "reason": "重复"}))
    assert (merged["state"], merged["merged_into"]) == ("merged", two["uid"])
    problem(clerk.post(path, {"into": two["uid"], "reason": "重复"}), 409)
    again = {"ledger": str(world.participation.uid), "item": "I1"}
    problem(clerk.post(f"{two['url']}ledgers/", again), 409)
    problem(clerk.post(f"{two['url']}ledgers/", again | {"item": "I7"}), 409)
    problem(clerk.post(f"{two['url']}transitions/nonsense/"), 404)
