"""What journeys, news, reports and supporters add to the public page of an edition."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lonja.events.models import SUPPORT, BudgetLine, EditionReport, EventKind, Leg, NewsItem

NEWEST = 3
MOST_SUPPORTERS = 30
TRAVELLING = (EventKind.STUDY_VISIT, EventKind.MISSION)


def of(edition, *, today):
    """Newest news, named supporters, and links to what there is: at most four queries."""
    news = list(NewsItem.objects.filter(edition=edition, is_public=True)[:NEWEST])
    supporters = BudgetLine.objects.filter(edition=edition, is_public=True, category__in=SUPPORT)
    return {
        "news": news,
        "supporters": list(supporters.select_related("partner").order_by("pk")[:MOST_SUPPORTERS]),
        "links": list(_links(edition, today)),
    }


def _links(edition, today):
    at = (edition.event.slug, edition.slug)
    if edition.event.kind in TRAVELLING and Leg.objects.filter(edition=edition).exists():
        yield {"label": _("Journey"), "href": reverse("events:legs", args=at)}
    if edition.ends_on < today and EditionReport.objects.filter(edition=edition, is_public=True).exists():
        yield {"label": _("Report"), "href": reverse("events:report", args=at)}
