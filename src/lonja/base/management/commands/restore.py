"""Brings an archive back into an empty installation."""

import sys

from django.core.management.base import BaseCommand, CommandError

from lonja.base import backup


class Command(BaseCommand):
    help = "Brings an archive back into an empty installation, and checks it."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="an archive that `lonja backup` has written")

    def handle(self, *, file, **options):
        try:
            breaks = backup.restore(file)
        except backup.BackupFault as fault:
            raise CommandError(str(fault)) from fault
        if breaks:
            for found in breaks:
                self.stderr.write(f"audit entry {found.position}: {found.problem}")
            self.stderr.write("Everything was restored, but the audit chain did not hold when it was saved.")
            sys.exit(1)
        self.stdout.write("Everything was restored; every hash and the audit chain hold.")
