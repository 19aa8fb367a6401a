"""Words about rows of partnering."""

from django.db.models import Q, QuerySet

from lonja.directory.places import folded


class OpportunityQuerySet(QuerySet):
    """Words about offers and needs."""

    def published(self):
        return self.filter(state="PUBLISHED")

    def open_on(self, day):
        """Published, and open for interest on that day."""
        return (
            self.published()
            .filter(open_for_interest=True, expires_on__gte=day)
            .filter(Q(interest_until__isnull=True) | Q(interest_until__gte=day))
        )

    def matching(self, text):
        """Rows that hold every word of `text`, whatever its accents and capitals."""
        rows = self
        for word in folded(text).split()[:12]:
            rows = rows.filter(search_text__contains=word)
        return rows

    def for_card(self):
        """What a line of a list shows."""
        return self.select_related("organisation", "stage").prefetch_related("described_by__term")


class InterestQuerySet(QuerySet):
    """Words about interests."""

    def waiting(self):
        return self.filter(state__in=["sent", "seen"])

    def opened(self):
        """Interests whose two sides know each other."""
        return self.filter(state__in=["accepted", "talks", "agreement", "closed"])

    def for_card(self):
        """What a line of a list shows."""
        return self.select_related("opportunity__organisation", "organisation", "sender")
