"""Every address of the site. Lists stand under their place, records under their own uid (DESIGN §5)."""

from django.urls import include, path

from hospital_qs import health

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/", include("hospital_qs.api_urls")),
    path("", include("infrastructure.urls")),
    path("", include("organizations.urls")),
    path("", include("hospital_qs.workbench.urls")),
    path("", include("campaigns.urls")),
    path("", include("rectification.urls")),
    path("", include("inspections.urls")),
]

handler400 = "hospital_qs.problem_pages.bad_request"
handler403 = "hospital_qs.problem_pages.forbidden"
handler404 = "hospital_qs.problem_pages.not_found"
handler500 = "hospital_qs.problem_pages.broken"
