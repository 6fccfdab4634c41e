"""The first page of a hospital, and the list of what waits."""

from django.urls import path

from hospital_qs.workbench import views

urlpatterns = [
    path("h/<slug:code>/", views.workbench, name="workbench"),
    path("h/<slug:code>/todo/", views.todo_list, name="todo"),
]
