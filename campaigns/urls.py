"""Lists stand under their hospital (`/h/<code>/…`) or region (`/r/<code>/…`) (DESIGN §5)."""

from django.urls import include, path

from campaigns.views import check_entries, region_runs, runs

urlpatterns = [
    path("", include("campaigns.launch_urls")),
    path("h/<slug:code>/runs/", runs.runs, name="runs"),
    path("h/<slug:code>/runs/new/", runs.run_new, name="run-new"),
    path("r/<slug:code>/runs/", region_runs.runs, name="region-runs"),
    path("r/<slug:code>/runs/new/", region_runs.run_new, name="region-run-new"),
    path("h/<slug:code>/campaigns/<uuid:uid>/", runs.checkpoints, name="checkpoints"),
    path("h/<slug:code>/campaigns/<uuid:uid>/<str:clause>/", runs.checkpoint, name="checkpoint"),
    path(
        "h/<slug:code>/campaigns/<uuid:uid>/<str:clause>/entries/new/",
        check_entries.new_of_hospital,
        name="check-entry-new",
    ),
    path("r/<slug:code>/campaigns/<uuid:uid>/", check_entries.of_region, name="region-entries"),
    path(
        "r/<slug:code>/campaigns/<uuid:uid>/<str:clause>/new/",
        check_entries.new_of_region,
        name="region-entry-new",
    ),
    path("check-entries/<uuid:uid>/", check_entries.edit, name="check-entry"),
    path("check-entries/<uuid:uid>/end/", check_entries.end, name="check-entry-end"),
]
