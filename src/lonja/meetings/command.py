"""`lonja plan`: a workbook in, an agenda out."""

import argparse
import json
import sys
from pathlib import Path

import django
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

PLANNED, FAULTY, MISUSED = 0, 1, 2  # exit codes
EFFORTS = ("quick", "normal", "thorough")


def main(argv=None):
    """Run the command; returns its exit code (0 planned, 1 the workbook has problems, 2 misused)."""
    options = _parser().parse_args(argv)
    django.setup()
    with translation.override(options.language):
        return _run(options)


def _run(options):
    from lonja.meetings import planfile, workbook  # noqa: PLC0415  they need the set-up of the line that called us

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
    if not Path(options.workbook).is_file():
        print(_("There is no file %(path)s.") % {"path": options.workbook}, file=sys.stderr)
        return MISUSED
    try:
        report = planfile.plan_file(
            options.workbook,
            options.out,
            seed=options.seed,
            effort=options.effort,
            progress=_show_progress if sys.stderr.isatty() and not options.json else None,
            calendars_in=options.ics,
        )
    except OSError as error:
        print(_("The agenda could not be written: %(reason)s.") % {"reason": error.strerror}, file=sys.stderr)
        return MISUSED
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
        epilog="Start with: lonja plan --template encounter.xlsx   Exit codes: 0 planned, "
        "1 the workbook has problems (named by sheet, row and column; nothing is written), 2 misused.",
    )
    parser.add_argument("workbook", nargs="?", help="the workbook to plan (.xlsx)")
    parser.add_argument("--out", metavar="AGENDA.xlsx", help="where the agenda goes")
    parser.add_argument(
        "--seed", type=int, default=0, help="same workbook and seed, same agenda (default: 0)"
    )
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
