"""Words about events, editions and the people who take part."""

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from lonja.directory.places import folded
from lonja.events.lifecycle import EXPECTED, KNOWN, EditionState

MOST_WORDS = 8  # further words of a search are not looked at
TOOK_PLACE = ("planned", "held")  # or shall; to the others nobody came, or they were cancelled


class EventQuerySet(QuerySet):
    """Words about series of events."""

    def for_card(self):
        """With organisers and the day of the newest edition."""
        return self.select_related("organiser_organisation", "organiser_cluster").annotate(
            newest_on=Max("editions__starts_on")
        )


class EditionQuerySet(QuerySet):
    """Words about editions."""

    def public(self):
        """Editions that everybody may see."""
        return self.filter(
            state__in=KNOWN,
            event__is_public=True,
            event__vetted_at__isnull=False,
        )

    def coming(self, today):
        """Editions that are not over on this day, the next one first."""
        return self.filter(ends_on__gte=today).order_by("starts_on", "pk")

    def taking_place(self):
        """All but those that were called off."""
        return self.exclude(state=EditionState.CALLED_OFF)

    def over(self, today):
        """Editions that are over on this day, the latest first."""
        return self.filter(ends_on__lt=today).order_by("-starts_on", "pk")

    def for_card(self):
        """With everything that one card shows."""
        return self.select_related(
            "event", "event__organiser_organisation", "event__organiser_cluster"
        ).with_figures()

    def with_figures(self):
        """With the counts of organisations and people who are expected, and of published meetings."""
        expected = Q(participations__state__in=EXPECTED)
        return self.annotate(
            counted_people=_counted(self.model, Count("participations", filter=expected)),
            counted_organisations=_counted(
                self.model, Count("participations__organisation", filter=expected, distinct=True)
            ),
            counted_meetings=_counted(
                self.model,
                Count(
                    "plan_runs__meetings",
                    filter=Q(plan_runs__state="published", plan_runs__meetings__state__in=TOOK_PLACE),
                ),
            ),
        )


def _counted(model, count):
    """A count in a subquery of its own: two joins in one query would multiply their rows."""
    rows = model._base_manager.filter(pk=OuterRef("pk")).values("pk").annotate(found=count)
    return Subquery(rows.values("found"))


class ParticipationQuerySet(QuerySet):
    """Words about participants."""

    def expected(self):
        """Those who come, confirmed or not yet."""
        return self.filter(state__in=EXPECTED)

    def named(self, text):
        """Those who have every word of a text in their name or in that of their organisation."""
        found = self
        for word in folded(text).split()[:MOST_WORDS]:
            found = found.filter(
                Q(person__sort_name__contains=word) | Q(organisation__sort_name__contains=word)
            )
        return found

    def for_list(self):
        """With the person and the organisation, by name."""
        return self.select_related("person", "organisation").order_by(
            "organisation__sort_name", "person__sort_name", "pk"
        )


class SessionQuerySet(QuerySet):
    """Words about talks."""

    def in_order(self):
        """By time, then room, with who speaks."""
        rows = self.select_related("zone").prefetch_related("speakers")
        return rows.order_by("starts_at", "room", "pk")
