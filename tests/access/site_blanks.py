"""A superior's blank in each of the two hospitals, bound; and what is sent to its pages."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from infrastructure.files.kinds import XLSX
from rectification.models import SuperiorBlank
from rectification.rules.blank_columns import Binding, BindingKind
from rectification.rules.ledger_columns import Column
from rectification.services import blanks
from tests.access.site import Site
from tests.infrastructure.workbooks.blanks import blank
from tests.rectification.world import NOW, World

COLUMNS = (
    Binding(1, BindingKind.RUNNING),
    Binding(2, BindingKind.LEDGER, Column.ITEM),
    Binding(3, BindingKind.LEDGER, Column.FINDING),
    Binding(5, BindingKind.LEDGER, Column.DEADLINE),
    Binding(6, BindingKind.WORDS, words="否"),
)


def bound_blank(world: World) -> SuperiorBlank:
    found = blanks.upload_blank(
        hospital=world.hospital, name="月报附件2", upload=_workbook(), by=world.clerk, now=NOW
    )
    values = blanks.BlankInput("月报附件2", "附件2", 3, 5, 9, COLUMNS)
    blanks.bind_blank(blank=found, values=values, revision=1, by=world.clerk, now=NOW)
    found.refresh_from_db()
    return found


def add_blank(site: Site) -> None:
    site.rows["blank"] = bound_blank(site.world)


def _workbook() -> SimpleUploadedFile:
    return SimpleUploadedFile("附件2.xlsx", blank(), XLSX.content_type)


def _bound(site: Site, who: str) -> dict[str, Any]:
    return {
        "name": "月报附件2",
        "sheet": "附件2",
        "header_row": "3",
        "first_row": "5",
        "last_row": "9",
        "revision": "2",
        "column-3": "finding",
    }


SENT: dict[str, Any] = {
    "POST blank-new": lambda site, who: {"name": "季报附件3", "file": _workbook()},
    "POST blank": _bound,
    "POST blank-fill": lambda site, who: {},
    "POST blank-read": lambda site, who: {"run": site.world.run.code, "file": _workbook()},
    "POST blank-end": lambda site, who: {},
}
