"""Who may read and change what in the directory."""

from lonja.directory.policies.belonging import (
    ACTIVE,
    administered,
    administers,
    audits,
    belongs,
    is_self,
    managed,
    managed_clusters,
    manages,
    member_of_managed_cluster,
    own_clusters,
    own_organisations,
)
from lonja.directory.policies.contacting import (
    contact_is_public,
    contacts,
    owns_contact,
    shares_a_cluster,
)
from lonja.directory.policies.enterprises import enterprises, reads_figures
from lonja.directory.policies.labels import assessments, labels
from lonja.directory.policies.links import cluster_links, link_is_shown
from lonja.directory.policies.members import (
    membership_is_public,
    memberships,
)
from lonja.directory.policies.merging import keeps_register_of, merges
from lonja.directory.policies.moderation import (
    enquiries,
    fact_reports,
    proposed_changes,
    registrations,
)
from lonja.directory.policies.networks import network_parties, networks
from lonja.directory.policies.profiles import (
    affiliations,
    clusters,
    organisations,
    persons,
    terms,
    works_for_mine,
)
from lonja.directory.policies.saved import saved_searches

__all__ = [
    "ACTIVE",
    "administered",
    "administers",
    "affiliations",
    "assessments",
    "audits",
    "belongs",
    "cluster_links",
    "clusters",
    "contact_is_public",
    "contacts",
    "enquiries",
    "enterprises",
    "fact_reports",
    "is_self",
    "keeps_register_of",
    "labels",
    "link_is_shown",
    "managed",
    "managed_clusters",
    "manages",
    "member_of_managed_cluster",
    "membership_is_public",
    "memberships",
    "merges",
    "network_parties",
    "networks",
    "organisations",
    "own_clusters",
    "own_organisations",
    "owns_contact",
    "persons",
    "proposed_changes",
    "registrations",
    "reads_figures",
    "saved_searches",
    "shares_a_cluster",
    "terms",
    "works_for_mine",
]
