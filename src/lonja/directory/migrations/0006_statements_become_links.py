"""What a profile said in a headed text about other clusters becomes a link that they can confirm."""

from django.db import migrations

KIND = "collaboration"


def statements_to_links(apps, schema_editor):
    """Each headed text becomes a claim: of a public cluster of that name, else of the name."""
    cluster_model = apps.get_model("directory", "Cluster")
    link_model = apps.get_model("directory", "ClusterLink")
    statements = apps.get_model("directory", "ClusterStatement").objects.filter(kind=KIND)
    converted = []
    for statement in statements.order_by("cluster_id", "position", "pk"):
        name = _plain(statement.heading)
        if not name:
            continue
        link = link_model(cluster_id=statement.cluster_id, other_name=name, kind=KIND)
        link.note, link.website = statement.text, statement.website
        folded = link_model._meta.get_field("sort_name").pre_save(link, True)
        found = list(cluster_model.objects.filter(sort_name=folded, is_public=True)[:2])
        if len(found) == 1 and found[0].pk != statement.cluster_id:
            link.other = found[0]
        taken = link_model.objects.filter(cluster_id=link.cluster_id, kind=KIND)
        taken = taken.filter(other=link.other) if link.other else taken.filter(sort_name=folded, other=None)
        if not taken.exists():
            link.save()
            converted.append(statement.pk)
    statements.filter(pk__in=converted).delete()


def links_to_statements(apps, schema_editor):
    """Back again: each claim becomes a headed text."""
    statement_model = apps.get_model("directory", "ClusterStatement")
    links = apps.get_model("directory", "ClusterLink").objects.filter(kind=KIND).exclude(state="ended")
    for position, link in enumerate(links.order_by("cluster_id", "pk"), start=1):
        statement_model.objects.create(
            cluster_id=link.cluster_id,
            kind=KIND,
            position=position % 30_000,
            heading={"en": link.other_name},
            text=link.note,
            website=link.website,
        )


def _plain(heading):
    texts = [text.strip() for text in (heading.get("en", ""), *heading.values()) if text and text.strip()]
    return texts[0][:200] if texts else ""


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_links_between_clusters")]

    operations = [migrations.RunPython(statements_to_links, links_to_statements)]
