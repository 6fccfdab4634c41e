"""The forms of superiors that the ledger fills."""

from django.urls import path

from rectification.views import blanks

urlpatterns = [
    path("h/<slug:code>/ledger/blanks/", blanks.blanks, name="blanks"),
    path("h/<slug:code>/ledger/blanks/new/", blanks.upload, name="blank-new"),
    path("blanks/<uuid:uid>/", blanks.bind, name="blank"),
    path("blanks/<uuid:uid>/fill/", blanks.fill, name="blank-fill"),
    path("blanks/<uuid:uid>/read/", blanks.read, name="blank-read"),
    path("blanks/<uuid:uid>/end/", blanks.end, name="blank-end"),
]
