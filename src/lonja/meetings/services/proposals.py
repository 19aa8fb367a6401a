"""Whoever has a free moment is offered a meeting in it, to accept or to ignore."""

from itertools import combinations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.meetings import agenda, engine, live_mails
from lonja.meetings.lifecycle import ProposalState, RequestState, next_proposal_state
from lonja.meetings.models import MeetingRequest, Proposal, Standby
from lonja.meetings.services import apart, mending

SLOTS_AHEAD = 3  # how many free moments of one person are looked at
STANDBYS_ASKED = 40
DEAREST, STANDBY = 1, 9


def propose(day, freed):
    """Offer meetings to people who became free.

    First come requests that both sides want and that found no place, then people who would like
    more meetings today; a pair is proposed once, and never again after one of them said no.

    Args:
        day: the locked day.
        freed: (participation id, slot id or None) of everybody who became free.
    """
    if day.run is None or not freed:
        return []
    people = {who for who, _slot in freed}
    standby = _standby(day)
    hall = mending.hall_around(day, people | standby.keys())
    _let_strangers_meet(day, hall, people, standby)
    made = _choose(day, hall, freed)
    Proposal.objects.bulk_create(made)
    for mail in live_mails.proposals(day.edition, made, people):
        outbox.send(mail)
    audit.record_many(None, "meeting.proposed", made)
    return made


def _standby(day):
    """Organisation by participation id of those who would like more meetings and are shown to others."""
    rows = Standby.objects.filter(
        participation__in=mending.expected_of(day.edition, is_listed=True).values("pk")
    ).order_by("joined_at")
    return dict(rows.values_list("participation_id", "participation__organisation_id")[:STANDBYS_ASKED])


def _let_strangers_meet(day, hall, people, standby):
    """Put pairs of a freed person and one on standby, or of two on standby, on the floor.

    Nobody is shown to a stranger who is not on the list, nor where she does not want to be.
    """
    shown = mending.expected_of(day.edition, is_listed=True, pk__in=people)
    organisations = dict(shown.values_list("pk", "organisation_id")) | dict(standby)
    kept = apart.pairs_apart(day.edition, organisations)
    kept |= {
        frozenset(two)
        for two in MeetingRequest.objects.standing()
        .filter(Q(sender__in=organisations) | Q(recipient__in=organisations), edition=day.edition)
        .order_by()
        .values_list("sender_id", "recipient_id")
    }
    for one, other in combinations(sorted(organisations), 2):
        strangers = organisations[one] is None or organisations[one] != organisations[other]
        if strangers and {one, other} & standby.keys() and frozenset((one, other)) not in kept:
            hall.requests[one, other] = engine.FloorRequest((one, other), one, other, STANDBY)


def _choose(day, hall, freed):
    made, done = [], _refused_pairs(day)
    for who in dict.fromkeys(who for who, _slot in freed):
        moments = [slot for one, slot in freed if one == who and slot]
        for slot in _free_slots(hall, day, who, moments):
            found = _best(hall, who, slot, done)
            if found is None:
                continue
            pair = frozenset((found.sender, found.recipient))
            done.add(pair)
            request = None if isinstance(found.request, tuple) else found.request
            made.append(
                Proposal(
                    run=day.run, request_id=request, sender_id=found.sender,
                    recipient_id=found.recipient, slot_id=slot, made_at=day.now,
                )
            )  # fmt: skip
    return made


def _refused_pairs(day):
    """Pairs that were proposed before, whatever came of it, so that nobody is asked twice."""
    rows = Proposal.objects.filter(run=day.run).exclude(state=ProposalState.PASSED)
    return {frozenset(two) for two in rows.values_list("sender_id", "recipient_id")}


def _free_slots(hall, day, who, moments):
    """The next moments in which somebody and a table are free, those that just became free first."""
    slots = [slot.key for slot in mending.coming(hall, day.now)]
    free = [
        slot
        for slot in slots
        if (who, slot) not in hall.busy and any((slot, table) not in hall.taken for table in hall.tables)
    ]
    return sorted(free, key=lambda slot: slot not in moments)[:SLOTS_AHEAD]


def _best(hall, who, slot, done):
    """The dearest meeting that she could have then, without moving anybody."""
    waiting = [
        request
        for request in hall.requests.values()
        if request.key not in hall.placed
        and who in (request.sender, request.recipient)
        and frozenset((request.sender, request.recipient)) not in done
        and {request.sender, request.recipient} <= hall.people
    ]
    for request in sorted(waiting, key=lambda one: (one.priority, str(one.key))):
        placed = mending.place_at(hall, request.key, slot)
        if placed is not None:
            return placed
    return None


def matches(edition, run, *, now, people):
    """What could be proposed now to some people who are free, without proposing it."""
    day = mending.Day(edition, run, now)
    standby = _standby(day)
    hall = mending.hall_around(day, set(people) | standby.keys())
    _let_strangers_meet(day, hall, set(people), standby)
    return _choose(day, hall, [(who, None) for who in people])


@transaction.atomic
def accept(proposal, *, actor, now):
    """Seat the two at a free table.

    Whoever accepts first does so for both: both wanted the meeting, or had asked for more meetings.

    Raises:
        Refused: when its time has come, or one of the two or every table is taken meanwhile.
    """
    day = mending.locked_day(proposal.run.edition, now=now)
    proposal = Proposal.objects.select_related("slot", "run").get(pk=proposal.pk)
    state = next_proposal_state("accept", proposal.state)
    if day.run is None or proposal.run_id != day.run.pk or proposal.slot.starts_at <= now:
        raise Refused(_("The time of this proposal has come, so it can no longer be accepted."))
    two = [proposal.sender_id, proposal.recipient_id]
    hall = mending.hall_around(day, two)
    key = proposal.request_id or tuple(two)
    if proposal.request_id is None:
        hall.requests[key] = engine.FloorRequest(key, *two, STANDBY)
    placed = mending.place_at(hall, key, proposal.slot_id) if key in hall.requests else None
    if placed is None or not set(two) <= hall.people:
        raise Refused(
            _("Meanwhile one of you has something else then, or every table is taken."),
            remedy=_("Look at your page again: another proposal may wait there."),
        )
    day.before = agenda.entries_of_all(day.edition, day.run, only=[placed.sender, placed.recipient])
    meeting = mending.seat_new(day, _with_request(proposal, placed, now))
    proposal.state, proposal.answered_by = state, actor
    proposal.request_id = meeting.request_id
    proposal.save(update_fields=["state", "answered_by", "request"])
    _pass_by(day, [placed.sender, placed.recipient], proposal.slot_id)
    mending.tell(day)
    audit.record(actor, "proposal.accepted", proposal, meeting=meeting.pk, version=day.run.version)
    return meeting


def _with_request(proposal, placed, now):
    """The meeting of a request; two who had none have one now, accepted."""
    if proposal.request_id:
        return placed
    request = MeetingRequest.objects.create(
        edition_id=proposal.run.edition_id, sender_id=placed.sender, recipient_id=placed.recipient,
        state=RequestState.ACCEPTED, sent_at=now, answered_at=now,
    )  # fmt: skip
    return engine.Placed(request.pk, placed.slot, placed.table, placed.sender, placed.recipient)


def _pass_by(day, people, slot):
    """What else was proposed to these two at that time has passed."""
    rows = Proposal.objects.filter(run=day.run, slot=slot, state=ProposalState.OPEN)
    rows.filter(Q(sender__in=people) | Q(recipient__in=people)).update(state=ProposalState.PASSED)


def take_back(day, freed, *, made_at):
    """Close what was proposed to some people when they became free: they are not free any more."""
    rows = Proposal.objects.filter(run=day.run, made_at=made_at, state=ProposalState.OPEN)
    passed = list(rows.filter(Q(sender__in=freed) | Q(recipient__in=freed)).order_by("pk"))
    Proposal.objects.filter(pk__in=[one.pk for one in passed]).update(state=ProposalState.PASSED)
    for mail in live_mails.proposals_passed(day.edition, passed, freed):
        outbox.send(mail)
    audit.record_many(None, "proposal.passed", passed)


@transaction.atomic
def ignore(proposal, *, actor):
    """Leave a proposal be; the pair is not proposed again."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    proposal.state, proposal.answered_by = next_proposal_state("ignore", proposal.state), actor
    proposal.save(update_fields=["state", "answered_by"])
    audit.record(actor, "proposal.ignored", proposal)
    return proposal


@transaction.atomic
def join_standby(participation, *, actor, now):
    """Note that somebody would like more meetings today, and see whether there is one at once.

    Raises:
        Refused: when she does not take part (any more).
    """
    day = mending.locked_day(participation.edition, now=now)
    if not mending.expected_of(day.edition, pk=participation.pk).exists():
        raise Refused(_("Only those who take part can ask for more meetings."))
    row, is_new = Standby.objects.get_or_create(participation=participation, defaults={"joined_at": now})
    if is_new:
        propose(day, [(participation.pk, None)])
        audit.record(actor, "standby.joined", row)
    return row


@transaction.atomic
def leave_standby(participation, *, actor):
    """Note that somebody has enough meetings."""
    for row in Standby.objects.filter(participation=participation):
        audit.record(actor, "standby.left", row)
        row.delete()


@transaction.atomic
def offer(edition, *, people, actor, now):
    """Propose meetings to people who are free, at the organiser's word."""
    day = mending.locked_day(edition, now=now)
    made = propose(day, [(who, None) for who in people])
    audit.record(actor, "edition.meetings_offered", day.edition, count=len(made))
    return made
