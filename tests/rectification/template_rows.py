"""A row of a template that went out, for tests of what the database holds."""

from __future__ import annotations

from rectification.models import TemplateExport, TemplateRow
from tests.rectification.world import NOW, World


def template_row(world: World) -> TemplateRow:
    export = TemplateExport.objects.create(
        hospital=world.hospital, participation=world.participation, created_by=world.clerk, created_at=NOW
    )
    return TemplateRow.objects.create(
        export=export, hospital=world.hospital, finding=world.draft(), said={"remark": "旧备注"}
    )
