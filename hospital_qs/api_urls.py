"""The REST API under /api/v1/, its schema and its documentation. It grows by addition only (DESIGN §5)."""

from django.urls import include, path

from infrastructure.api.documentation import Schema, documentation
from infrastructure.api.jobs import JobFile, JobResource

urlpatterns = [
    path("v1/", include("organizations.api_urls")),
    path("v1/", include("campaigns.api_urls")),
    path("v1/", include("rectification.api_urls")),
    path("v1/", include("inspections.api_urls")),
    path("v1/jobs/<uuid:uid>/", JobResource.as_view(), name="api-job"),
    path("v1/jobs/<uuid:uid>/file/", JobFile.as_view(), name="api-job-file"),
    path("schema/", Schema.as_view(), name="api-schema"),
    path("docs/", documentation, name="api-docs"),
]
