"""The wish list of the demo: limits, languages, drafts, pairs of the organiser, reasons for declining."""

from lonja.meetings.lifecycle import STANDING, RequestState
from lonja.meetings.models import (
    DeclineReason,
    MeetingRequest,
    PairKind,
    PairRule,
    Presence,
    Priority,
    RequestRules,
)

DRAFTS = 3
LANGUAGES = (["es", "en"], ["es"], ["es", "en", "fr"], ["es", "pt"], ["es", "en"])
LIMITS = {"most_per_person": 8, "most_per_organisation": 20, "answer_days": 30, "remind_days": 3}


def write(edition, *, sought):
    """Lay down the limits of an edition that is coming, and let somebody keep a few drafts.

    Args:
        sought: whose wish list it is.
    """
    RequestRules.objects.create(edition=edition, **LIMITS)
    people = list(edition.participations.expected().select_related("person").order_by("pk"))
    Presence.objects.bulk_create(
        Presence(participation=one, languages=LANGUAGES[number % len(LANGUAGES)])
        for number, one in enumerate(people)
    )
    _give_reasons(edition)
    her = next(one for one in people if one.person == sought)
    free = _without_request(edition, her, people)
    MeetingRequest.objects.bulk_create(
        MeetingRequest(edition=edition, sender=her, recipient=one, priority=priority, text="")
        for one, priority in zip(free[:DRAFTS], Priority.values)
    )
    one, other = free[DRAFTS : DRAFTS + 2]
    PairRule.objects.create(
        edition=edition, one=one, other=other, kind=PairKind.NEVER, reason="A dispute about a patent."
    )


def _give_reasons(edition):
    """Those who declined have said why."""
    rows = list(edition.meeting_requests.filter(state=RequestState.DECLINED).order_by("pk"))
    for number, row in enumerate(rows):
        row.decline_reason = DeclineReason.values[number % 5]
    MeetingRequest.objects.bulk_update(rows, ["decline_reason"])


def _without_request(edition, her, people):
    """People of other houses who have no request with her, nor stand in her way."""
    rows = MeetingRequest.objects.of(her).filter(state__in=STANDING)
    taken = {pk for two in rows.values_list("sender", "recipient") for pk in two}
    asked = set(edition.meeting_requests.values_list("sender_id", "recipient_id"))
    free = [
        one
        for one in people
        if one.pk not in taken and one.is_listed and one.organisation_id != her.organisation_id
    ]
    first, second = next(
        (a, b)
        for a in reversed(free)
        for b in free
        if a != b and (a.pk, b.pk) not in asked and (b.pk, a.pk) not in asked
    )
    others = [one for one in free if one not in (first, second)]
    return [*others[:DRAFTS], first, second]
