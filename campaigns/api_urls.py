"""REST addresses of campaigns, below /api/v1/. A name never changes: the API grows by addition only."""

from django.urls import path

from campaigns.api import ledgers, regions

LEDGER = "ledgers/<uuid:uid>/"

urlpatterns = [
    path("hospitals/<slug:code>/ledgers/", ledgers.Ledgers.as_view(), name="api-ledgers"),
    path("regions/<slug:code>/runs/", regions.RegionRuns.as_view(), name="api-region-runs"),
    path(LEDGER, ledgers.LedgerResource.as_view(), name="api-ledger"),
    path(f"{LEDGER}launch/", ledgers.Launch.as_view(), name="api-launch"),
    path(f"{LEDGER}items/", ledgers.Items.as_view(), name="api-items"),
    path(
        f"{LEDGER}checkpoints/<str:clause>/",
        ledgers.CheckpointSettings.as_view(),
        name="api-checkpoint-settings",
    ),
]
