"""Importing a ledger workbook."""

from django.urls import path

from rectification.views import import_batches, import_files, imports

urlpatterns = [
    path("h/<slug:code>/ledger/import/", imports.upload, name="ledger-import"),
    path("imports/batches/<uuid:uid>/", import_batches.batch, name="import-batch"),
    path("imports/batches/<uuid:uid>/enter/", import_batches.enter, name="import-batch-enter"),
    path("imports/<uuid:uid>/", imports.preview, name="import-preview"),
    path("imports/<uuid:uid>/failed/", import_files.failed_rows, name="import-failed"),
    path("imports/<uuid:uid>/enter/", imports.enter, name="import-enter"),
]
