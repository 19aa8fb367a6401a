"""From the sheets of a workbook to an `Encounter`; every fault is found in one go and named by its place."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from lonja.base import imports
from lonja.base.imports import Unreadable, read_rows
from lonja.base.imports.columns import ignored_headings, present_columns
from lonja.meetings.workbook import checks
from lonja.meetings.workbook.cells import in_all_languages
from lonja.meetings.workbook.columns import all_columns, event_columns
from lonja.meetings.workbook.facts import (
    Encounter,
    EventFact,
    OrganisationFact,
    PersonFact,
    SlotFact,
    TableFact,
    TalkFact,
)
from lonja.meetings.workbook.kinds import SHEETS
from lonja.meetings.workbook.requests import requests

MOST_SLOTS = 1000
# What an edition on the site gathers by itself; a workbook for it may lay out slots and tables alone.
GATHERED = ("people", "requests")
DEFAULT = EventFact()
LIMITS = {"most_meetings", "most_in_a_row"}
MIDNIGHT = time()


def read_encounter(book, *, time_zone=None, minutes=None):
    """Read a whole workbook.

    Args:
        book: what `imports.read_book` returned.
        time_zone: of the edition it is brought to; another one in the workbook is then a problem.
        minutes: of one meeting, where the workbook does not say.

    Returns:
        (encounter, problems); the encounter serves only when there are no problems.

    Raises:
        Unreadable: when a sheet that is needed is missing.
    """
    reader = Reader(book, time_zone, minutes)
    encounter = reader.encounter()
    order = [sheet.name for sheet in reader.sheets.values() if sheet is not None]
    reader.problems.sort(key=lambda problem: (order.index(problem.sheet), problem.row or 0))
    return encounter, reader.problems


class Reader:
    """Reads one workbook, sheet by sheet; later sheets are read in the light of earlier ones."""

    def __init__(self, book, time_zone, minutes):
        self.book = book
        self.is_for_edition = time_zone is not None
        self.problems = imports.Problems()
        self.notes = []
        self.compared = 0  # words, in search of one that was meant
        self.sheets = self._found_sheets()
        self.event = self._event(time_zone, minutes)
        self.zone = ZoneInfo(self.event.time_zone)
        self.days = ()

    def encounter(self):
        """Everything that the workbook says."""
        slot_rows = self._rows("slots")
        self.days = tuple(sorted({row["day"] for row in slot_rows if row.get("day")}))
        slots = self._slots(slot_rows)
        people_rows = self._rows("people")
        table_rows = self._rows("tables")
        talk_rows = self._rows("talks")
        seen = checks.People(self, people_rows)
        talks = [talk for talk in map(self._talk, talk_rows) if talk]
        checks.unique(self, talk_rows, "code")
        tables = self._tables(table_rows, seen)
        people = [self._person(row) for row in people_rows]
        return Encounter(
            event=self.event,
            slots=slots,
            tables=tables,
            organisations=self._organisations(people_rows),
            people=people,
            requests=requests(self, self._rows("requests"), seen, people, slots, tables),
            talks=talks,
            registrations=checks.registrations(self, self._rows("registrations"), seen, talks, talk_rows),
            pairs=checks.pairs(self, self._rows("pairs"), seen),
            notes=self.notes,
        )

    def fault(self, row, column, message):
        """Note a problem in one cell."""
        self.problems.add(message, sheet=row.sheet, row=row.number, column=self.label(row, column))

    def label(self, row, column):
        """The heading of a column, in the reader's language."""
        kind = next(
            name for name, sheet in self.sheets.items() if sheet is not None and sheet.name == row.sheet
        )
        return str(next(told.column.label for told in all_columns()[kind] if told.column.name == column))

    def _found_sheets(self):
        if not self.book.sheets[0].name and len(self.book.sheets) == 1:
            raise Unreadable(
                _("An encounter needs several sheets. Please bring an XLSX workbook, not a CSV file.")
            )
        found, missing = {}, imports.Problems()
        for kind in SHEETS.values():
            try:
                found[kind.name] = self.book.sheet(
                    str(kind.label),
                    aliases=(kind.name, *in_all_languages(kind.label)),
                    required=self._needs(kind.name),
                )
            except Unreadable as error:
                missing.extend(error.problems)
        if missing:
            raise Unreadable(missing)
        return found

    def _needs(self, kind):
        return SHEETS[kind].needed and not (self.is_for_edition and kind in GATHERED)

    def _rows(self, kind):
        """The rows of a sheet; a sheet that may be left out may also hold nothing but its heading."""
        sheet = self.sheets[kind]
        if sheet is None or (not self._needs(kind) and _is_bare(sheet)):
            return []
        columns = [
            told.column for told in all_columns(getattr(self, "zone", None), getattr(self, "days", ()))[kind]
        ]
        if kind == "people" and "known" in present_columns(sheet, columns):
            columns = [replace(one, required=one.required and one.name != "email") for one in columns]
        for heading in ignored_headings(sheet, columns):
            self.notes.append(
                _("Sheet %(sheet)s: the column “%(column)s” is not known and was not read.")
                % {"sheet": sheet.name, "column": heading}
            )
        return read_rows(sheet, columns, self.problems)

    def _event(self, time_zone, minutes):
        sheet, rows = self.sheets["event"], self._rows("event")
        row = rows[0] if rows else None
        if row is None:
            return EventFact(time_zone=time_zone or DEFAULT.time_zone, minutes=minutes or DEFAULT.minutes)
        for surplus in rows[1:]:
            self.fault(surplus, "name", _("This sheet has one row only. Bring one event at a time."))
        said = row.get("time_zone")
        if time_zone and said and said != time_zone:
            self.fault(
                row, "time_zone", _("This edition is in the time zone %(zone)s.") % {"zone": time_zone}
            )
        return EventFact(
            name=row.get("name", ""),
            time_zone=time_zone or said or DEFAULT.time_zone,
            minutes=row.get("minutes") or minutes or DEFAULT.minutes,
            venue=row.get("venue", ""),
            city=row.get("city", ""),
            most_meetings=row.get("most_meetings"),
            most_in_a_row=row.get("most_in_a_row") or 0,
            aims=tuple(row.get("aims", ())),
            limits=tuple(sorted(LIMITS & present_columns(sheet, [one.column for one in event_columns()]))),
        )

    def _slots(self, rows):
        stretches = []
        for row in rows:
            span = self._span(row)
            if span:
                stretches.append((*span, row.get("minutes") or self.event.minutes, row))
        stretches.sort(key=lambda stretch: stretch[0])
        slots, block, last = [], -1, None
        for starts_at, ends_at, minutes, row in stretches:
            if last is not None and starts_at < last:
                self.fault(row, "starts", _("This stretch begins before the one before it has ended."))
                continue
            block += last != starts_at
            last = ends_at
            slots += self._cut(starts_at, ends_at, minutes, row.get("block", block), row)
        if len(slots) > MOST_SLOTS:
            self.problems.add(
                _("There are more than %(most)s slots.") % {"most": MOST_SLOTS}, sheet=row.sheet
            )
            return []
        return slots

    def _cut(self, starts_at, ends_at, minutes, block, row):
        """One stretch as slots of equal length; what is left over is said."""
        length = timedelta(minutes=minutes)
        count = int((ends_at - starts_at) / length)
        said = {"count": count, "minutes": minutes}
        if count == 0:
            self.fault(
                row, "ends", _("This stretch is shorter than one meeting of %(minutes)s minutes.") % said
            )
        elif starts_at + count * length != ends_at:
            self.fault(
                row,
                "ends",
                _(
                    "%(count)s meetings of %(minutes)s minutes do not fill this stretch: "
                    "some minutes are left over. Let it end earlier or later."
                )
                % said,
            )
        # Cut in universal time, so that no slot is lost or doubled when the clocks change.
        return [SlotFact(starts_at + n * length, minutes, block) for n in range(min(count, MOST_SLOTS + 1))]

    def _span(self, row):
        """The two moments of a row with a day, a beginning and an end; None when one is missing or wrong."""
        day, starts, ends = row.get("day"), row.get("starts"), row.get("ends")
        if day is None or starts is None or ends is None:
            return None
        last = day + timedelta(days=1) if ends == MIDNIGHT else day  # 0:00 is when the day is over
        moments = [datetime.combine(day, starts, self.zone), datetime.combine(last, ends, self.zone)]
        starts_at, ends_at = (moment.astimezone(UTC) for moment in moments)
        for column, moment, at in zip(("starts", "ends"), moments, (starts_at, ends_at)):
            if at.astimezone(self.zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
                said = {"cell": moment.strftime("%H:%M")}
                self.fault(row, column, _("“%(cell)s” does not exist: the clocks go forward over it.") % said)
                return None
        if ends_at <= starts_at:
            self.fault(row, "ends", _("This ends before it begins."))
            return None
        return starts_at, ends_at

    def _tables(self, rows, seen):
        tables, known = [], {}
        for row in rows:
            host = row.get("host", "")
            if host:
                seen.known(row, "host")
            for number in row.get("number", ()):
                if number in known:
                    self.fault(row, "number", _("Table %(number)s stands in row %(row)s already.")
                               % {"number": number, "row": known[number]})  # fmt: skip
                known.setdefault(number, row.number)
                label = row.get("label", "") if len(row["number"]) == 1 else ""
                tables.append(
                    TableFact(
                        number,
                        label,
                        host,
                        row.get("opens"),
                        row.get("closes"),
                        row.get("remote_link", ""),
                        tuple(row.get("closed", ())),
                    )  # fmt: skip
                )
        return sorted(tables, key=lambda table: table.number)

    def _organisations(self, people_rows):
        rows = self._rows("organisations")
        checks.unique(self, rows, "name")
        facts = {
            checks.folded(row["name"]): OrganisationFact(
                row["name"], row.get("country", ""), row.get("city", ""), row.get("website", "")
            )
            for row in rows
            if row.get("name")
        }
        checks.organisations(self, people_rows, facts)
        for row in people_rows:
            if row.get("organisation"):
                facts.setdefault(checks.folded(row["organisation"]), OrganisationFact(row["organisation"]))
        return list(facts.values())

    def _person(self, row):
        arrives_at, leaves_at = row.get("arrives"), row.get("leaves")
        if arrives_at and leaves_at and leaves_at <= arrives_at:
            self.fault(row, "leaves", _("This is before the arrival."))
        for column in ("arrives", "leaves"):
            checks.at_the_event(self, row, column, row.get(column))
        for starts_at, _ends_at in row.get("absences", ()):
            checks.at_the_event(self, row, "absences", starts_at)
        if not checks.key_of(row):
            self.fault(row, "email", _("Write the e-mail of this person."))
        return PersonFact(
            email=checks.key_of(row),
            name=row.get("name", ""),
            organisation=row.get("organisation", ""),
            participant_type=str(row.get("participant_type")),
            arrives_at=arrives_at,
            leaves_at=leaves_at,
            absences=tuple(row.get("absences", ())),
            language=row.get("language", ""),
            remote=bool(row.get("remote")),
            row=row.number,
            known=int(row["known"][1:]) if row.get("known") else None,
        )

    def _talk(self, row):
        span = self._span(row)
        if span is None or not row.get("code"):
            return None
        checks.at_the_event(self, row, "day", span[0])
        return TalkFact(row["code"], row.get("title", ""), *span, row.get("speaker", ""), row.get("room", ""))


def _is_bare(sheet):
    """Whether a sheet holds nothing, or nothing but its heading."""
    return sum(any(cell is not None and str(cell).strip() for cell in cells) for cells in sheet.rows) <= 1
