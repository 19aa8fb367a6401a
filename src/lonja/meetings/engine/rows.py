"""From the rows of an edition to a floor, in a fixed number of queries, and from a draft back to rows."""

from datetime import UTC, datetime

from django.db.models import Q, Value

from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Absence, Participation, SessionPlace, Speaker
from lonja.meetings.engine.floor import Away, Draft, Floor, FloorRequest, FloorSlot, FloorTable, Placed
from lonja.meetings.models import (
    Meeting,
    MeetingRequest,
    PairKind,
    PairRule,
    Promise,
    Representative,
    Seat,
    Side,
    Slot,
    Table,
    Unplaced,
)

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2199, 1, 1, tzinfo=UTC)


def read_floor(edition, *, with_locks=True, only=None) -> Floor:
    """Everything the planner must know about an edition, in seven queries.

    Args:
        edition: whose rows.
        with_locks: whether locked requests are fixed; False asks what the other rules say.
        only: participation ids; the floor then holds these people and the requests among them.
    """
    comers = list(
        Participation.objects.filter(_among(only), edition=edition, state__in=EXPECTED)
        .order_by("pk")
        .values_list("pk", "arrives_at", "leaves_at", "participant_type")
    )
    slots = _slots(edition)
    people = tuple(pk for pk, *_ in comers)
    also, pairs = _who_with_whom(edition, set(people), only)
    must = {frozenset(two) for two in pairs[PairKind.MUST]}
    return Floor(
        people=people,
        slots=slots,
        tables=_tables(edition),
        requests=_requests(edition, set(people), with_locks, only, also, must),
        never=tuple(pairs[PairKind.NEVER]),
        away=(*_stays(comers), *_absences(edition, only)),
        most=edition.most_meetings,
        most_in_a_row=edition.most_in_a_row,
        day_of=days_of(slots, edition.zone_info),
        kind_of={pk: kind for pk, _, _, kind in comers},
        least=_promises(edition, comers) if only is None else {},
    )


def _promises(edition, comers):
    """{participation: meetings promised to her}; that of her type before that of all."""
    fewest = dict(Promise.objects.filter(edition=edition).values_list("participant_type", "fewest"))
    known = {pk: fewest.get(kind, fewest.get("", 0)) for pk, _, _, kind in comers}
    return {pk: count for pk, count in known.items() if count}


def _among(only, path=""):
    """Rows of these people, at the end of `path`; of all when nobody is named."""
    return Q() if only is None else Q(**{f"{path}pk__in": only})


def days_of(slots, zone_info) -> dict:
    """The number of the day, at the venue, of each slot."""
    days = {}
    return {
        slot.key: days.setdefault(slot.starts_at.astimezone(zone_info).date(), len(days)) for slot in slots
    }


def _slots(edition):
    return tuple(
        FloorSlot(slot.pk, slot.starts_at, slot.ends_at, slot.block)
        for slot in Slot.objects.filter(edition=edition).order_by("starts_at")
    )


def _tables(edition):
    facts, closed = {}, {}
    rows = Table.objects.filter(edition=edition).order_by("number", "closed_slots")
    for pk, slot, *fact in rows.values_list(
        "pk", "closed_slots", "host_id", "host__state", "label", "number", "zone_id"
    ):
        facts[pk] = fact
        closed.setdefault(pk, set()).update([slot] if slot else [])
    return tuple(
        FloorTable(pk, host if state in EXPECTED else None, frozenset(closed[pk]), label or str(number), zone)
        for pk, (host, state, label, number, zone) in facts.items()
    )


def _requests(edition, people, with_locks, only, also, must):
    rows = MeetingRequest.objects.accepted().filter(
        _among(only, "sender__"), _among(only, "recipient__"),
        edition=edition, sender__state__in=EXPECTED, recipient__state__in=EXPECTED,
    )  # fmt: skip
    return tuple(
        _locked(row, lock, must)
        if with_locks and lock[0] and people.issuperset(lock[2:])
        else FloorRequest(
            *row,
            sender_also=also.get((row[0], Side.SENDER), ()),
            recipient_also=also.get((row[0], Side.RECIPIENT), ()),
            must=frozenset(row[1:3]) in must,
        )
        for *row, lock in _with_locks(rows.order_by("pk"))
    )


def _with_locks(rows):
    """(request, sender, recipient, priority, (slot, table, sender, recipient) of its lock or all None)."""
    names = ("pk", "sender_id", "recipient_id", "priority")
    locks = ("lock__slot_id", "lock__table_id", "lock__sender_id", "lock__recipient_id")
    return [(*row[:4], row[4:]) for row in rows.values_list(*names, *locks)]


def _locked(row, lock, must):
    """A request that stays where it is, with those two who sit there."""
    slot, table, sender, recipient = lock
    return FloorRequest(
        row[0], sender, recipient, row[3], slot=slot, table=table, must=frozenset(row[1:3]) in must
    )


def _who_with_whom(edition, people, only):
    """Who else may sit, by request and side; and the pairs for which the organiser laid down a rule.

    Two kinds of rows of one shape, in one query.
    """
    representatives = Representative.objects.filter(_among(only, "participation__"), request__edition=edition)
    rules = PairRule.objects.filter(_among(only, "one__"), _among(only, "other__"), edition=edition)
    rows = (
        representatives.order_by()
        .values_list("request_id", "side", "participation_id", "pk")
        .union(rules.order_by().values_list("one_id", "kind", "other_id", "pk"), all=True)
    )
    also, pairs = {}, {PairKind.MUST: [], PairKind.NEVER: []}
    for one, word, who, _ in sorted(rows, key=lambda row: (row[3], row[1])):
        if word in pairs:
            pairs[word] += [(one, who)] if {one, who} <= people else []
        elif who in people:
            also[one, word] = (*also.get((one, word), ()), who)
    return also, pairs


def _stays(comers):
    for pk, arrives_at, leaves_at, _ in comers:
        if arrives_at:
            yield Away(pk, LONG_AGO, arrives_at, "not_here")
        if leaves_at:
            yield Away(pk, leaves_at, FAR_AHEAD, "not_here")


def _absences(edition, only):
    """Absences, and talks that somebody attends or gives, in one query."""
    coming = Q(participation__edition=edition, participation__state__in=EXPECTED)
    coming &= _among(only, "participation__")
    absences = (
        Absence.objects.filter(coming)
        .order_by()
        .values_list("participation_id", "starts_at", "ends_at", Value("absence"))
    )
    talks = (
        model.objects.filter(coming)
        .order_by()
        .values_list("participation_id", "session__starts_at", "session__ends_at", Value("talk"))
        for model in (SessionPlace, Speaker)
    )
    return sorted((Away(*row) for row in absences.union(*talks)), key=_by_time)


def _by_time(away):
    return away.starts_at, away.person, away.ends_at, away.why


def write_draft(run, draft: Draft):
    """Store what the planner made; the caller holds the transaction."""
    sitting = {one.request: (one.sender, one.recipient) for one in draft.placed}
    meetings = Meeting.objects.bulk_create(
        [
            Meeting(run=run, request_id=one.request, slot_id=one.slot, table_id=one.table)
            for one in draft.placed
        ],
        batch_size=500,
    )
    Seat.objects.bulk_create(
        [
            Seat(run=run, slot_id=meeting.slot_id, participation_id=who, meeting=meeting)
            for meeting in meetings
            for who in sitting[meeting.request_id]
        ],
        batch_size=500,
    )
    Unplaced.objects.bulk_create([_unplaced(run, one) for one in draft.missed], batch_size=500)


def placed_of(run, *, only=None) -> list[Placed]:
    """The meetings of a plan with those who sit in them, as they are stored; in one query.

    With `only`, the meetings in which one of these people sits.
    """
    seats = Seat.objects.filter(run=run).order_by("meeting_id", "pk")
    if only is not None:
        theirs = Seat.objects.filter(run=run, participation__in=only)
        seats = seats.filter(meeting__in=theirs.order_by().values("meeting"))
    rows = seats.values_list(
        "meeting__request_id", "meeting__slot_id", "meeting__table_id", "participation_id"
    )
    sitting: dict = {}
    for *where, who in rows:
        sitting.setdefault(tuple(where), []).append(who)
    return [Placed(*where, *people) for where, people in sitting.items()]


def placed_around(run, people, slots=None) -> tuple:
    """(the meetings of some people, {(slot, table): request} of all in some slots), in one query."""
    theirs = Seat.objects.filter(run=run, participation__in=people).order_by().values("meeting")
    seats = Seat.objects.filter(meeting__in=theirs).order_by()
    everybodys = Meeting.objects.filter(run=run).order_by()
    if slots is not None:
        everybodys = everybodys.filter(slot__in=slots)
    where = ("meeting__request_id", "slot_id", "meeting__table_id")
    rows = seats.values_list("pk", *where, "participation_id").union(
        everybodys.values_list(Value(0), "request_id", "slot_id", "table_id", Value(0)), all=True
    )
    taken, sitting = {}, {}
    for _seat, request, slot, table, who in sorted(rows.order_by()):
        taken[slot, table] = request
        if who:
            sitting.setdefault((request, slot, table), []).append(who)
    return [Placed(*where, *two) for where, two in sitting.items()], taken


def _unplaced(run, missed):
    detail = (
        {"change": missed.change, "slot": missed.change_slot, "who": missed.change_who}
        if missed.change
        else {}
    )
    if missed.also:
        detail["also"] = list(missed.also)
    return Unplaced(
        run=run, request_id=missed.request, reason=missed.reason, who_id=missed.who, detail=detail
    )
