"""What journeys, news, reports and supporters add to the public page of an edition."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from lonja.events import journeys
from lonja.events.models import SUPPORT, BudgetLine, Edition, EditionReport, Leg, NewsItem

NEWEST = 3
MOST_SUPPORTERS = 30


def of(edition, *, verbs, today):
    """Newest news, named supporters, stops, and links to what this reader finds: four queries at most."""
    news = NewsItem.objects.filter(edition=edition, is_public=True)
    supporters = BudgetLine.objects.filter(edition=edition, is_public=True, category__in=SUPPORT)
    return {
        "news": list(news[:NEWEST]),
        "stops": _stops(edition) if edition.event.travels else [],
        "supporters": list(supporters.select_related("partner").order_by("pk")[:MOST_SUPPORTERS]),
        "links": [
            {"label": label, "href": reverse(f"events:{name}", args=[edition.event.slug, edition.slug])}
            for label, name in _links(edition, verbs, today)
        ],
    }


def _stops(edition):
    """Where a journey leads: the day, and what stands there, at what hours by the clock of the place."""
    legs = Leg.objects.filter(edition=edition).select_related("host_cluster", "host_organisation")
    return [
        {"label": stop["day"], "value": " · ".join((stop["title"], stop["hours"], stop["place"]))}
        for stop in journeys.stops(legs)
    ]


def _links(edition, verbs, today):
    has_legs, has_report = _there(edition, today)
    organises, travels = "organise" in verbs, edition.event.travels
    if has_legs or (organises and travels):
        yield _("Journey"), "legs"
    if organises and travels:
        yield _("Delegations"), "delegations"
    if organises or ("attend" in verbs and edition.starts_on <= today):
        yield _("Outputs"), "outputs"
    if has_report:
        yield _("Report"), "report"
    if organises:
        yield _("News"), "news"
        yield _("Budget"), "budget"
        yield _("Staff and volunteers"), "team"


def _there(edition, today):
    """Whether there are legs, and a report that all may read; only looked for where there may be some."""
    travels = edition.event.travels
    if not travels and edition.ends_on >= today:
        return False, False
    legs = Leg.objects.filter(edition=OuterRef("pk"))
    reports = EditionReport.objects.filter(edition=OuterRef("pk"), is_public=True)
    return Edition.objects.filter(pk=edition.pk).values_list(Exists(legs), Exists(reports)).get()
