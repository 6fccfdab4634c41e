"""Lists stand under their hospital (`/h/<code>/…`), records under their own uid (DESIGN §5)."""

from django.urls import include, path

urlpatterns = [
    path("", include("rectification.finding_urls")),
    path("", include("rectification.ledger_urls")),
    path("", include("rectification.board_urls")),
    path("", include("rectification.import_urls")),
    path("", include("rectification.blank_urls")),
    path("", include("rectification.settings_urls")),
]
