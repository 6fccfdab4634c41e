"""Lists stand under their hospital (`/h/<code>/…`), records under their own uid (DESIGN §5)."""

from django.urls import path

from inspections.views import missing_sheets, prints, sheet_pages, sheets

urlpatterns = [
    path("h/<slug:code>/inspection/", sheets.inspection, name="inspection"),
    path("h/<slug:code>/runs/<uuid:uid>/sheets/", missing_sheets.run_sheets, name="run-sheets"),
    path("inspection/<uuid:uid>/", sheet_pages.sheet, name="sheet"),
    path("inspection/<uuid:uid>/reopen/", sheet_pages.reopen, name="sheet-reopen"),
    path("inspection/<uuid:uid>/paper/", sheet_pages.paper, name="sheet-paper"),
    path("inspection/<uuid:uid>/scan/", sheet_pages.scan, name="sheet-scan"),
    path("inspection/<uuid:uid>/print/", prints.sheet, name="sheet-print"),
    path("inspection/<uuid:uid>/lines/<uuid:line_uid>/", sheet_pages.line, name="sheet-line"),
    path(
        "inspection/<uuid:uid>/lines/<uuid:line_uid>/finding/",
        sheet_pages.line_finding,
        name="sheet-finding",
    ),
]
