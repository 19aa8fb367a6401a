"""Addresses of search, recommendation, alliances, the map of demand and the network."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lonja.directory.tabs import CLUSTER_TABS, Tab
from lonja.partnering.views import alliances, demand, network, recommend, search, stages

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
    path("alliances/", alliances.alliances, name="alliances"),
    path("alliances/new/", alliances.found_alliance, name="alliance-new"),
    path("alliances/<slug:slug>/", alliances.alliance, name="alliance"),
    path("alliances/<slug:slug>/edit/", alliances.edit_alliance, name="alliance-edit"),
    path("alliances/<slug:slug>/gaps/", alliances.alliance_gaps, name="alliance-gaps"),
    path("alliances/<slug:slug>/invite/", alliances.invite, name="alliance-invite"),
    path("alliances/<slug:slug>/stages/new/", stages.add_stage, name="alliance-stage-new"),
    path("alliances/<slug:slug>/stages/<int:pk>/", stages.edit_stage, name="alliance-stage"),
    path("alliances/<slug:slug>/stages/<int:pk>/<slug:verb>/", stages.move_stage, name="alliance-stage-move"),
    path("alliances/<slug:slug>/parties/<int:pk>/<slug:verb>/", alliances.answer, name="alliance-answer"),
    path(
        "alliances/<slug:slug>/parties/<int:pk>/stages/<int:stage>/",
        alliances.say_cover,
        name="alliance-cover",
    ),
    path(
        "alliances/<slug:slug>/parties/<int:pk>/confirm/<slug:kind>/<int:thing>/",
        alliances.confirm,
        name="alliance-confirm",
    ),
    path("alliances/<slug:slug>/actions/new/", alliances.propose, name="alliance-propose"),
    path(
        "alliances/<slug:slug>/actions/<int:pk>/<slug:verb>/", alliances.move_action, name="alliance-action"
    ),
    path("alliances/<slug:slug>/documents/new/", alliances.add_document, name="alliance-document-new"),
    path("alliances/<slug:slug>/documents/<int:pk>/", alliances.document, name="alliance-document"),
    path("demand/", demand.demand, name="demand"),
    path("demand/map-of-demand.csv", demand.demand_csv, name="demand-csv"),
    path("network/", network.network, name="network"),
]
