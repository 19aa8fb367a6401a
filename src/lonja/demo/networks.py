"""Stages, portfolio and networks of the demo's clusters."""

from lonja.base import audit, files
from lonja.demo import tables
from lonja.directory.models import (
    ClusterStage,
    Network,
    NetworkKind,
    NetworkParty,
    PartyRole,
    PartyState,
    Promotion,
)

CITY = "ayuntamiento-de-madrid"


def write(clusters, organisations, terms):
    """Write how Madrid's clusters came into being, that the city stands behind them, and two networks."""
    stages = _stages(clusters, terms)
    promoted = [cluster for cluster in clusters.values() if cluster.promoter_id]
    Promotion.objects.bulk_create(
        Promotion(cluster=cluster, organisation_id=cluster.promoter_id) for cluster in promoted
    )
    networks = _networks(clusters, organisations)
    audit.record_many(None, "cluster.stage_reached", stages, source="demo")
    audit.record_many(None, "network.created", networks, source="demo")


def _stages(clusters, terms):
    """One line for each stage; those that are over have a document."""
    made, positions = [], {}
    for row in tables.rows("cluster_stages"):
        cluster = clusters[row["cluster"]]
        positions[cluster.pk] = positions.get(cluster.pk, 0) + 1
        made.append(
            ClusterStage(
                cluster=cluster,
                position=positions[cluster.pk],
                stage=terms.one("lifecycle_stages", row["stage"]),
                reached_on=row["reached_on"],
                reached_on_precision=row["precision"],
                responsible=row["responsible"],
                evidence=_document(cluster, row["evidence_en"]) if row["evidence_en"] else None,
                evidence_note=row["evidence_en"],
            )
        )
    return ClusterStage.objects.bulk_create(made)


def _document(cluster, title):
    """A page that stands for the real document."""
    return files.keep(
        _one_page(f"{cluster.name}: {title}"), name=f"{title}.pdf".lower().replace(" ", "-"), kind="evidence"
    )


def _one_page(text):
    """The smallest PDF that shows one line of text."""
    line = (
        text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    )
    stream = b"BT /F1 14 Tf 72 760 Td (" + line + b") Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return content + end % (table, len(content))


def _networks(clusters, organisations):
    """A consortium around a foundation, and the clusters of one city."""
    innosmart = Network.objects.create(
        slug="smart-specialisation-consortium",
        name="Consortium for smart specialisation",
        kind=NetworkKind.CONSORTIUM,
        summary={
            "en": "A foundation and four clusters of Madrid work on projects of several regions.",
            "es": "Una fundación y cuatro clústeres de Madrid trabajan en proyectos de varias regiones.",
        },
        lead_organisation=organisations["madrimasd"],
        is_public=True,
    )
    four = (
        "madrid-biocluster",
        "madrid-renewable-energy",
        "madrid-ict-audiovisual",
        "madrid-spanish-platform",
    )
    parties = [
        NetworkParty(
            network=innosmart, cluster=clusters[slug], role=PartyRole.PARTNER, state=PartyState.CONFIRMED
        )
        for slug in four
    ]
    city = Network.objects.create(
        slug="clusters-of-the-city",
        name="Clusters of the city of Madrid",
        summary={
            "en": "Five clusters in strategic sectors, which work together and with the rest of the city.",
            "es": "Cinco clústeres de sectores estratégicos que colaboran entre sí y con la ciudad.",
        },
        lead_organisation=organisations[CITY],
        is_public=True,
    )
    for cluster in clusters.values():
        if cluster.promoter_id == organisations[CITY].pk:
            state = PartyState.NAMED if cluster.slug == "madrid-circular-economy" else PartyState.CONFIRMED
            parties.append(NetworkParty(network=city, cluster=cluster, role=PartyRole.MEMBER, state=state))
    NetworkParty.objects.bulk_create(parties)
    return [innosmart, city]
