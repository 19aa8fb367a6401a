"""The requests of a workbook, brought into an edition, with who may sit and what is locked."""

from lonja.meetings.lifecycle import RequestState
from lonja.meetings.models import MeetingRequest, Representative, Side


def bring(edition, facts, people, brought):
    """Requests by their two people; a state only goes forward from waiting."""
    present = {
        frozenset((request.sender_id, request.recipient_id)): request
        for request in MeetingRequest.objects.standing().filter(edition=edition)
    }
    new, changed = [], []
    for fact in facts:
        sender, recipient = people[fact.sender], people[fact.recipient]
        request = present.get(frozenset((sender.pk, recipient.pk)))
        if request is None:
            new.append(
                MeetingRequest(
                    edition=edition, sender=sender, recipient=recipient, priority=fact.priority,
                    text=fact.text, state=fact.state, remote_link=fact.remote_link,
                )
            )  # fmt: skip
        elif _change_request(request, fact):
            changed.append(request)
    MeetingRequest.objects.bulk_create(new, batch_size=500)
    MeetingRequest.objects.bulk_update(changed, ["priority", "state", "remote_link"], batch_size=500)
    _representatives(edition, facts, people)
    brought.note_deed("meeting_request.imported", new, state="new")
    for state, priority in sorted({(str(one.state), one.priority) for one in changed}):
        same = [one for one in changed if (one.state, one.priority) == (state, priority)]
        brought.note_deed("meeting_request.imported", same, state=state, priority=priority)
    brought.created += len(new)
    brought.changed += len(changed)
    brought.unchanged += len(facts) - len(new) - len(changed)


def _representatives(edition, facts, people):
    """Who may sit becomes what the workbook says, for the requests that stand in it."""
    rows = MeetingRequest.objects.standing().filter(edition=edition)
    known = {frozenset((one.sender_id, one.recipient_id)): one for one in rows}
    wanted = set()
    for fact in facts:
        request = known[frozenset((people[fact.sender].pk, people[fact.recipient].pk))]
        is_turned = request.sender_id != people[fact.sender].pk
        asks, asked = (Side.RECIPIENT, Side.SENDER) if is_turned else (Side.SENDER, Side.RECIPIENT)
        wanted |= {(request.pk, str(asks), people[email].pk) for email in fact.sender_also}
        wanted |= {(request.pk, str(asked), people[email].pk) for email in fact.recipient_also}
    told = [known[frozenset((people[fact.sender].pk, people[fact.recipient].pk))].pk for fact in facts]
    present = Representative.objects.filter(request__edition=edition, request__in=told)
    have = {(one.request_id, one.side, one.participation_id): one.pk for one in present}
    Representative.objects.filter(pk__in=[pk for key, pk in have.items() if key not in wanted]).delete()
    Representative.objects.bulk_create(
        [Representative(request_id=a, side=b, participation_id=c) for a, b, c in sorted(wanted - set(have))],
        batch_size=500,
    )


def _change_request(request, fact):
    state = fact.state if request.state == RequestState.SENT else request.state
    link = fact.remote_link or request.remote_link  # one that was written here stays
    if (request.priority, request.state, request.remote_link) == (fact.priority, state, link):
        return False
    request.priority, request.state, request.remote_link = fact.priority, state, link
    return True
