"""Checks the audit chain from its first entry to its newest."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError

from lonja.base import audit


class Command(BaseCommand):
    help = "Checks the audit chain; ends with 1 when it does not hold, and names the places."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="for scripts")
        parser.add_argument("--witness", metavar="POSITION:HASH", help="a head that was kept elsewhere")

    def handle(self, *, witness, **options):
        breaks = [*audit.verify(), *_against(witness)]
        position, newest = audit.head()
        if options["json"]:
            places = [{"position": found.position, "problem": found.problem} for found in breaks]
            self.stdout.write(json.dumps({"head": f"{position}:{newest}", "breaks": places}))
        else:
            for found in breaks:
                self.stdout.write(f"entry {found.position}: {found.problem}")
            if not breaks:
                self.stdout.write(f"The audit chain holds. Keep this head elsewhere: {position}:{newest}")
        if breaks:
            sys.exit(1)


def _against(witness):
    if not witness:
        return
    position, _, newest = witness.partition(":")
    if not position.isdecimal() or len(newest) != 64:
        raise CommandError("A witness is a position, a colon and the 64 letters of a hash.")
    if not audit.holds(int(position), newest):
        yield audit.Break(int(position), "the chain is not the one that was witnessed")
