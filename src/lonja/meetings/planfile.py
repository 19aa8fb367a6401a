"""A workbook in, an agenda out; no web server and no database."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from lonja.base import imports
from lonja.base.imports import Problems, Unreadable
from lonja.meetings import calendars, engine, workbook
from lonja.meetings.agenda import Entry
from lonja.meetings.workbook.agenda import Told, agenda_bytes


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


def plan_file(path_in, path_out, *, seed=0, effort="normal", progress=None, calendars_in=None) -> PlanReport:
    """Plan the encounter of one workbook and write its agenda as another.

    Nothing is written when the workbook has problems.

    Args:
        path_in: the workbook, as the template explains it.
        path_out: where the agenda goes.
        seed: seed of every random choice; the same workbook and seed give the same agenda.
        effort: quick, normal or thorough.
        progress: told the share of the work done and the stage.
        calendars_in: a folder for one calendar file per person, if wanted.
    """
    try:
        encounter, problems = workbook.read_encounter(imports.read_book(path_in))
    except Unreadable as error:
        return PlanReport(error.problems)
    if problems:
        return PlanReport(problems, tuple(encounter.notes))
    draft = engine.plan_floor(engine.floor_of(encounter), seed=seed, effort=effort, progress=progress)
    Path(path_out).write_bytes(agenda_bytes(encounter, draft))
    if calendars_in:
        write_calendars(encounter, draft, Path(calendars_in))
    told = Told(encounter, draft)
    unplaced = tuple((*missed.request, *told.sentences(missed)) for missed in draft.missed)
    return PlanReport(problems, tuple(encounter.notes), draft.figures, unplaced)


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
        if email in one.request:
            other = one.request[0] if one.request[1] == email else one.request[1]
            name, organisation = told.who(other)
            yield Entry(
                uid=calendars.uid_of(told.encounter.event.name, *sorted(one.request)),
                kind="meeting",
                starts_at=one.slot,
                ends_at=told.slot[one.slot].ends_at,
                title=name,
                note=organisation,
                place=told.table[one.table].name,
                place_label=_("Table"),
            )
    attended = {code for who, code in told.encounter.registrations if who == email}
    for talk in told.encounter.talks:
        if talk.code in attended:
            uid = calendars.uid_of(told.encounter.event.name, talk.code)
            yield Entry(
                uid, "talk", talk.starts_at, talk.ends_at, talk.title, talk.speaker, talk.room, _("Room")
            )
