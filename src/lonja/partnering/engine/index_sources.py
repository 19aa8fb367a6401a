"""What can be found from the first day: organisations, clusters, people, offers and needs."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.algorithms.relevance import Kind
from lonja.base.texts import worded
from lonja.directory import policies as directory
from lonja.directory.models import Cluster, Organisation, Person
from lonja.directory.places import country_name, folded
from lonja.partnering import policies
from lonja.partnering.engine.index import Document, Shown, Source, source
from lonja.partnering.lifecycle import OpportunityState
from lonja.partnering.models import NEEDS, OFFERS, Opportunity

TECHNOLOGIES, SECTORS = "een_technologies", "sectoral_industries"
FACETED = {TECHNOLOGIES: "technology", SECTORS: "sector", "een_markets": "market"}


# Lists that say what something is about. Sizes, goals and kinds of agreement say how, and join nobody.
TOPICAL = {
    *("een_technologies", "een_markets", "een_sector_groups", "sectoral_industries", "emerging_industries"),
    *("s3_priorities", "nace", "kets", "industrial_ecosystems", "horizon_clusters", "local_industries"),
}


def described(rows):
    """Rows with their terms, and the terms' lists, at hand."""
    return rows.prefetch_related("described_by__term")


def coded(terms):
    """Codes with their lists, the values of the groups of choices, and the labels by language."""
    terms = [term for term in terms if term.scheme_id in TOPICAL]
    concepts = tuple(sorted(f"{term.scheme_id}:{term.code}" for term in terms))
    facets = {}
    for term in terms:
        if term.scheme_id in FACETED:
            facets.setdefault(FACETED[term.scheme_id], []).append(term.code)
    labels = {
        language: ". ".join(term.labels[language] for term in terms if term.labels.get(language))
        for language in ("en", "es")
    }
    return concepts, {name: tuple(sorted(codes)) for name, codes in facets.items()}, labels


def written(headline, bodies, labels, *, names=""):
    """Language to (headline, body), for each language in which something was written.

    The labels of the codes are part of the body: who chose “Smart grids” is found by these
    words though she never wrote them. So are the names, for those who ask by name and trade.
    """
    languages = {code for texts in (headline, *bodies) for code, text in texts.items() if text.strip()}
    languages = languages or ({"en", "es"} if any(labels.values()) else set())
    return {
        code: (
            headline.get(code, ""),
            "\n".join(
                part
                for part in (*(texts.get(code, "") for texts in bodies), labels.get(code, ""), names)
                if part
            ),
        )
        for code in sorted(languages)
    }


def narrowed(**values):
    """Groups of choices with the empty ones left out."""
    return {name: (value,) for name, value in values.items() if value}


def organisations(rows):
    """The documents of organisations."""
    for row in described(rows.select_related("actor_type", "region")):
        concepts, facets, labels = coded([link.term for link in row.described_by.all()])
        names = " · ".join(filter(None, [row.name, row.short_name]))
        yield Document(
            row.pk,
            (f"organisation:{row.pk}",),
            Kind.PROFILE,
            {
                "": (names, row.city),
                **written(row.summary, [row.description], labels, names=f"{names} · {row.city}"),
            },
            concepts,
            facets
            | narrowed(
                country=row.country, actor=row.actor_type.code if row.actor_type else "", size=row.size
            ),
            row.region.code if row.region else row.country,
            row.sort_name,
            row.created_at.timestamp(),
            row.is_public,
        )


def clusters(rows):
    """The documents of clusters, with the headed texts of their profiles."""
    rows = described(rows.select_related("region")).prefetch_related("statements")
    for row in rows:
        concepts, facets, labels = coded([link.term for link in row.described_by.all()])
        parts = [text for each in row.statements.all() for text in (each.heading, each.text)]
        names = " · ".join(filter(None, [row.name, row.acronym]))
        yield Document(
            row.pk,
            (f"cluster:{row.pk}",),
            Kind.PROFILE,
            {
                "": (names, row.city),
                **written(
                    row.summary,
                    [row.mission, row.description, row.strategy, *parts],
                    labels,
                    names=f"{names} · {row.city}",
                ),
            },
            concepts,
            facets | narrowed(country=row.country),
            row.region.code if row.region else row.country,
            row.sort_name,
            row.created_at.timestamp(),
            row.is_public,
        )


def persons(rows):
    """The documents of people; those who did not choose to be found are for themselves alone."""
    for row in rows:
        yield Document(
            row.pk,
            (f"person:{row.pk}",),
            Kind.PROFILE,
            {"": (row.name, ""), **written(row.headline, [row.bio], {})},
            name=row.sort_name,
            made_at=row.created_at.timestamp(),
            is_public=row.is_public,
        )


def opportunities(kind, name):
    """From rows to documents of offers, or of needs."""

    def read(rows):
        for row in described(rows.select_related("organisation")):
            concepts, facets, labels = coded([link.term for link in row.described_by.all()])
            # Whoever is anonymous, or not public, must not be found through what she offers.
            named = not row.is_anonymous and row.organisation.is_public
            thing = f"{name}:{row.pk}"
            bodies = [row.summary, row.description, row.advantages, row.technical, row.partner_role]
            yield Document(
                row.pk,
                (thing, f"organisation:{row.organisation_id}") if named else (thing,),
                kind,
                written(row.title, bodies, labels),
                concepts,
                facets | narrowed(country=row.country, type=row.kind),
                row.country,
                folded(worded(row.title).text),
                (row.published_at or row.created_at).timestamp(),
                row.state == OpportunityState.PUBLISHED,
            )

    return read


def show_organisations(rows, actor):
    """Organisations as a list shows them."""
    return {
        row.pk: Shown(
            row.name,
            row.get_absolute_url(),
            _("Organisation"),
            tuple(filter(None, [str(row.actor_type or ""), row.city, where(row.country)])),
            state="" if row.is_public else _("Private"),
        )
        for row in rows.select_related("actor_type")
    }


def show_clusters(rows, actor):
    """Clusters as a list shows them."""
    return {
        row.pk: Shown(
            row.name,
            row.get_absolute_url(),
            _("Cluster"),
            tuple(filter(None, [row.city, where(row.country)])),
            state="" if row.is_public else _("Private"),
        )
        for row in rows
    }


def show_persons(rows, actor):
    """People as a list shows them."""
    return {
        row.pk: Shown(
            row.name, row.get_absolute_url(), _("Person"), state="" if row.is_public else _("Private")
        )
        for row in rows
    }


def show_opportunities(rows, actor):
    """Offers or needs as a list shows them: whose they are, only to those who may know."""
    named = policies.opportunities.scope(actor, "identify").filter(pk=OuterRef("pk"))
    found = {}
    for row in rows.select_related("organisation").annotate(is_named=Exists(named)):
        title = worded(row.title)
        found[row.pk] = Shown(
            title.text or row.reference,
            row.get_absolute_url(),
            row.get_kind_display(),
            tuple(
                filter(
                    None,
                    [row.organisation.name if row.is_named else _("Anonymous"), where(row.country)],
                )
            ),
            language=title.language if title.is_fallback else "",
            state="" if row.state == OpportunityState.PUBLISHED else row.get_state_display(),
        )
    return found


def where(country):
    """The name of a country in the reader's language."""
    return country_name(country) if country else ""


def of_kinds(kinds):
    """All offers, or all needs."""
    return lambda: Opportunity.objects.filter(kind__in=kinds)


def seen_of_kinds(kinds):
    """From an actor to the offers, or the needs, that she may see."""
    return lambda actor: policies.opportunities.scope(actor).filter(kind__in=kinds)


def is_public():
    """Rows that say so themselves."""
    return Q(is_public=True)


def is_published():
    """Offers and needs that everybody may read."""
    return Q(state=OpportunityState.PUBLISHED)


source(
    Source(
        "organisation",
        gettext_lazy("Organisations"),
        Organisation.objects.all,
        is_public,
        lambda actor: directory.organisations.scope(actor),
        organisations,
        show_organisations,
    )
)
source(
    Source(
        "cluster",
        gettext_lazy("Clusters"),
        Cluster.objects.all,
        is_public,
        lambda actor: directory.clusters.scope(actor),
        clusters,
        show_clusters,
    )
)
source(
    Source(
        "person",
        gettext_lazy("People"),
        Person.objects.all,
        is_public,
        lambda actor: directory.persons.scope(actor),
        persons,
        show_persons,
    )
)
for _kinds, _kind, _name, _label in (
    (OFFERS, Kind.OFFER, "offer", gettext_lazy("Offers")),
    (NEEDS, Kind.NEED, "need", gettext_lazy("Needs")),
):
    source(
        Source(
            _name,
            _label,
            of_kinds(_kinds),
            is_published,
            seen_of_kinds(_kinds),
            opportunities(_kind, _name),
            show_opportunities,
            also=("state", "kind", "is_anonymous", "organisation__is_public"),
        )
    )
