"""A part of each hospital's ledger, sent out as a workbook and brought back."""

from __future__ import annotations

from tests.access.site import Site
from tests.rectification.returning import sent_out, uploaded


def send_out_and_back(site: Site) -> None:
    """`returned` is the upload, `template` the export that it came from."""
    sheet = sent_out(site.world)
    sheet.set(1, "备注", "回传时补的备注")
    site.rows["returned"] = uploaded(site.world, sheet)
    site.rows["template"] = site["returned"].template
