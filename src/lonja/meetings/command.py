"""`lonja plan`: a workbook in, an agenda out."""

import argparse
import difflib
import json
import signal
import sys
import threading
from pathlib import Path

import django
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

PLANNED, FAULTY, MISUSED, STOPPED = 0, 1, 2, 130  # exit codes
EFFORTS = ("quick", "normal", "thorough")


def main(argv=None):
    """Run the command; returns its exit code (0 planned, 1 problems, 2 misused, 130 stopped)."""
    options = _parser().parse_args(argv)
    django.setup()
    with translation.override(options.language):
        return _run(options)


def _run(options):
    from lonja.meetings import engine, planfile, workbook  # noqa: PLC0415  they need the set-up of the line that called us

    for path, content in (
        (options.template, workbook.template_bytes),
        (options.example, workbook.example_bytes),
    ):
        if path:
            Path(path).write_bytes(content())
            print(_("Written: %(path)s") % {"path": path})
    if options.template or options.example:
        return PLANNED
    if not options.workbook or not options.out:
        print(
            _("Say which workbook to plan, and with --out where its agenda goes. See --help."),
            file=sys.stderr,
        )
        return MISUSED
    if not Path(options.workbook).exists():
        print(_("There is no file %(path)s.") % {"path": options.workbook}, file=sys.stderr)
        return MISUSED
    if not _knows(options.aims):
        return MISUSED
    try:
        with StopKey() as stop:
            report = planfile.plan_file(
                options.workbook,
                options.out,
                aims=options.aims,
                seed=options.seed,
                effort=options.effort,
                progress=_show_progress if sys.stderr.isatty() and not options.json else None,
                cancelled=stop.is_pressed,
                calendars_in=options.ics,
            )
    except engine.Cancelled:
        print(_("Stopped before there was a plan. Nothing was written."), file=sys.stderr)
        return STOPPED
    except OSError as error:
        print(_("The agenda could not be written: %(reason)s.") % {"reason": error.strerror}, file=sys.stderr)
        return MISUSED
    if options.json:
        print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        _tell(report, options.out)
    return FAULTY if report.problems else PLANNED


class StopKey:
    """While the planner works, Ctrl-C asks it to keep the best plan so far; a second one ends all."""

    def __init__(self):
        self.pressed = False

    def __enter__(self):
        # Only the main thread of a process may listen to signals.
        self.listens = threading.current_thread() is threading.main_thread()
        if self.listens:
            self.before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(self, *_error):
        if self.listens:
            signal.signal(signal.SIGINT, self.before)

    def _press(self, _number, _frame):
        self.pressed = True
        signal.signal(signal.SIGINT, self.before)

    def is_pressed(self):
        """Whether somebody has asked to stop."""
        return self.pressed


def _knows(aims):
    """Whether every aim is one; if not, say which there are, and which was perhaps meant."""
    from lonja.meetings import engine  # noqa: PLC0415  it needs the set-up of the line that called us

    for aim in dict.fromkeys(aims):
        if aim not in engine.AIMS:
            guess = difflib.get_close_matches(aim, engine.AIMS, n=1)
            said = {"aim": aim, "aims": ", ".join(engine.AIMS), "guess": guess[0] if guess else ""}
            if guess:
                message = _("“%(aim)s” is not an aim. Did you mean “%(guess)s”?") % said
            else:
                message = _("“%(aim)s” is not an aim. Choose from: %(aims)s.") % said
            print(message, file=sys.stderr)
            return False
        if aims.count(aim) > 1:
            print(_("The aim “%(aim)s” is named twice.") % {"aim": aim}, file=sys.stderr)
            return False
    return True


def _tell(report, path):
    for note in report.notes:
        print(note)
    if report.problems:
        for problem in report.problems:
            print(problem, file=sys.stderr)
        print(_("Nothing was planned. Mend these places and try again."), file=sys.stderr)
        return
    figures = report.figures
    if figures["cut_short"]:
        print(_("Stopped early: this is the best plan found until then."))
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
        epilog="Start with: lonja plan --template encounter.xlsx   Exit codes: 0 planned, "
        "1 the workbook has problems (named by sheet, row and column; nothing is written), 2 misused, "
        "130 stopped by Ctrl-C before there was a plan (later, Ctrl-C keeps the best plan so far).",
    )
    parser.add_argument(
        "workbook", nargs="?",
        help="what to plan: a workbook (.xlsx), a folder with a CSV file for each of its sheets, or a JSON "
        "file with a list of objects for each",
    )  # fmt: skip
    parser.add_argument("--out", metavar="AGENDA.xlsx", help="where the agenda goes")
    parser.add_argument(
        "--seed", type=int, default=0, help="same workbook and seed, same agenda (default: 0)"
    )
    parser.add_argument(
        "--aims", type=lambda text: [aim.strip() for aim in text.split(",") if aim.strip()], default=[],
        metavar="AIM,AIM", help="what the plan should be good at, the most important first: weight, "
        "fairness, idle, breaks, hole_fairness, table_changes (default: as the workbook says)",
    )  # fmt: skip
    parser.add_argument("--effort", choices=EFFORTS, default="normal", help="how long to look for better")
    parser.add_argument("--ics", metavar="FOLDER", help="write one calendar file for each person there")
    parser.add_argument("--json", action="store_true", help="print the report for a script")
    parser.add_argument(
        "--language", choices=[code for code, _name in settings.LANGUAGES], default="en", help="of the agenda"
    )
    parser.add_argument(
        "--template", metavar="FILE", help="write an empty workbook that explains each column, and stop"
    )
    parser.add_argument("--example", metavar="FILE", help="write a small filled-in workbook, and stop")
    return parser
