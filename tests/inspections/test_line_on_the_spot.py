"""A line of the sheet whose finding is fixed already: the same switch, straight to acceptance."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import CheckpointOverlay
from infrastructure.audit import acting
from organizations.models import Role
from rectification.models import Evidence, Finding
from tests.inspections.hospital import Place
from tests.inspections.pictures import png

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def typed(**changes: Any) -> dict[str, Any]:
    before, after = (
        SimpleUploadedFile(f"{name}.png", png(colour), content_type="image/png")
        for name, colour in (("改前", "teal"), ("改后", "navy"))
    )
    return {
        "text": "3 床隔帘缺一幅",
        "photos": [before],
        "do": "submit",
        "on_the_spot": "on",
        "cause_category": "process",
        "cause": "拆洗后没有人负责装回",
        "done": "装回备用隔帘",
        "after": [after],
        "strength": "medium",
        **changes,
    }


def test_where_it_is_allowed_the_line_has_the_switch_and_the_finding_waits_for_acceptance(
    place: Place, browser: Any
) -> None:
    line = place.lines("clinical")["QS25.I8.c"]
    client = browser(place.member(Role.LIAISON, "clinical"))
    address = f"/inspection/{line.sheet.uid}/lines/{line.uid}/finding/"
    assert 'name="on_the_spot"' not in client.get(address).content.decode()
    refused = client.post(address, typed())
    assert refused.status_code == 400
    assert "本院没有对这个要点开放立行立改。" in refused.content.decode()
    assert "装回备用隔帘" in refused.content.decode()
    assert not Finding.objects.exists()
    with acting(by=None):
        CheckpointOverlay.objects.create(
            hospital=place.hospital, checkpoint=line.checkpoint, on_the_spot_allowed=True
        )
    assert 'name="on_the_spot"' in client.get(address).content.decode()
    assert list(client.post(address, typed(after=[])).context["form"].errors) == ["after"]
    assert client.post(address, typed()).status_code == 302
    finding = Finding.objects.get()
    assert (finding.state, finding.origin_key) == ("awaiting", f"sheet:{line.uid}")
    assert {row.file.original_name: row.proves.count() for row in Evidence.objects.all()} == {
        "改前.png": 0,
        "改后.png": 1,
    }
    line.refresh_from_db()
    assert line.answer == "finding"
