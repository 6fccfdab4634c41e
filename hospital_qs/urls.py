"""Every address of the site. Lists stand under their place, records under their own uid (DESIGN §5)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
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
