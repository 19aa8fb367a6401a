"""Addresses of search, recommendation, alliances, the map of demand and the network."""

from django.urls import path

from lonja.partnering.views import search

urlpatterns = [
    path("search/", search.search, name="search"),
]
