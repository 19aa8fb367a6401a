"""A whole edition as the workbook that the importer reads: out, in again, and nothing has changed."""

from itertools import groupby

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from lonja.directory.models import Contact, ContactKind
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Participation, Session, SessionPlace
from lonja.meetings.models import MeetingRequest, PairRule, Slot, Table
from lonja.meetings.workbook.checks import folded
from lonja.meetings.workbook.columns import all_columns
from lonja.meetings.workbook.kinds import SHEETS

PARTIES = ("requests_sent", "requests_received")


def people_of(edition):
    """Who is expected, and whoever a table, a request, a talk or a rule of the edition still names."""
    standing = MeetingRequest.objects.standing().filter(edition=edition)
    rules = PairRule.objects.filter(edition=edition)
    named = (
        Q(state__in=EXPECTED)
        | Q(pk__in=Table.objects.filter(edition=edition, host__isnull=False).values("host"))
        | Q(pk__in=standing.values("sender"))
        | Q(pk__in=standing.values("recipient"))
        | Q(pk__in=rules.values("one"))
        | Q(pk__in=rules.values("other"))
        | Q(may_sit_in__request__in=standing)
    )
    return Participation.objects.filter(named, edition=edition).distinct()


def requests_of(edition):
    """Requests that stand."""
    return MeetingRequest.objects.standing().filter(edition=edition)


def addresses_of(edition):
    """E-mail address by participation, of those whom the organiser brought: nobody else's is hers to read.

    These are people without an account who took part in nothing but this series of events. Their address
    came with a workbook of its organiser, or with the registration of a colleague for it.
    """
    elsewhere = Participation.objects.filter(person=OuterRef("person")).exclude(
        edition__event=edition.event_id
    )
    rows = Contact.objects.filter(
        ~Exists(elsewhere), kind=ContactKind.EMAIL, person__user=None, person__affiliations=None,
        person__participations__edition=edition,
    ).order_by("-pk")  # fmt: skip
    return {pk: address.lower() for pk, address in rows.values_list("person__participations", "value")}


class Whole:
    """One edition in the words of its workbook."""

    def __init__(self, edition):
        self.edition, self.zone = edition, edition.zone_info
        rows = people_of(edition).select_related("person", "organisation").prefetch_related("absences")
        self.people = list(rows.order_by("person__sort_name", "pk"))
        told = addresses_of(edition)
        self.addresses = {one.pk: told[one.pk] for one in self.people if one.pk in told}
        self.slots = list(Slot.objects.filter(edition=edition).order_by("starts_at"))
        talks = (
            Session.objects.filter(edition=edition).prefetch_related("speakers").order_by("starts_at", "code")
        )
        self.talks = [one for one in talks if self.on(one.starts_at) == self.on(one.ends_at)]

    def sheets(self):
        """{label: (columns, rows)} in the order of the template."""
        rows = {
            "event": self.event, "slots": self.stretches, "tables": self.tables,
            "organisations": self.organisations, "people": self.persons, "requests": self.requests,
            "talks": self.sessions, "registrations": self.registrations, "pairs": self.pairs,
        }  # fmt: skip
        columns = all_columns()
        return {
            str(kind.label): ([str(told.column.label) for told in columns[name]], rows[name]())
            for name, kind in SHEETS.items()
        }

    def at(self, moment):
        """A moment by the clock of the venue, without a zone, as spreadsheets hold it."""
        return moment.astimezone(self.zone).replace(tzinfo=None) if moment else None

    def on(self, moment):
        """The day of a moment at the venue."""
        return moment.astimezone(self.zone).date()

    def span(self, starts_at, ends_at):
        """15/11/2018 10:00-11:00, with its last day where it is another."""
        starts, ends = self.at(starts_at), self.at(ends_at)
        last = "" if starts.date() == ends.date() else f"{ends:%d/%m/%Y} "
        return f"{starts:%d/%m/%Y %H:%M}-{last}{ends:%H:%M}"

    def who(self, participation):
        """How somebody is named everywhere in the workbook."""
        return self.addresses.get(participation, f"#{participation}")

    def event(self):
        """What holds for everybody."""
        one = self.edition
        yield (
            str(one), one.time_zone, one.slot_minutes, one.venue, one.city, one.most_meetings,
            one.most_in_a_row or None, "",
        )  # fmt: skip

    def stretches(self):
        """Slots without a pause between them, as one row."""
        for first, last in _stretches(self.slots, self.on):
            starts, ends = self.at(first.starts_at), self.at(last.ends_at)
            yield starts.date(), starts.time(), ends.time(), first.minutes, first.block

    def tables(self):
        """Each table; when nobody can sit there is told slot by slot."""
        for one in Table.objects.filter(edition=self.edition).prefetch_related("closed_slots"):
            closed = sorted(one.closed_slots.all(), key=lambda slot: slot.starts_at)
            host = self.who(one.host_id) if one.host_id else ""
            stretches = "; ".join(self.span(slot.starts_at, slot.ends_at) for slot in closed)
            yield one.number, one.label, host, None, None, one.remote_link, stretches

    def organisations(self):
        """For whom people come; of one that has no public page nothing but its name is told."""
        seen = {}
        for one in (person.organisation for person in self.people if person.organisation):
            seen.setdefault(folded(one.name), one)
        for one in seen.values():
            facts = (one.country, one.city, one.website) if one.is_public else ("", "", "")
            yield one.name, *facts

    def persons(self):
        """Who comes."""
        for one in self.people:
            away = "; ".join(self.span(stretch.starts_at, stretch.ends_at) for stretch in one.absences.all())
            yield (
                self.addresses.get(one.pk, ""), str(one.person), str(one.organisation or ""),
                str(one.get_participant_type_display()), self.at(one.arrives_at), self.at(one.leaves_at),
                away, one.language, _("yes") if one.remote else "", f"#{one.pk}",
            )  # fmt: skip

    def requests(self):
        """Requests that stand, without their texts: these are between the two."""
        rows = requests_of(self.edition).select_related("lock__slot", "lock__table").defer("text")
        for one in rows.prefetch_related("representatives").order_by("pk"):
            lock = getattr(one, "lock", None)
            yield (
                self.side(one, "sender"), self.side(one, "recipient"), one.priority,
                str(one.get_state_display()), "", self.at(lock.slot.starts_at) if lock else None,
                lock.table.number if lock else None, "", one.remote_link, str(one.uid),
            )  # fmt: skip

    def side(self, request, name):
        """Who is named for a side of a request, and who may sit there instead."""
        also = [one.participation_id for one in request.representatives.all() if one.side == name]
        return "; ".join(self.who(pk) for pk in (getattr(request, f"{name}_id"), *also))

    def sessions(self):
        """Talks that end on the day on which they begin; the workbook has no words for others."""
        for one in self.talks:
            starts, ends = self.at(one.starts_at), self.at(one.ends_at)
            yield one.code, str(one), one.speaker_line, starts.date(), starts.time(), ends.time(), one.room

    def registrations(self):
        """Who attends which talk."""
        people = {one.pk for one in self.people}
        code = {one.pk: one.code for one in self.talks}
        rows = SessionPlace.objects.filter(session__in=code).order_by("session__code", "pk")
        for who, session in rows.values_list("participation", "session"):
            if who in people:
                yield self.who(who), code[session]

    def pairs(self):
        """Who must meet, and who must not."""
        for one in PairRule.objects.filter(edition=self.edition).order_by("pk"):
            yield self.who(one.one_id), self.who(one.other_id), str(one.get_kind_display()), one.reason


def _stretches(slots, on):
    """(first, last) of each row of slots that follow each other on one day, as long as each other."""
    before, number = None, 0
    numbered = []
    for slot in slots:
        follows = before is not None and (
            before.ends_at, before.minutes, before.block, on(before.starts_at)
        ) == (slot.starts_at, slot.minutes, slot.block, on(slot.starts_at))  # fmt: skip
        number += not follows
        numbered.append((number, slot))
        before = slot
    for _number, group in groupby(numbered, key=lambda one: one[0]):
        these = [slot for _number, slot in group]
        yield these[0], these[-1]
