"""The workbook that comes back: figures, meetings, agendas, table cards, and what found no place."""

from collections import Counter
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from lonja.base import exports
from lonja.events.models import ParticipantType
from lonja.meetings import calendars, reasons, remote
from lonja.meetings.workbook.columns import PRIORITIES

WIDE = 34


def agenda_bytes(encounter, draft):
    """The bytes of the agenda workbook of a planned encounter."""
    told = Told(encounter, draft)
    sheets = {
        _("Summary"): ((_("Figure"), _("Value")), told.summary()),
        _("Meetings"): (_meeting_columns(), told.meetings()),
        _("Agenda per person"): (_agenda_columns(), told.agendas()),
        _("Table cards"): (_card_columns(), told.cards()),
        _("Unplaced"): (_unplaced_columns(), told.unplaced()),
    }
    widths = {
        title: {column: WIDE for column in columns if len(str(column)) < WIDE and column in _wide()}
        for title, (columns, _rows) in sheets.items()
    }
    return exports.xlsx_bytes(sheets, widths=widths)


def _wide():
    return {
        _("Who asks"), _("Organisation of who asks"), _("Who is asked"), _("Organisation of who is asked"),
        _("E-mail"), _("Name"), _("Organisation"), _("With"), _("Of"),
        _("Why not"), _("What would help"), _("Figure"),
    }  # fmt: skip


def _meeting_columns():
    return (
        _("Day"), _("Begins"), _("Ends"), _("Table"), _("Who asks"), _("Organisation of who asks"),
        _("Who is asked"), _("Organisation of who is asked"), _("Priority"),
        _("Address of the remote meeting"),
    )  # fmt: skip


def _agenda_columns():
    return (
        _("E-mail"), _("Name"), _("Organisation"), _("Day"), _("Begins"), _("Ends"), _("With"),
        _("Of"), _("Table"),
        _("Talk"), _("Address of the remote meeting"),
    )  # fmt: skip


def _card_columns():
    return (
        _("Table"), _("Day"), _("Begins"), _("Ends"), _("Who asks"), _("Organisation of who asks"),
        _("Who is asked"), _("Organisation of who is asked"),
    )  # fmt: skip


def _unplaced_columns():
    return (
        _("Who asks"), _("Organisation of who asks"), _("Who is asked"), _("Organisation of who is asked"),
        _("Priority"), _("Why not"), _("What would help"),
    )  # fmt: skip


class Told:
    """A plan in the words of its workbook."""

    def __init__(self, encounter, draft):
        self.encounter, self.draft = encounter, draft
        self.zone = ZoneInfo(encounter.event.time_zone)
        self.person = {person.email: person for person in encounter.people}
        self.slot = {slot.starts_at: slot for slot in encounter.slots}
        self.table = {table.number: table for table in encounter.tables}
        self.request = {request.key: request for request in encounter.requests}
        self.placed = sorted(draft.placed, key=lambda one: (one.slot, one.table))

    def when(self, starts_at, ends_at):
        """Day, beginning and end at the venue."""
        starts, ends = starts_at.astimezone(self.zone), ends_at.astimezone(self.zone)
        return starts.date(), f"{starts:%H:%M}", f"{ends:%H:%M}"

    def who(self, email):
        """Name and organisation."""
        return self.person[email].name, self.person[email].organisation

    def sides(self, request):
        """Everybody who may sit on each side of a request."""
        fact = self.request[request]
        return (fact.sender, *fact.sender_also), (fact.recipient, *fact.recipient_also)

    def all_of(self, emails):
        """The names of all who may sit, and their organisations."""
        told = [self.who(email) for email in emails]
        return tuple(" / ".join(dict.fromkeys(part for part in parts if part)) for parts in zip(*told))

    def priority_of(self, request):
        """The priority in words."""
        return str(PRIORITIES[self.request[request].priority])

    def meetings(self):
        """One row for each meeting, by time and table."""
        for one in self.placed:
            when = self.when(one.slot, self.slot[one.slot].ends_at)
            yield (
                *when,
                self.table[one.table].name,
                *self.who(one.sender),
                *self.who(one.recipient),
                self.priority_of(one.request),
                self.link(one),
            )

    def agendas(self):
        """One row for each line of each person's agenda, talks included."""
        lines = [line for one in self.placed for line in self._meeting_lines(one)]
        talks = {talk.code: talk for talk in self.encounter.talks}
        for email, code in self.encounter.registrations:
            talk = talks[code]
            lines.append((email, talk.starts_at, talk.ends_at, talk.speaker, "", talk.room, talk.title, ""))
        lines.sort(key=lambda line: (self.person[line[0]].name, line[0], line[1]))
        for email, starts_at, ends_at, *rest in lines:
            yield (email, *self.who(email), *self.when(starts_at, ends_at), *rest)

    def _meeting_lines(self, one):
        for email, other in ((one.sender, one.recipient), (one.recipient, one.sender)):
            place = self.table[one.table].name
            yield email, one.slot, self.slot[one.slot].ends_at, *self.who(other), place, "", self.link(one)

    def uid(self, one):
        """The id of a meeting in calendars."""
        return calendars.uid_of(self.encounter.event.name, *sorted(one.request))

    def link(self, one):
        """Where a meeting takes place for those who are not in the hall."""
        table = self.table[one.table]
        link = self.request[one.request].remote_link or table.remote_link
        return remote.filled(link, table=table.number, meeting=self.uid(one).replace("-", ""))

    def cards(self):
        """One row for each meeting, table by table."""
        for one in sorted(self.placed, key=lambda one: (one.table, one.slot)):
            when = self.when(one.slot, self.slot[one.slot].ends_at)
            yield (self.table[one.table].name, *when, *self.who(one.sender), *self.who(one.recipient))

    def unplaced(self):
        """One row for each request without a place: why, and what would help."""
        for missed in self.draft.missed:
            why, remedy = self.sentences(missed)
            asks, asked = self.sides(missed.request)
            yield (*self.all_of(asks), *self.all_of(asked), self.priority_of(missed.request), why, remedy)

    def sentences(self, missed):
        """Why, and what would help."""
        people = [self._name(email) for email in (missed.who, *missed.also) if email]
        why = reasons.reason_sentence(missed.reason, people=people)
        slot = ""
        if missed.change:
            day, begins, _ends = self.when(missed.change_slot, missed.change_slot)
            slot = f"{day:%d/%m/%Y} {begins}"
        return why, reasons.remedy_sentence(missed.change, slot=slot, who=self._name(missed.change_who))

    def _name(self, email):
        return self.person[email].name if email else ""

    def summary(self):
        """The figures of the plan."""
        event, figures = self.encounter.event, self.draft.figures
        organisations = {person.organisation for person in self.encounter.people if person.organisation}
        yield _("Event"), event.name
        yield _("Time zone of all times"), event.time_zone
        yield _("People"), len(self.encounter.people)
        yield _("Organisations"), len(organisations)
        yield _("Slots"), len(self.encounter.slots)
        yield _("Tables"), len(self.encounter.tables)
        yield _("Accepted requests"), figures["requests"]
        yield _("Meetings placed"), figures["placed"]
        for priority, label in PRIORITIES.items():
            of = figures["by_priority"][str(priority)]
            words = _("Placed of priority %(priority)s") % {"priority": label}
            yield words, _("%(placed)s of %(asked)s") % of
        yield _("Idle slots between two meetings"), figures["idle"]
        yield _("Changes of table"), figures["table_changes"]
        yield _("People with a request but without a meeting"), figures["without_meeting"]
        for kind, count in Counter(person.participant_type for person in self.encounter.people).most_common():
            yield _("People: %(kind)s") % {"kind": ParticipantType(kind).label}, count
        if figures["cut_short"]:
            yield _("Stopped early"), _("yes: the best plan found until then")
        yield _("Seed"), figures["seed"]
