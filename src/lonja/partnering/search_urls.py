"""Addresses of search, recommendation, alliances, the map of demand and the network."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lonja.directory.tabs import CLUSTER_TABS, Tab
from lonja.partnering.views import recommend, search

if not any(tab.key == "fits" for tab in CLUSTER_TABS):
    CLUSTER_TABS.append(Tab("fits", _("Partners that fit"), "partnering:cluster-fits"))

urlpatterns = [
    path("search/", search.search, name="search"),
    path("organisations/<slug:slug>/partners/", recommend.organisation_fits, name="organisation-fits"),
    path("organisations/<slug:slug>/partners/<slug:partner>/dismiss/", recommend.dismiss, name="dismiss"),
    path("clusters/<slug:slug>/partners/", recommend.cluster_fits, name="cluster-fits"),
    path("opportunities/<slug:reference>/partners/", recommend.opportunity_fits, name="opportunity-fits"),
    path("partners/dismissals/<int:pk>/take-back/", recommend.take_back, name="dismissal-take-back"),
    path("partners/exposure/", recommend.exposure, name="exposure"),
]
