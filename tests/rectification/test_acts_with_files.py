"""An act that brings files is one service call: the act and its files, or neither."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infrastructure.errors import Invalid, NotAllowed, Refusal, WrongState
from infrastructure.files.refusals import UploadRefused
from infrastructure.models import StoredFile
from organizations.services.signing import SentPaper
from rectification.models import Evidence, Finding
from rectification.services import transitions, with_files
from tests.rectification.test_evidence_files import picture
from tests.rectification.test_evidence_files import store as store  # files go to a folder of the test
from tests.rectification.world import NOW, World

pytestmark = pytest.mark.usefixtures("world")


def _kept(folder: Path) -> tuple[int, int]:
    return StoredFile.objects.count(), sum(1 for path in folder.rglob("*") if path.is_file())


def _bad() -> Any:
    bad = picture("病历.png")
    bad.file.truncate(0)
    bad.file.seek(0)
    bad.file.write(b"MZ no picture")
    bad.file.seek(0)
    return bad


def test_a_bad_second_photo_registers_nothing(world: World, store: Path) -> None:
    with pytest.raises(UploadRefused):
        with_files.register_finding(
            participation=world.participation,
            values=world.values(),
            photos=[picture(), _bad()],
            by=world.liaison,
            now=NOW,
        )
    assert not Finding.objects.exists()
    assert _kept(store) == (0, 0)


def test_a_finding_that_is_refused_keeps_no_photo(world: World, store: Path) -> None:
    with pytest.raises(Invalid):
        with_files.register_finding(
            participation=world.participation,
            values=world.values(text=""),
            photos=[picture()],
            by=world.liaison,
            now=NOW,
        )
    assert _kept(store) == (0, 0)


def test_the_office_registers_at_analysing_and_others_a_draft(world: World, store: Path) -> None:
    states = [
        with_files.register_finding(
            participation=world.participation, values=world.values(), photos=photos, by=by, now=NOW
        ).registered.finding.state
        for by, photos in ((world.clerk, []), (world.liaison, [picture()]))
    ]
    assert states == ["analysing", "draft"]


def _prove(world: World, finding: Finding, measure: Any) -> object:
    return with_files.add_evidence(
        finding=finding, uploads=[picture("二.png", "red")], measures=[measure], words="", by=world.leader, now=NOW
    )  # fmt: skip


def _version(world: World, finding: Finding, measure: Any) -> object:
    return with_files.replace_evidence(
        evidence=Evidence.objects.get(), upload=picture(), by=world.liaison, now=NOW
    )


def _paper(world: World, finding: Finding, measure: Any) -> object:
    paper = SentPaper(world.head.staff, picture("验收单.png", "navy"))
    return transitions.move(finding=finding, name="accept", by=world.clerk, now=NOW, paper=paper)


@pytest.mark.parametrize(
    ("act", "refusal"), [(_prove, NotAllowed), (_version, Invalid), (_paper, WrongState)]
)
def test_a_refused_act_keeps_none_of_its_files(
    world: World,
    store: Path,
    act: Callable[[World, Finding, Any], object],
    refusal: type[Refusal],
) -> None:
    finding, _, measure = world.planned()
    with_files.add_evidence(
        finding=finding, uploads=[picture()], measures=[measure], words="", by=world.liaison, now=NOW
    )
    before = _kept(store)
    with pytest.raises(refusal):
        act(world, finding, measure)
    assert (_kept(store), Evidence.objects.count()) == (before, 1)


def test_what_became_of_a_file_is_told_with_the_act(world: World, store: Path) -> None:
    finding, _, measure = world.planned()
    attached = with_files.add_evidence(
        finding=finding,
        uploads=[picture("整改后.jpg")],
        measures=[measure],
        words="",
        by=world.liaison,
        now=NOW,
    )
    assert attached.told == ("“整改后.jpg”已按实际内容保存为“整改后.png”。",)


def test_a_paper_is_kept_with_the_act_that_it_signs(world: World, store: Path) -> None:
    finding = world.awaiting()
    paper = SentPaper(world.accepter.staff, picture("验收单.png"))
    transitions.move(finding=finding, name="accept", by=world.clerk, now=NOW, paper=paper)
    scan = finding.acts.get(name="accept").scan
    assert (scan.original_name, scan.uploaded_by) == ("验收单.png", world.clerk)
