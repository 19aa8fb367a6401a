"""The sheet Requests: people or organisations that ask each other, and what is fixed beforehand."""

from dataclasses import replace
from itertools import product

from django.utils.translation import gettext as _

from lonja.meetings.workbook.checks import folded, guess_of, together
from lonja.meetings.workbook.facts import RequestFact


def requests(reader, rows, seen, people, slots, tables):
    """Requests between people who are there; two between the same people become one.

    Args:
        reader: notes faults and what was read differently.
        rows: of the sheet.
        seen: the addresses of the sheet People.
        people: everybody on it.
        slots, tables: of the encounter, for what is fixed.
    """
    sides = Sides(reader, seen, people)
    begins, numbers = {slot.starts_at for slot in slots}, {table.number for table in tables}
    joined: dict = {}
    for row in rows:
        ones, others = sides.of(row, "sender"), sides.of(row, "recipient")
        if ones and others and sides.can_meet(row, ones, others):
            fact = _fact(reader, row, ones, others, begins, numbers)
            if _is_copied(reader, row, fact, joined):
                continue
            _join(reader, row, fact, joined, row.get("known") or frozenset(fact.sides))
    facts = _named_apart(reader, joined.values(), rows[0].sheet if rows else "")
    _check_orders(reader, rows, facts)
    return facts


class Sides:
    """Who may sit for a cell: one person, several, or everybody of an organisation."""

    def __init__(self, reader, seen, people):
        self.reader, self.seen = reader, seen
        self.members: dict = {}
        for person in people:
            if person.organisation and person.email:
                self.members.setdefault(folded(person.organisation), []).append(person.email)
        self.name = {folded(person.organisation): person.organisation for person in people}

    def of(self, row, column):
        """The addresses of a cell; empty when something is wrong, which is said."""
        addresses, organisation = row[column]
        if organisation:
            return self._of_organisation(row, column, organisation)
        strangers = [one for one in addresses if not self.seen.is_known(row, column, one)]
        return () if strangers else addresses

    def _of_organisation(self, row, column, name):
        found = self.members.get(folded(name), ())
        if found:
            return tuple(found)
        guess = guess_of(self.reader, folded(name), self.members, cutoff=0.8)
        said = {"name": name, "guess": self.name[guess] if guess else ""}
        if guess:
            message = _("Nobody comes for “%(name)s”. Did you mean “%(guess)s”?") % said
        else:
            message = (
                _("Nobody comes for “%(name)s”. Write an e-mail, or an organisation of the sheet People.")
                % said
            )
        self.reader.fault(row, column, message)
        return ()

    def can_meet(self, row, ones, others):
        """Whether there are two different people; if not, say so."""
        if len({*ones, *others}) > 1:
            return True
        self.reader.fault(row, "recipient", _("A request to oneself. Write the e-mail of another person."))
        return False


def _fact(reader, row, ones, others, begins, numbers):
    fixed_at, table = row.get("fixed_at"), row.get("fixed_table")
    if fixed_at and fixed_at not in begins:
        reader.fault(row, "fixed_at", _("No slot begins then. See the sheet with the slots."))
        fixed_at = None
    if table and table not in numbers:
        reader.fault(row, "fixed_table", _("There is no table %(number)s.") % {"number": table})
    if table and not row.get("fixed_at"):
        reader.fault(row, "fixed_table", _("A table is fixed only together with a time."))
    sender, recipient = next(two for two in product(ones, others) if two[0] != two[1])
    return RequestFact(
        sender=sender,
        recipient=recipient,
        priority=row["priority"],
        state=str(row["state"]),
        text=row.get("text", ""),
        sender_also=tuple(one for one in ones if one != sender),
        recipient_also=tuple(one for one in others if one != recipient),
        fixed_at=fixed_at,
        fixed_table=table,
        after=tuple(row.get("after", ())),
        rows=(row.number,),
        remote_link=row.get("remote_link", ""),
    )


def _is_copied(reader, row, fact, joined):
    """Whether the number of a request stands in the row of another one, which is said."""
    first = joined.get(row.get("known"))
    if first is None or frozenset(first.sides) == frozenset(fact.sides):
        return False
    reader.fault(row, "known", _("“%(value)s” stands in row %(row)s already.")
                 % {"value": row["known"], "row": first.rows[0]})  # fmt: skip
    return True


def _join(reader, row, fact, joined, both):
    """Keep a request, or join it to that between the same people (`both`)."""
    if both in joined:
        reader.notes.append(
            _(
                "Sheet %(sheet)s, row %(row)s: %(one)s and %(other)s have another request; the two "
                "count as one."
            )
            % {"sheet": row.sheet, "row": row.number, "one": fact.sender, "other": fact.recipient}
        )
        fact = together(joined[both], fact)
    joined[both] = fact


def _named_apart(reader, facts, sheet):
    """Requests known by different pairs: one with a choice names two people whom no other request names.

    Those without a choice come first; a request for which no pair is left is the same wish
    as others between these people, and counts with them.
    """
    taken, named = set(), []
    for fact in sorted(facts, key=lambda fact: len(fact.sides[0]) * len(fact.sides[1])):
        ones, others = (fact.sender, *fact.sender_also), (fact.recipient, *fact.recipient_also)
        free = [two for two in product(ones, others) if two[0] != two[1] and frozenset(two) not in taken]
        if free:
            taken.add(frozenset(free[0]))
            named.append(_named(fact, *free[0]))
        else:
            reader.notes.append(
                _(
                    "Sheet %(sheet)s, row %(row)s: other requests name all these people already; "
                    "it counts with them."
                )
                % {"sheet": sheet, "row": fact.rows[0]}
            )
    return sorted(named, key=lambda fact: fact.rows)


def _named(fact, sender, recipient):
    """The same request, these two named."""
    ones, others = (fact.sender, *fact.sender_also), (fact.recipient, *fact.recipient_also)
    return replace(
        fact,
        sender=sender,
        recipient=recipient,
        sender_also=tuple(one for one in ones if one != sender),
        recipient_also=tuple(one for one in others if one != recipient),
    )


def _check_orders(reader, rows, facts):
    """Every row named in “After row” holds a request."""
    known = {row for fact in facts for row in fact.rows}
    for row in rows:
        for other in row.get("after", ()):
            if other not in known:
                reader.fault(row, "after", _("There is no request in row %(row)s.") % {"row": other})
            elif other == row.number:
                reader.fault(row, "after", _("A meeting cannot come before itself. Write another row."))
