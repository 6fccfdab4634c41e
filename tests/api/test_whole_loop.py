"""One finding from registering to close-out, and a sheet from empty to confirmed, by programs alone."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from infrastructure.models import AuditEntry
from organizations.models import Role
from rectification.models import AcceptanceRound, Finding, FindingAct
from tests.api.caller import Caller, done, problem
from tests.rectification.world import IN_TWO_WEEKS, TODAY, World


def picture(name: str = "现场.png", colour: str = "white") -> SimpleUploadedFile:
    stream = BytesIO()
    Image.new("RGB", (4, 4), colour).save(stream, "PNG")
    return SimpleUploadedFile(name, stream.getvalue(), "image/png")


def body_of(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "text": "抽查 10 份四级手术病历，3 份无术前多学科讨论记录",
        "item": "I1",
        "checkpoint": "TST.I1.a",
        "lead_department": str(world.ward.uid),
        "supporting": [str(world.other_ward.uid)],
        "responsible_person": str(world.head.staff.uid),
        "responsible_leader": str(world.leader.staff.uid),
        "due_on": str(IN_TWO_WEEKS),
    } | changes


def planned_over_rest(world: World, finding: str) -> dict[str, Any]:
    """Submitted, taken up, with a cause and the measure that answers it, in rectification."""
    liaison, clerk = Caller(world.liaison), Caller(world.clerk)
    offered = {one["name"]: one for one in done(liaison.get(f"{finding}next/"))}
    assert offered["submit"]["allowed"]
    done(liaison.post(f"{finding}transitions/submit/"))
    done(clerk.post(f"{finding}transitions/take_up/"))
    refused = problem(liaison.post(f"{finding}transitions/start/"), 409)
    assert refused["detail"] == "请先补充原因分析。"
    cause = done(liaison.post(f"{finding}causes/", {"category": "process", "text": "系统没有强制"}), 201)
    measure = done(
        liaison.post(
            f"{finding}measures/", {"text": "设为必填", "strength": "strong", "causes": [cause["uid"]]}
        ),
        201,
    )
    assert measure["causes"] == [cause["uid"]]
    done(liaison.post(f"{finding}transitions/start/"))
    return measure


def extended_over_rest(world: World, finding: str) -> None:
    """Extended once, with a note."""
    liaison, clerk = Caller(world.liaison), Caller(world.clerk)
    asked = done(
        liaison.post(
            f"{finding}extensions/",
            {"to_due_on": str(IN_TWO_WEEKS + timedelta(days=7)), "reason": "厂家排期"},
        ),
        201,
    )
    decided = done(clerk.post(f"{finding}extensions/{asked['uid']}/decision/", {"grant": True}))
    assert decided["decision"] == "granted"
    done(liaison.post(f"{finding}notes/", {"text": "已联系厂家"}), 201)


def proved_over_rest(world: World, finding: str, measure: dict[str, Any]) -> None:
    """One file and what the accepter saw."""
    liaison, accepter = Caller(world.liaison), Caller(world.accepter)
    sent = {"files": [picture()], "measures": [measure["uid"]]}
    (proof,) = done(liaison.upload(f"{finding}evidence/", sent), 201)
    assert proof["measures"] == [measure["uid"]]
    assert b"".join(liaison.get(proof["file_url"]).streaming_content).startswith(b"\x89PNG")
    done(
        accepter.post(
            f"{finding}on-site-views/",
            {"measures": [measure["uid"]], "seen_on": str(TODAY), "words": "现场核对 5 份，均已记录"},
        ),
        201,
    )


def planned(world: World) -> tuple[str, str]:
    """Registered, submitted, taken up, with one cause and one measure, begun: its address and the measure."""
    liaison, clerk = Caller(world.liaison), Caller(world.clerk)
    (ledger,) = done(liaison.get(f"hospitals/{world.hospital.code}/ledgers/"))
    made = done(liaison.post(f"ledgers/{ledger['uid']}/findings/", body_of(world)), 201)
    assert made["state"] == "draft"
    assert made["accepting_department"] == {"uid": str(world.medical.uid), "name": "医务处"}
    finding = made["url"]
    offered = {one["name"]: one for one in done(liaison.get(f"{finding}next/"))}
    assert offered["submit"]["allowed"]
    done(liaison.post(f"{finding}transitions/submit/"))
    done(clerk.post(f"{finding}transitions/take_up/"))
    refused = problem(liaison.post(f"{finding}transitions/start/"), 409)
    assert refused["detail"] == "请先补充原因分析。"
    cause = done(liaison.post(f"{finding}causes/", {"category": "process", "text": "系统没有强制"}), 201)
    body = {"text": "设为必填", "strength": "strong", "causes": [cause["uid"]]}
    measure = done(liaison.post(f"{finding}measures/", body), 201)
    assert measure["causes"] == [cause["uid"]]
    done(liaison.post(f"{finding}transitions/start/"))
    return finding, measure["uid"]


def proved(world: World, finding: str, measure: str) -> dict[str, Any]:
    """A file of the ward, and what the accepter saw; returns the file's evidence."""
    sent = {"files": [picture()], "measures": [measure]}
    (proof,) = done(Caller(world.liaison).upload(f"{finding}evidence/", sent), 201)
    assert proof["measures"] == [measure]
    seen = {"measures": [measure], "seen_on": str(TODAY), "words": "现场核对 5 份，均已记录"}
    done(Caller(world.accepter).post(f"{finding}on-site-views/", seen), 201)
    return proof


def test_a_finding_goes_from_registering_to_close_out(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    liaison, clerk = Caller(world.liaison), Caller(world.clerk)
    finding, measure = planned(world)
    later = {"to_due_on": str(IN_TWO_WEEKS + timedelta(days=7)), "reason": "厂家排期"}
    asked = done(liaison.post(f"{finding}extensions/", later), 201)
    decided = done(clerk.post(f"{finding}extensions/{asked['uid']}/decision/", {"grant": True}))
    assert decided["decision"] == "granted"
    done(liaison.post(f"{finding}notes/", {"text": "已联系厂家"}), 201)
    with django_capture_on_commit_callbacks(execute=True):
        proof = proved(world, finding, measure)
    assert b"".join(liaison.get(proof["file_url"]).streaming_content).startswith(b"\x89PNG")

    waiting = done(Caller(world.head).post(f"{finding}transitions/request_acceptance/"))
    assert (waiting["state"], waiting["original_due_on"]) == ("awaiting", str(IN_TWO_WEEKS))
    done(Caller(world.accepter).post(f"{finding}transitions/accept/"))
    closed = done(clerk.post(f"{finding}transitions/close/"))

    assert (closed["state"], closed["entries"][0]["number"]) == ("closed", 1)
    row = Finding.objects.get(uid=closed["uid"])
    acts = list(FindingAct.objects.filter(finding=row).values_list("name", flat=True))
    assert acts == ["submit", "take_up", "start", "request_acceptance", "accept", "close"]
    assert [one["closed_by"]["name"] for one in done(clerk.get(f"{finding}rounds/"))] == ["王敏"]
    assert AcceptanceRound.objects.get(finding=row).accepted_by == world.accepter.staff
    timeline = done(liaison.get(f"{finding}timeline/"))
    assert timeline[0]["label"] == "销号"
    assert len(timeline) == AuditEntry.objects.filter(target_uid=row.uid).count()


def test_a_step_tells_what_a_reading_tells_afterwards(world: World) -> None:
    """Also when the finding goes into another one, which both of them name."""
    liaison, clerk = Caller(world.liaison), Caller(world.clerk)
    ledger = f"ledgers/{world.participation.uid}/findings/"
    first, second = (
        done(liaison.post(ledger, body_of(world, text=text)), 201)["url"] for text in ("一", "二")
    )
    for finding in (first, second):
        done(liaison.post(f"{finding}transitions/submit/"))
        told = done(clerk.post(f"{finding}transitions/take_up/"))
        assert told == done(clerk.get(finding))
    into = {"into": first.rstrip("/").rpartition("/")[2], "reason": "同一件事"}
    merged = done(clerk.post(f"{second}transitions/merge/", into))
    assert (merged["state"], merged["merged_into"]) == ("merged", into["into"])
    assert merged == done(clerk.get(second))


def test_a_photo_comes_with_the_registering(world: World) -> None:
    """As on the page: whoever registers may attach what is seen, also without the right to prove."""
    nurse = world.member(Role.STAFF, world.ward, name="林芳")
    path = f"ledgers/{world.participation.uid}/findings/"
    body = {name: value for name, value in body_of(world).items() if value is not None}
    made = done(
        Caller(nurse).upload(
            path, body | {"photos": [picture(), picture("二.png", "black"), picture("三.png")]}
        ),
        201,
    )
    told = done(Caller(world.liaison).get(f"{made['url']}evidence/"))
    assert [one["file"]["name"] for one in told] == ["现场.png", "二.png"]
    exe = SimpleUploadedFile("三.png", b"MZ no picture")
    problem(Caller(nurse).upload(path, body | {"photos": [exe]}), 415)
    assert Finding.objects.count() == 1
