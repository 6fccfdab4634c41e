"""Importing a ledger workbook."""

from django.urls import path

from rectification.views import imports

urlpatterns = [
    path("h/<slug:code>/ledger/import/", imports.upload, name="ledger-import"),
    path("imports/<uuid:uid>/", imports.preview, name="import-preview"),
    path("imports/<uuid:uid>/enter/", imports.enter, name="import-enter"),
]
