"""Writes everything that this installation holds into one archive."""

import json

from django.core.management.base import BaseCommand, CommandError

from lonja.base import backup


class Command(BaseCommand):
    help = "Writes the database and the private files into one archive (tar.gz) with hashes."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the archive to write, such as lonja-2026-11-22.tar.gz")
        parser.add_argument("--json", action="store_true", help="for scripts")

    def handle(self, *, file, **options):
        try:
            written = backup.write(file)
        except backup.BackupFault as fault:
            raise CommandError(str(fault)) from fault
        about = {
            "file": str(written.path),
            "sha256": written.sha256,
            "files": written.files,
            "audit_head": written.head,
        }
        if options["json"]:
            self.stdout.write(json.dumps(about))
            return
        self.stdout.write(
            f"Wrote {written.path} with the database and {written.files} files.\n"
            f"Keep these two lines elsewhere:\n  SHA-256     {written.sha256}\n  audit head  {written.head}"
        )
