"""Addresses of the mechanisms: progress of jobs, tables brought along."""

from django.urls import path

from lonja.base import views

urlpatterns = [
    path("jobs/<uuid:job>/", views.job, name="job"),
    path("jobs/<uuid:job>/cancel/", views.cancel_job, name="job-cancel"),
    path("imports/<slug:kind>/new/", views.new_import, name="import-new"),
    path("imports/<uuid:run>/", views.import_run, name="import"),
    path("imports/<uuid:run>/apply/", views.apply_import, name="import-apply"),
    path("imports/<uuid:run>/original/", views.original_of_import, name="import-original"),
    path("imports/<uuid:run>/problems.csv", views.problems_of_import, name="import-problems"),
]
