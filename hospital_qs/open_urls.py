"""Every address of the anonymous stack (open_stack.py). Nothing else is reachable through it."""

from django.urls import path

from hospital_qs import open_pages

urlpatterns = [
    path("open/<slug:code>/", open_pages.not_open, name="open-page"),
]
