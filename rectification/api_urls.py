"""REST addresses of rectification, below /api/v1/. A name never changes: the API grows by addition only."""

from django.urls import path

from rectification.api import board, cells, decisions, exports, findings, imports, plan, proof, todo

LEDGER = "ledgers/<uuid:uid>/"
FINDING = "findings/<uuid:uid>/"
EVIDENCE = f"{FINDING}evidence/<uuid:item>/"
IMPORT = "imports/<uuid:uid>/"

urlpatterns = [
    path("hospitals/<slug:code>/todo/", todo.Todo.as_view(), name="api-todo"),
    path(
        "hospitals/<slug:code>/extensions-to-decide/",
        todo.ExtensionsAsked.as_view(),
        name="api-extensions-to-decide",
    ),
    path(f"{LEDGER}board/", board.Board.as_view(), name="api-board"),
    path(f"{LEDGER}findings/", findings.Findings.as_view(), name="api-findings"),
    path(f"{LEDGER}cells/", cells.Cells.as_view(), name="api-cells"),
    path(f"{LEDGER}exports/", exports.Exports.as_view(), name="api-exports"),
    path(f"{LEDGER}templates/", exports.Templates.as_view(), name="api-templates"),
    path(f"{LEDGER}imports/", imports.Imports.as_view(), name="api-imports"),
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
    path(f"{IMPORT}decisions/", imports.DecisionsResource.as_view(), name="api-import-decisions"),
    path(f"{IMPORT}preview/", imports.Preview.as_view(), name="api-import-preview"),
    path(f"{IMPORT}enter/", imports.Entering.as_view(), name="api-import-enter"),
]
