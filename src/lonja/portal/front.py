"""What the front page tells: public facts for everybody, and one's own next event."""

from django.contrib.auth.models import AnonymousUser

from lonja.directory import policies as directory
from lonja.events import policies as events
from lonja.events import presenting

FEATURED_CLUSTERS = 6
SHOWN_EDITIONS = 4


def front_page(actor, today):
    """The figures, editions and clusters of the front page; `today` is a date."""
    everybody = AnonymousUser()
    editions = events.editions.scope(everybody)
    coming = list(editions.taking_place().coming(today).for_card()[:SHOWN_EDITIONS])
    return {
        "figures": figures(everybody),
        "coming": coming,
        "over": editions.taking_place().over(today).for_card()[: SHOWN_EDITIONS - len(coming)],
        "clusters": directory.clusters.scope(everybody)
        .for_card()
        .order_by("-registered_members", "name")[:FEATURED_CLUSTERS],
        "own": own_editions(actor, today),
    }


def figures(actor):
    """How large the ecosystem is, as far as `actor` may see it."""
    organisations = directory.organisations.scope(actor)
    editions = events.editions.scope(actor).with_figures()
    return {
        "organisations": organisations.count(),
        "countries": organisations.exclude(country="").values("country").distinct().count(),
        "clusters": directory.clusters.scope(actor).count(),
        "meetings": sum(presenting.figures(edition)[2] for edition in editions),
    }


def own_editions(actor, today):
    """Editions at which `actor` is expected, the next one first."""
    return events.editions.scope(actor, "attend").taking_place().coming(today).select_related("event")[:2]
