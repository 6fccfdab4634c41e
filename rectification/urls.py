"""Lists stand under their hospital (`/h/<code>/…`), records under their own uid (DESIGN §5)."""

from django.urls import include, path

from rectification.views import prints, region_runs, runs, sheet_pages, sheets

urlpatterns = [
    path("h/<slug:code>/inspection/", sheets.inspection, name="inspection"),
    path("inspection/<uuid:uid>/", sheet_pages.sheet, name="sheet"),
    path("inspection/<uuid:uid>/reopen/", sheet_pages.reopen, name="sheet_reopen"),
    path("inspection/<uuid:uid>/paper/", sheet_pages.paper, name="sheet_paper"),
    path("inspection/<uuid:uid>/scan/", sheet_pages.scan, name="sheet_scan"),
    path("inspection/<uuid:uid>/print/", prints.sheet, name="sheet_print"),
    path("inspection/<uuid:uid>/lines/<uuid:line_uid>/", sheet_pages.line, name="sheet_line"),
    path(
        "inspection/<uuid:uid>/lines/<uuid:line_uid>/finding/",
        sheet_pages.line_finding,
        name="sheet_finding",
    ),
    path("h/<slug:code>/runs/", runs.runs, name="runs"),
    path("h/<slug:code>/runs/new/", runs.run_new, name="run_new"),
    path("h/<slug:code>/runs/<uuid:uid>/sheets/", runs.run_sheets, name="run_sheets"),
    path("r/<slug:code>/runs/", region_runs.runs, name="region_runs"),
    path("r/<slug:code>/runs/new/", region_runs.run_new, name="region_run_new"),
    path("h/<slug:code>/campaigns/<uuid:uid>/", runs.checkpoints, name="checkpoints"),
    path("h/<slug:code>/campaigns/<uuid:uid>/<str:clause>/", runs.checkpoint, name="checkpoint"),
    path("", include("rectification.finding_urls")),
    path("", include("rectification.ledger_urls")),
    path("", include("rectification.board_urls")),
    path("", include("rectification.import_urls")),
]
