"""The sheets of an encounter and their columns: one list for reading, for the template and for its Read me.

Headings and choices are understood in every language of the site, whichever the reader's own is.
"""

import zoneinfo
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy

from lonja.base import imports
from lonja.base.imports import Column
from lonja.events.models import ParticipantType
from lonja.meetings.lifecycle import RequestState
from lonja.meetings.models import PairKind
from lonja.meetings.workbook.cells import (
    absences,
    country_code,
    in_all_languages,
    moment_at_the_event,
    number_of_person,
    options,
    person,
    remote_link,
    row_numbers,
    speaker_names,
    table_numbers,
    time_zone,
    who,
)

PRIORITIES = {1: gettext_lazy("high"), 2: gettext_lazy("medium"), 3: gettext_lazy("low")}
AIMS = {
    "weight": gettext_lazy("as many and as wanted meetings as possible"),
    "fairness": gettext_lazy("meetings for everybody"),
    "idle": gettext_lazy("few idle slots"),
    "breaks": gettext_lazy("few breaks"),
    "hole_fairness": gettext_lazy("nobody with many breaks"),
    "table_changes": gettext_lazy("few changes of table"),
}
# The states in which a request can arrive in a workbook.
STATES = (RequestState.ACCEPTED, RequestState.SENT, RequestState.DECLINED)


@dataclass(frozen=True, slots=True)
class Told:
    """A column with what the template says about it."""

    column: Column
    about: object
    example: object
    choices: tuple = ()


def told(name, label, about, example, *, parse=None, required=False, default="", choices=()):
    """One column, understood in each language."""
    column = Column(name, label, required, parse or imports.text(200), in_all_languages(label), default)
    return Told(column, about, example, choices)


def event_columns():
    """The sheet Event."""
    return [
        told("name", gettext_lazy("Event name"),
             gettext_lazy("What the event is called."), "Encuentro B2B 2018"),
        told("time_zone", gettext_lazy("Time zone"),
             gettext_lazy("Where the clock of the venue goes. All times in "
             "this workbook are local time there."), "Europe/Madrid", parse=time_zone(), default=None),
        told("minutes", gettext_lazy("Minutes per meeting"), gettext_lazy("How long a meeting lasts."), 15,
             parse=imports.whole(5, 240), default=None),
        told("venue", gettext_lazy("Venue"), gettext_lazy("The name of the house."), "Pabellón Ferial"),
        told("city", gettext_lazy("City"), gettext_lazy("Where it stands."), "Tomelloso"),
        told("most_meetings", gettext_lazy("Most meetings per person"),
             gettext_lazy("Leave it empty when there is "
             "no limit."), 8, parse=imports.whole(1, 500), default=None),
        told("most_in_a_row", gettext_lazy("Meetings in a row before a pause"),
             gettext_lazy("After so many meetings "
             "without a break everybody gets a free slot. Leave it empty when no pause is needed."), 4,
             parse=imports.whole(0, 100), default=None),
        told("aims", gettext_lazy("Aims"),
             gettext_lazy("What the plan should be good at, the most important first, separated by "
             "semicolons. Leave it empty for the usual order."), "",
             parse=imports.listed(imports.choice(options(AIMS.items()))), default=(), choices=tuple(AIMS)),
    ]  # fmt: skip


def slot_columns():
    """The sheet Slots."""
    return [
        told("day", gettext_lazy("Day"),
             gettext_lazy("The day, as a date."), "15/11/2018", parse=imports.day(),
             required=True, default=None),
        told("starts", gettext_lazy("Begins"), gettext_lazy("When the first meeting begins."), "09:00",
             parse=imports.time_of_day(), required=True, default=None),
        told("ends", gettext_lazy("Ends"), gettext_lazy("When the last meeting ends."), "14:00",
             parse=imports.time_of_day(), required=True, default=None),
        told("minutes", gettext_lazy("Minutes"),
             gettext_lazy("How long each slot lasts, when it is not as on the "
             "sheet Event."), "", parse=imports.whole(5, 240), default=None),
        told("block", gettext_lazy("Half-day"),
             gettext_lazy("A number; slots with the same one follow each other. Leave it empty, and every "
             "pause begins another."), "", parse=imports.whole(0, 1000), default=None),
    ]  # fmt: skip


def table_columns(zone, days):
    """The sheet Tables."""
    return [
        told("number", gettext_lazy("Table number"), gettext_lazy("A number, or many: 1-24."), "1-24",
             parse=table_numbers(), required=True, default=()),
        told("label", gettext_lazy("Label"),
             gettext_lazy("What stands on the table, when it is not its number."), "",
             parse=imports.text(80)),
        told("host", gettext_lazy("Host"),
             gettext_lazy("E-mail of the person who always sits here; the table then "
             "serves only her meetings."), "", parse=person()),
        told("opens", gettext_lazy("Open from"),
             gettext_lazy("Leave it empty when the table is there from the "
             "beginning."), "", parse=moment_at_the_event(zone, days), default=None),
        told("closes", gettext_lazy("Open until"),
             gettext_lazy("Leave it empty when the table is there to the end."),
             "", parse=moment_at_the_event(zone, days), default=None),
        told("remote_link", gettext_lazy("Address of remote meetings"),
             gettext_lazy("Where those meet who are not in the hall; only the two at the table are shown it. "
             "{table} becomes its number, {meeting} a name that only one meeting has."), "",
             parse=remote_link()),
        told("closed", gettext_lazy("Closed"),
             gettext_lazy("When nobody can sit there. Several stretches are separated by semicolons."),
             "", parse=absences(zone, days), default=()),
    ]  # fmt: skip


def organisation_columns():
    """The sheet Organisations."""
    return [
        told("name", gettext_lazy("Organisation"), gettext_lazy("Its name, written as on the sheet People."),
             "Metalurgia Ruidera", required=True),
        told("country", gettext_lazy("Country code"), gettext_lazy("Two letters, such as ES."), "ES",
             parse=country_code()),
        told("city", gettext_lazy("City"),
             gettext_lazy("Its town or city."), "Albacete", parse=imports.text(120)),
        told("website", gettext_lazy("Website"),
             gettext_lazy("Its address on the web."), "https://example.org",
             parse=imports.website(300)),
    ]  # fmt: skip


def people_columns(zone, days):
    """The sheet People."""
    return [
        told("email", gettext_lazy("E-mail"),
             gettext_lazy("How we know a person everywhere in this workbook. The "
             "agenda goes there."), "ana@example.org", parse=imports.email(), required=True),
        told("name", gettext_lazy("Name"),
             gettext_lazy("First name and family name."), "Ana Ruiz", required=True,
             parse=imports.text(150)),
        told("organisation", gettext_lazy("Organisation"),
             gettext_lazy("For whom the person comes. Leave it empty "
             "for somebody who comes alone."), "Metalurgia Ruidera"),
        told("participant_type", gettext_lazy("Takes part as"), gettext_lazy("One of the list."),
             ParticipantType.COMPANY.label, parse=imports.choice(options(ParticipantType.choices)),
             default=ParticipantType.COMPANY,
             choices=tuple(label for _value, label in ParticipantType.choices)),
        told("arrives", gettext_lazy("Arrives"),
             gettext_lazy("When she is there, if not from the beginning."),
             "10:00", parse=moment_at_the_event(zone, days), default=None),
        told("leaves", gettext_lazy("Leaves"), gettext_lazy("When she goes, if not at the end."), "17:30",
             parse=moment_at_the_event(zone, days), default=None),
        told("absences", gettext_lazy("Absent"),
             gettext_lazy("When she meets nobody. Several stretches are separated "
             "by semicolons."), "12:00-12:30", parse=absences(zone, days), default=()),
        told("language", gettext_lazy("Language"), gettext_lazy("Language of her agenda: en or es."), "es",
             parse=imports.choice({code: code for code, _name in settings.LANGUAGES})),
        told("remote", gettext_lazy("Remote"), gettext_lazy("Yes, when she takes part from elsewhere."), "",
             parse=imports.truth(), default=False),
        told("known", gettext_lazy("Registration number"),
             gettext_lazy("Stands in a workbook that was taken out of an edition. It names a person of that "
             "edition, everywhere in this workbook, where her e-mail is not told."), "",
             parse=number_of_person()),
    ]  # fmt: skip


def request_columns(zone, days):
    """The sheet Requests."""
    return [
        told("sender", gettext_lazy("Who asks"),
             gettext_lazy("E-mail of a person on the sheet People. Where any of several people may sit, "
             "write their e-mails with semicolons between them, or the name of their organisation; "
             "the planner chooses one."),
             "ana@example.org", parse=who(), required=True, default=((), "")),
        told("recipient", gettext_lazy("Who is asked"),
             gettext_lazy("E-mail of another person on the sheet People, several, or an organisation."),
             "jon@example.org", parse=who(), required=True, default=((), "")),
        told("priority", gettext_lazy("Priority"), gettext_lazy("1 (high), 2 (medium) or 3 (low)."), 1,
             parse=imports.choice(options(PRIORITIES.items())), default=2, choices=("1", "2", "3")),
        told("state", gettext_lazy("State"), gettext_lazy("Accepted, when it is empty."), STATES[0].label,
             parse=imports.choice(options([(state.value, state.label) for state in STATES])),
             default=RequestState.ACCEPTED, choices=tuple(state.label for state in STATES)),
        told("text", gettext_lazy("Text"),
             gettext_lazy("What they want to talk about; only the two read it."), "",
             parse=imports.text(1000)),
        told("fixed_at", gettext_lazy("Fixed at"),
             gettext_lazy("When the meeting begins, if that is settled already. It is then held at "
             "this time, or the plan is refused."), "",
             parse=moment_at_the_event(zone, days), default=None),
        told("fixed_table", gettext_lazy("Fixed table"),
             gettext_lazy("The number of its table, if that is settled too."), "",
             parse=imports.whole(1, 32_000), default=None),
        told("after", gettext_lazy("After row"),
             gettext_lazy("The row of another request on this sheet whose meeting comes before "
             "this one."), "", parse=row_numbers(), default=()),
        told("remote_link", gettext_lazy("Address of the remote meeting"),
             gettext_lazy("Where these two meet, if not at the address of their table."), "",
             parse=remote_link()),
        told("known", gettext_lazy("Request number"),
             gettext_lazy("Stands in a workbook that was taken out of an edition, so that similar requests "
             "stay apart."), "", parse=imports.text(40)),
    ]  # fmt: skip


def pair_columns():
    """The sheet Rules for two people."""
    return [
        told("one", gettext_lazy("One person"), gettext_lazy("E-mail of a person on the sheet People."),
             "ana@example.org", parse=person(), required=True),
        told("other", gettext_lazy("The other person"), gettext_lazy("E-mail of another person on it."),
             "jon@example.org", parse=person(), required=True),
        told("kind", gettext_lazy("Rule"), gettext_lazy("Whether the two must meet or must not."),
             PairKind.MUST.label, parse=imports.choice(options(PairKind.choices)), required=True,
             choices=tuple(label for _value, label in PairKind.choices)),
        told("reason", gettext_lazy("Reason"), gettext_lazy("For the organiser alone."), "",
             parse=imports.text(300)),
    ]  # fmt: skip


def talk_columns():
    """The sheet Talks."""
    return [
        told("code", gettext_lazy("Code"),
             gettext_lazy("A short name for the talk, such as K1."), "K1", required=True,
             parse=imports.text(40)),
        told("title", gettext_lazy("Title"),
             gettext_lazy("What it is called."), "KETs para pymes", required=True,
             parse=imports.text(300)),
        told("speaker", gettext_lazy("Speaker"),
             gettext_lazy("Who gives it. Several names are separated by commas."), "Ana Ruiz",
             parse=speaker_names()),
        told("day", gettext_lazy("Day"),
             gettext_lazy("The day, as a date."), "15/11/2018", parse=imports.day(),
             required=True, default=None),
        told("starts", gettext_lazy("Begins"), gettext_lazy("When it begins."), "10:00",
             parse=imports.time_of_day(), required=True, default=None),
        told("ends", gettext_lazy("Ends"), gettext_lazy("When it ends."), "10:30",
             parse=imports.time_of_day(), required=True, default=None),
        told("room", gettext_lazy("Room"),
             gettext_lazy("Where it is held."), "Sala A", parse=imports.text(120)),
    ]  # fmt: skip


def registration_columns():
    """The sheet Talk registrations."""
    return [
        told("person", gettext_lazy("E-mail"), gettext_lazy("E-mail of a person on the sheet People."),
             "ana@example.org", parse=person(), required=True),
        told("talk", gettext_lazy("Talk"),
             gettext_lazy("Code of a talk on the sheet Talks."), "K1", required=True),
    ]  # fmt: skip


def all_columns(zone=None, days=()):
    """The columns of each sheet by its name; without a zone they serve only to be explained."""
    zone = zone or zoneinfo.ZoneInfo("UTC")
    return {
        "event": event_columns(),
        "slots": slot_columns(),
        "tables": table_columns(zone, days),
        "organisations": organisation_columns(),
        "people": people_columns(zone, days),
        "requests": request_columns(zone, days),
        "talks": talk_columns(),
        "registrations": registration_columns(),
        "pairs": pair_columns(),
    }
