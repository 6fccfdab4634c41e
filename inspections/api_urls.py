"""REST addresses of inspections, below /api/v1/. A name never changes: the API grows by addition only."""

from django.urls import path

from inspections.api import missing_sheets, sheets

LEDGER = "ledgers/<uuid:uid>/"
SHEET = "sheets/<uuid:uid>/"

urlpatterns = [
    path(f"{LEDGER}missing-sheets/", missing_sheets.MissingSheets.as_view(), name="api-missing-sheets"),
    path(f"{LEDGER}sheets/", sheets.Sheets.as_view(), name="api-sheets"),
    path(SHEET, sheets.SheetResource.as_view(), name="api-sheet"),
    path(f"{SHEET}answers/", sheets.Answers.as_view(), name="api-sheet-answers"),
    path(f"{SHEET}rest-in-order/", sheets.RestInOrder.as_view(), name="api-sheet-rest"),
    path(f"{SHEET}confirm/", sheets.Confirmation.as_view(), name="api-sheet-confirm"),
    path(f"{SHEET}reopen/", sheets.Reopening.as_view(), name="api-sheet-reopen"),
    path(f"{SHEET}scan/", sheets.Scan.as_view(), name="api-sheet-scan"),
    path(
        f"{SHEET}lines/<uuid:line>/findings/", sheets.LineFindings.as_view(), name="api-sheet-line-findings"
    ),
]
