"""Lists stand under their hospital (`/h/<code>/…`) or region (`/r/<code>/…`) (DESIGN §5)."""

from django.urls import include, path

from campaigns.views import region_runs, runs

urlpatterns = [
    path("", include("campaigns.launch_urls")),
    path("h/<slug:code>/runs/", runs.runs, name="runs"),
    path("h/<slug:code>/runs/new/", runs.run_new, name="run-new"),
    path("r/<slug:code>/runs/", region_runs.runs, name="region-runs"),
    path("r/<slug:code>/runs/new/", region_runs.run_new, name="region-run-new"),
    path("h/<slug:code>/campaigns/<uuid:uid>/", runs.checkpoints, name="checkpoints"),
    path("h/<slug:code>/campaigns/<uuid:uid>/<str:clause>/", runs.checkpoint, name="checkpoint"),
]
