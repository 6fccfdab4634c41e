"""迎检包 of many files: as long as copying them takes, in memory that does not grow with them."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from zipfile import ZipFile

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import QueryDict
from django.utils import timezone
from pytest_django import Settings

from infrastructure.jobs import run_job
from infrastructure.models import StoredFile
from infrastructure.packs.verifying import verify
from rectification.selectors.ledger import PAPER_SORT
from rectification.services import evidence, packs
from tests.benchmarks.report import Bench, peak_megabytes
from tests.rectification.world import NOW, World
from tests.workshop.demo.conftest import storages_in

FILES, BYTES = 500, 1024 * 1024


def measure_pack_of_500_files(live_database: str, bench: Bench, tmp_path: Path, settings: Settings) -> None:
    settings.STORAGES = storages_in(tmp_path / "files")
    world = World()
    finding, _, _ = world.planned()
    stored = [_stored(world, number) for number in range(FILES)]
    evidence.add_files(finding=finding, files=stored, measures=[], by=world.liaison, now=NOW)
    job = packs.request_pack(
        participation=world.participation, query=QueryDict(), sort=PAPER_SORT, by=world.clerk, now=NOW
    )
    before = peak_megabytes()
    taken = bench.seconds(lambda: run_job(job_id=job.pk, clock=timezone.now))
    grown = peak_megabytes() - before
    job.refresh_from_db()
    assert job.result_file is not None, job.problem
    verdict = verify(Path(default_storage.path(job.result_file.storage_name)))
    assert (verdict.good, verdict.about["counts"]["files"]) == (True, FILES)
    floor = bench.seconds(lambda: _copied(stored, tmp_path))
    note = f"{FILES * BYTES // 1024**2} MB in files; memory grew {grown:.0f} MB"
    bench.tell(f"pack of {FILES} files", taken, "s", floor=floor, aim="flat memory", note=note)


def _stored(world: World, number: int) -> StoredFile:
    content = os.urandom(BYTES)
    row = world.stored_file(world.liaison, f"照片 {number}.png")
    default_storage.save(row.storage_name, ContentFile(content))
    row.size, row.sha256 = len(content), hashlib.sha256(content).hexdigest()
    row.save()
    return row


def _copied(stored: list[StoredFile], folder: Path) -> None:
    """The floor: the same bytes into a zip that is then kept, as the job keeps its result."""
    with ZipFile(folder / "floor.zip", "w") as pack:
        for row in stored:
            pack.write(default_storage.path(row.storage_name))
    shutil.copy(folder / "floor.zip", folder / "kept.zip")
