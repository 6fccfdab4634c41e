"""REST addresses of rectification, below /api/v1/. A name never changes: the API grows by addition only."""

from django.urls import path

from rectification.api import (
    decisions,
    exports,
    findings,
    imports,
    ledgers,
    plan,
    proof,
    regions,
    sheets,
    todo,
)

LEDGER = "ledgers/<uuid:uid>/"
SHEET = "sheets/<uuid:uid>/"
FINDING = "findings/<uuid:uid>/"
EVIDENCE = f"{FINDING}evidence/<uuid:item>/"
IMPORT = "imports/<uuid:uid>/"

urlpatterns = [
    path("hospitals/<slug:code>/ledgers/", ledgers.Ledgers.as_view(), name="api-ledgers"),
    path("hospitals/<slug:code>/todo/", todo.Todo.as_view(), name="api-todo"),
    path(
        "hospitals/<slug:code>/extensions-to-decide/",
        todo.ExtensionsAsked.as_view(),
        name="api-extensions-to-decide",
    ),
    path("regions/<slug:code>/runs/", regions.RegionRuns.as_view(), name="api-region-runs"),
    path(LEDGER, ledgers.LedgerResource.as_view(), name="api-ledger"),
    path(f"{LEDGER}items/", ledgers.Items.as_view(), name="api-items"),
    path(
        f"{LEDGER}checkpoints/<str:clause>/",
        ledgers.CheckpointSettings.as_view(),
        name="api-checkpoint-settings",
    ),
    path(f"{LEDGER}missing-sheets/", ledgers.MissingSheets.as_view(), name="api-missing-sheets"),
    path(f"{LEDGER}board/", ledgers.Board.as_view(), name="api-board"),
    path(f"{LEDGER}sheets/", sheets.Sheets.as_view(), name="api-sheets"),
    path(f"{LEDGER}findings/", findings.Findings.as_view(), name="api-findings"),
    path(f"{LEDGER}exports/", exports.Exports.as_view(), name="api-exports"),
    path(f"{LEDGER}imports/", imports.Imports.as_view(), name="api-imports"),
    path(SHEET, sheets.SheetResource.as_view(), name="api-sheet"),
    path(f"{SHEET}answers/", sheets.Answers.as_view(), name="api-sheet-answers"),
    path(f"{SHEET}rest-in-order/", sheets.RestInOrder.as_view(), name="api-sheet-rest"),
    path(f"{SHEET}confirm/", sheets.Confirmation.as_view(), name="api-sheet-confirm"),
    path(f"{SHEET}reopen/", sheets.Reopening.as_view(), name="api-sheet-reopen"),
    path(f"{SHEET}scan/", sheets.Scan.as_view(), name="api-sheet-scan"),
    path(
        f"{SHEET}lines/<uuid:line>/findings/", sheets.LineFindings.as_view(), name="api-sheet-line-findings"
    ),
    path(FINDING, findings.FindingResource.as_view(), name="api-finding"),
    path(f"{FINDING}ledgers/", findings.FindingLedgers.as_view(), name="api-finding-ledgers"),
    path(
        f"{FINDING}transitions/<slug:name>/",
        decisions.TransitionResource.as_view(),
        name="api-finding-transition",
    ),
    path(f"{FINDING}next/", decisions.NextActions.as_view(), name="api-finding-next"),
    path(f"{FINDING}timeline/", decisions.Timeline.as_view(), name="api-finding-timeline"),
    path(f"{FINDING}rounds/", decisions.Rounds.as_view(), name="api-finding-rounds"),
    path(f"{FINDING}extensions/", decisions.Extensions.as_view(), name="api-extensions"),
    path(
        f"{FINDING}extensions/<uuid:extension>/decision/",
        decisions.ExtensionDecisionResource.as_view(),
        name="api-extension-decision",
    ),
    path(f"{FINDING}causes/", plan.Causes.as_view(), name="api-causes"),
    path(f"{FINDING}causes/<uuid:cause>/", plan.CauseResource.as_view(), name="api-cause"),
    path(f"{FINDING}measures/", plan.Measures.as_view(), name="api-measures"),
    path(f"{FINDING}measures/<uuid:measure>/", plan.MeasureResource.as_view(), name="api-measure"),
    path(f"{FINDING}evidence/", proof.EvidenceList.as_view(), name="api-evidence"),
    path(f"{EVIDENCE}replacements/", proof.Replacements.as_view(), name="api-evidence-replacements"),
    path(f"{EVIDENCE}void/", proof.Voiding.as_view(), name="api-evidence-void"),
    path(f"{EVIDENCE}measures/", proof.EvidenceLinks.as_view(), name="api-evidence-measures"),
    path(f"{EVIDENCE}file/", proof.EvidenceFile.as_view(), name="api-evidence-file"),
    path(f"{EVIDENCE}preview/<int:page>/", proof.EvidencePreview.as_view(), name="api-evidence-preview"),
    path(f"{FINDING}on-site-views/", proof.OnSiteViews.as_view(), name="api-on-site-views"),
    path(f"{FINDING}notes/", proof.Notes.as_view(), name="api-notes"),
    path(IMPORT, imports.ImportResource.as_view(), name="api-import"),
    path(f"{IMPORT}columns/", imports.Columns.as_view(), name="api-import-columns"),
    path(f"{IMPORT}departments/", imports.DepartmentNames.as_view(), name="api-import-departments"),
    path(f"{IMPORT}preview/", imports.Preview.as_view(), name="api-import-preview"),
    path(f"{IMPORT}enter/", imports.Entering.as_view(), name="api-import-enter"),
]
