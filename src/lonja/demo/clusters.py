"""Clusters of the demo: their profiles, and who belongs to them."""

from datetime import date

from django.utils import timezone

from lonja.base import audit
from lonja.demo import tables
from lonja.directory.models import (
    Cluster,
    ClusterStatement,
    ClusterTarget,
    ClusterTerm,
    Contact,
    ContactKind,
    Membership,
    TeamRole,
    Visibility,
)

YES_OR_NO = {"yes": True, "no": False, "": None}
# The address, whose it is, and who may see it.
OFFICES = [
    ("manager", {"en": "Cluster manager", "es": "Gerencia"}, Visibility.PUBLIC),
    ("international", {"en": "Internationalisation", "es": "Internacionalización"}, Visibility.MEMBERS),
    ("projects", {"en": "Projects", "es": "Proyectos"}, Visibility.MEMBERS),
]


def write(organisations, terms):
    """Write all clusters with profiles and memberships; return them by short address."""
    made = Cluster.objects.bulk_create(_cluster(row, organisations, terms) for row in tables.rows("clusters"))
    clusters = {cluster.slug: cluster for cluster in made}
    _write_profiles(clusters, terms)
    memberships = Membership.objects.bulk_create(
        _membership(row, clusters, organisations) for row in tables.rows("memberships")
    )
    audit.record_many(None, "cluster.created", made, source="demo")
    audit.record_many(None, "membership.added", memberships, source="demo")
    return clusters


def _cluster(row, organisations, terms):
    return Cluster(
        slug=row["slug"],
        name=row["name"],
        acronym=row["acronym"],
        accent=row["accent"],
        summary=tables.both(row, "summary"),
        mission=tables.both(row, "mission"),
        description=tables.both(row, "description"),
        strategy=tables.both(row, "strategy"),
        established=row["established"],
        established_precision=row["precision"],
        country=row["country"],
        region=terms.one("regions", row["region"]),
        city=row["city"],
        website=f"https://www.{row['slug']}.example",
        stage=terms.one("lifecycle_stages", row["stage"]),
        promoter=organisations.get(row["promoter"]),
        coordinator=organisations.get(row["coordinator"]),
        declared_members=int(row["declared"]) if row["declared"] else None,
        declared_members_qualifier=row["qualifier"],
        label=row["label"],
        languages=row["languages"].split(),
        has_formal_strategy=YES_OR_NO[row["formal"]],
        looks_abroad=YES_OR_NO[row["looks_abroad"]],
        is_public=True,
    )


def _write_profiles(clusters, terms):
    """Write fields, target countries, headed texts and contacts."""
    ClusterTerm.objects.bulk_create(
        ClusterTerm(
            cluster=clusters[row["cluster"]],
            term=terms.one(row["scheme"], row["code"]),
            scope=row["scope"],
        )
        for row in tables.rows("cluster_terms")
    )
    ClusterTarget.objects.bulk_create(
        ClusterTarget(cluster=clusters[row["cluster"]], country=row["country"], scope=row["scope"])
        for row in tables.rows("cluster_targets")
    )
    ClusterStatement.objects.bulk_create(
        ClusterStatement(
            cluster=clusters[row["cluster"]],
            kind=row["kind"],
            position=int(row["position"]),
            heading=tables.both(row, "heading"),
            text=tables.both(row, "text"),
            level=row["level"],
            status=row["status"],
            call=row["call"],
        )
        for row in tables.rows("cluster_statements")
        if row["kind"] != "collaboration"  # these become links (see `standing`)
    )
    roles = TeamRole.objects.bulk_create(
        TeamRole(cluster=cluster, title=title, position=position)
        for cluster in clusters.values()
        for position, (_office, title, _visibility) in enumerate(OFFICES)
    )
    Contact.objects.bulk_create(
        Contact(
            cluster=role.cluster,
            team_role=role,
            kind=ContactKind.EMAIL,
            value=f"{OFFICES[role.position][0]}@{role.cluster.slug}.example.org",
            visibility=OFFICES[role.position][2],
        )
        for role in roles
    )


def _membership(row, clusters, organisations):
    return Membership(
        cluster=clusters[row["cluster"]],
        organisation=organisations[row["organisation"]],
        kind=row["kind"],
        status=row["status"],
        joined_on=date.fromisoformat(row["joined_on"]) if row["joined_on"] else None,
        left_on=date.fromisoformat(row["left_on"]) if row["left_on"] else None,
        agreed_at=None if row["status"] == "prospect" else timezone.now(),
    )
