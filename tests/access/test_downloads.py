"""Every original that leaves the house stands in the access log, whichever address hands it out."""

from __future__ import annotations

from typing import Any

import pytest

from infrastructure.files.responses import Attachment
from infrastructure.models.access import AccessEntry, AccessKind
from organizations.models import Role
from tests.access.addresses import address
from tests.access.matrix import ROWS
from tests.access.site import Site
from tests.api.caller import Caller

pytestmark = pytest.mark.slow

OF_A_FILE = sorted(
    row.name
    for row in ROWS.values()
    if row.method == "GET"
    and row.cells[Role.QUALITY_OFFICE.value] == 200
    and row.name.rpartition("-")[2] in ("file", "scan", "content", "result")
)


def downloads(site: Site) -> list[tuple[object, ...]]:
    rows = AccessEntry.objects.filter(kind=AccessKind.DOWNLOADED).order_by("id")
    return list(rows.values_list("user_id", "hospital_id", "target_uid", "detail", "address"))


def read_to_the_end(answer: Any) -> None:
    """Which closes the file behind it."""
    b"".join(answer.streaming_content)


@pytest.mark.parametrize("name", OF_A_FILE)
def test_a_download_is_written_down(site: Site, name: str) -> None:
    before = downloads(site)
    answer = site.client(Role.QUALITY_OFFICE).get(address(site, name))
    assert answer.status_code == 200
    assert isinstance(answer, Attachment), name
    read_to_the_end(answer)
    user = site.users[Role.QUALITY_OFFICE]
    stored = answer.stored
    assert downloads(site)[len(before) :] == [
        (user.pk, site.hospital.pk, stored.uid, stored.original_name, "127.0.0.1")
    ]


def test_the_addresses_of_files_are_found() -> None:
    assert {"evidence-file", "job-file", "sheet-scan", "api-evidence-file"} <= set(OF_A_FILE)


def test_with_a_token_it_is_the_tokens_user_and_a_refused_one_is_no_download(site: Site) -> None:
    path, before = address(site, "api-evidence-file"), len(downloads(site))
    Caller(site.users[Role.SYSTEM_ADMINISTRATOR]).get(path)
    read_to_the_end(site.client(Role.QUALITY_OFFICE).get(address(site, "evidence-thumbnail")))
    assert len(downloads(site)) == before
    read_to_the_end(Caller(site.users[Role.LIAISON]).get(path))
    assert downloads(site)[-1][0] == site.users[Role.LIAISON].pk
