"""A workbook in, an agenda out; no web server and no database."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from lonja.base.imports import Problems, Unreadable
from lonja.meetings import calendars, engine, workbook
from lonja.meetings.agenda import Entry
from lonja.meetings.workbook import sources
from lonja.meetings.workbook.agenda import Told, agenda_bytes
from lonja.meetings.workbook.kinds import SHEETS


@dataclass(frozen=True, slots=True)
class PlanReport:
    """What became of a workbook: its problems, or the figures of its plan."""

    problems: Problems
    notes: tuple = ()
    figures: dict | None = None
    unplaced: tuple = ()  # (who asks, who is asked, why, what would help)

    def as_dict(self):
        """Plain values, for scripts."""
        return {
            "problems": self.problems.as_dicts(),
            "notes": list(self.notes),
            "figures": self.figures,
            "unplaced": [
                dict(zip(("sender", "recipient", "reason", "remedy"), line, strict=True))
                for line in self.unplaced
            ],
        }


def plan_file(
    path_in, path_out, *, aims=(), seed=0, effort="normal", progress=None, cancelled=None, calendars_in=None
) -> PlanReport:
    """Plan the encounter of one workbook and write its agenda as another.

    Nothing is written when the workbook has problems.

    Args:
        path_in: a workbook, a folder with a CSV file for each sheet, or a JSON file, as the
            template explains them.
        path_out: where the agenda goes.
        aims: what the plan should be good at, the most important first; as the workbook says when empty.
        seed: seed of every random choice; the same workbook and seed give the same agenda.
        effort: quick, normal or thorough.
        progress: told the share of the work done and the stage.
        cancelled: asked from time to time whether to stop; the best plan so far is written.
        calendars_in: a folder for one calendar file per person, if wanted.

    Raises:
        engine.Cancelled: when stopped before there was a plan.
    """
    try:
        encounter, problems = workbook.read_encounter(sources.read(path_in))
    except Unreadable as error:
        return PlanReport(error.problems)
    if problems:
        return PlanReport(problems, tuple(encounter.notes))
    try:
        draft = engine.plan_floor(
            engine.floor_of(encounter),
            aims=aims or encounter.event.aims,
            seed=seed,
            effort=effort,
            progress=progress,
            cancelled=cancelled,
        )
    except engine.Contradiction as fault:
        return PlanReport(_places(encounter, fault), tuple(encounter.notes))
    Path(path_out).write_bytes(agenda_bytes(encounter, draft))
    if calendars_in:
        write_calendars(encounter, draft, Path(calendars_in))
    told = Told(encounter, draft)
    unplaced = tuple((*_named(told, missed.request), *told.sentences(missed)) for missed in draft.missed)
    return PlanReport(problems, tuple(encounter.notes), draft.figures, unplaced)


def _named(told, request):
    """Who asks and who is asked, by address; several where several may sit."""
    return tuple(" / ".join(emails) for emails in told.sides(request))


def _places(encounter, fault) -> Problems:
    """What is fixed and cannot be, with the rows where it is."""
    problems = Problems()
    rows = {request.key: request.rows for request in encounter.requests}
    person = {person.email: person.row for person in encounter.people}
    for key in fault.requests:
        for row in rows[key]:
            problems.add(fault.sentence, sheet=str(SHEETS["requests"].label), row=row)
    for email in fault.people:
        problems.add(f"{email}: {fault.sentence}", sheet=str(SHEETS["people"].label), row=person[email])
    return problems


def write_calendars(encounter, draft, folder):
    """One calendar file for each person with something in the agenda."""
    folder.mkdir(parents=True, exist_ok=True)
    told, stamp = Told(encounter, draft), datetime.now(UTC)
    for number, person in enumerate(encounter.people, start=1):
        entries = list(_entries(told, person.email))
        if entries:
            content = calendars.calendar_file(
                calendars.Venue.of_event(encounter.event, encounter.slots),
                entries,
                version=0,
                stamp=stamp,
                url="",
            )
            name = "".join(letter if letter.isalnum() else "-" for letter in person.email)
            (folder / f"{number:04d}-{name}.ics").write_bytes(content)


def _entries(told, email):
    for one in told.placed:
        if email in (one.sender, one.recipient):
            name, organisation = told.who(one.sender if one.recipient == email else one.recipient)
            yield Entry(
                uid=told.uid(one),
                kind="meeting",
                starts_at=one.slot,
                ends_at=told.slot[one.slot].ends_at,
                title=name,
                note=organisation,
                place=told.table[one.table].name,
                place_label=_("Table"),
                link=told.link(one),
            )
    attended = {code for who, code in told.encounter.registrations if who == email}
    for talk in told.encounter.talks:
        if talk.code in attended:
            uid = calendars.uid_of(told.encounter.event.name, talk.code)
            yield Entry(
                uid, "talk", talk.starts_at, talk.ends_at, talk.title, talk.speaker, talk.room, _("Room")
            )
