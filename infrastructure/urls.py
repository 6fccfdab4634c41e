"""Pages that every app's records may lead to."""

from django.urls import path

from infrastructure.views import jobs

urlpatterns = [
    path("jobs/<uuid:uid>/", jobs.job, name="job"),
    path("jobs/<uuid:uid>/file/", jobs.job_file, name="job-file"),
]
