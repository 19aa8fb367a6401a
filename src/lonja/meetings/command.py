"""`lonja plan`: a workbook in, an agenda out; no web server and no database."""

import argparse
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from lonja.base import imports
from lonja.base.imports import Problems, Unreadable
from lonja.meetings import calendars, engine, workbook
from lonja.meetings.agenda import Entry
from lonja.meetings.models import Effort
from lonja.meetings.workbook.agenda import Told, agenda_bytes

PLANNED, MISUSED, FAULTY = 0, 2, 3  # exit codes


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
                dict(zip(("sender", "recipient", "reason", "remedy"), line, strict=True)) for line in self.unplaced
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
                calendars.Venue.of_event(encounter.event, encounter.slots), entries, version=0, stamp=stamp, url=""
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
            yield Entry(uid, "talk", talk.starts_at, talk.ends_at, talk.title, talk.speaker, talk.room, _("Room"))


def main(argv=None):
    """Run the command; returns its exit code (0 planned, 2 misused, 3 the workbook has problems)."""
    options = _parser().parse_args(argv)
    with translation.override(options.language):
        return _run(options)


def _run(options):
    for path, content in ((options.template, workbook.template_bytes), (options.example, workbook.example_bytes)):
        if path:
            Path(path).write_bytes(content())
            print(_("Written: %(path)s") % {"path": path})
    if options.template or options.example:
        return PLANNED
    if not options.workbook or not options.out:
        print(_("Say which workbook to plan, and with --out where its agenda goes. See --help."), file=sys.stderr)
        return MISUSED
    if not Path(options.workbook).is_file():
        print(_("There is no file %(path)s.") % {"path": options.workbook}, file=sys.stderr)
        return MISUSED
    report = plan_file(
        options.workbook,
        options.out,
        seed=options.seed,
        effort=options.effort,
        progress=_show_progress if sys.stderr.isatty() and not options.json else None,
        calendars_in=options.ics,
    )
    if options.json:
        print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        _tell(report, options.out)
    return FAULTY if report.problems else PLANNED


def _tell(report, path):
    for note in report.notes:
        print(note)
    if report.problems:
        for problem in report.problems:
            print(problem, file=sys.stderr)
        print(_("Nothing was planned. Mend these places and try again."), file=sys.stderr)
        return
    figures = report.figures
    print(_("%(placed)s of %(requests)s accepted requests have a place.") % figures)
    for sender, recipient, why, remedy in report.unplaced:
        print(f"  {sender} – {recipient}: {why} {remedy}".rstrip())
    print(_("The agenda is in %(path)s (seed %(seed)s).") % {"path": path, "seed": figures["seed"]})


def _show_progress(share, stage):
    print(f"\r{share:5.0%} {stage:<12}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)


def _parser():
    parser = argparse.ArgumentParser(
        prog="lonja plan",
        description="Plan the meetings of an encounter: a workbook in, an agenda workbook out.",
        epilog="Start with: lonja plan --template encounter.xlsx   Exit codes: 0 planned, 2 misused, "
        "3 the workbook has problems (named by sheet, row and column; nothing is written).",
    )
    parser.add_argument("workbook", nargs="?", help="the workbook to plan (.xlsx)")
    parser.add_argument("--out", metavar="AGENDA.xlsx", help="where the agenda goes")
    parser.add_argument("--seed", type=int, default=0, help="same workbook and seed, same agenda (default: 0)")
    parser.add_argument("--effort", choices=Effort.values, default=Effort.NORMAL.value, help="how long to look for better")
    parser.add_argument("--ics", metavar="FOLDER", help="write one calendar file for each person there")
    parser.add_argument("--json", action="store_true", help="print the report for a script")
    parser.add_argument(
        "--language", choices=[code for code, _name in settings.LANGUAGES], default="en", help="of the agenda"
    )
    parser.add_argument("--template", metavar="FILE", help="write an empty workbook that explains each column, and stop")
    parser.add_argument("--example", metavar="FILE", help="write a small filled-in workbook, and stop")
    return parser
