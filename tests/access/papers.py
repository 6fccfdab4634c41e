"""What stands beside the findings of a full hospital: its ledger released."""

from __future__ import annotations

from rectification.services.ledger_finals import set_final
from tests.access.site import Site
from tests.rectification.world import NOW


def add_papers(site: Site) -> None:
    site.rows["final"] = set_final(participation=site.world.participation, by=site.world.clerk, now=NOW)
