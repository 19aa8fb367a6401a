"""The `lonja` command: one door to everything that is not a web page.

Exit codes: 0 done · 1 the work found problems (they are printed) · 2 the command was not understood.
"""

import argparse
import os
import sys
from importlib import import_module

import django

from lonja import __version__

# Each command lives where its work lives; only the one that is asked for gets imported.
COMMANDS = {
    "demo": (
        "lonja.config.serving:demo",
        "start the demo: an invented ecosystem, accounts for each role, nothing to install",
    ),
    "serve": ("lonja.config.serving:serve", "serve this installation: web server and worker together"),
    "worker": ("manage:worker", "run background work; on as many machines as you like (PostgreSQL)"),
    "setup": (
        "lonja.config.serving:setup",
        "prepare or update the database, lists, translations and static files",
    ),
    "plan": ("lonja.meetings.command:main", "plan an encounter from a workbook, without a web server"),
    "import": ("lonja.config.tables:import_", "check, then import a CSV or XLSX file"),
    "export": ("lonja.config.tables:export", "write what an account may see to CSV or XLSX"),
    "backup": ("manage:backup", "write database and files to one archive"),
    "restore": ("manage:restore", "fill an empty installation from an archive, and verify it"),
    "outbox": ("manage:outbox", "list mail that could not leave, and send it again"),
    "audit": ("manage:verify_audit", "verify the chain of audit entries"),
    "bench": ("lonja.config.benches:main", "run a benchmark: lonja bench meetings FOLDER"),
    "test": ("lonja.config.checking:test", "run every test on SQLite and PostgreSQL, browser included"),
    "check": ("lonja.config.checking:check", "format, lint, types, layers, migrations, translations"),
    "manage": ("manage:", "Django's own commands: lonja manage migrate, lonja manage shell …"),
}


def parser():
    """The top of the command's help."""
    lines = "\n".join(f"  {name:<9} {text}" for name, (_, text) in COMMANDS.items())
    top = argparse.ArgumentParser(
        prog="lonja",
        description="Lonja, the hall where innovation and business clusters meet.",
        epilog=f"commands:\n{lines}\n\nlonja COMMAND --help tells the rest. Start with: lonja demo",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="lonja [--version] COMMAND [options]",
    )
    top.add_argument("--version", action="version", version=f"lonja {__version__}")
    top.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="one of the commands below")
    return top


def main(argv=None):
    """Run one command and leave with its exit code."""
    argv = list(sys.argv[1:] if argv is None else argv)
    if not argv:
        parser().print_help()
        sys.exit(2)
    command = parser().parse_args(argv[:1]).command
    where, name = COMMANDS[command][0].split(":")
    if command == "demo":
        os.environ.setdefault("LONJA_MODE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lonja.config.settings")
    if where == "manage":
        sys.exit(
            manage(
                [*([name] if name else []), *argv[1:]], prog=f"lonja {command}" if name else "lonja manage"
            )
        )
    if where.startswith("lonja.meetings"):
        django.setup()
    sys.exit(getattr(import_module(where), name)(argv[1:]))


def manage(argv, *, prog):
    """Run one of Django's commands, ours included."""
    from django.core.management import ManagementUtility  # slow third-party module: only when needed

    ManagementUtility([prog, *argv]).execute()
    return 0
