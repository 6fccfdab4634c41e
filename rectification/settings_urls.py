"""The pages of this app in a hospital's settings."""

from django.urls import path

from rectification.views import origins

urlpatterns = [path("h/<slug:code>/settings/origins/", origins.origin_labels, name="settings-origins")]
