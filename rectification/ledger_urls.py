"""The ledger of a hospital: list, table to type in, exports, print."""

from django.urls import path

from rectification.views import chase, exports, finals, ledger, table_edit

urlpatterns = [
    path("h/<slug:code>/ledger/", ledger.ledger_list, name="ledger"),
    path("h/<slug:code>/ledger/table/", table_edit.table_edit, name="ledger-table"),
    path("h/<slug:code>/ledger/export/", exports.workbook, name="ledger-export"),
    path("h/<slug:code>/ledger/template/", exports.template, name="ledger-template"),
    path("h/<slug:code>/ledger/csv/", exports.csv, name="ledger-csv"),
    path("h/<slug:code>/ledger/chase/", chase.chase, name="ledger-chase"),
    path("h/<slug:code>/ledger/pack/", exports.pack, name="ledger-pack"),
    path("h/<slug:code>/ledger/final/", finals.ledger_final, name="ledger-final"),
    path("ledger/finals/<uuid:uid>/withdraw/", finals.withdraw, name="ledger-final-withdraw"),
    path("h/<slug:code>/ledger/print/", exports.printed, name="ledger-print"),
]
