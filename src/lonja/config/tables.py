"""`lonja import` and `lonja export`: tables in and out, by the same rules as the web pages."""

import argparse
import json
import sys
from pathlib import Path

import django


def account(parser, email):
    """The account in whose name a command acts; the same policies hold as on the web."""
    from lonja.accounts.models import User  # needs Django set up

    user = User.objects.filter(email=email.lower(), is_active=True).first()
    return user or parser.error(f"there is no active account {email}")


def import_(argv):
    """Check a table and show every problem; with --apply, bring it in, all of it or nothing."""
    parser = argparse.ArgumentParser(prog="lonja import", description=import_.__doc__)
    parser.add_argument("kind", help="what it holds: organisations, members, encounter, cluster-profile")
    parser.add_argument("file", type=Path, help="a CSV or XLSX file; for a profile, its text or JSON")
    parser.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="the account that imports")
    parser.add_argument(
        "--target", default="", help="what the table belongs to, such as the id of an edition"
    )
    parser.add_argument("--apply", action="store_true", help="bring it in when there is no problem")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args(argv)
    django.setup()
    from lonja.base.imports import flow  # needs Django set up

    actor = account(parser, options.email)
    importer = flow.importer_of(options.kind) or parser.error(f"nothing imports {options.kind!r}")
    if not options.file.is_file():
        parser.error(f"there is no file {options.file}")
    if not importer.allows(actor, options.target):
        print(f"{actor.email} may not import {options.kind} here.", file=sys.stderr)
        return 1
    with options.file.open("rb") as source:
        run = flow.start(options.kind, source, name=options.file.name, actor=actor, target=options.target)
    report = flow.check(run, actor=actor)
    if options.apply and not report.problems:
        run.refresh_from_db()
        report = flow.apply(run, actor=actor)
    return tell(report, applied=options.apply, as_json=options.json)


def tell(report, *, applied, as_json):
    """Print what a check found or an import did; 1 when there were problems."""
    problems = [str(problem) for problem in report.problems]
    counts = {"created": report.created, "changed": report.changed, "unchanged": report.unchanged}
    done = applied and not problems
    if as_json:
        notes = [str(note) for note in report.notes]
        told = {"applied": done, **counts, "problems": problems, "notes": notes}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print(*report.notes, sep="\n", end="\n" if report.notes else "")
        print("\n".join(problems) or ", ".join(f"{count} {name}" for name, count in counts.items()))
        print("Nothing was written." if not done else "Written.")
    return 1 if problems else 0


def export(argv):
    """Write what an account may see, to the letter what the web page would give."""
    parser = argparse.ArgumentParser(prog="lonja export", description=export.__doc__)
    parser.add_argument("kind", choices=["organisations", "members"])
    parser.add_argument("file", type=Path, help="where to; its ending says how: .csv or .xlsx")
    parser.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="the account that exports")
    parser.add_argument("--cluster", default="", metavar="SLUG", help="whose members (for members)")
    options = parser.parse_args(argv)
    ending = options.file.suffix.lstrip(".").lower()
    if ending not in {"csv", "xlsx"}:
        parser.error(f"{options.file} ends with neither .csv nor .xlsx")
    django.setup()
    from lonja.base import exports  # these need Django set up
    from lonja.directory import policies
    from lonja.directory.exchange import members, organisations, writing

    actor = account(parser, options.email)
    if options.kind == "organisations":
        sheet = str(organisations.SHEET)
        columns, rows = writing.organisation_table(policies.organisations.scope(actor), actor=actor)
    else:
        cluster = policies.clusters.scope(actor, "view_members").filter(slug=options.cluster).first()
        if cluster is None:
            print(f"{actor.email} sees no members of a cluster {options.cluster!r}.", file=sys.stderr)
            return 1
        sheet = str(members.SHEET)
        current = policies.memberships.scope(actor).filter(cluster=cluster).current()
        columns, rows = writing.member_table(current, actor=actor)
    if ending == "xlsx":
        options.file.write_bytes(exports.xlsx_bytes({sheet: (columns, rows)}))
    else:
        with options.file.open("w", encoding="utf-8", newline="") as out:
            out.writelines(exports.csv_lines(columns, rows, with_mark=True))
    return 0
