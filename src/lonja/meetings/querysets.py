"""Words about slots, requests, plans and meetings."""

from django.db.models import Manager, Prefetch, Q, QuerySet

from lonja.meetings.lifecycle import HOLDING, STANDING, MeetingState, RequestState


class RequestQuerySet(QuerySet):
    """Words about meeting requests."""

    def accepted(self):
        """Requests that both sides want: the ones a plan places."""
        return self.filter(state=RequestState.ACCEPTED)

    def standing(self):
        """Requests that rule out a second one between the same two people."""
        return self.filter(state__in=STANDING)

    def open(self):
        """Drafts, and requests that stand."""
        return self.filter(state__in=[RequestState.DRAFT, *STANDING])

    def between(self, one, other):
        """Requests of two participants, whoever asked."""
        return self.filter(Q(sender=one, recipient=other) | Q(sender=other, recipient=one))

    def of(self, participation):
        """Requests that a participant sent or received."""
        return self.filter(Q(sender=participation) | Q(recipient=participation))

    def with_parties(self):
        """With both people and their organisations."""
        return self.select_related(
            "sender__person", "sender__organisation", "recipient__person", "recipient__organisation"
        )


class PlanQuerySet(QuerySet):
    """Words about plans."""

    def published(self):
        """The plan that holds, be it provisional or final."""
        return self.filter(state__in=HOLDING)

    def newest_first(self):
        """By number, the newest first."""
        return self.order_by("-number")


class MeetingQuerySet(QuerySet):
    """Words about meetings."""

    def published(self):
        """Meetings of plans that hold."""
        return self.filter(run__state__in=HOLDING)

    def standing(self):
        """Meetings that take a slot and a table: all but the cancelled ones."""
        return self.exclude(state=MeetingState.CANCELLED)

    def for_agenda(self, *also):
        """By time, with everything that an agenda shows; `also` are further paths from a seat."""
        seats = self.model.seats.rel.related_model.objects.select_related(
            "participation__person", "participation__organisation", *also
        )
        return (
            self.select_related("slot", "table__zone", "request")
            .prefetch_related(Prefetch("seats", seats.order_by("pk")))
            .order_by("slot__starts_at", "table__number")
        )


class StandingMeetings(Manager.from_queryset(MeetingQuerySet)):
    """Meetings as everybody asks for them: cancelled ones are history."""

    def get_queryset(self):
        return super().get_queryset().standing()
