"""Addresses of the directory."""

from django.urls import path

from lonja.directory.search_urls import patterns as searching
from lonja.directory.standing_urls import patterns as standing
from lonja.directory.views import (
    clusters,
    contacts,
    enterprises,
    memberships,
    merging,
    networks,
    organisations,
    people,
    profiles_edit,
    profiles_export,
    search,
    stages,
    tables,
    taxonomies,
)

app_name = "directory"
urlpatterns = [
    *standing,
    *searching,
    path("organisations/", search.organisations, name="organisations"),
    path("organisations/new/", organisations.new_organisation, name="organisation-new"),
    path("organisations/export.<slug:ending>", tables.export_organisations, name="organisations-export"),
    path("organisations/template.<slug:ending>", tables.organisation_template, name="organisations-template"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:slug>/edit/", organisations.edit_organisation, name="organisation-edit"),
    path("organisations/<slug:slug>/show/", organisations.show_organisation, name="organisation-show"),
    path(
        "organisations/<slug:slug>/moderate/",
        organisations.moderate_organisation,
        name="organisation-moderate",
    ),
    path("organisations/<slug:slug>/portfolio/", stages.portfolio, name="portfolio"),
    path("organisations/<slug:slug>/people/", people.people_of_organisation, name="organisation-people"),
    path("organisations/<slug:slug>/size/", enterprises.size, name="organisation-size"),
    path(
        "organisations/<slug:slug>/size/figures/", enterprises.write_figures, name="organisation-size-figures"
    ),
    path(
        "organisations/<slug:slug>/size/holdings/",
        enterprises.declare_holding,
        name="organisation-size-holding",
    ),
    path(
        "organisations/<slug:slug>/size/readers/", enterprises.open_figures, name="organisation-size-reader"
    ),
    path("organisations/<slug:slug>/size/show/", enterprises.show_size, name="organisation-size-show"),
    path(
        "organisations/<slug:slug>/size/<slug:kind>/<int:pk>/remove/",
        enterprises.remove_part,
        name="organisation-size-remove",
    ),
    path("merges/", merging.merges, name="merges"),
    path("merges/new/", merging.new_merge, name="merge-new"),
    path("merges/<int:pk>/", merging.merge, name="merge"),
    path("merges/<int:pk>/dismiss/", merging.dismiss_merge, name="merge-dismiss"),
    path("merges/<int:pk>/undo/", merging.undo_merge, name="merge-undo"),
    path("affiliations/<int:pk>/end/", people.end_affiliation, name="affiliation-end"),
    path("clusters/", search.clusters, name="clusters"),
    path("clusters/<slug:slug>/", clusters.cluster, name="cluster"),
    path("clusters/<slug:slug>/organisations/", clusters.cluster_organisations, name="cluster-organisations"),
    path("clusters/<slug:slug>/strategy/", clusters.cluster_strategy, name="cluster-strategy"),
    path("clusters/<slug:slug>/cooperation/", clusters.cluster_cooperation, name="cluster-cooperation"),
    path("clusters/<slug:slug>/print/", clusters.print_cluster, name="cluster-print"),
    path("clusters/<slug:slug>/profile.<slug:ending>", profiles_export.export_profile, name="profile-export"),
    path("clusters/<slug:slug>/edit/", profiles_edit.edit_cluster, name="cluster-edit"),
    path("clusters/<slug:slug>/edit/import/", profiles_edit.import_profile, name="profile-import"),
    path("clusters/<slug:slug>/edit/<slug:section>/", profiles_edit.edit_section, name="cluster-section"),
    path("clusters/<slug:slug>/show/", clusters.show_cluster, name="cluster-show"),
    path("clusters/<slug:slug>/apply/", memberships.apply_to_cluster, name="cluster-apply"),
    path("clusters/<slug:slug>/members/", memberships.members, name="members"),
    path("clusters/<slug:slug>/members/export.<slug:ending>", tables.export_members, name="members-export"),
    path(
        "clusters/<slug:slug>/members/template.<slug:ending>", tables.member_template, name="members-template"
    ),
    path("clusters/<slug:slug>/pipeline/", memberships.pipeline, name="pipeline"),
    path("memberships/<int:pk>/agree/", memberships.agree_to_membership, name="membership-agree"),
    path("memberships/<int:pk>/", memberships.edit_membership, name="membership"),
    path("memberships/<int:pk>/<slug:verb>/", memberships.move_membership, name="membership-move"),
    path("people/me/", people.my_profile, name="my-profile"),
    path("people/<uuid:uuid>/", people.person, name="person"),
    path("contacts/<int:pk>/", contacts.contact, name="contact"),
    path("clusters/<slug:slug>/stages/", stages.stages, name="stages"),
    path("clusters/<slug:slug>/promotion/", stages.answer_promotion, name="promotion-answer"),
    path("stages/<int:pk>/", stages.stage, name="stage"),
    path("stages/<int:pk>/evidence/", stages.stage_evidence, name="stage-evidence"),
    path("networks/", networks.networks, name="networks"),
    path("networks/new/", networks.new_network, name="network-new"),
    path("networks/<slug:slug>/", networks.network, name="network"),
    path("networks/<slug:slug>/edit/", networks.edit_network, name="network-edit"),
    path("networks/<slug:slug>/show/", networks.show_network, name="network-show"),
    path("parties/<int:pk>/answer/", networks.answer_party, name="party-answer"),
    path("parties/<int:pk>/remove/", networks.remove_party, name="party-remove"),
    path("taxonomies/", taxonomies.taxonomies, name="taxonomies"),
    path("taxonomies/<slug:slug>/", taxonomies.taxonomy, name="taxonomy"),
]
