"""The meetings of a plan on their floor, and what stands in the way of putting one somewhere.

The board asks it before a meeting is dropped, the service before it is moved: one set of rules.
"""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from itertools import product

from lonja.meetings.engine.floor import Floor, Placed


@dataclass(frozen=True, slots=True)
class Conflict:
    """One rule that a place would break, by key; `obstacles` makes the sentence.

    Attributes:
        rule: its name.
        who: the person concerned.
        other: the request whose meeting is in the way.
        slot: where something is fixed.
        table: where something is fixed, or the table concerned.
        count: the number that the rule allows.
    """

    rule: str
    who: Hashable = None
    other: Hashable = None
    slot: Hashable = None
    table: Hashable = None
    count: int = 0


class Hall:
    """A plan that meetings are put into and taken out of, by hand."""

    def __init__(self, floor: Floor, placed):
        """Take over the meetings as they stand, whether or not they still keep the rules."""
        self.floor = floor
        self.requests = {request.key: request for request in floor.requests}
        self.slots = {slot.key: slot for slot in floor.slots}
        self.tables = {table.key: table for table in floor.tables}
        self.people = set(floor.people)
        self.placed: dict = {}
        self.busy: dict = {}
        self.taken: dict = {}
        self.held: dict = defaultdict(int)
        self.away = defaultdict(list)
        self.never = {frozenset(two) for two in floor.never}
        self.own_tables = defaultdict(set)
        for away in floor.away:
            self.away[away.person].append(away)
        for table in floor.tables:
            if table.host:
                self.own_tables[table.host].add(table.key)
        for one in placed:
            self.put(one)

    def put(self, one: Placed) -> None:
        """Let a meeting stand; the caller has asked `conflicts` before."""
        self.placed[one.request] = one
        self.taken[one.slot, one.table] = one.request
        for who in (one.sender, one.recipient):
            self.busy[who, one.slot] = one.request
            self.held[who] += 1

    def take(self, request) -> None:
        """Take a meeting off the plan."""
        one = self.placed.pop(request)
        if self.taken.get((one.slot, one.table)) == request:
            del self.taken[one.slot, one.table]
        for who in (one.sender, one.recipient):
            if self.busy.get((who, one.slot)) == request:
                del self.busy[who, one.slot]
            self.held[who] -= 1

    def sitting(self, request, slot, *, first=None) -> tuple:
        """Who would sit for the two sides: those who do now or are named, else whoever may and is free.

        `first` are the two to ask first, where the meeting has been taken off.
        """
        ways = self.ways(request, first=first)
        return next((two for two in ways if not self.of_people(request, slot, two)), ways[0])

    def ways(self, request, *, first=None) -> list:
        """Every pair that may sit, those who sit now first."""
        known, now = self.requests[request], self.placed.get(request)
        first = first or (now and (now.sender, now.recipient))
        senders = [known.sender, *known.sender_also]
        recipients = [known.recipient, *known.recipient_also]
        ways = [two for two in product(senders, recipients) if two[0] != two[1]]
        if first:
            ways.sort(key=lambda two: two != first)
        return ways

    def conflicts(self, request, slot, table) -> list[Conflict]:
        """Every rule that this place would break; none means that it fits."""
        two = self.sitting(request, slot)
        return [*self.of_people(request, slot, two), *self.of_table(request, slot, table, two)]

    def first_table(self, request, slot):
        """A table at which the request could sit then: her own, the one it has, else the lowest; or None."""
        two = self.sitting(request, slot)
        now = self.placed.get(request)
        tables = sorted(self.tables, key=lambda key: now is None or key != now.table)
        return next((key for key in tables if not self.of_table(request, slot, key, two)), None)

    def swap(self, one, other) -> tuple:
        """Let two requests change places; where one of them waits, the other waits in its stead.

        Returns:
            The meetings as they stand then, and every rule that they break; the hall has changed.
        """
        was = {key: self.placed.get(key) for key in (one, other)}
        for key, at in was.items():
            if at:
                self.take(key)
        moved, found = [], []
        for key, to in ((one, was[other]), (other, was[one])):
            fixed = self.requests[key]
            if to is None:
                found += [Conflict("locked", slot=fixed.slot, table=fixed.table)] if fixed.slot else []
                continue
            sat = was[key] and (was[key].sender, was[key].recipient)
            two = self.sitting(key, to.slot, first=sat)
            found += [*self.of_people(key, to.slot, two), *self.of_table(key, to.slot, to.table, two)]
            moved.append(Placed(key, to.slot, to.table, *two))
            self.put(moved[-1])
        return moved, found

    def of_people(self, request, slot, two) -> list[Conflict]:
        """What stands in the way whatever the table is."""
        found = []
        fixed = self.requests[request].slot
        if fixed is not None and fixed != slot:
            found.append(Conflict("locked", slot=fixed, table=self.requests[request].table))
        if frozenset(two) in self.never:
            found.append(Conflict("never"))
        for who in two:
            found += self._of_person(request, slot, who)
        return found

    def _of_person(self, request, slot, who):
        at = self.slots[slot]
        for away in self.away[who]:
            if at.starts_at < away.ends_at and at.ends_at > away.starts_at:
                yield Conflict(away.why, who=who)
                break
        other = self.busy.get((who, slot))
        if other not in (None, request):
            yield Conflict("busy", who=who, other=other)
        now = self.placed.get(request)
        adds = now is None or who not in (now.sender, now.recipient)
        if self.floor.most is not None and self.held[who] + adds > self.floor.most:
            yield Conflict("most", who=who, count=self.floor.most)
        if self.floor.most_in_a_row and self._run_with(request, slot, who) > self.floor.most_in_a_row:
            yield Conflict("no_pause", who=who, count=self.floor.most_in_a_row)

    def _run_with(self, request, slot, who) -> int:
        """How many meetings in a row she would hold around this one, within the half-day."""
        block = [one.key for one in self.floor.slots if one.block == self.slots[slot].block]
        here = block.index(slot)
        run = 1
        for side in (reversed(block[:here]), block[here + 1 :]):
            for key in side:
                if self.busy.get((who, key)) in (None, request):
                    break
                run += 1
        return run

    def of_table(self, request, slot, table, two) -> list[Conflict]:
        """What stands in the way at this table."""
        known, found = self.tables[table], []
        fixed = self.requests[request]
        if fixed.slot == slot and fixed.table not in (None, table):
            found.append(Conflict("locked", slot=fixed.slot, table=fixed.table))
        if slot in known.closed:
            found.append(Conflict("table_closed", table=table))
        other = self.taken.get((slot, table))
        if other not in (None, request):
            found.append(Conflict("table_taken", table=table, other=other))
        if known.host is not None and known.host not in two:
            found.append(Conflict("table_of_another", table=table, who=known.host))
        host = next((who for who in two if self.own_tables.get(who)), None)
        if known.host is None and host is not None:
            found.append(Conflict("own_table", who=host, table=min(self.own_tables[host])))
        return found


def keep_what_stands(floor: Floor, placed) -> Floor:
    """The floor with each of these meetings fixed where it stands, as far as the rules still allow it.

    What is locked stays as it is locked; a meeting that no longer fits is free to be planned again.
    """
    hall = Hall(floor, ())
    for request in floor.requests:
        if request.slot is not None:
            hall.put(Placed(request.key, request.slot, request.table, request.sender, request.recipient))
    fixed = {}
    for one in placed:
        if _still_stands(hall, one):
            hall.put(one)
            fixed[one.request] = one
    return _with_fixed(floor, fixed)


def _still_stands(hall, one) -> bool:
    known = one.request in hall.requests and one.slot in hall.slots and one.table in hall.tables
    if not known or one.request in hall.placed or not {one.sender, one.recipient} <= hall.people:
        return False
    two = (one.sender, one.recipient)
    if two not in hall.ways(one.request):
        return False
    return not (
        hall.of_people(one.request, one.slot, two) or hall.of_table(one.request, one.slot, one.table, two)
    )


def _with_fixed(floor, fixed) -> Floor:
    requests = tuple(
        replace(
            request,
            sender=fixed[request.key].sender,
            recipient=fixed[request.key].recipient,
            sender_also=(),
            recipient_also=(),
            slot=fixed[request.key].slot,
            table=fixed[request.key].table,
        )
        if request.key in fixed
        else request
        for request in floor.requests
    )
    return replace(floor, requests=requests)
