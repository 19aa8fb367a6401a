"""Addresses of searching and looking: they come before the addresses of single profiles."""

from django.urls import path

from lonja.directory.views import compare, maps, saved, search

patterns = [
    path("organisations/map/", maps.map_of_organisations, name="organisations-map"),
    path("organisations/figures/", search.organisation_figures, name="organisations-figures"),
    path("organisations/compare/", compare.compare_organisations, name="organisations-compare"),
    path("clusters/map/", maps.map_of_clusters, name="clusters-map"),
    path("clusters/figures/", search.cluster_figures, name="clusters-figures"),
    path("clusters/compare/", compare.compare_clusters, name="clusters-compare"),
    path("searches/", saved.saved_searches, name="saved-searches"),
    path("searches/new/<slug:kind>/", saved.new_saved_search, name="saved-search-new"),
    path("searches/<int:pk>/", saved.edit_saved_search, name="saved-search"),
    path("searches/<int:pk>/remove/", saved.remove_saved_search, name="saved-search-remove"),
    path("searches/stop/<uuid:token>/", saved.stop_saved_search, name="saved-search-stop"),
]
