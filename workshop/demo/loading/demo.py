"""Writes a demo plan into an empty database: one transaction, everything or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from campaigns.models import CampaignRun, Checkpoint
from campaigns.services.campaigns import sync_campaigns
from infrastructure import audit
from organizations.region_data import load_regions
from organizations.services.regions import sync_regions
from rectification.models import Finding
from workshop.demo.loading.accounts import load_accounts
from workshop.demo.loading.files import Shelf
from workshop.demo.loading.findings import replay
from workshop.demo.loading.places import LoadedHospital, load_places
from workshop.demo.loading.rows import Rows
from workshop.demo.loading.runs import allow_on_the_spot, checkpoints_of, open_planned_run
from workshop.demo.loading.scene import Ledger
from workshop.demo.loading.sheets import Sheets
from workshop.demo.plan import DemoPlan, ParticipationPlan, RunPlan

_BEFORE_THE_FIRST_RUN = timedelta(days=14)


def load(plan: DemoPlan) -> None:
    """Regions, hospitals, people, log-ins, campaigns, runs, sheets, findings and their files.

    The loading itself is the system's: row images say so. Acts and audit entries name who did what in the plan.
    """
    began_at = min(run.opened_at for run in plan.runs) - _BEFORE_THE_FIRST_RUN
    rows = Rows()
    with Shelf() as shelf, audit.acting(by=None):
        sync_regions(rows=load_regions())
        hospitals = load_places(plan.hospitals, now=began_at)
        load_accounts(plan.accounts, hospitals, password=plan.password, now=began_at)
        sync_campaigns(by=None, now=began_at)
        for hospital in plan.hospitals:
            allow_on_the_spot(hospital, hospitals[hospital.code], now=began_at)
        sheets = _tell_runs(plan.runs, hospitals, rows)
        files = rows.stored_files()
        # Under the system's name again: the services above wrote in others'.
        with audit.acting(by=None):
            for each in sheets:
                each.write()
            rows.write()
        shelf.put(files)


def _tell_runs(runs: Sequence[RunPlan], hospitals: Mapping[str, LoadedHospital], rows: Rows) -> list[Sheets]:
    """One run after the other: what a hospital found in an earlier one may come back in a later one."""
    earlier: dict[str, dict[str, Finding]] = {code: {} for code in hospitals}
    sheets = []
    for plan in runs:
        checkpoints = checkpoints_of(plan.campaign)
        run = open_planned_run(plan, hospitals, checkpoints)
        opened = _Opened(plan, run, checkpoints, hospitals, rows)
        sheets += [opened.tell(part, earlier[part.hospital]) for part in plan.participations]
    return sheets


class _Opened:
    """One run in which the acts of its hospitals are told."""

    def __init__(
        self,
        plan: RunPlan,
        run: CampaignRun,
        checkpoints: Mapping[str, Checkpoint],
        hospitals: Mapping[str, LoadedHospital],
        rows: Rows,
    ) -> None:
        self._plan, self._checkpoints, self._hospitals, self._rows = plan, checkpoints, hospitals, rows
        self._participations = {
            row.hospital.code: row for row in run.participations.select_related("hospital", "run")
        }

    def tell(self, part: ParticipationPlan, earlier: dict[str, Finding]) -> Sheets:
        """Findings, then sheets; the findings join those that later runs may repeat."""
        place, participation = self._hospitals[part.hospital], self._participations[part.hospital]
        sheets = Sheets(place, participation, self._rows, opened_at=self._plan.opened_at)
        ledger = Ledger(
            place=place,
            participation=participation,
            checkpoints=self._checkpoints,
            origin_keys=sheets.origin_keys(part.sheets),
            earlier=dict(earlier),
            rows=self._rows,
        )
        replay(ledger, part.findings)
        participation.save(update_fields=["last_number"])
        sheets.fill_in(part.sheets, void=_voided(part))
        earlier |= {key: told.row for key, told in ledger.told.items()}
        return sheets


def _voided(part: ParticipationPlan) -> dict[str, datetime]:
    return {plan.key: act.at for plan in part.findings for act in plan.acts if act.name == "void"}
