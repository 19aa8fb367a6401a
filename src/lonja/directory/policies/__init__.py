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
from lonja.directory.policies.links import cluster_links, link_is_shown
from lonja.directory.policies.members import (
    membership_is_public,
    memberships,
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
    "audits",
    "belongs",
    "cluster_links",
    "clusters",
    "contact_is_public",
    "contacts",
    "is_self",
    "link_is_shown",
    "managed",
    "managed_clusters",
    "manages",
    "member_of_managed_cluster",
    "membership_is_public",
    "memberships",
    "network_parties",
    "networks",
    "organisations",
    "own_clusters",
    "own_organisations",
    "owns_contact",
    "persons",
    "saved_searches",
    "shares_a_cluster",
    "terms",
    "works_for_mine",
]
