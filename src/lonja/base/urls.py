"""Addresses of the mechanisms: progress of jobs, private files."""

urlpatterns = []
