"""The requests of a workbook, brought into an edition, with who may sit and what is locked."""

from django.utils.translation import gettext as _

from lonja.base.errors import Refused
from lonja.meetings.lifecycle import RequestState
from lonja.meetings.models import Lock, MeetingRequest, Representative, Side, Slot, Table
from lonja.meetings.services import locks


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


def fix(edition, facts, people, brought, *, actor, now):
    """Lock the meetings that the workbook fixes; what is locked and does not stand there stays locked."""
    fixed = [fact for fact in facts if fact.fixed_at and fact.state == RequestState.ACCEPTED]
    for fact in fixed:
        if fact.fixed_table is None:
            said = _("A meeting is locked at a time and a table: write its table too.")
            brought.problems.add(said, sheet=_("Requests"), row=fact.rows[0], column=_("Fixed table"))
    rows = MeetingRequest.objects.standing().filter(edition=edition) if fixed else ()
    standing = {frozenset((one.sender_id, one.recipient_id)): one for one in rows}
    found = [
        (fact, standing[frozenset((people[fact.sender].pk, people[fact.recipient].pk))]) for fact in fixed
    ]
    for fact, request in found:
        if request.state != RequestState.ACCEPTED:  # answered here since the workbook was written
            said = _("The two do not meet any more: this request is no longer accepted. Take its time away.")
            brought.problems.add(said, sheet=_("Requests"), row=fact.rows[0], column=_("Fixed at"))
    if brought.problems or not fixed:
        return
    wanted = _locks(edition, found, actor, now)
    known = {one.request_id: one for one in Lock.objects.filter(edition=edition)}
    new = [one for one in wanted if not _is_same(one, known.get(one.request_id))]
    Lock.objects.filter(request__in=[one.request_id for one in new]).delete()
    _keep(edition, new, brought)
    for one in new:
        brought.count("changed" if one.request_id in known else "new")
    brought.note_deed("meetings.locked", [edition] if new else [], count=len(new))


def _locks(edition, found, actor, now):
    slots = dict(Slot.objects.filter(edition=edition).values_list("starts_at", "pk"))
    tables = dict(Table.objects.filter(edition=edition).values_list("number", "pk"))
    for fact, request in found:
        yield Lock(
            edition=edition, request=request, slot_id=slots[fact.fixed_at],
            table_id=tables[fact.fixed_table], sender_id=request.sender_id,
            recipient_id=request.recipient_id, locked_at=now, locked_by=actor,
        )  # fmt: skip


def _is_same(one, known):
    return known is not None and (one.slot_id, one.table_id) == (known.slot_id, known.table_id)


def _keep(edition, new, brought):
    """Write locks, unless two stand at one place or they contradict the rest."""
    places = [(one.slot_id, one.table_id) for one in new]
    taken = {(one.slot_id, one.table_id) for one in Lock.objects.filter(edition=edition)}
    if len({*places}) < len(places) or taken.intersection(places):
        said = _("Another meeting is locked at the same table at the same time.")
        brought.problems.add(said, sheet=_("Requests"), column=_("Fixed at"))
        return
    Lock.objects.bulk_create(new, batch_size=500)
    try:
        locks.refuse_contradictions(edition)
    except Refused as refused:
        brought.problems.add(refused.sentence, sheet=_("Requests"), column=_("Fixed at"))
