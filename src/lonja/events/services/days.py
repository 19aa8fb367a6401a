"""Tell everybody who comes that an edition has other days, or another place."""

from django.db import transaction

from lonja.base import outbox
from lonja.events import mails
from lonja.events.lifecycle import EXPECTED, EditionState
from lonja.events.models import Participation
from lonja.events.services import checkins, turns

BATCH = 200


def concerns_somebody(edition):
    """Whether there is anybody who was told of the days before."""
    is_known = edition.state == EditionState.PUBLISHED
    return is_known and Participation.objects.filter(edition=edition, state__in=EXPECTED).exists()


@transaction.atomic
def tell_batch(edition, *, after, at):
    """Write to the next ones who come, each once however often this runs.

    Args:
        edition: with its days as they are now.
        after: id of the last one who was written to, or 0.
        at: when the days were changed; it numbers the entries in calendars.

    Returns:
        The id of the last one, or None when nobody is left.
    """
    if turns.hold(edition.pk) != EditionState.PUBLISHED:
        return None  # called off meanwhile: nobody is to come on any day
    rows = Participation.objects.filter(edition=edition, state__in=EXPECTED, pk__gt=after)
    rows = rows.select_related("person__user", "badge").prefetch_related("person__contacts")
    people = list(rows.order_by("pk")[:BATCH])
    checkins.give_badges(people)
    for one in people:
        one.edition = edition
    outbox.send_many(
        (mail, f"days-{edition.pk}-{at:%Y%m%d%H%M%S%f}-{one.pk}")
        for one in people
        for mail in mails.days_changed(one, at=at)
    )
    return people[-1].pk if people else None
